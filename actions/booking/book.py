"""Booking a visit: starting it with all that is known."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

from actions.base import GuideAction
from actions.booking.answers import choose_time, read_first_words, take_organisation
from actions.booking.draft import Draft
from actions.booking.existing import (
    agrees_once_more,
    changes_own_visit,
    speaks_of_a_visit,
    start_appointment,
    tell_it_stands,
)
from actions.booking.matter import find_matters
from actions.booking.steps import next_step
from actions.booking.waiting import about_the_list, speaks_of_list
from actions.booking.who import tells_who_comes
from actions.booking.wishes import declines_visit, wants_visit
from actions.calendar_words import clock_of
from actions.client import GuideApi
from actions.conversation.small_talk import NEXT_STEPS
from actions.moves import read_other_matter, waits_for_seat
from actions.plain_wishes import begins_when
from actions.reading import read_code, read_last_four
from actions.reply import IDLE, Reply
from actions.texts import say
from actions.turn import Turn

FOR_ANOTHER = re.compile(
    r"(?:帮|给|替)(?!我(?!们?(?:的|[爸妈爷奶父母弟哥姐妹老儿女同朋]))|忙|[你您]|[一]?[下个])[^，。\s]{1,6}(?:再|也|另)?(?:预约|约|挂)"
    r"|(?:同事|朋友|老[公婆]|爱人|家里?人|[他她])(?:也|还)?(?:想|要|来|得)*(?:预约|约|挂)|第[二三四](?:个|位)|另(?:外)?一?个人|别人|换个人|\bfor\s(?:my|another|him|her|somebody)\b"
)
"""Wants a visit for somebody else than the one before."""
MAY_NAME_A_MATTER = re.compile(r"办(?!事)|许可|备案|登记|审批|证(?!件)|审查|验收|报告")
SAME_DAY = re.compile(r"同一?天|当天|那天|同个?时间|时间一样|一样的时间|\bsame day\b")


class ActionBook(GuideAction):
    """Starts a booking for the current matter, or for the one the message names."""

    topic = "booking"

    def name(self) -> str:
        """The action's name in the domain."""
        return "action_book"

    async def reply(self, turn: Turn, api: GuideApi) -> Reply:
        """Take what the message already says, and ask for the rest."""
        if speaks_of_list(turn):
            return await about_the_list(turn, api)
        if read_code(turn.words) and read_last_four(turn.words):  # of a booking that is there
            return await start_appointment(turn, api)
        if declines_visit(turn.words):
            return Reply(say("booking.not_now"), NEXT_STEPS, outcome="stopped", slots=dict(IDLE))
        if agrees_once_more(turn):
            return await tell_it_stands(turn, api)
        if speaks_of_a_visit(turn.words):
            return await start_appointment(turn, api)
        if changes_own_visit(turn) and read_other_matter(turn.words, wants_one=True) is None:
            return await start_appointment(turn, api)
        return await start_booking(turn, api)


@begins_when("book", wants_visit)
async def start_booking(turn: Turn, api: GuideApi) -> Reply:
    """Begin a booking with all that `turn` says or the conversation knows."""
    draft = _begun(turn)
    if turn.pressed:
        return await next_step(draft, turn, api)
    draft, turn = await take_organisation(draft, turn, api)
    draft = await read_first_words(replace(draft, waiting=waits_for_seat(turn.words)), turn, api)
    return await find_matters(draft, turn, api)


def _begun(turn: Turn) -> Draft:
    """A draft with what the conversation knows, or the one in progress."""
    draft = _as_before(Draft(turn.matter_id, park_id=turn.park_id), turn)
    before = Draft.of(turn.slots.get("draft"))
    # Also one that a pre-check came in between.
    return _taken_up(before, draft) if before != Draft() else draft


@begins_when("inform", tells_who_comes)
async def note_who_comes(turn: Turn, api: GuideApi) -> Reply:
    """Begin a booking for who is named; for what is not the hall's none is needed."""
    if turn.state.get("outcome") == "referred":
        return Reply(say("booking.not_here"), NEXT_STEPS, outcome="answered")
    if MAY_NAME_A_MATTER.search(turn.words):
        return await start_booking(turn, api)
    draft, turn = await take_organisation(_begun(turn), turn, api)
    draft = await read_first_words(draft, turn, api)
    return await next_step(await choose_time(draft, api), turn, api)


def _taken_up(before: Draft, draft: Draft) -> Draft:
    """What the booking in progress keeps when a booking is asked for again."""
    if before.matter_id == draft.matter_id and before.moving is None:
        return replace(before, park_id=before.park_id or draft.park_id)
    return replace(draft, name=before.name or draft.name, phone=before.phone or draft.phone)


def _as_before(draft: Draft, turn: Turn) -> Draft:
    """The draft with who came to the visit booked just before, unless somebody else is to come."""
    known = turn.slots.get("visit") or {}
    if known.get("start") and (same := SAME_DAY.search(turn.words)):
        draft = replace(draft, date=str(known["start"])[:10])
        if "时间" in same[0]:
            draft = replace(draft, time=clock_of(known["start"]))
    if FOR_ANOTHER.search(turn.words):
        return draft
    told: dict[str, Any] = {part: known.get(part) for part in ("name", "phone", "company", "uscc")}
    return replace(draft, **told)
