"""Test messages that stand, word for word or nearly, among the texts learned from or fitted on."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from sklearn.feature_extraction.text import CountVectorizer

from knowledge.text import compact, normalise

NEAR = 0.8
"""Jaccard similarity of character bigrams from which two texts count as the same."""


@dataclass(frozen=True)
class Leak:
    """A test message that is known.

    Attributes:
        query: its number among the messages.
        text: the known text it equals or resembles most.
        likeness: 1.0 when equal but for case, spaces and punctuation.
    """

    query: int
    text: str
    likeness: float


def find(queries: Sequence[str], known: Sequence[str]) -> list[Leak]:
    """Every message that is known, with the text most like it, in order."""
    asked = [_form(text) for text in queries]
    taught = [_form(text) for text in known]
    number_of = {text: number for number, text in reversed(list(enumerate(taught)))}
    likeness = _jaccard(asked, taught)
    leaks = []
    for number, text in enumerate(asked):
        if text in number_of:
            leaks.append(Leak(number, known[number_of[text]], 1.0))
            continue
        nearest = int(likeness[number].argmax())
        if (found := float(likeness[number, nearest])) >= NEAR:
            leaks.append(Leak(number, known[nearest], round(found, 3)))
    return leaks


def _form(text: str) -> str:
    """What is compared: punctuation hides nothing, and counts only where there is nothing else."""
    return compact(text) or normalise(text)


def _jaccard(left: Sequence[str], right: Sequence[str]) -> np.ndarray:
    """Similarity of the sets of character bigrams, shape (left, right); 0 where both are empty."""
    cutter = CountVectorizer(analyzer="char", ngram_range=(2, 2), lowercase=False, binary=True)
    cutter.fit([*left, *right])
    a, b = (cutter.transform(texts).astype(np.float32) for texts in (left, right))
    shared = (a @ b.T).toarray()
    total = np.asarray(a.sum(axis=1)) + np.asarray(b.sum(axis=1)).T - shared
    return np.asarray(shared / np.maximum(total, 1.0))
