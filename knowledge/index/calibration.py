"""Everything fitted on held-out questions: fusion weights, decision, and how good they are."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np

from knowledge.corpus import Kind, Text
from knowledge.index import decision, fusion
from knowledge.index.channels import Channels
from knowledge.index.decision import Judge, Signs, Thresholds
from knowledge.index.fusion import Fusion
from knowledge.text import normalise


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
    tables = [channels.evidence(normalise(text.text)) for text in questions]
    fused = fusion.fit(tables, answers.tolist(), targets)
    logits = [fused.logits(table, targets) for table in tables]
    matters = np.array([target.kind is Kind.MATTER for target in targets])
    found = [
        decision.signs(table, scores, targets, matters)
        for table, scores in zip(tables, logits, strict=True)
    ]
    order = [np.argsort(-np.where(matters, scores, -np.inf), kind="stable") for scores in logits]
    kinds = [text.target.kind for text in questions]
    ours = [kind in {Kind.MATTER, Kind.CLARIFICATION} for kind in kinds]
    right = [  # an answer that is a clarification is no first matter
        bool(ranked[0] == answer) if is_ours else None
        for ranked, answer, is_ours in zip(order, answers, ours, strict=True)
    ]
    thresholds = decision.fit(found, ours, right)
    places = [
        int(np.flatnonzero(ranked == answer)[0])
        for ranked, answer, kind in zip(order, answers, kinds, strict=True)
        if kind is Kind.MATTER
    ]
    return Calibration(fused, thresholds, _measure(thresholds, found, ours, places))


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
