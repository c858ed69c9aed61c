"""The dense channel: FAISS over the vectors of every text of every matter."""

from collections.abc import Sequence
from pathlib import Path

import faiss
import numpy as np
from numpy.typing import NDArray

from knowledge.encoder.opening import FloatArray

# One question is far too little work to share between threads; waiting for them costs more.
faiss.omp_set_num_threads(1)

_NEAREST_TEXTS = 160
_BEST_TEXTS_AVERAGED = 3


class Dense:
    """Nearest texts by inner product of unit vectors, pooled per target.

    Args:
        index: FAISS index whose row i is text i.
        target_of: the number of the target each text belongs to.
        targets: how many targets there are.
    """

    def __init__(self, index: faiss.Index, target_of: NDArray[np.int64], targets: int) -> None:
        self._index = index
        self._target_of = target_of
        self._targets = targets

    @classmethod
    def build(cls, vectors: FloatArray, target_of: Sequence[int], targets: int) -> "Dense":
        index = faiss.IndexFlatIP(vectors.shape[1])
        index.add(vectors)
        return cls(index, np.asarray(target_of, dtype=np.int64), targets)

    def save(self, file: Path) -> None:
        faiss.write_index(self._index, str(file))

    @classmethod
    def load(cls, file: Path, target_of: Sequence[int], targets: int) -> "Dense":
        return cls(faiss.read_index(str(file)), np.asarray(target_of, dtype=np.int64), targets)

    def scores(self, vector: FloatArray) -> tuple[FloatArray, FloatArray]:
        """Per target: its best text's similarity, and the mean of its best three.

        A target none of whose texts is among the nearest gets the similarity of the farthest
        text looked at, which is the most it can have.
        """
        count = min(_NEAREST_TEXTS, self._index.ntotal)
        found, rows = self._index.search(vector.reshape(1, -1), count)
        similarities, targets = found[0], self._target_of[rows[0]]
        floor = float(similarities[-1])
        pooled = np.full((_BEST_TEXTS_AVERAGED, self._targets), floor, dtype=np.float32)
        seen = np.zeros(self._targets, dtype=np.int64)
        for similarity, target in zip(similarities, targets, strict=True):
            if seen[target] < _BEST_TEXTS_AVERAGED:
                pooled[seen[target], target] = similarity
                seen[target] += 1
        return pooled[0], pooled.mean(axis=0)
