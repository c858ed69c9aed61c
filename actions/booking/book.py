"""Booking a visit: starting it, and taking the answers to its questions."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from actions.base import GuideAction
from actions.booking.answers import (
    choose_time,
    cleared,
    for_matter,
    in_park,
    names_a_matter,
    read_answer,
    read_first_words,
    read_time,
    stepped_back,
    take_organisation,
    tells_no_more,
)
from actions.booking.asides import address_told, answer_aside, give_up, understood
from actions.booking.draft import Draft
from actions.booking.existing import PURPOSES, changes_own_visit, start_appointment
from actions.booking.group import several_matters
from actions.booking.openings import find_openings
from actions.booking.organisation import says_no_company
from actions.booking.question import CHANGES, STOP
from actions.booking.steps import make_booking, next_step
from actions.booking.wishes import wants_visit, without_wish
from actions.choosing.offered import offer_again, offered_by, offered_to
from actions.client import GuideApi
from actions.moves import (
    abandons,
    names_a_day,
    read_corrections,
    read_ordinal,
    read_other_matter,
    says_no,
    says_yes,
    steps_back,
    waits_for_seat,
    without_waiting,
)
from actions.parks import park_in
from actions.pending import puts_again, with_pending_question
from actions.plain_wishes import begins_when
from actions.questions.answer import answer_question
from actions.questions.thread import thread_of
from actions.questions.topics import TOPIC_OF_INTENT
from actions.reading import (
    introduces_a_name,
    looks_like_phone,
    read_code,
    read_last_four,
    read_name,
    read_phone,
)
from actions.reply import HANDOFF, IDLE, Reply
from actions.texts import say
from actions.turn import Turn

NO_MATTER: dict[str, Any] = {"matter_id": None, "delegation_mode": None, "window_id": None}
"""The context while the matter is open: what hangs on it is open too."""


class ActionBook(GuideAction):
    """Starts a booking for the current matter, or for the one the message names."""

    topic = "booking"

    def name(self) -> str:
        """The action's name in the domain."""
        return "action_book"

    async def reply(self, turn: Turn, api: GuideApi) -> Reply:
        """Take what the message already says, and ask for the rest."""
        if read_code(turn.words) and read_last_four(turn.words):  # of a booking that is there
            return await start_appointment(turn, api)
        if changes_own_visit(turn) and read_other_matter(turn.words, wants_one=True) is None:
            return await start_appointment(turn, api)
        return await start_booking(turn, api)


@begins_when("book", wants_visit)
async def start_booking(turn: Turn, api: GuideApi) -> Reply:
    """Begin a booking with all that `turn` says or the conversation knows."""
    draft = Draft(turn.matter_id, park_id=turn.park_id)
    if turn.slots.get("draft"):  # also one that a pre-check came in between
        draft = _taken_up(Draft.of(turn.slots.get("draft")), draft)
    if turn.pressed:
        return await next_step(draft, turn, api)
    draft, turn = await take_organisation(draft, turn, api)
    draft = await read_first_words(replace(draft, waiting=waits_for_seat(turn.words)), turn, api)
    return await _find_matters(draft, turn, api)


async def _find_matters(draft: Draft, turn: Turn, api: GuideApi) -> Reply:
    """Let api find the matters that the words name; several may be for one visit."""
    words = without_waiting(turn.words) if draft.waiting else turn.words
    named = await several_matters(draft, words, api)
    if named is None:
        query = words if await names_a_matter(words, draft.name, api) else None
        return await _find_matter(draft, query, turn, api)
    if named.open:  # one of them is not clear yet: that question comes first
        return await _find_matter(replace(draft, also=named.matter_ids), named.open, turn, api)
    first, *others = named.matter_ids
    draft = replace(for_matter(draft, first), also=others)
    return await next_step(await choose_time(draft, api), turn, api)


def _taken_up(before: Draft, draft: Draft) -> Draft:
    """What the booking in progress keeps when a booking is asked for again."""
    if before.matter_id == draft.matter_id and before.moving is None:
        return before
    return replace(draft, name=before.name, phone=before.phone)


async def _find_matter(draft: Draft, query: str | None, turn: Turn, api: GuideApi) -> Reply:
    """Let api find the matter that the words name, then go on."""
    found = await api.answer(
        topic="booking",
        query=query,
        matter_id=draft.matter_id,
        park_id=draft.park_id,
        channel=turn.state.get("channel"),
        thread=thread_of(turn),
    )
    if found.get("matter_id"):
        draft = for_matter(draft, found["matter_id"])
        return await next_step(await choose_time(draft, api), turn, api)
    if found.get("decision") is None:
        return await next_step(draft, turn, api)
    rest = without_wish(query or "")
    if query and rest != query and await names_a_matter(rest, draft.name, api):
        return await _find_matter(draft, rest, turn, api)
    open_question = {
        "expecting": "booking.matter",
        "draft": replace(draft, matter_id=None, matter_name=None).stored(),
        "offered": offered_by(found) or None,
    }
    # Several matters fit, or none does: api's own question comes first, the draft waits.
    return Reply(
        found["text"],
        found.get("buttons") or [],
        outcome=found["outcome"],
        context={
            "topic": "booking" if found["decision"] == "clarify" else found["topic"],
            "decision": found["decision"],
            "candidates": found.get("candidates") or [],
            **NO_MATTER,
        },
        slots=dict(IDLE) if found["outcome"] == "referred" else open_question,
    )


