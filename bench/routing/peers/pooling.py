"""From the scores of documents to the answer: a matter is as good as its best document."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import log

import numpy as np
from numpy.typing import NDArray

from bench.routing.answers import NONE, Answer, Example
from bench.routing.metrics import area

Scores = NDArray[np.float32]

_LEAST = 1e-300


@dataclass(frozen=True)
class Pool:
    """Documents by the label they belong to.

    Attributes:
        labels: what each document is about: a matter, or `NONE`.
        minus_others: how far ours is above the rest tells ours from the rest, not ours alone.
    """

    labels: Sequence[str]
    minus_others: bool = False

    def answer(self, scores: Scores, floor: float = -np.inf) -> Answer:
        """The answer for one message.

        Args:
            scores: of every document.
            floor: a matter that scores no more than this was not found.
        """
        best = self._best(scores)
        others = best.pop(NONE, 0.0)
        ours = max(best.values(), default=0.0)
        found = [label for label in best if best[label] > floor]
        return Answer(
            sorted(found, key=lambda label: -best[label]),
            ours - others if self.minus_others else ours,
        )

    def _best(self, scores: Scores) -> dict[str, float]:
        names, number_of = np.unique(np.asarray(self.labels), return_inverse=True)
        best = np.full(len(names), -np.inf)
        np.maximum.at(best, number_of, scores)
        return dict(zip(names.tolist(), best.tolist(), strict=True))


def of_classes(probabilities: Mapping[str, float]) -> Answer:
    """The answer of a classifier, from the probability of every matter and of `NONE`.

    Ours is told by log-odds: where `NONE` is all but certain, 1 - p would be 0 for every message.
    """
    matters = [label for label in probabilities if label != NONE]
    ours = sum(probabilities[label] for label in matters)
    return Answer(
        sorted(matters, key=lambda label: -probabilities[label]),
        log(max(ours, _LEAST)) - log(max(probabilities.get(NONE, 0.0), _LEAST)),
    )


def top1(answers: Sequence[Answer], expected: Sequence[Example]) -> float:
    """Share of the texts about a matter whose matter comes first."""
    hits = [
        answer.ranked[:1] == [example.label]
        for answer, example in zip(answers, expected, strict=True)
        if example.label != NONE
    ]
    return sum(hits) / len(hits)


def separation(answers: Sequence[Answer], expected: Sequence[Example]) -> float:
    """Area under the curve that tells texts about matters from the rest."""
    pairs = list(zip(answers, expected, strict=True))
    return area(
        [answer.ours for answer, example in pairs if example.label != NONE],
        [answer.ours for answer, example in pairs if example.label == NONE],
    )
