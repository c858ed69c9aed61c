"""Taking the answers to the questions of a booking, whatever form they have."""

from __future__ import annotations

import re
from dataclasses import replace

from actions.agreement import agrees, doubts
from actions.booking.answers import (
    read_answer,
    read_time,
    stepped_back,
    take_organisation,
)
from actions.booking.asides import (
    address_told,
    answer_aside,
    give_up,
    leaves_address,
    leaves_blank,
    no_company,
)
from actions.booking.buttons import on_the_list, pressed
from actions.booking.corrections import changed, newly_told, told_anew
from actions.booking.draft import Draft
from actions.booking.existing import PURPOSES, start_appointment
from actions.booking.matter import (
    chosen_matter,
    matter_told,
    note_beside_matter,
    offering_again,
)
from actions.booking.organisation import says_no_company
from actions.booking.question import CHANGES, STOP
from actions.booking.steps import make_booking, next_step
from actions.client import GuideApi
from actions.moves import (
    abandons,
    names_a_day,
    says_no,
    says_yes,
    steps_back,
    waits_for_seat,
)
from actions.pending import puts_again, with_pending_question
from actions.questions.answer import answer_question
from actions.reading import read_code, read_name_instead
from actions.reply import Reply, understood
from actions.texts import say
from actions.turn import Turn

LONGEST_YES = 8
SURE_OF_YES = 0.8
_PART = r"(?:代码|税号|公司|单位|企业|电话|手机|号码|姓名|名字|地址)"
_UNSAID = (
    r"(?:不(?:用|想|要|便|方便|肯)?(?:填|写|留|说|报|给|提供|登记|清楚|知道|记得)"
    r"|没有?(?!问题|错)|免|空着|略)"
)
LEAVES_OUT = re.compile(rf"{_PART}.{{0,8}}{_UNSAID}|{_UNSAID}.{{0,3}}{_PART}")
"""Leaves out a part of what is asked, not the booking."""


async def resume_booking(turn: Turn, api: GuideApi) -> Reply:
    """Take an answer to the pending question of a booking."""
    draft = Draft.of(turn.slots.get("draft"))
    step = (turn.expecting or "").removeprefix("booking.")
    if step == "address" and not leaves_address(turn):
        return await address_told(draft, turn, api)
    if turn.pressed:
        return await pressed(draft, turn, api)
    return await _typed(draft, draft.missing if step == "address" else step, turn, api)


async def _typed(draft: Draft, step: str, turn: Turn, api: GuideApi) -> Reply:
    if moved := await _moved_on(draft, step, turn, api):
        return moved
    before = draft
    draft, turn = await take_organisation(draft, turn, api)
    if draft != before and not turn.words:
        if step == "matter":
            return await note_beside_matter(draft, turn, api)
        return await _noted(before, draft, turn, api)
    if step == "matter":
        return await matter_told(draft, turn, api)
    if decided := await _turned(draft, step, turn, api):
        return decided
    told = await read_answer(draft, step, turn, api)
    if told != before:
        return await _noted(before, told, turn, api)
    return await answer_aside(draft, step, turn, api)


async def _noted(before: Draft, told: Draft, turn: Turn, api: GuideApi) -> Reply:
    """The next question, with what is told anew said once more."""
    lead = "" if told.remark else await changed(before, told, api) or newly_told(before, told)
    return understood("inform", await next_step(replace(told, misses=0), turn, api, lead))


async def _moved_on(draft: Draft, step: str, turn: Turn, api: GuideApi) -> Reply | None:
    """The reply to words that leave the question: another booking, giving up, a step back."""
    if says_no_company(turn.words):  # "个人" is no name
        if step == "matter":
            return await note_beside_matter(draft, turn, api)
        noted = await next_step(draft, turn, api, no_company(turn.words))
        return understood("inform", noted)
    if _speaks_of_the_visit(draft, turn):
        return await start_appointment(turn, api)
    if _gives_up(turn) and not _respells_name(draft, turn):
        return await give_up(draft, turn, api)
    if steps_back(turn.words):
        return understood("correct", await next_step(stepped_back(draft, step), turn, api))
    if waits_for_seat(turn.words) and not draft.moving:
        wished = replace(await read_time(draft, turn.words, api), waiting=True)
        return await next_step(on_the_list(draft) if draft.wish else wished, turn, api)
    return None


def _gives_up(turn: Turn) -> bool:
    if leaves_blank(turn.words) or LEAVES_OUT.search(turn.words):
        return False  # "代码不填了" gives up no booking
    if abandons(turn.words):
        return True
    stops = turn.surely("stop", confidence=0.8) or turn.surely("cancel_booking")
    return stops and not names_a_day(turn.words)  # 算了，上午


def _respells_name(draft: Draft, turn: Turn) -> bool:
    return draft.name is not None and read_name_instead(turn.words, draft.name) is not None


def _speaks_of_the_visit(draft: Draft, turn: Turn) -> bool:
    """Whether the words are about a booking that exists, not the one being made."""
    if read_code(turn.words) and turn.surely(*PURPOSES, confidence=0.3):
        return True
    if draft.moving:
        return turn.surely("booking_lookup", "cancel_booking")
    asks = turn.surely("booking_lookup") or (turn.surely(*PURPOSES) and not draft.date)
    return asks and turn.state.get("booking_code") is not None


async def _turned(draft: Draft, step: str, turn: Turn, api: GuideApi) -> Reply | None:
    """The reply to a choice, a decision or a correction; None for a plain answer."""
    if chosen := chosen_matter(turn):  # from the question of an aside
        aside = await answer_question(turn, api, "matter", matter_id=chosen)
        return await with_pending_question(aside, turn, api)
    if step == "confirm" and (decided := await _decided(draft, turn, api)):
        return decided
    return None if draft.moving else await told_anew(draft, turn, api)


async def _decided(draft: Draft, turn: Turn, api: GuideApi) -> Reply | None:
    """The reply to a yes or no to "is this right?"; None when it was neither.

    A yes may stand anywhere in the sentence, as long as the rest tells nothing new.
    """
    if says_yes(turn.words):
        return understood("affirm", await make_booking(draft, turn, api))
    if agrees(turn.words) or _sounds_like_yes(turn):
        told = await read_answer(draft, "confirm", turn, api)
        if told.same_as(Draft.of(turn.slots.get("draft"))):
            return understood("affirm", await make_booking(draft, turn, api))
    if says_no(turn.words):
        return Reply(
            say("booking.what_to_change"),
            [*CHANGES, STOP],
            outcome="asked",
            context={"topic": "booking"},
        )
    return None


def _sounds_like_yes(turn: Turn) -> bool:
    """Whether a short message is surely taken for a yes, be it misspelt: 确人."""
    short = len(turn.words) <= LONGEST_YES
    return short and turn.surely("affirm", confidence=SURE_OF_YES) and not doubts(turn.words)


@puts_again("booking")
async def ask_again(turn: Turn, api: GuideApi) -> Reply:
    """The question of the booking that waits."""
    pending = await next_step(Draft.of(turn.slots.get("draft")), turn, api)
    pending = offering_again(pending, turn)
    pending.text = say("booking.still_open") + pending.text
    return pending
