"""A first meaning for every feature, learned without labels.

Latent semantic analysis: features that occur in the same sentences of laws and of our own texts
get similar vectors. Contrastive training then only has to move them, not to invent them.
"""

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from sklearn.utils.extmath import randomized_svd

from knowledge.encoder.features import features

UNKNOWN = "?"
_SINGULAR_VALUE_POWER = 0.25


@dataclass(frozen=True)
class Vectors:
    """Feature vectors: row i of `weights` (float32) belongs to `vocabulary[i]`; row 0 is zero."""

    vocabulary: list[str]
    weights: NDArray[np.float32]


def _document_frequencies(bags: Iterable[Sequence[str]]) -> Counter[str]:
    counts: Counter[str] = Counter()
    for bag in bags:
        counts.update(set(bag))
    return counts


def _vocabulary(own: Counter[str], general: Counter[str], size: int) -> list[str]:
    """Features of our own texts first (most frequent first), then those general in laws.

    A feature of three or four characters seen once tells a text apart but nothing else, so it
    must occur twice.
    """
    own_features = [f for f, count in own.items() if count > 1 or len(f) <= 2 or f[0] in "@~#"]
    own_features.sort(key=lambda f: (-own[f], f))
    known = set(own_features)
    rest = sorted((f for f in general if f not in known), key=lambda f: (-general[f], f))
    return [UNKNOWN, *(own_features + rest)[: size - 1]]


def _weighted_matrix(
    bags: Sequence[Sequence[str]], row_of: dict[str, int], idf: NDArray[np.float32]
) -> csr_matrix:
    data: list[float] = []
    columns: list[int] = []
    ends = [0]
    for bag in bags:
        counts = Counter(row for f in bag if (row := row_of.get(f)) is not None)
        values = [(1 + math.log(n)) * idf[row] for row, n in counts.items()]
        norm = math.sqrt(sum(v * v for v in values)) or 1.0
        columns.extend(counts)
        data.extend(v / norm for v in values)
        ends.append(len(columns))
    shape = (len(bags), len(row_of))
    return csr_matrix((np.array(data, dtype=np.float32), columns, ends), shape=shape)


def pretrain(
    own_texts: Sequence[str], general_texts: Sequence[str], size: int, dimension: int, seed: int
) -> Vectors:
    """Choose the vocabulary and give each feature its latent-semantic vector times its weight.

    Args:
        own_texts: the project's own texts; all their useful features enter the vocabulary.
        general_texts: sentences of laws; may be empty.
        size: most features in the vocabulary.
        dimension: numbers per vector.
        seed: fixes the random projection of the decomposition.
    """
    own_bags = [features(text) for text in own_texts]
    bags = own_bags + [features(text) for text in general_texts]
    frequencies = _document_frequencies(bags)
    vocabulary = _vocabulary(_document_frequencies(own_bags), frequencies, size)
    row_of = {feature: row for row, feature in enumerate(vocabulary)}
    idf = np.array(
        [math.log((1 + len(bags)) / (1 + frequencies[f])) for f in vocabulary], dtype=np.float32
    )
    matrix = _weighted_matrix(bags, row_of, idf)
    _, singular_values, directions = randomized_svd(
        matrix, n_components=dimension, n_iter=3, random_state=seed
    )
    scale = (singular_values / singular_values[0]) ** _SINGULAR_VALUE_POWER
    weights = (directions.T * scale * idf[:, None]).astype(np.float32)
    weights[0] = 0
    weights /= np.sqrt((weights**2).sum(axis=1).mean())
    return Vectors(vocabulary, weights)
