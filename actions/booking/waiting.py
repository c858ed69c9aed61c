"""The waiting list (候补): joining it, how it stands, leaving it, taking the seat it offers."""

from __future__ import annotations

import re
from typing import Any

from actions.agreement import agrees
from actions.booking.card import booked_context, booking_card
from actions.booking.draft import Draft
from actions.booking.wording import days_waited_for
from actions.calendar_words import say_day, say_moment
from actions.client import ApiRefused, GuideApi, Json
from actions.plain_wishes import begins_when
from actions.reply import BOOK, HANDOFF, IDLE, Reply, labelled
from actions.texts import say, told
from actions.turn import Turn

UNFIT = 422
"""The status with which api says that something told can't be right."""
LISTED = re.compile(r"(?<!时)候补|waiting ?list|wait ?list", re.IGNORECASE)
HOW_IT_STANDS = re.compile(
    r"怎么?样|咋样|如何|排[到上]了?[吗没么嘛]|轮到|第几|前面|状态|进度|查|看[看下一]|有(?:号|消息|结果|位)?了?[吗没么嘛]|有没有|还在|成[了功]|多久|情况"
    r"|我的|status|how|any news|did i",
    re.IGNORECASE,
)
LEAVES = re.compile(
    r"取消|退(?!号)|撤|放弃|算了|(?<![要用想需])不(?:用|想|要|需要)?(?:再)?(?:帮我|给我)?(?:等|排|候补?)了?|别(?:等|排)了?|leave|cancel|withdraw|stop",
    re.IGNORECASE,
)
WAITS_NO_MORE = re.compile(
    r"(?:(?<![要用想需])不|别|甭|莫)(?:用|想|要|需要)?再?(?:帮我|给我)?(?:等|排(?![污水放烟气查]))"
    r"|(?:取消|退出|放弃)排(?:队|号|候)"
)
"""Leaves the list without naming it; 取消排污许可的预约 does not."""
ASKS = re.compile(r"[吗么嘛呢?？]|怎|咋|如何|能不能|可不可以|can i|how", re.IGNORECASE)
"""Asks about leaving; the button under the answer does it."""
LEAVE = labelled("booking.leave_list_button", "cancel_booking")
TAKE = labelled("booking.take_seat_button", "affirm")


def speaks_of_list(turn: Turn) -> bool:
    """Whether the words are about an entry of the waiting list that exists."""
    words, known = turn.words, turn.slots.get("waits")
    if turn.pressed:
        return bool(known) and turn.intent == "cancel_booking" and not turn.slots.get("visit")
    if known and WAITS_NO_MORE.search(words):
        return True
    about = HOW_IT_STANDS.search(words) or LEAVES.search(words)
    return LISTED.search(words) is not None and about is not None


@begins_when("booking_lookup", speaks_of_list)
async def about_the_list(turn: Turn, api: GuideApi) -> Reply:
    """How the entry stands, or that it is left; without one, where it is to be found."""
    known = turn.slots.get("waits")
    if not known:
        return _reply(say("booking.list_unknown"), "answered")
    try:
        if turn.pressed or _leaves(turn.words):
            await api.leave_waiting_list(known["entry_id"], known["last4"])
            left = _reply(say("booking.list_left"), "cancelled")
            left.slots["waits"] = None
            return left
        return _standing(await api.waiting_entry(known["entry_id"], known["last4"]))
    except ApiRefused as refusal:
        return _reply(told(refusal.detail, "booking.list_unknown"), "refused")


def _leaves(words: str) -> bool:
    """Whether the entry is to be taken off the list at once; a question does not say so."""
    wants = LEAVES.search(words) or WAITS_NO_MORE.search(words)
    return wants is not None and ASKS.search(words) is None


def _standing(entry: Json) -> Reply:
    days = say_day(entry["first_day"])
    if entry["last_day"] != entry["first_day"]:
        days = say("booking.stretch", first=days, last=say_day(entry["last_day"]))
    said = told(str(entry["message"]), f"booking.list_{entry['status']}")
    lead = say("booking.list_entry", matter=entry["matter_name"], days=days)
    reply = _reply(f"{lead}\n{said}", "shown")
    if entry["status"] == "waiting":
        reply.buttons = [LEAVE, BOOK, HANDOFF]
    if offer := entry.get("offer"):
        reply.text += say("booking.list_offer", time=say_moment(offer["start"]))
        reply.buttons = [TAKE, LEAVE, HANDOFF]
        reply.slots["expecting"] = "waiting.offer"
    return reply


async def resume_waiting(turn: Turn, api: GuideApi) -> Reply:
    """Take the seat that was offered, on a yes."""
    known = turn.slots.get("waits") or {}
    takes = turn.intent == "affirm" if turn.pressed else agrees(turn.words)
    if not takes:
        return await about_the_list(turn, api)
    try:
        made = await api.accept_waiting(known["entry_id"], known["last4"])
    except ApiRefused as refusal:
        return _reply(told(refusal.detail, "booking.existing_not_possible"), "refused")
    place = (made.get("card") or {}).get("hall") or say("booking.hall")
    return Reply(
        say("booking.booked", code=made["code"], time=say_moment(made["start"]), place=place),
        [labelled("questions.materials_button", "ask_materials"), HANDOFF],
        outcome="booked",
        card=booking_card(made, "", ""),
        context=booked_context(made),
        slots={**IDLE, "waits": None, "visit": {"code": made["code"], "last4": known["last4"]}},
    )


async def join_waiting_list(wanted: Json, draft: Draft, api: GuideApi) -> Reply | str:
    """Wait for a seat on the days the draft wants; who has one is told by message.

    Args:
        wanted: the matter, and who waits.

    Returns:
        What to say, or why the phone number can't be taken.
    """
    first, last = days_waited_for(draft)
    try:
        entry = await api.wait_for_seat({**wanted, "first_day": first, "last_day": last})
    except ApiRefused as refusal:
        if refusal.status == UNFIT and refusal.problem.get("errors"):
            return told(refusal.detail, "booking.bad_phone")
        return _reply(told(refusal.detail, "booking.existing_not_possible"), "refused")
    joined = _reply(entry["message"], "requested")
    if entry_id := entry.get("entry_id"):
        joined.slots["waits"] = {"entry_id": entry_id, "last4": (draft.phone or "")[-4:]}
        joined.text += say("booking.list_how")
        joined.buttons = [LEAVE, BOOK, HANDOFF]
    return joined


def _reply(text: str, outcome: str) -> Reply:
    context: dict[str, Any] = {"topic": "booking"}
    return Reply(text, [BOOK, HANDOFF], outcome=outcome, context=context, slots=dict(IDLE))
