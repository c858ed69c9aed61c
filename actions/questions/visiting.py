"""Answers what is asked about the visit itself, and goes on with what else was said."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable
from dataclasses import replace

from actions.booking.answers import read_time
from actions.booking.draft import Draft
from actions.client import GuideApi, Json
from actions.moves import names_a_day
from actions.pending import with_pending_question
from actions.reading import introduces_a_name, read_phone
from actions.reply import BOOK, HANDOFF, LOOK_UP, Reply, understood
from actions.turn import Turn

Answer = Callable[[Turn, GuideApi], Awaitable[Reply]]

NOT_ANSWERED = frozenset({"ask_matter", "not_found", "misread", "degraded"})
"""Outcomes after which a question that may be about the visit is taken for one."""
ON_THE_HALL = frozenset({"hours", "off_hours", "hotline", "getting_there", "arriving"})
WANT_A_VISIT = frozenset({"how_many", "together"})
"""Subjects that nobody asks of who wants no visit."""
RULES = frozenset({"contact", "in_place", "privacy"})
OF_THE_PERSON = frozenset({"identity_card", "in_place", "contact"})
"""Subjects that sound like a matter of another authority: who comes brings an identity card."""
URGENT = ("distress", "restart")
LEAST_SAID = 4
"""Characters of what else is said from which on it may tell something."""
OF_THE_HALL = re.compile(r"帮办|代办|代跑|有没有人|有人|找个?人|你们|工作人员|大厅|窗口|专人")
"""Wants the hall's own help, and sends nobody in one's place."""
WANTS = re.compile(r"约|挂号|book|办", re.IGNORECASE)


async def about_visit(turn: Turn, api: GuideApi, usual: Answer) -> Reply | None:
    """The answer to a question about the visit; None where the words ask none.

    Args:
        usual: how the message is answered otherwise.
    """
    asked: Json | None = turn.state.get("of_visit")
    if not asked or turn.pressed or turn.surely(*URGENT) or _left_to_others(turn):
        return None
    subject = str(asked["subject"])
    if not asked["sure"]:
        reply = await usual(turn, api)
        if not _fails(reply, subject, turn):
            return reply
        told = await _told(subject, turn, api)
        if matter_id := reply.context.get("matter_id"):  # named beside the question
            told.context.setdefault("matter_id", matter_id)
        return told
    if not _tells(asked["rest"]):
        return await _told(subject, turn, api)
    fact = await _fact(subject, turn, api)
    rest = asked["rest"]
    if subject in WANT_A_VISIT and turn.expecting is None:
        rest = f"想预约，{rest}"
    reply = await usual(replace(turn, text=rest), api)
    if reply.outcome in NOT_ANSWERED:
        return await _told(subject, turn, api)
    reply.text = f"{fact.text}\n\n{reply.text}"
    return reply


def _left_to_others(turn: Turn) -> bool:
    """Whether a person is asked for, or the waiting list on which somebody stands."""
    on_the_list = turn.state["of_visit"]["subject"] == "waiting_list" and turn.slots.get("waits")
    return bool(on_the_list) or turn.says("asks_for_person")


def _fails(reply: Reply, subject: str, turn: Turn) -> bool:
    """Whether the usual answer says nothing on what was asked."""
    if reply.outcome == "clarify":
        of_booking = (turn.expecting or "").startswith(("booking.", "visit."))
        return of_booking or turn.state.get("topic") == "booking"
    asked_again = reply.slots.get("expecting") == turn.expecting
    if asked_again and (turn.expecting or "").startswith("visit."):
        return True  # a code is asked for once more, and nothing answered
    if (reply.slots.get("expecting") or "").startswith("assistance."):
        return subject == "in_place" and OF_THE_HALL.search(turn.words) is None
    if reply.outcome == "referred":
        return subject in OF_THE_PERSON and turn.state.get("topic") != "referral"
    return reply.outcome in NOT_ANSWERED


def _tells(rest: str) -> bool:
    """Whether what else is said tells something of a booking."""
    told = names_a_day(rest) or read_phone(rest) is not None or introduces_a_name(rest)
    return len(rest) >= LEAST_SAID and (told or WANTS.search(rest) is not None)


async def _told(subject: str, turn: Turn, api: GuideApi) -> Reply:
    """The fact alone, and then the question that waits; a day that is named is kept in mind."""
    fact = await _fact(subject, turn, api)
    if turn.expecting is None and not turn.slots.get("visit") and subject not in ON_THE_HALL:
        wished = await read_time(Draft(), turn.words, api)
        if wished.date and not wished.remark:
            fact.slots["draft"] = wished.stored()
    return await with_pending_question(fact, turn, api)


async def _fact(subject: str, turn: Turn, api: GuideApi) -> Reply:
    found = await api.answer(topic="policy", subject=subject, park_id=turn.park_id)
    topic = "window" if subject in ON_THE_HALL else "policy" if subject in RULES else "booking"
    booked = turn.slots.get("visit") or turn.state.get("booking_code")
    reply = Reply(
        found["text"],
        [LOOK_UP if booked else BOOK, HANDOFF],
        outcome=found["outcome"],
        context={"topic": topic},
    )
    return understood("ask_policy", reply)
