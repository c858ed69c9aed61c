"""Which journey somebody means, or which few it may be."""

import re
from collections.abc import Sequence

from api.services.cued import LEAST_LIKENESS, rank
from knowledge import KnowledgeBase
from knowledge.schema import Journey
from knowledge.text import QuestionWords, spaced

QUESTION_WORDS = QuestionWords()
MEASURE_WORDS = re.compile(r"(?<=[建盖开办起搞做弄])(?:上|起|了)?一?[个家间座栋](?!体|人)")
"""开个饭店 is 开饭店."""
MOST_OFFERED = 4
"""More than these are not read through."""
SURELY_LIKE = 0.7
"""From this likeness to an example on, a journey is meant though none of its cues was said."""
CLOSE = 0.05
"""Scores that differ by less decide nothing."""
COMMON = ("build-plant", "standard-workshop", "open-business", "open-restaurant")
"""What is offered when nothing tells what somebody means."""


def find_journeys(kb: KnowledgeBase, query: str | None) -> list[Journey]:
    """The journey the words mean; several, likest first, when they don't tell; none for no hint."""
    if not query or QUESTION_WORDS.cover(spaced(query)):
        return []  # "要办哪些" asks for a plan, but does not say what for
    words = MEASURE_WORDS.sub("", query)
    named = [one for one in kb.journeys.values() if any(cue in words for cue in one.cues)]
    ranked = rank(words, named or list(kb.journeys.values()))
    likely = [(score, journey) for score, journey in ranked if score >= LEAST_LIKENESS]
    if not likely:
        return []
    best = likely[0][0]
    apart = CLOSE if named or best >= SURELY_LIKE else 1.0
    close = [journey for score, journey in likely if best - score < apart][:MOST_OFFERED]
    return close if len(close) > 1 or apart == CLOSE else offered(kb, close)


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
