"""Takes a question for what it goes on about: another day, the present, another matter."""

import re
from dataclasses import replace
from datetime import date

from api.services.answers import Question
from api.services.thread.compare import without_parks
from api.services.thread.past_days import Period, find_period
from api.services.thread.words import (
    asks_about_now,
    says_likewise,
    says_now,
    what_of,
    without_denial,
)
from api.services.thread_state import Thread

PARK_TOPICS = frozenset({"window", "mode", "liability"})
FACT_TOPICS = PARK_TOPICS | {
    "materials", "time_limit", "fee", "legal_basis", "conditions", "online", "result",
}  # fmt: skip
UNDATED_TOPICS = frozenset({"policy", "journey", "progress", "booking", "compare"})
"""Topics whose answers do not depend on the day asked about."""
WANTS = re.compile(r"[要想得]办|办的是|我[要想]")
"""Shows a wish of its own: what it names is to be shown, whatever was asked before."""
OTHER_PARK = re.compile(r"^那?(?:么)?(?:郴州)?(?:高新|经开)\S{0,4}(?:也|一样|这样|同样)\S{0,4}$")
"""Asks the same of the other park: 经开区的也是这样吗."""
ASKED_OF_THEN = {
    "policy:transition": "liability",
    "policy:takeover": "mode",
    "policy:old_seals": "mode",
}
"""What 现在呢 asks after a general fact about the time before."""
MONTH_ALONE = re.compile(r"(?<!\d)((?:1[0-2]|[1-9])月)")
"""A month, maybe with its day."""
LIABILITY_WORDS = re.compile(r"负责|责任|担责|找谁|算谁|算哪|怪谁")


def taken_up(question: Question, today: date, takeover: date) -> Question:
    """The question with the topic and the day that it leaves out.

    Args:
        takeover: the day on which the parks took over; 以前 is before it.
    """
    if question.query is None or question.as_of is not None:
        return question
    about_a_fact = question.matter_id is not None or question.thread.last_topic in FACT_TOPICS
    if asks_about_now(question.query) and about_a_fact:
        told = ASKED_OF_THEN.get(question.thread.about or "", question.topic)
        return replace(question, topic=_last(question, FACT_TOPICS, told), thread=_today(question))
    if question.matter_id and says_likewise(without_parks(question.query)):
        return replace(question, topic=_last(question, FACT_TOPICS, question.topic), query=None)
    dated = _dated(question, today, takeover)
    if dated is not question:
        return dated
    if says_now(question.query):
        question = replace(question, thread=_today(question))
    if question.topic == "matter" and _asks_again(question.query or ""):
        return replace(question, topic=_last(question, FACT_TOPICS, "matter"))
    return question


def _dated(question: Question, today: date, takeover: date) -> Question:
    """The question with the past day it asks about, if it does: who decided then, for whom?"""
    assert question.query is not None
    period = find_period(question.query, today, takeover) or _in_that_year(
        question, today, takeover
    )
    if period is None:
        return question
    goes_on = period.alone and question.thread.last_topic in PARK_TOPICS
    if question.topic in UNDATED_TOPICS and not goes_on and not _follows(question):
        return replace(question, as_of=period.last) if question.topic == "policy" else question
    topic = (
        question.topic if question.topic in PARK_TOPICS else _last(question, PARK_TOPICS, "mode")
    )
    if LIABILITY_WORDS.search(question.query):
        topic = "liability"
    return replace(question, as_of=period.last, topic=topic)


def _in_that_year(question: Question, today: date, takeover: date) -> Period | None:
    """The time of a month said without its year, where a past year is spoken of: 那3月1号办的呢."""
    thread = question.thread
    spoken_of = takeover if thread.about in ASKED_OF_THEN else thread.as_of
    words = question.query or ""
    if spoken_of is None or "年" in words:
        return None
    return find_period(MONTH_ALONE.sub(rf"{spoken_of.year}年\1", words, count=1), today)


def _last(question: Question, among: frozenset[str], otherwise: str) -> str:
    last = question.thread.last_topic
    return last if last in among else otherwise


def _asks_again(words: str) -> bool:
    """Whether the last question is asked of something else: 那消防验收呢, 说错了，是食品经营."""
    if without_denial(words) != words:
        return WANTS.search(words) is None
    return what_of(words) is not None or OTHER_PARK.search(words) is not None


def _today(question: Question) -> Thread:
    return replace(question.thread, as_of=None)


def _follows(question: Question) -> bool:
    """Whether a question taken for a general one goes on about the current matter."""
    return question.topic == "policy" and question.matter_id is not None