async def resume_booking(turn: Turn, api: GuideApi) -> Reply:
    """Take an answer to the pending question of a booking, whatever form it has."""
    draft = Draft.of(turn.slots.get("draft"))
    step = (turn.expecting or "").removeprefix("booking.")
    if step == "address":
        return await address_told(draft, turn, api)
    if turn.pressed:
        return await _pressed(draft, turn, api)
    if moved := await _moved_on(draft, step, turn, api):
        return moved
    before = draft
    draft, turn = await take_organisation(draft, turn, api)
    if draft != before and not turn.words:
        return understood("inform", await next_step(replace(draft, misses=0), turn, api))
    if step == "matter":
        return await _matter_told(draft, turn, api)
    if changed := await _turned(draft, step, turn, api):
        return changed
    told = await read_answer(draft, step, turn, api)
    if told != before:
        return understood("inform", await next_step(replace(told, misses=0), turn, api))
    return await answer_aside(draft, step, turn, api)


async def _moved_on(draft: Draft, step: str, turn: Turn, api: GuideApi) -> Reply | None:
    """The reply to words that leave the question: another booking, giving up, a step back."""
    if step != "matter" and says_no_company(turn.words):  # "个人" is no name
        noted = await next_step(draft, turn, api, say("booking.no_company"))
        return understood("inform", noted)
    if _speaks_of_the_visit(draft, turn):
        return await start_appointment(turn, api)
    if _gives_up(turn):
        return await give_up(draft, turn, api)
    if steps_back(turn.words):
        return understood("correct", await next_step(stepped_back(draft, step), turn, api))
    if waits_for_seat(turn.words) and not draft.moving:
        return await next_step(_on_the_list(draft), turn, api)
    return None


def _gives_up(turn: Turn) -> bool:
    return (
        abandons(turn.words)
        or turn.surely("stop", confidence=0.8)
        or (turn.surely("cancel_booking") and not names_a_day(turn.words))
    )


def _on_the_list(draft: Draft) -> Draft:
    """The draft for somebody who waits for a seat on the day that is full."""
    if draft.until:
        return replace(draft, waiting=True)
    return replace(draft.without_time(), waiting=True, wish=draft.wish or draft.date)


def _speaks_of_the_visit(draft: Draft, turn: Turn) -> bool:
    """Whether the words are about a booking that exists, not the one being made."""
    if read_code(turn.words) and turn.surely(*PURPOSES, confidence=0.3):
        return True
    if draft.moving:
        return turn.surely("booking_lookup", "cancel_booking")
    asks = turn.surely("booking_lookup") or (turn.surely(*PURPOSES) and not draft.date)
    return asks and turn.state.get("booking_code") is not None


@puts_again("booking")
async def ask_again(turn: Turn, api: GuideApi) -> Reply:
    """The question of the booking that waits."""
    pending = await next_step(Draft.of(turn.slots.get("draft")), turn, api)
    pending = _offering_again(pending, turn)
    pending.text = say("booking.still_open") + pending.text
    return pending


async def _turned(draft: Draft, step: str, turn: Turn, api: GuideApi) -> Reply | None:
    """The reply to a choice, a decision or a correction; None for a plain answer."""
    if chosen := _chosen(turn):  # from the question of an aside
        aside = await answer_question(turn, api, "matter", matter_id=chosen)
        return await with_pending_question(aside, turn, api)
    if step == "confirm" and (decided := await _decided(draft, turn, api)):
        return decided
    if draft.moving:
        return None
    if other := await _other_matter(turn, api):
        return await _change_matter(draft, other, turn, api)
    if parts := read_corrections(turn.words):
        return understood("correct", await _corrected(draft, parts, turn, api))
    return None


async def _other_matter(turn: Turn, api: GuideApi) -> str | None:
    """The words for another matter that the message wants to book for, if it names one."""
    if turn.surely(*(intent for intent in TOPIC_OF_INTENT if intent.startswith("ask_"))):
        return None  # a question about another matter is an aside, no other booking
    what = read_other_matter(turn.words, wants_one=turn.surely("book"))
    if what is None or introduces_a_name(turn.words) or looks_like_phone(turn.words):
        return None
    return None if await tells_no_more(what, None, api) else what


