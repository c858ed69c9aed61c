"""Finds what general fact a question speaks of by cues and examples."""

import re
from collections.abc import Sequence

from api.services.likeness import likeness
from knowledge.schema import PolicyFact
from knowledge.text import normalise

PARTS = re.compile(r"[，。；：！？,;:!?\n]+")
SHORTEST_PART = 4
LEAST_LIKENESS = 0.45
"""From this score on, an item is taken for the one asked about."""


def best(
    query: str | None, items: Sequence[PolicyFact], least: float = LEAST_LIKENESS
) -> PolicyFact | None:
    """The item whose cues and examples the query is most like; None when it is like none."""
    ranked = rank(query, items)
    return ranked[0][1] if ranked and ranked[0][0] >= least else None


def best_in_a_part(
    query: str | None, items: Sequence[PolicyFact], least: float = LEAST_LIKENESS
) -> PolicyFact | None:
    """The item that a part of the query is most like: what is told beside it counts for nothing."""
    ranked = [rank(part, items)[0] for part in _parts(query or "") if items]
    first = max(ranked, key=lambda scored: scored[0], default=None)
    return first[1] if first and first[0] >= least else None


def _parts(query: str) -> list[str]:
    """The whole query and the parts of it that say more than a word."""
    words = normalise(query)
    return [words, *(part for part in PARTS.split(words) if len(part) >= SHORTEST_PART)]


def rank(query: str | None, items: Sequence[PolicyFact]) -> list[tuple[float, PolicyFact]]:
    """The items with their scores, the likest first; equal ones keep their order."""
    words = normalise(query or "")
    scored = [(_covered(words, item.cues) + likeness(words, item.examples), item) for item in items]
    return sorted(scored, key=lambda pair: -pair[0])


def _covered(words: str, cues: Sequence[str]) -> float:
    """The share of the words that cues make up; a cue that occurs counts for something anyway."""
    found = [cue for cue in cues if cue in words]
    return LEAST_LIKENESS + max(map(len, found)) / len(words) if found else 0.0
