"""The dense channel: FAISS over the vectors of every text of every target.

Up to `EXACT_UP_TO` texts every vector is compared. Beyond, an inverted file (IVF) of vectors in
8 bits a number looks only where near ones are; it is read through the page cache, so that opening
it takes no time and little memory. A search among few texts stays exact: their vectors lie beside
it in a file that is mapped too.
"""

import json
import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import faiss
import numpy as np
from numpy.typing import NDArray

from knowledge.encoder.opening import FloatArray
from knowledge.index.targets import Numbers, Scope

EXACT_UP_TO = 40_000
"""Texts. To compare each of so many takes as long as the rest of a search (bench/large_index)."""

_NEAREST_TEXTS = 160
_BEST_TEXTS_AVERAGED = 3
_FEW_ROWS = 20_000  # compared one by one also beside an inverted file
_LISTS_PER_ROOT = 4  # inverted lists: this many times the square root of the number of texts
_LOOKED_AT = 48  # of these lists per question
_TRAINED_ON = 40  # vectors per list
_ADDED_AT_ONCE = 100_000
_INDEX, _VECTORS, _SHAPE = "dense.faiss", "vectors.f16", "vectors.json"


@dataclass(frozen=True)
class Nearest:
    """The targets whose texts are nearest to a question.

    Attributes:
        targets: their numbers, ascending.
        best: the similarity of each one's best text; average: the mean of its best three.
        floor: the similarity of the farthest text looked at, the most any other target can have.
    """

    targets: Numbers
    best: FloatArray
    average: FloatArray
    floor: float

    def of(self, numbers: Numbers) -> tuple[FloatArray, FloatArray]:
        """`best` and `average` of the targets asked for."""
        columns = np.full((2, len(numbers)), self.floor, dtype=np.float32)
        if not len(self.targets):
            return columns[0], columns[1]
        place = np.minimum(np.searchsorted(self.targets, numbers), len(self.targets) - 1)
        found = self.targets[place] == numbers
        columns[0, found], columns[1, found] = self.best[place[found]], self.average[place[found]]
        return columns[0], columns[1]


