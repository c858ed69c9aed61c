"""Everything fitted on held-out questions: fusion weights, decision, and how good they are."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from knowledge.corpus import Kind, Target, Text
from knowledge.encoder.opening import FloatArray
from knowledge.index import decision, fusion
from knowledge.index.channels import Channels
from knowledge.index.decision import Judge, Signs, Thresholds
from knowledge.index.fusion import Fusion
from knowledge.text import normalise

_WEIGHED = 400
"""Targets that the weights are fitted on, per question; more than the shipped data has."""
_RANKED = 50
"""Places looked at for the right matter; further down it counts as not found."""


@dataclass(frozen=True)
class Measured:
    """Shares measured on the held-out questions; honest only for ranking, which the weights of
    nine columns can hardly have learned by heart."""

    questions: int
    top1: float
    top3: float
    false_reject: float
    false_accept: float


@dataclass(frozen=True)
class Calibration:
    """The fitted numbers stored with an index."""

    fusion: Fusion
    thresholds: Thresholds
    measured: Measured

    def to_json(self) -> dict[str, Any]:
        """As plain dictionaries."""
        return asdict(self)

    @classmethod
    def from_json(cls, content: dict[str, Any]) -> "Calibration":
        """Back from `to_json`."""
        thresholds = content["thresholds"]
        ours, right = (
            Judge(tuple(thresholds[name]["weights"]), thresholds[name]["bias"])
            for name in ("ours", "right")
        )
        return cls(
            Fusion(**content["fusion"]),
            Thresholds(
                ours,
                right,
                thresholds["least_ours"],
                thresholds["least_right"],
                thresholds["most_vague"],
            ),
            Measured(**content["measured"]),
        )


def calibrate(channels: Channels, held_out: Sequence[Text]) -> Calibration:
    """Fit on held-out questions whose targets are all indexed."""
    targets = channels.targets
    number_of = {target: number for number, target in enumerate(targets)}
    questions = [text for text in held_out if text.target in number_of]
    answers = np.array([number_of[text.target] for text in questions])
    wishes = [normalise(text.text) for text in questions]
    tables = _Tables(channels, wishes)
    fused = _fit_fusion(tables, answers, targets)
    matters = np.array([target.kind is Kind.MATTER for target in targets])
    found, order = [], []
    for table in tables:
        scores = fused.logits(table, targets)
        found.append(decision.signs(table, scores, targets, matters))
        ranked = np.argsort(-np.where(matters, scores, -np.inf), kind="stable")
        order.append(ranked[:_RANKED])
    kinds = [text.target.kind for text in questions]
    ours = [kind in {Kind.MATTER, Kind.CLARIFICATION} for kind in kinds]
    right = [  # an answer that is a clarification is no first matter
        bool(ranked[0] == answer) if is_ours else None
        for ranked, answer, is_ours in zip(order, answers, ours, strict=True)
    ]
    thresholds = decision.fit(found, ours, right)
    places = [
        int(np.flatnonzero(np.append(ranked, answer) == answer)[0])
        for ranked, answer, kind in zip(order, answers, kinds, strict=True)
        if kind is Kind.MATTER
    ]
    return Calibration(fused, thresholds, _measure(thresholds, found, ours, places))


class _Tables:
    """The evidence for each wish, as often as it is asked for.

    Tables of a short list are kept; those of a long one would fill the memory, so they are worked
    out anew each time.
    """

    def __init__(self, channels: Channels, wishes: Sequence[str]) -> None:
        self._channels, self._wishes = channels, wishes
        self._kept: list[FloatArray] | None = None
        if len(channels.targets) <= _WEIGHED:
            self._kept = list(channels.evidence_of_many(wishes))

    def __iter__(self) -> Iterator[FloatArray]:
        if self._kept is not None:
            return iter(self._kept)
        return self._channels.evidence_of_many(self._wishes)


def _fit_fusion(
    every: Iterable[FloatArray], answers: NDArray[np.intp], targets: Sequence[Target]
) -> Fusion:
    """Fit the weights on the targets that any channel puts forward, and the right one.

    What no channel puts forward is unlikely under any weights; leaving it out bounds the memory
    for lists of many thousand matters.
    """
    tables, rows, right = [], [], []
    for table, answer in zip(every, answers, strict=True):
        kept = _put_forward(table, int(answer))
        tables.append(table[kept])
        rows.append(kept)
        right.append(int(np.flatnonzero(kept == answer)[0]))
    return fusion.fit(tables, right, [[targets[n] for n in kept] for kept in rows])


def _put_forward(table: FloatArray, answer: int) -> NDArray[np.intp]:
    """The numbers of the targets with the strongest evidence, the right one among them."""
    count = min(_WEIGHED, len(table))
    strength = table.max(axis=1)
    strength[answer] = np.inf
    return np.sort(np.argpartition(-strength, count - 1)[:count])


def _measure(
    thresholds: Thresholds, found: Sequence[Signs], ours: Sequence[bool], places: Sequence[int]
) -> Measured:
    """Measure; `places` is where the right matter stands for each question about one, from 0."""
    rejected = np.array([thresholds.decide(signs) == "none" for signs in found])
    is_ours = np.array(ours)
    place = np.array(places)
    return Measured(
        questions=len(found),
        top1=round(float((place < 1).mean()), 4),
        top3=round(float((place < 3).mean()), 4),
        false_reject=round(float(rejected[is_ours].mean()), 4),
        false_accept=round(float((~rejected[~is_ours]).mean()), 4) if not is_ours.all() else 0.0,
    )
