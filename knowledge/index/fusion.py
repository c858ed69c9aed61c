"""Fusing the channels: one weight per kind of evidence, learned from held-out questions.

A target's score is the weighted sum of its evidence; a softmax over all targets turns scores into
probabilities (a conditional logit model). The weights are the same for every target, so a new
matter is ranked without learning anything about it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from knowledge.encoder.opening import FloatArray
from knowledge.index.channels import EVIDENCE
from knowledge.index.targets import KINDS, MATTER, VAGUE, Codes

_PENALTY = 1e-3
_BIASED = [code for code in range(len(KINDS)) if code != MATTER]


@dataclass(frozen=True)
class Fusion:
    """Weights of the evidence columns and a bias per kind of target (matters have none)."""

    weights: dict[str, float]
    biases: dict[str, float]

    def logits(self, table: FloatArray, kinds: Codes) -> NDArray[np.float64]:
        """The score of every target in a table of evidence, given the kind of each."""
        return np.asarray(table @ self._weights + self._biases[kinds])

    @cached_property
    def _weights(self) -> NDArray[np.float64]:
        return np.array([self.weights[column] for column in EVIDENCE])

    @cached_property
    def _biases(self) -> NDArray[np.float64]:
        return np.array([self.biases.get(kind, 0.0) for kind in KINDS])


def softmax(logits: NDArray[np.float64]) -> NDArray[np.float64]:
    """Probabilities over the last axis."""
    exponentials = np.exp(logits - logits.max(axis=-1, keepdims=True))
    return np.asarray(exponentials / exponentials.sum(axis=-1, keepdims=True))


def fit(tables: Sequence[FloatArray], answers: Sequence[int], kinds: Sequence[Codes]) -> Fusion:
    """Learn weights that make the right targets likely.

    What is ours and what is not count the same as a whole, however many questions there are of
    each: otherwise every referral that is added would push matters back a little.

    Args:
        tables: one evidence table per question, all of the same shape.
        answers: the row of the right target of each question.
        kinds: of the targets that each table's rows stand for.
    """
    evidence = np.stack(
        [
            np.concatenate([table, _indicators(of_rows)], axis=1)
            for table, of_rows in zip(tables, kinds, strict=True)
        ]
    )  # (questions, targets, columns)
    shape, flat = evidence.shape[:2], evidence.reshape(-1, evidence.shape[2]).astype(np.float64)
    rows, right = np.arange(len(answers)), np.asarray(answers)
    share = _shares([of_rows[answer] for of_rows, answer in zip(kinds, answers, strict=True)])

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
    bounds = [(0.0, None)] * len(EVIDENCE) + [(None, None)] * len(_BIASED)
    found = minimize(loss, start, jac=True, method="L-BFGS-B", bounds=bounds).x
    return Fusion(
        dict(zip(EVIDENCE, found[: len(EVIDENCE)].tolist(), strict=True)),
        {
            KINDS[code]: float(bias)
            for code, bias in zip(_BIASED, found[len(EVIDENCE) :], strict=True)
        },
    )


def _shares(kinds: Sequence[np.int8]) -> NDArray[np.float64]:
    """The weight of each question, all together 1: half for what is ours, half for the rest."""
    ours = np.isin(kinds, [MATTER, VAGUE])
    weights = np.where(ours, 1 / max(1, ours.sum()), 1 / max(1, (~ours).sum()))
    return np.asarray(weights / weights.sum())


def _indicators(kinds: Codes) -> FloatArray:
    """One column per kind of target but matters, 1 where the target is of it."""
    return np.asarray(kinds[:, None] == np.array(_BIASED), dtype=np.float32)