class Dense:
    """Nearest texts by inner product of unit vectors, pooled per target.

    Args:
        index: FAISS index whose row i is text i.
        target_of: the number of the target each text belongs to.
        vectors: of every text, where `index` does not compare each; kept as `vectors`.
    """

    def __init__(
        self, index: faiss.Index, target_of: Numbers, vectors: NDArray[np.float16] | None
    ) -> None:
        self._index = index
        self._target_of = target_of
        self.vectors = vectors

    @classmethod
    def build(
        cls, folder: Path, batches: Iterable[FloatArray], target_of: Numbers, dimension: int
    ) -> "Dense":
        """Index the vectors that come in batches, in the order of the texts; write it all."""
        count = len(target_of)
        if count <= EXACT_UP_TO:
            index: faiss.Index = faiss.IndexFlatIP(dimension)
            for batch in batches:
                index.add(batch)
        else:
            (folder / _SHAPE).write_text(json.dumps([count, dimension]), encoding="utf-8")
            index = _inverted(_written(folder / _VECTORS, batches, (count, dimension)))
        faiss.write_index(index, str(folder / _INDEX))
        return cls.load(folder, target_of)

    @classmethod
    def load(cls, folder: Path, target_of: Numbers) -> "Dense":
        """Open what `build` wrote."""
        if not (folder / _SHAPE).exists():
            return cls(faiss.read_index(str(folder / _INDEX)), target_of, None)
        index = faiss.read_index(str(folder / _INDEX), faiss.IO_FLAG_MMAP | faiss.IO_FLAG_READ_ONLY)
        shape = tuple(json.loads((folder / _SHAPE).read_text(encoding="utf-8")))
        vectors = np.memmap(folder / _VECTORS, dtype=np.float16, mode="r", shape=shape)
        return cls(index, target_of, vectors)

    def nearest(self, vectors: FloatArray, scope: Scope) -> list[Nearest]:
        """For each of some vectors the nearest texts among those of the targets in scope."""
        return [self._pooled(*found) for found in self._rows(vectors, scope)]

    def _pooled(self, similarities: FloatArray, rows: Numbers) -> Nearest:
        owners = self._target_of[rows]
        order = np.argsort(owners, kind="stable")  # each target's texts together, the best first
        owners, sorted_out = owners[order], similarities[order]
        first = np.flatnonzero(np.diff(owners, prepend=-1))
        count = np.diff(first, append=len(owners))
        floor = float(similarities[-1]) if len(similarities) else 0.0
        pooled = np.full((len(first), _BEST_TEXTS_AVERAGED), floor, dtype=np.float32)
        for place in range(_BEST_TEXTS_AVERAGED):
            has = count > place
            pooled[has, place] = sorted_out[first[has] + place]
        return Nearest(owners[first], pooled[:, 0], pooled.mean(axis=1), floor)

    def _rows(self, vectors: FloatArray, scope: Scope) -> Iterator[tuple[FloatArray, Numbers]]:
        """For each vector similarities, falling, and the rows they belong to."""
        among = self._index.ntotal if scope.rows is None else len(scope.rows)
        count = min(_NEAREST_TEXTS, among)
        if self.vectors is not None and scope.rows is not None and among <= _FEW_ROWS:
            for vector in vectors:
                yield self._compared(vector, scope.rows, count)
            return
        # A question is far too little work to share between threads; waiting for them costs more.
        # FAISS keeps this number by thread, and any thread may come here.
        faiss.omp_set_num_threads(1)
        found = self._index.search(vectors, count, params=self._how(scope))
        for vector, similarities, rows in zip(vectors, *found, strict=True):
            if self.vectors is None:
                some = rows >= 0  # a selector may leave fewer than asked for
                yield similarities[some], rows[some]
            else:  # in 8 bits a number, the near ones are hard to tell apart
                yield self._compared(vector, rows[rows >= 0], count)

    def _compared(
        self, vector: FloatArray, rows: Numbers, count: int
    ) -> tuple[FloatArray, Numbers]:
        """The nearest of some texts by their own vectors."""
        assert self.vectors is not None
        similarities = self.vectors[rows].astype(np.float32) @ vector
        order = np.argsort(-similarities, kind="stable")[:count]
        return similarities[order], rows[order]

    def _how(self, scope: Scope) -> faiss.SearchParameters | None:
        # FAISS gives these classes their keyword arguments only when it is imported
        if self.vectors is not None:
            return faiss.SearchParametersIVF(sel=scope.selector, nprobe=_LOOKED_AT)  # type: ignore[call-arg]
        if scope.selector is None:
            return None
        return faiss.SearchParameters(sel=scope.selector)  # type: ignore[call-arg]

    def selector(self, rows: Numbers) -> faiss.IDSelector:
        """What makes FAISS look at some texts only."""
        bits = np.zeros(self._index.ntotal, dtype=bool)
        bits[rows] = True
        return faiss.IDSelectorBitmap(np.packbits(bits, bitorder="little"))  # type: ignore[call-arg, arg-type]


def _written(
    file: Path, batches: Iterable[FloatArray], shape: tuple[int, int]
) -> NDArray[np.float16]:
    vectors = np.memmap(file, dtype=np.float16, mode="w+", shape=shape)
    start = 0
    for batch in batches:
        vectors[start : start + len(batch)] = batch
        start += len(batch)
    vectors.flush()
    return vectors


def _inverted(vectors: NDArray[np.float16]) -> faiss.Index:
    """An inverted file over vectors; always the same one for the same vectors."""
    count, dimension = vectors.shape
    lists = int(_LISTS_PER_ROOT * count**0.5)
    index = faiss.IndexIVFScalarQuantizer(
        faiss.IndexFlatIP(dimension),
        dimension,
        lists,
        faiss.ScalarQuantizer.QT_8bit,
        faiss.METRIC_INNER_PRODUCT,
    )
    sample = np.random.default_rng(0).permutation(count)[: _TRAINED_ON * lists]
    faiss.omp_set_num_threads(os.cpu_count() or 1)
    index.train(vectors[np.sort(sample)].astype(np.float32))
    for start in range(0, count, _ADDED_AT_ONCE):
        index.add(vectors[start : start + _ADDED_AT_ONCE].astype(np.float32))
    return index
