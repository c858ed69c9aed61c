"""Fusing the channels: one weight per kind of evidence, learned from held-out questions.

A target's score is the weighted sum of its evidence; a softmax over all targets turns scores into
probabilities (a conditional logit model). The weights are the same for every target, so a new
matter is ranked without learning anything about it.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from knowledge.corpus import Kind, Target
from knowledge.encoder.opening import FloatArray
from knowledge.index.channels import EVIDENCE

_PENALTY = 1e-3
_KINDS = [kind for kind in Kind if kind is not Kind.MATTER]


@dataclass(frozen=True)
class Fusion:
    """Weights of the evidence columns and a bias per kind of target (matters have none)."""

    weights: dict[str, float]
    biases: dict[str, float]

    def logits(self, evidence: FloatArray, targets: Sequence[Target]) -> NDArray[np.float64]:
        """The score of every target."""
        weights = np.array([self.weights[column] for column in EVIDENCE])
        biases = np.array([self.biases.get(target.kind, 0.0) for target in targets])
        return np.asarray(evidence @ weights + biases)


def softmax(logits: NDArray[np.float64]) -> NDArray[np.float64]:
    """Probabilities over the last axis."""
    exponentials = np.exp(logits - logits.max(axis=-1, keepdims=True))
    return np.asarray(exponentials / exponentials.sum(axis=-1, keepdims=True))


def fit(
    tables: Sequence[FloatArray], answers: Sequence[int], targets: Sequence[Sequence[Target]]
) -> Fusion:
    """Learn weights that make the right targets likely.

    What is ours and what is not count the same as a whole, however many questions there are of
    each: otherwise every referral that is added would push matters back a little.

    Args:
        tables: one evidence table per question, all of the same shape.
        answers: the row of the right target of each question.
        targets: the targets each table's rows stand for.
    """
    evidence = np.stack(
        [
            np.concatenate([table, _kinds(row_targets)], axis=1)
            for table, row_targets in zip(tables, targets, strict=True)
        ]
    )  # (questions, targets, columns)
    shape, flat = evidence.shape[:2], evidence.reshape(-1, evidence.shape[2]).astype(np.float64)
    rows, right = np.arange(len(answers)), np.asarray(answers)
    share = _shares([of[answer].kind for of, answer in zip(targets, answers, strict=True)])

    def loss(weights: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        probabilities = softmax((flat @ weights).reshape(shape))
        likelihood = -(share * np.log(probabilities[rows, right] + 1e-12)).sum()
        expected = (share[:, None] * probabilities).reshape(-1) @ flat
        gradient = expected - share @ evidence[rows, right]
        return (
            float(likelihood + _PENALTY * (weights**2).sum()),
            gradient + 2 * _PENALTY * weights,
        )

    start = np.full(evidence.shape[2], 1.0)
    start[len(EVIDENCE) :] = 0.0
    bounds = [(0.0, None)] * len(EVIDENCE) + [(None, None)] * len(_KINDS)
    found = minimize(loss, start, jac=True, method="L-BFGS-B", bounds=bounds).x
    return Fusion(
        dict(zip(EVIDENCE, found[: len(EVIDENCE)].tolist(), strict=True)),
        dict(zip(_KINDS, found[len(EVIDENCE) :].tolist(), strict=True)),
    )


def _shares(kinds: Sequence[Kind]) -> NDArray[np.float64]:
    """The weight of each question, all together 1: half for what is ours, half for the rest."""
    ours = np.array([kind in {Kind.MATTER, Kind.CLARIFICATION} for kind in kinds])
    weights = np.where(ours, 1 / max(1, ours.sum()), 1 / max(1, (~ours).sum()))
    return np.asarray(weights / weights.sum())


def _kinds(targets: Sequence[Target]) -> FloatArray:
    """One column per kind of target but matters, 1 where the target is of it."""
    return np.array([[target.kind == kind for kind in _KINDS] for target in targets], np.float32)
