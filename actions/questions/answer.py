"""Questions about matters: asked of api, which words the answer."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

from actions.base import GuideAction
from actions.choosing.offered import both_offered, offered_by, offered_to
from actions.client import GuideApi, Json
from actions.journey.asides import at_the_step, founding, journey_aside, remark_noted
from actions.journey.moves import read_move, wants_the_plan
from actions.moves import asks_difference, picks_within, read_ordinal, says_both
from actions.parks import park_in
from actions.pending import with_pending_question
from actions.plain_wishes import plain_wish
from actions.questions.again import (
    asked_again,
    asks_again,
    detail_wanted,
    fact_wanted_again,
    in_detail,
    last_answer,
    still_unclear,
)
from actions.questions.hours import with_hours
from actions.questions.thread import thread_of
from actions.questions.topics import GENERAL_TOPICS, SEARCHING_INTENTS, TOPIC_OF_INTENT
from actions.reply import Reply
from actions.turn import Turn

STATE_KEYS = ("decision", "matter_id", "park_id", "delegation_mode", "window_id")
NO_QUESTION = frozenset({"referral", "none", "chitchat"})
"""Topics of answers that are no question to be asked again."""
WHO_ASKS = re.compile(
    r"^(?:那|然后|这个)?(?:他们?|她们?|来电人|客户|老板|老公|老婆|对方|人家|领导)(?:们)?(?:还|又|就|再|也|刚才|现在)*"
    r"(?:反问|追问|又问|问|说|讲)(?:一句|一声|一下|我|道|起|了|的是|说)*[，,:：]\s*(?=.{4})"
)
"""Says who asks, before the question itself: 他反问一句，……."""
WAITING_OUTCOMES = frozenset({"clarify", "ask_matter", "ask_park"})
"""Outcomes after which api wants to know a matter or a park before it can answer."""


class ActionAnswer(GuideAction):
    """Answers whatever the message asks, and repeats the question it interrupts, if any."""

    def name(self) -> str:
        """The action's name in the domain."""
        return "action_answer"

    async def reply(self, turn: Turn, api: GuideApi) -> Reply:
        """Ask api; a description of what somebody wants keeps the kind of question asked before."""
        if fact := fact_wanted_again(turn):
            answer = await answer_question(replace(turn, text=None), api, fact)
            return await with_pending_question(answer, turn, api)
        if asks_again(turn):
            return await _plan_again(turn, api) or await say_again(turn, api)
        if told := await plain_wish(turn, api) or await journey_aside(turn, api):
            return told
        topic = topic_of(turn)
        both = both_offered(turn) if says_both(turn.words) else None
        matter_id = None if both else _picked(turn, topic)
        if topic == "matter" and (both or matter_id):  # "后面那个呢" asks the last question again
            topic = turn.slots.get("last_topic") or topic
        answer = await answer_question(turn, api, topic, matter_id=matter_id, matters=both)
        if _names_no_two(turn, topic, answer):
            answer = await answer_question(turn, api, "matter")
        if answer.outcome == "not_found" and (heard := remark_noted(turn)):
            return heard
        if plan := await founding(answer, turn, api):
            return plan
        return await with_pending_question(await with_hours(answer, turn, api), turn, api)


async def _plan_again(turn: Turn, api: GuideApi) -> Reply | None:
    """The plan where it is what is to be told again: 刚才那个单子再发一下."""
    stepping = turn.slots.get("last_topic") == "journey" and read_move(turn.words) is not None
    wanted = stepping or wants_the_plan(turn.words)
    return await journey_aside(turn, api) if wanted and turn.state.get("journey") else None


def _names_no_two(turn: Turn, topic: str, answer: Reply) -> bool:
    """Whether words after "which two?" are no two things: something else is wanted by now."""
    return topic == "compare" != turn.intent and answer.outcome == "ask_matter"


