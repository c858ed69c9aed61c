"""What kind of question words ask, beside what the dialogue took them for."""

import re

from api.services.answering.fields import FACT_OF_TOPIC
from api.services.thread.resolve import WHOLE_TOPICS
from api.services.thread.turns import FACT_TOPICS
from api.services.thread.words import goes_back, without_way_back
from knowledge import KnowledgeBase
from knowledge.text import normalise

SURE_CUE = 3
"""Characters of question words that are surely meant as a question."""
WHICH_MODE = re.compile(r"(?:属于?|是|算|归)(?:于|在)?哪一?[种类个](?!.*(?:区别|不同|差))")
"""Asks in which of the modes a matter runs: it compares nothing."""


def asked_in(kb: KnowledgeBase, words: str) -> str:
    """What kind of question `words` ask beside the name of a matter, `matter` if none.

    A long name drowns the words that ask, so that the dialogue takes them for a wish.
    """
    words = normalise(without_way_back(words) if goes_back(words) else words)
    asked = (topic for topic in kb.topics.values() if topic.topic in FACT_TOPICS)
    for topic in asked:
        if any(cue in words for cue in topic.cues if len(cue) >= SURE_CUE):
            return topic.topic
    return "matter"


def topic_of_words(kb: KnowledgeBase, text: str) -> str:
    """The topic whose question words occur in `text`; `matter` when none does.

    Only for the time the dialogue is away: it understands far more.
    """
    words = normalise(text)
    for topic in kb.topics.values():
        told = topic.topic in FACT_OF_TOPIC or topic.topic in WHOLE_TOPICS
        if told and any(cue in words for cue in topic.cues):
            return topic.topic
    return "matter"
