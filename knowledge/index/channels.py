"""All channels together: what each says about every target a search may answer with.

A short list is weighed whole. Of a long one each channel puts forward a few targets, and only
these are weighed, by every channel.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from knowledge.corpus import Target, Text
from knowledge.encoder.opening import Encoder, FloatArray
from knowledge.index.dense import Dense, Nearest
from knowledge.index.names import Names
from knowledge.index.sparse import CHANNELS, Sparse
from knowledge.index.targets import MATTER, Numbers, Scope, Targets
from knowledge.text import affirmed, normalise, sentences, standard, without_repeats

EVIDENCE = (
    "dense_best",
    "dense_average",
    "names",
    *(f"{channel}_{form}" for channel in CHANNELS for form in ("share", "strength")),
)
"""The columns of the evidence table."""

WEIGHED_WHOLE = 2_000
"""Targets of which each is weighed; of more, those that a channel puts forward."""

_PUT_FORWARD = 60  # targets, by each sparse channel and by the names
_STRENGTH_UNIT = 10.0  # a BM25 score of this size counts as one
_MOST_SENTENCES = 4
_BATCH = 20_000  # texts encoded at once
_OWNERS_FILE = "owners.npy"

Say = Callable[[str], None]


class Evidence(NamedTuple):
    """What the channels say: the numbers of targets and a table (targets, len(EVIDENCE))."""

    numbers: Numbers
    table: FloatArray


@dataclass(frozen=True)
class Channels:
    """Every channel over the same numbered targets.

    Attributes:
        owners: the number of the target each text belongs to.
        everything: the scope of a search without filters.
        weighed_whole: up to how many targets each is weighed.
    """

    targets: Targets
    encoder: Encoder
    owners: Numbers
    dense: Dense
    sparse: dict[str, Sparse]
    names: Names
    everything: Scope
    weighed_whole: int = WEIGHED_WHOLE

    @classmethod
    def build(
        cls,
        folder: Path,
        texts: Sequence[Text],
        targets: Sequence[Target],
        encoder: Encoder,
        say: Say = lambda line: None,
    ) -> "Channels":
        """Index every text and write the indexes into an existing folder.

        Args:
            targets: fixes the numbering.
            say: is told how far it has come.
        """
        number_of = {target: number for number, target in enumerate(targets)}
        owners = np.array([number_of[text.target] for text in texts], dtype=np.int64)
        np.save(folder / _OWNERS_FILE, owners)
        Dense.build(folder, _vectors(texts, encoder, say), owners, encoder.dimension)
        Names.build(folder, texts, number_of)
        documents = [""] * len(targets)
        for owner, text in zip(owners.tolist(), texts, strict=True):
            documents[owner] += standard(normalise(text.text)) + "\n"
        for channel in CHANNELS:
            Sparse.build(folder, channel, documents)
            say(f"词语索引已建：{channel}")
        return cls.load(folder, targets, encoder)

    @classmethod
    def load(cls, folder: Path, targets: Sequence[Target], encoder: Encoder) -> "Channels":
        """Open what `build` wrote for the same targets."""
        owners = np.asarray(np.load(folder / _OWNERS_FILE, mmap_mode="r"))
        numbered = Targets(targets)
        return cls(
            numbered,
            encoder,
            owners,
            Dense.load(folder, owners),
            {channel: Sparse.load(folder, channel) for channel in CHANNELS},
            Names.load(folder),
            Scope(np.arange(len(targets)), numbered.kinds == MATTER),
        )

    def scope(self, allowed: NDArray[np.bool_]) -> Scope:
        """The scope of a search that may answer with some matters only, and whatever is none.

        Args:
            allowed: for each target, whether it may be answered if it is a matter.
        """
        matters = self.everything.matters
        member = allowed | ~matters
        if member.all():
            return self.everything
        rows = np.flatnonzero(member[self.owners])
        return Scope(np.flatnonzero(member), allowed & matters, rows, self.dense.selector(rows))

    def evidence(
        self, query: str, scope: Scope | None = None, always: Sequence[int] = ()
    ) -> Evidence:
        """What every channel says about the targets that are weighed.

        Args:
            query: the message, normalised.
            scope: what may be answered; everything when None.
            always: targets in scope to be weighed in any case.
        """
        parts, scope = _parts(query), scope or self.everything
        nearest = self.dense.nearest(self.encoder.encode_queries(parts), scope)
        return self._evidence(parts, nearest, scope, always)

    def evidence_of_many(self, queries: Sequence[str], always: Sequence[int]) -> Iterator[Evidence]:
        """The same for each of many queries, which are encoded and compared together."""
        parts = [_parts(query) for query in queries]
        vectors = self.encoder.encode_queries([part for some in parts for part in some])
        nearest = iter(self.dense.nearest(vectors, self.everything))
        for some, number in zip(parts, always, strict=True):
            own = list(islice(nearest, len(some)))
            yield self._evidence(some, own, self.everything, [number])

    def _evidence(
        self, parts: Sequence[str], nearest: Sequence[Nearest], scope: Scope, always: Sequence[int]
    ) -> Evidence:
        """The evidence for a whole message and, where it has several sentences, for the best of
        them: what is wanted may be said in one and drown in the others."""
        heard = [self._hear(part, near) for part, near in zip(parts, nearest, strict=True)]
        numbers = scope.numbers
        if len(numbers) > self.weighed_whole:
            put_forward = [self._put_forward(part, scope) for part in heard]
            chosen = np.array(always, dtype=np.int64)
            numbers = np.unique(np.concatenate([*put_forward, chosen]))
        whole, *single = (self._table(part, numbers) for part in heard)
        if single:
            whole = (whole + np.max(single, axis=0)) / 2
        return Evidence(numbers, whole)

    def _hear(self, wish: str, nearest: Nearest) -> "_Heard":
        terms = {channel: sparse.terms(wish) for channel, sparse in self.sparse.items()}
        return _Heard(wish, terms, nearest)

    def _table(self, part: "_Heard", numbers: Numbers) -> FloatArray:
        columns = [*part.nearest.of(numbers), self.names.scores(part.wish, numbers)]
        for channel, sparse in self.sparse.items():
            if len(numbers) == len(self.targets):
                scores = sparse.scores(part.terms[channel])
            else:
                scores = sparse.scores_of(part.terms[channel], numbers)
            columns.append(scores / max(float(scores.max(initial=0.0)), 1e-6))
            columns.append(scores / _STRENGTH_UNIT)
        return np.stack(columns, axis=1).astype(np.float32)

    def _put_forward(self, part: "_Heard", scope: Scope) -> Numbers:
        """The targets in scope that some channel puts forward, and all that are no matter."""
        named = self.names.named(part.wish)
        named = named[scope.matters[named]]
        strongest = [
            sparse.strongest(part.terms[channel], scope, _PUT_FORWARD)
            for channel, sparse in self.sparse.items()
        ]
        one_matter = scope.numbers[:1]  # matters come first; what is like none still needs a first
        return np.concatenate(
            [
                self.targets.others,
                one_matter,
                part.nearest.targets,
                named[:_PUT_FORWARD],
                *strongest,
            ]
        )


class _Heard(NamedTuple):
    """A part of a message: its words, their terms in each sparse channel, the nearest texts."""

    wish: str
    terms: dict[str, list[int]]
    nearest: Nearest


def _vectors(texts: Sequence[Text], encoder: Encoder, say: Say) -> Iterator[FloatArray]:
    for start in range(0, len(texts), _BATCH):
        batch = [text.text for text in texts[start : start + _BATCH]]
        yield encoder.encode_documents(batch)
        say(f"已编码 {start + len(batch)}/{len(texts)} 条文本")


def _parts(query: str) -> list[str]:
    """The whole wish, then its sentences if there are several."""
    told = [wish_in(sentence) for sentence in sentences(query)[:_MOST_SENTENCES]]
    return [wish_in(query), *(told if len(told) > 1 else [])]


def wish_in(query: str) -> str:
    """What the query says somebody wants, in standard words."""
    return affirmed(standard(without_repeats(query)))
