"""Everything fitted on held-out questions: fusion weights, decision, and how good they are."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np

from knowledge.corpus import Text
from knowledge.encoder.opening import FloatArray
from knowledge.index import decision, fusion
from knowledge.index.channels import EVIDENCE, Channels, Evidence
from knowledge.index.decision import Judge, Signs, Thresholds
from knowledge.index.fusion import Fusion
from knowledge.index.targets import MATTER, VAGUE, Numbers, Targets
from knowledge.text import normalise

_WEIGHED = 120
"""Targets that the weights are fitted on, per question: the strongest; more change nothing."""


@dataclass(frozen=True)
class Measured:
    """Shares measured on the held-out questions; honest only for ranking, which the weights of
    eleven columns can hardly have learned by heart."""

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
    answers = [number_of[text.target] for text in questions]
    if not questions:
        return _untaught()
    wishes = [normalise(text.text) for text in questions]
    tables = list(channels.evidence_of_many(wishes, answers))
    fused = _fit_fusion(tables, answers, targets)
    found, places = list[Signs](), list[int]()
    right: list[bool | None] = []
    for (numbers, table), answer in zip(tables, answers, strict=True):
        kinds = targets.kinds[numbers]
        logits = fused.logits(table, kinds)
        found.append(decision.signs(table, logits, kinds))
        if targets.kinds[answer] == MATTER:
            matters = kinds == MATTER
            ranked = numbers[matters][np.argsort(-logits[matters], kind="stable")]
            places.append(int(np.flatnonzero(ranked == answer)[0]))
            right.append(places[-1] == 0)
        else:  # an answer that is a clarification is no first matter
            right.append(False if targets.kinds[answer] == VAGUE else None)
    ours = [answer is not None for answer in right]
    thresholds = decision.fit(found, ours, right)
    return Calibration(fused, thresholds, _measure(thresholds, found, ours, places))


def _untaught() -> Calibration:
    """What holds without any question to fit on: all evidence counts, every wish is asked about."""
    fused = Fusion(dict.fromkeys(EVIDENCE, 1.0), {})
    ours, right = (
        Judge((0.0,) * decision.SIGNS_OF_OURS, 10.0),
        Judge((0.0,) * decision.SIGNS_OF_RIGHT, -10.0),
    )
    return Calibration(fused, Thresholds(ours, right, 0.5, 0.5), Measured(0, 0.0, 0.0, 0.0, 0.0))


def _fit_fusion(tables: Sequence[Evidence], answers: Sequence[int], targets: Targets) -> Fusion:
    """Fit the weights on the targets with the strongest evidence, and the right one.

    The others are unlikely under any weights; leaving them out bounds the memory.
    """
    kept, kinds, right = [], [], []
    count = min(_WEIGHED, *(len(numbers) for numbers, _ in tables))
    for (numbers, table), answer in zip(tables, answers, strict=True):
        place = int(np.searchsorted(numbers, answer))
        rows = _strongest(table, count, place)
        kept.append(table[rows])
        kinds.append(targets.kinds[numbers[rows]])
        right.append(int(np.searchsorted(rows, place)))
    return fusion.fit(kept, right, kinds)


def _strongest(table: FloatArray, count: int, place: int) -> Numbers:
    """The rows with the strongest evidence, the one at `place` among them, ascending."""
    strength = table.max(axis=1)
    strength[place] = np.inf
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
