"""Several facts of one matter asked for in one breath: 多少天，要不要钱，在哪个窗口."""

import re
from collections.abc import Callable
from dataclasses import replace

from api.services.answering.asked import asked_in
from api.services.answers import Answer, Question
from api.services.asking_part import LONGEST_QUESTION
from api.services.outcomes import Outcome
from api.services.thread.turns import FACT_TOPICS, PARK_TOPICS
from knowledge import KnowledgeBase

PARTS = re.compile(r"[，,。；;、？?！!\s]+|还有|以及|另外|然后")
LONGEST_PART = 16
"""Characters of a part that asks for a fact; what is longer tells a story."""
MOST_TOLD = 4


def topics_asked(kb: KnowledgeBase, query: str) -> list[str]:
    """The facts that the parts of `query` ask for, each once; none where it is not several."""
    if len(query) > LONGEST_QUESTION:  # a story: what it asks stands at its end
        return []
    parts = [part for part in PARTS.split(query) if 0 < len(part) <= LONGEST_PART]
    asked = [asked_in(kb, part) for part in parts]
    several = list(dict.fromkeys(topic for topic in asked if topic in FACT_TOPICS))
    return several if len(several) > 1 else []


def tell_each(
    first: Answer,
    topics: list[str],
    question: Question,
    tell: Callable[[Question], Answer],
) -> Answer:
    """`first` with what is told of the other facts after it; where the park is open, it is asked.

    Args:
        tell: answers a question on the matter that is settled.
    """
    known = [one for one in topics if question.park_id or one not in PARK_TOPICS]
    told = [
        first if one == first.topic else tell(replace(question, topic=one, query=None))
        for one in known[:MOST_TOLD]
    ]
    texts = [one.text for one in told if one.outcome in (Outcome.ANSWERED, Outcome.MISSING_FACT)]
    asks = first if first.outcome == Outcome.ASK_PARK else None
    if asks is None and len(known) < len(topics):
        of_park = next(one for one in topics if one in PARK_TOPICS)
        asks = tell(replace(question, topic=of_park, query=None))
    if asks is not None:
        return replace(asks, text="\n\n".join([*texts, asks.text]))
    return replace(first, text="\n\n".join(texts)) if len(texts) > 1 else first
