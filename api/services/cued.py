"""Finds what general fact a question speaks of by cues and examples."""

from collections.abc import Sequence

from api.services.likeness import likeness
from knowledge.schema import PolicyFact
from knowledge.text import normalise

LEAST_LIKENESS = 0.45
"""From this score on, an item is taken for the one asked about."""


def best(
    query: str | None, items: Sequence[PolicyFact], least: float = LEAST_LIKENESS
) -> PolicyFact | None:
    """The item whose cues and examples the query is most like; None when it is like none."""
    ranked = rank(query, items)
    return ranked[0][1] if ranked and ranked[0][0] >= least else None


def rank(query: str | None, items: Sequence[PolicyFact]) -> list[tuple[float, PolicyFact]]:
    """The items with their scores, the likest first; equal ones keep their order."""
    words = normalise(query or "")
    scored = [(_covered(words, item.cues) + likeness(words, item.examples), item) for item in items]
    return sorted(scored, key=lambda pair: -pair[0])


def _covered(words: str, cues: Sequence[str]) -> float:
    """The share of the words that cues make up; a cue that occurs counts for something anyway."""
    found = [cue for cue in cues if cue in words]
    return LEAST_LIKENESS + max(map(len, found)) / len(words) if found else 0.0
