"""How alike two short texts are, by the pairs of characters they share."""

from collections.abc import Iterable

from knowledge.text import normalise


def likeness(words: str, examples: Iterable[str]) -> float:
    """How like its nearest example a normalised text is: 0 to 1 (Dice's coefficient)."""
    own = _pairs(words)
    return max((_dice(own, _pairs(normalise(example))) for example in examples), default=0.0)


def _dice(left: set[str], right: set[str]) -> float:
    return 2 * len(left & right) / max(1, len(left) + len(right))


def _pairs(words: str) -> set[str]:
    return {words[at : at + 2] for at in range(len(words) - 1)}
