"""Which journey somebody means, or which few it may be."""

from collections.abc import Sequence

from api.services.cued import LEAST_LIKENESS, rank
from knowledge import KnowledgeBase
from knowledge.schema import Journey
from knowledge.text import QuestionWords, spaced

QUESTION_WORDS = QuestionWords()
MOST_OFFERED = 4
"""More than these are not read through."""
CLOSE = 0.05
"""Scores that differ by less decide nothing."""
COMMON = ("build-plant", "standard-workshop", "open-business", "open-restaurant")
"""What is offered when nothing tells what somebody means."""


def find_journeys(kb: KnowledgeBase, query: str | None) -> list[Journey]:
    """The journey the words mean; several, likest first, when they don't tell; none for no hint."""
    if not query or QUESTION_WORDS.cover(spaced(query)):
        return []  # "要办哪些" asks for a plan, but does not say what for
    ranked = rank(query, list(kb.journeys.values()))
    likely = [(score, journey) for score, journey in ranked if score >= LEAST_LIKENESS]
    if not likely:
        return []
    best = likely[0][0]
    return [journey for score, journey in likely if best - score < CLOSE][:MOST_OFFERED]


def with_matter(kb: KnowledgeBase, matter_id: str | None) -> list[Journey]:
    """The journeys that lead through a matter."""
    return [
        journey
        for journey in kb.journeys.values()
        if any(step.matter_id == matter_id for step in journey.steps)
    ]


def offered(kb: KnowledgeBase, likely: Sequence[Journey]) -> list[Journey]:
    """At most four to choose from: the likely ones, filled up with the common ones."""
    common = [kb.journeys[one] for one in COMMON if one in kb.journeys]
    together = dict.fromkeys(journey.journey_id for journey in (*likely, *common))
    return [kb.journeys[journey_id] for journey_id in together][:MOST_OFFERED]
