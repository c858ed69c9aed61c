"""All channels together: what each says about every target, as one table of evidence."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from knowledge.corpus import Target, Text
from knowledge.encoder.opening import Encoder, FloatArray
from knowledge.index.dense import Dense
from knowledge.index.names import Names
from knowledge.index.sparse import CHANNELS, Sparse
from knowledge.text import affirmed, normalise, standard, without_repeats

EVIDENCE = (
    "dense_best",
    "dense_average",
    "names",
    *(f"{channel}_{form}" for channel in CHANNELS for form in ("share", "strength")),
)
"""The columns of the evidence table."""

_DENSE_FILE = "dense.faiss"
_STRENGTH_UNIT = 10.0  # a BM25 score of this size counts as one


@dataclass(frozen=True)
class Channels:
    """Every channel over the same numbered targets."""

    targets: list[Target]
    encoder: Encoder
    dense: Dense
    sparse: dict[str, Sparse]
    names: Names

    @classmethod
    def build(cls, texts: Sequence[Text], targets: list[Target], encoder: Encoder) -> "Channels":
        """Index every text; `targets` fixes the numbering."""
        number_of = {target: number for number, target in enumerate(targets)}
        owners = [number_of[text.target] for text in texts]
        vectors = encoder.encode_documents([text.text for text in texts])
        documents = [""] * len(targets)
        for owner, text in zip(owners, texts, strict=True):
            documents[owner] += standard(normalise(text.text)) + "\n"
        return cls(
            targets,
            encoder,
            Dense.build(vectors, owners, len(targets)),
            {channel: Sparse.build(channel, documents) for channel in CHANNELS},
            Names(texts, number_of),
        )

    def save(self, folder: Path) -> None:
        """Write the indexes into an existing folder."""
        self.dense.save(folder / _DENSE_FILE)
        for channel, sparse in self.sparse.items():
            sparse.save(folder / channel)

    @classmethod
    def load(
        cls, folder: Path, texts: Sequence[Text], targets: list[Target], encoder: Encoder
    ) -> "Channels":
        """Read what `save` wrote for the same texts and targets."""
        number_of = {target: number for number, target in enumerate(targets)}
        owners = [number_of[text.target] for text in texts]
        return cls(
            targets,
            encoder,
            Dense.load(folder / _DENSE_FILE, owners, len(targets)),
            {channel: Sparse.load(channel, folder / channel) for channel in CHANNELS},
            Names(texts, number_of),
        )

    def evidence(self, query: str) -> FloatArray:
        """What every channel says, shape (targets, len(EVIDENCE)); `query` is normalised."""
        query = _wish(query)
        return self._evidence(query, self.encoder.encode_query(query))

    def evidence_of_many(self, queries: Sequence[str]) -> Iterator[FloatArray]:
        """The same for each of many queries, which are encoded together."""
        wishes = [_wish(query) for query in queries]
        vectors = self.encoder.encode_queries(wishes)
        for wish, vector in zip(wishes, vectors, strict=True):
            yield self._evidence(wish, vector)

    def _evidence(self, query: str, vector: FloatArray) -> FloatArray:
        best, average = self.dense.scores(vector)
        columns = [best, average, self.names.scores(query)]
        for sparse in self.sparse.values():
            scores = sparse.scores(query)
            columns.append(scores / max(float(scores.max()), 1e-6))
            columns.append(scores / _STRENGTH_UNIT)
        return np.stack(columns, axis=1).astype(np.float32)


def _wish(query: str) -> str:
    """What the query says somebody wants, in standard words."""
    return affirmed(standard(without_repeats(query)))