async def say_again(turn: Turn, api: GuideApi) -> Reply:
    """The last answer again: the same, plainer, or the whole of it."""
    detail, asked = detail_wanted(turn), turn.slots.get("asked")
    after_small_talk = asked is not None and turn.state.get("outcome") == "small_talk"
    if asked is None or (detail is None and not after_small_talk):
        return await last_answer(turn, api)
    question = in_detail(asked, detail)
    reply = as_reply(await api.answer(**question), question)
    if detail == asked.get("detail") == "brief":
        return still_unclear(reply)
    return reply


def _picked(turn: Turn, topic: str) -> str | None:
    """The matter that an ordinal inside a question picks: 后面那个要多久."""
    offered = offered_to(turn)
    if not offered or turn.pressed or topic in GENERAL_TOPICS or not picks_within(turn.words):
        return None
    index = read_ordinal(turn.words, len(offered))
    return offered[index]["matter_id"] if index is not None and index < len(offered) else None


def topic_of(turn: Turn) -> str:
    """What kind of question the message asks."""
    pending = turn.slots.get("pending_topic")
    if pending and turn.intent in SEARCHING_INTENTS:
        return str(pending)
    return TOPIC_OF_INTENT.get(turn.intent, "matter")


async def answer_question(
    turn: Turn,
    api: GuideApi,
    topic: str,
    matter_id: str | None = None,
    park_id: str | None = None,
    matters: list[str] | None = None,
) -> Reply:
    """The answer to one question.

    Args:
        topic: the kind of question.
        matter_id, park_id: what was just chosen; None for what the turn or conversation knows.
            When one is given the message's words are not searched again.
        matters: the two matters to answer for at once, when they were just chosen.
    """
    if matter_id is None and park_id is None:
        turn, told = await at_the_step(turn, api), turn
        matter_id = turn.matter_id if turn is not told else None
    chosen = matter_id is not None or park_id is not None
    query = None if chosen or turn.pressed else WHO_ASKS.sub("", turn.words) or None
    between = asks_difference(query or "")  # names both parks, and means neither alone
    named = None if between else await park_in(query or "", api, turn.park_id)
    question = {
        "topic": topic,
        "query": query,
        "matter_id": matter_id or turn.matter_id,
        "park_id": park_id or named or turn.park_id,
        "subject": turn.entities.get("subject"),
        "matters": matters or _both(turn, park_id) or None,
        "channel": turn.state.get("channel"),
        "thread": thread_of(turn),
    }
    return as_reply(await api.answer(**question), question)


def _both(turn: Turn, park_id: str | None) -> list[str]:
    """The two matters that a park was just told for."""
    pair: list[str] = turn.state.get("pair") or []
    return pair if park_id is not None and turn.matter_id in pair else []


def _waits_for_park(found: Json, question: dict[str, Any]) -> bool:
    """Whether a notice is shown but for its park's part, which was asked for."""
    shown = found.get("outcome") == question["topic"] == "notice"
    return shown and not (found.get("park_id") or question.get("park_id"))


def as_reply(found: Json, question: dict[str, Any]) -> Reply:
    """What api answered to a question, as a reply with the state it settles."""
    topic = question["topic"]
    waits = found.get("outcome") in WAITING_OUTCOMES or _waits_for_park(found, question)
    context: dict[str, Any] = {key: found.get(key) for key in STATE_KEYS}
    context["topic"] = found.get("topic") or topic
    context["pair"], context["as_of"] = found.get("pair") or [], found.get("as_of")
    context["about"] = found.get("about")
    if found.get("decision") is not None:
        context["candidates"] = found.get("candidates") or []
    return Reply(
        found["text"],
        found.get("buttons") or [],
        outcome=found["outcome"],
        card=found.get("card"),
        context=context,
        slots={
            "last_topic": topic if context["topic"] in NO_QUESTION else context["topic"],
            "pending_topic": topic if waits else None,
            "asked": asked_again(question, found),
            **({"offered": offered} if (offered := offered_by(found)) else {}),
        },
    )
