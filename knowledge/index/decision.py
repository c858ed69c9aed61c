"""match, clarify or none: what the fused scores allow the guide to say.

Two small logistic models, fitted on held-out questions, answer "is this ours?" and "is the first
matter the right one?"; two thresholds on their answers, chosen on the same questions by what a
wrong answer costs, make the decision. All numbers are stored with the index.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression

from knowledge.encoder.opening import FloatArray
from knowledge.index.channels import EVIDENCE
from knowledge.index.fusion import softmax
from knowledge.index.targets import MATTER, VAGUE, Codes

Decision = Literal["match", "clarify", "none"]

_DENSE, _NAMES = EVIDENCE.index("dense_best"), EVIDENCE.index("names")
_LEAST = 1e-6
# What a wrong decision costs: the first two however many of each ask, the others each time it
# happens. Chosen on development queries of other hands, so that hardly more than one in a hundred
# of ours is turned away there; the held-out questions are harder than what people ask.
_COST_OF_REJECTING = 1.0
_COST_OF_ACCEPTING = 1.5
_COST_OF_MISLEADING = 3.0
_COST_OF_ASKING = 1.0
_HARDLY_MORE = 0.05  # costs nearer to each other than this cannot be told apart by our questions
_LEAST_LOG_ODDS_OF_VAGUE = -8.0
SIGNS_OF_OURS, SIGNS_OF_RIGHT = 5, 5
"""How many numbers `Signs.ours` and `Signs.right` hold."""


@dataclass(frozen=True)
class Signs:
    """What a decision rests on, for one question.

    Attributes:
        ours: numbers that tell ours from not ours.
        right: numbers that tell a right first matter from a wrong one.
        vague: probability that the question is a vague wish several matters share, against the
            first matter's.
    """

    ours: tuple[float, ...]
    right: tuple[float, ...]
    vague: float


def signs(table: FloatArray, logits: NDArray[np.float64], kinds: Codes) -> Signs:
    """Read the signs off the channels' evidence and the fused scores.

    Args:
        table: the evidence for the question, a row per target; one is a matter at least.
        logits: the fused score of each.
        kinds: the kind of each.
    """
    probabilities = softmax(logits)
    matters, vague = kinds == MATTER, kinds == VAGUE
    outside = ~matters & ~vague
    matter_logits = np.sort(logits[matters])[::-1]
    margin = float(matter_logits[0] - matter_logits[1]) if matter_logits.size > 1 else 10.0
    first = int(np.flatnonzero(matters)[np.argmax(logits[matters])])
    share_ours = float(probabilities[~outside].sum())
    first_of_ours = float(softmax(logits[matters]).max())
    best_ours = float(table[~outside, _DENSE].max())
    best_outside = float(table[outside, _DENSE].max(initial=0.0))
    most_vague = float(probabilities[vague].max(initial=0.0))
    vagueness = most_vague / (most_vague + float(probabilities[first]) + _LEAST)
    return Signs(
        ours=(
            _log_odds(share_ours),
            best_ours,
            best_ours - best_outside,
            float(logits[~outside].max()),
            float(table[matters, _NAMES].max()),
        ),
        right=(
            _log_odds(first_of_ours),
            min(margin, 10.0),
            float(table[first, _DENSE]),
            float(table[first, _NAMES]),
            max(_log_odds(vagueness), _LEAST_LOG_ODDS_OF_VAGUE),
        ),
        vague=vagueness,
    )


def _log_odds(probability: float) -> float:
    probability = min(max(probability, _LEAST), 1 - _LEAST)
    return float(np.log(probability / (1 - probability)))


@dataclass(frozen=True)
class Judge:
    """A logistic model: probability = 1 / (1 + exp(-(weights . signs + bias)))."""

    weights: tuple[float, ...]
    bias: float

    def probability(self, numbers: Sequence[float]) -> float:
        """How likely the answer is yes."""
        total = sum(w * n for w, n in zip(self.weights, numbers, strict=True)) + self.bias
        return float(1 / (1 + np.exp(-total)))

    @classmethod
    def fit(cls, numbers: Sequence[Sequence[float]], answers: Sequence[bool]) -> "Judge":
        """Learn from signs and what was true of them."""
        if len(set(answers)) < 2:
            return cls(tuple(0.0 for _ in numbers[0]), 10.0 if answers[0] else -10.0)
        model = LogisticRegression(class_weight="balanced", max_iter=1000)
        model.fit(np.asarray(numbers), np.asarray(answers))
        return cls(tuple(model.coef_[0].tolist()), float(model.intercept_[0]))


@dataclass(frozen=True)
class Thresholds:
    """The fitted decision.

    Attributes:
        ours, right: the two models.
        least_ours: below this probability the answer is `none`.
        least_right: below this probability the answer is `clarify`.
        most_vague: above this share of vagueness the answer is `clarify`.
    """

    ours: Judge
    right: Judge
    least_ours: float
    least_right: float
    most_vague: float = 0.5

    def decide(self, found: Signs) -> Decision:
        """The decision for one question."""
        if self.ours.probability(found.ours) < self.least_ours:
            return "none"
        if found.vague > self.most_vague:
            return "clarify"
        return "match" if self.right.probability(found.right) >= self.least_right else "clarify"


def _cheapest(
    scores: NDArray[np.float64], yes: NDArray[np.bool_], miss: float, slip: float
) -> float:
    """The threshold at which losing the yes (`miss` for all) and letting the no in (`slip` for all)
    cost least.

    Of all thresholds that cost hardly more than the cheapest, the middle one is taken: the
    cheapest itself jumps about with every question added.
    """
    if yes.all() or not yes.any():
        return 0.5
    candidates = np.linspace(0.02, 0.98, 97)
    lost = np.array([(scores[yes] < candidate).mean() for candidate in candidates])
    let_in = np.array([(scores[~yes] >= candidate).mean() for candidate in candidates])
    costs = miss * lost + slip * let_in
    return float(np.median(candidates[costs <= costs.min() + _HARDLY_MORE]))


def fit(found: Sequence[Signs], ours: Sequence[bool], right: Sequence[bool | None]) -> Thresholds:
    """Fit both models and both thresholds.

    Args:
        found: the signs of each held-out question.
        ours: whether the question is the parks'.
        right: whether to answer with the first matter was right, which it never is for a vague
            wish; None for a question that is not the parks'.
    """
    is_ours = np.asarray(ours)
    ours_judge = Judge.fit([signs.ours for signs in found], list(ours))
    ours_scores = np.array([ours_judge.probability(signs.ours) for signs in found])
    sure = [
        (signs, bool(answer))
        for signs, answer in zip(found, right, strict=True)
        if answer is not None
    ]
    right_judge = Judge.fit([signs.right for signs, _ in sure], [answer for _, answer in sure])
    right_scores = np.array([right_judge.probability(signs.right) for signs, _ in sure])
    is_right = np.array([answer for _, answer in sure])
    return Thresholds(
        ours_judge,
        right_judge,
        _cheapest(ours_scores, is_ours, _COST_OF_REJECTING, _COST_OF_ACCEPTING),
        _cheapest(
            right_scores,
            is_right,
            _COST_OF_ASKING * is_right.mean(),
            _COST_OF_MISLEADING * (~is_right).mean(),
        ),
    )