async def _change_matter(draft: Draft, what: str, turn: Turn, api: GuideApi) -> Reply:
    """Go on with the booking for another matter; park, day and contact stay."""
    open_draft = replace(draft, matter_id=None, matter_name=None)
    told = await read_first_words(open_draft, turn, api)
    reply = await _find_matter(told, what, turn, api)
    if reply.context.get("decision") == "none":  # nothing like it: the booking stays as it was
        pending = await next_step(draft, turn, api)
        reply.text = reply.text + "\n\n" + say("booking.still_open") + pending.text
        reply.buttons = [*pending.buttons, HANDOFF]
        reply.context.update(pending.context)
        reply.slots = pending.slots
    return understood("correct", reply)


async def _corrected(draft: Draft, parts: list[str], turn: Turn, api: GuideApi) -> Reply:
    """The draft with some parts told anew: "时间改成周五下午，电话也换成……"."""
    words = turn.words
    told = await read_time(draft, words, api)  # 往后推一天 counts from the time before
    timed = told != draft
    if park_id := await park_in(words, api):
        told = in_park(told, park_id)
    for part in parts:
        if not (part == "time" and timed) and not (part == "park" and park_id):
            told = cleared(told, part)
    names = "name" in parts or (introduces_a_name(words) and "错" not in words)
    name = read_name(words) if names else None
    draft = replace(told, name=name or told.name, phone=read_phone(words) or told.phone)
    wrong = draft.phone is None and looks_like_phone(words)
    lead = say("booking.bad_phone") if wrong else ""
    return await next_step(await choose_time(draft, api), turn, api, lead)


async def _pressed(draft: Draft, turn: Turn, api: GuideApi) -> Reply:
    if turn.intent in ("stop", "deny"):
        return await give_up(draft, turn, api)
    if turn.intent == "affirm" and draft.missing == "confirm":
        return await make_booking(draft, turn, api)
    return await next_step(await choose_time(await _with_choice(draft, turn, api), api), turn, api)


async def _with_choice(draft: Draft, turn: Turn, api: GuideApi) -> Draft:
    """The draft with what the button that was pressed stands for."""
    if turn.intent == "correct":
        field = turn.entities.get("field", "time")
        return _on_the_list(draft) if field == "wait" else cleared(draft, field)
    if day := turn.entities.get("date"):
        return draft.on(day, draft.part, draft.time)
    if slot_id := turn.entities.get("slot_id"):
        slot = (await find_openings(draft, api)).with_id(slot_id)
        return draft.at(slot) if slot else draft.without_time()
    if matter_id := turn.entities.get("matter_id"):
        return for_matter(draft, matter_id)
    park_id = turn.entities.get("park_id")
    return in_park(draft, park_id) if park_id else draft


async def _matter_told(draft: Draft, turn: Turn, api: GuideApi) -> Reply:
    """The answer to "what do you want to book for": an ordinal, a refusal, or a description."""
    offered = offered_to(turn)
    if chosen := _chosen(turn):
        draft = await choose_time(for_matter(draft, chosen), api)
        return understood("choose", await next_step(draft, turn, api))
    if turn.surely("none_of_these", "deny", "another_matter"):
        return Reply(
            say("booking.what"),
            [HANDOFF],
            outcome="ask_matter",
            context={"topic": "booking", "candidates": [], **NO_MATTER},
        )
    told = await read_first_words(draft, turn, api)
    if told != draft and not await names_a_matter(turn.words, told.name, api):
        reply = _offering_again(await next_step(told, turn, api), turn)
        if offered:
            reply.text = say("booking.noted")
        if offered and told.remark:
            reply.text = f"{told.remark}\n{say('booking.which_one')}"
        return understood("inform", reply)
    if turn.asks_something and turn.intent != "find_matter":
        answer = await answer_question(turn, api, TOPIC_OF_INTENT[turn.intent])
        return await with_pending_question(answer, turn, api)
    return await _find_matter(told, turn.text, turn, api)


def _offering_again(asked: Reply, turn: Turn) -> Reply:
    """The question for the matter, with those that were offered before."""
    if asked.slots.get("expecting") == "booking.matter" and (offered := offered_to(turn)):
        asked.buttons, asked.slots["offered"] = offer_again(offered), offered
    return asked


def _chosen(turn: Turn) -> str | None:
    """The matter that an ordinal picks from those just offered."""
    offered = offered_to(turn)
    index = read_ordinal(turn.words, len(offered)) if offered else None
    return offered[index]["matter_id"] if index is not None and 0 <= index < len(offered) else None


async def _decided(draft: Draft, turn: Turn, api: GuideApi) -> Reply | None:
    """The reply to a yes or no to "is this right?"; None when it was neither."""
    if says_yes(turn.words):
        return understood("affirm", await make_booking(draft, turn, api))
    if says_no(turn.words):
        return Reply(
            say("booking.what_to_change"),
            [*CHANGES, STOP],
            outcome="asked",
            context={"topic": "booking"},
        )
    return None
