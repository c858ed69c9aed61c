"""Shares, ranks and curves, each with a 95 % confidence interval."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import sqrt

import numpy as np
from numpy.typing import NDArray
from sklearn.metrics import roc_auc_score

_Z = 1.959964
_RESAMPLES = 1000
_SEED = 20210310

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Estimate:
    """A measured number with the bounds of its 95 % interval.

    Attributes:
        count: cases it rests on; with 0 the number is not a number.
    """

    value: float
    low: float
    high: float
    count: int


NOTHING = Estimate(float("nan"), float("nan"), float("nan"), 0)


def share(hits: Iterable[bool]) -> Estimate:
    """A share with Wilson's interval, which is right near 0 and 1, too."""
    values = list(hits)
    count = len(values)
    if not count:
        return NOTHING
    p = sum(values) / count
    centre = (p + _Z**2 / (2 * count)) / (1 + _Z**2 / count)
    half = _Z / (1 + _Z**2 / count) * sqrt(p * (1 - p) / count + _Z**2 / (4 * count**2))
    return Estimate(p, max(0.0, centre - half), min(1.0, centre + half), count)


def mean(values: Iterable[float]) -> Estimate:
    """A mean with a bootstrap interval."""
    sample = np.asarray(list(values), dtype=np.float64)
    if not sample.size:
        return NOTHING
    rows = _draws(sample.size)
    return _interval(float(sample.mean()), sample[rows].mean(axis=1), sample.size)


def rank(ranked: Sequence[str], right: str) -> int | None:
    """The place of the right one, from 1; None when it isn't listed."""
    return ranked.index(right) + 1 if right in ranked else None


def reciprocal(place: int | None) -> float:
    """What a place adds to the mean reciprocal rank."""
    return 1 / place if place else 0.0


def auroc(ours: Sequence[float], others: Sequence[float]) -> Estimate:
    """How often a message of ours scores above another one's, with a bootstrap interval.

    Both groups are drawn anew, each from its own messages.
    """
    if not ours or not others:
        return NOTHING
    yes, no = np.asarray(ours, dtype=np.float64), np.asarray(others, dtype=np.float64)
    wins = (yes[:, None] > no) + 0.5 * (yes[:, None] == no)  # the area is their mean
    drawn = ((_times(yes.size, _SEED) @ wins) * _times(no.size, _SEED + 1)).sum(axis=1)
    return _interval(area(yes, no), drawn / wins.size, yes.size + no.size)


def area(ours: Sequence[float] | Floats, others: Sequence[float] | Floats) -> float:
    """The area under the ROC curve."""
    truth = np.concatenate([np.ones(len(ours)), np.zeros(len(others))])
    return float(roc_auc_score(truth, np.concatenate([ours, others])))


def threshold_for(ours: Sequence[float], rejected: float) -> float:
    """The highest score such that at most that share of ours lies below it."""
    ordered = np.sort(np.asarray(ours, dtype=np.float64))
    return float(ordered[_turned_away(ordered.size, rejected)])


def false_accept(ours: Sequence[float], others: Sequence[float], rejected: float) -> Estimate:
    """The share of others let through where at most that share of ours is turned away.

    For the interval both groups are drawn anew, and the threshold is read anew off each resample
    of ours: it varies from sample to sample, too.
    """
    if not ours or not others:
        return NOTHING
    yes, no = np.asarray(ours, dtype=np.float64), np.asarray(others, dtype=np.float64)
    value = float((no >= threshold_for(ours, rejected)).mean())
    least = np.sort(yes[_draws(yes.size)], axis=1)[:, [_turned_away(yes.size, rejected)]]
    drawn = (no[_draws(no.size, _SEED + 1)] >= least).mean(axis=1)
    return _interval(value, drawn, no.size)


def error_ratio(ours: Sequence[bool], peer: Sequence[bool]) -> Estimate:
    """Our errors by the peer's over the same messages; the interval is a paired bootstrap's.

    A resample in which the peer errs nowhere counts as one error, lest the ratio be infinite.
    """
    if not ours:
        return NOTHING
    wrong = 1.0 - np.asarray(ours, dtype=np.float64)
    theirs = 1.0 - np.asarray(peer, dtype=np.float64)
    rows = _draws(wrong.size)
    drawn = wrong[rows].sum(axis=1) / np.maximum(theirs[rows].sum(axis=1), 1.0)
    return _interval(float(wrong.sum() / max(theirs.sum(), 1.0)), drawn, wrong.size)


def confusions(right: Sequence[str], given: Sequence[str]) -> list[tuple[str, str, int]]:
    """What is taken for what: (right, given, times), the most frequent first, right ones not."""
    mixed = Counter((a, b) for a, b in zip(right, given, strict=True) if a != b)
    ordered = sorted(mixed.items(), key=lambda item: (-item[1], item[0]))
    return [(a, b, times) for (a, b), times in ordered]


def _turned_away(size: int, rejected: float) -> int:
    """How many of so many may be turned away."""
    return int(np.floor(rejected * size))


def _draws(size: int, seed: int = _SEED) -> NDArray[np.int64]:
    """The same resamples for every sample of a size: what is compared is drawn alike."""
    return np.random.default_rng(seed).integers(0, size, (_RESAMPLES, size))


def _times(size: int, seed: int) -> Floats:
    """How often each case of a sample is drawn, shape (resamples, size)."""
    times = np.random.default_rng(seed).multinomial(size, np.full(size, 1 / size), _RESAMPLES)
    return times.astype(np.float64)


def _interval(value: float, drawn: Floats, count: int) -> Estimate:
    low, high = np.percentile(drawn, [2.5, 97.5])
    return Estimate(value, float(low), float(high), count)
