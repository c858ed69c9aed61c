"""What kind of question words ask, beside what the dialogue took them for."""

import re
from dataclasses import replace

from api.services.answering.fields import FACT_OF_TOPIC
from api.services.answers import Question
from api.services.thread.resolve import WHOLE_TOPICS
from api.services.thread.turns import FACT_TOPICS
from api.services.thread.words import goes_back, without_way_back
from knowledge import KnowledgeBase
from knowledge.text import normalise

SURE_CUE = 3
"""Characters of question words that are surely meant as a question."""
WHICH_MODE = re.compile(r"(?:属于?|是|算|归)(?:于|在)?哪一?[种类个](?!.*(?:区别|不同|差))")
"""Asks in which of the modes a matter runs: it compares nothing."""

APPEAL = re.compile(r"复议|行政(?:诉讼|官司|起诉)|不服")
"""Surely asks what to do against a decision, whatever else is asked of it: 复议要在多少天内提."""
COURT = re.compile(
    r"诉讼|起诉|官司|法院|上诉|应诉|胜诉|败诉|被告|告(?:他们|你们|管委会|园区|政府|部门)"
)
"""Asks so once a decision is spoken of; on its own it may be a quarrel with a neighbour."""
IN_TIME = re.compile(
    r"(?:多久|几天|多少天|多长时间|几个月|多少日|几日)(?:之|以)?内|期限|时限多|时间限制|过期|过了(?:时间|期)|最[晚迟]"
)
"""Asks until when something may be done."""
APPEALS = "policy:appeals"
"""The general fact about reconsideration and lawsuits, as the thread keeps it."""
ASKED_OF_ONE = FACT_TOPICS | {"matter", "policy", "journey", "compare"}
"""Kinds of question that one about an appeal is taken for."""


def as_appeal(question: Question) -> Question:
    """The question as one about an appeal, if that is what its words ask about.

    复议要在多少天内提 asks for no matter's time limit, 打官司要交钱吗 for no matter's fee.
    """
    words = normalise(question.query or "")
    thread = question.thread
    spoken_of = thread.about == APPEALS or thread.last_topic == "liability"
    asks = APPEAL.search(words) or (
        COURT.search(words) and (spoken_of or question.matter_id is not None)
    )
    if question.topic in ASKED_OF_ONE and asks:
        return replace(question, topic="liability")
    if thread.about == APPEALS and question.topic == "time_limit" and IN_TIME.search(words):
        return replace(question, topic="policy", subject=APPEALS.partition(":")[2])
    return question


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
