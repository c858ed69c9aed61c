"""Which fact of a matter English words ask for."""

import re

from api.services.answering.fields import FACT_OF_TOPIC
from knowledge.english import Translation
from knowledge.text import normalise


def topic_of(text: str, english: Translation) -> str:
    """The topic of a matter's fact whose words a text says; `matter` when it says none."""
    said = f" {' '.join(re.findall(r'[a-z]+', normalise(text).casefold()))} "
    found = (
        (len(cue), topic)
        for topic, cues in english.topics.items()
        for cue in cues
        if topic in FACT_OF_TOPIC and f" {cue} " in said
    )
    return max(found, default=(0, "matter"))[1]
