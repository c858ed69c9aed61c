"""Booking a visit: starting it, and taking the answers to its questions."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from typing import Any

from actions.base import GuideAction
from actions.booking.answers import (
    choose_time,
    cleared,
    for_matter,
    in_park,
    read_answer,
    read_first_words,
    read_time,
    tells_no_more,
)
from actions.booking.draft import Draft
from actions.booking.existing import PURPOSES, start_appointment
from actions.booking.openings import find_openings
from actions.booking.steps import CHANGES, STOP, make_booking, next_step
from actions.choosing.offered import offer_again, offered_by, offered_to
from actions.client import ApiRefused, ApiUnavailable, GuideApi
from actions.conversation.small_talk import NEXT_STEPS, SMALL_TALK
from actions.moves import (
    abandons,
    read_correction,
    read_ordinal,
    read_other_matter,
    says_no,
    says_yes,
)
from actions.parks import park_in
from actions.pending import puts_again, with_pending_question
from actions.questions.answer import answer_question
from actions.questions.thread import thread_of
from actions.questions.topics import TOPIC_OF_INTENT
from actions.reading import introduces_a_name, looks_like_phone, mask_phone, read_name, read_phone
from actions.reply import HANDOFF, IDLE, Reply
from actions.texts import say
from actions.turn import Turn

NO_MATTER: dict[str, Any] = {"matter_id": None, "delegation_mode": None, "window_id": None}
"""The context while the matter is open: what hangs on it is open too."""
PATIENCE = 2
"""Answers in a row that may be misread before a person is offered."""


class ActionBook(GuideAction):
    """Starts a booking for the current matter, or for the one the message names."""

    topic = "booking"

    def name(self) -> str:
        """The action's name in the domain."""
        return "action_book"

    async def reply(self, turn: Turn, api: GuideApi) -> Reply:
        """Take what the message already says, and ask for the rest."""
        return await start_booking(turn, api)


async def start_booking(turn: Turn, api: GuideApi) -> Reply:
    """Begin a booking with all that `turn` says or the conversation knows."""
    draft = Draft(turn.matter_id, park_id=turn.park_id)
    if turn.slots.get("draft"):  # also one that a pre-check came in between
        draft = _taken_up(Draft.of(turn.slots.get("draft")), draft)
    if turn.pressed:
        return await next_step(draft, turn, api)
    return await _find_matter(await read_first_words(draft, turn, api), turn.text, turn, api)


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
        if found["matter_id"] != draft.matter_id:
            draft = for_matter(draft, found["matter_id"])
        return await next_step(await choose_time(draft, api), turn, api)
    if found.get("decision") is None:
        return await next_step(draft, turn, api)
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
        slots={
            "expecting": "booking.matter",
            "draft": replace(draft, matter_id=None, matter_name=None).stored(),
            "offered": offered_by(found) or None,
        },
    )


async def resume_booking(turn: Turn, api: GuideApi) -> Reply:
    """Take an answer to the pending question of a booking, whatever form it has."""
    draft = Draft.of(turn.slots.get("draft"))
    step = (turn.expecting or "").removeprefix("booking.")
    if turn.pressed:
        return await _pressed(draft, turn, api)
    if turn.surely(*PURPOSES) and (draft.moving or turn.state.get("booking_code")):
        return await start_appointment(turn, api)
    if abandons(turn.words) or turn.surely("stop", "cancel_booking", confidence=0.8):
        return await give_up(draft, turn, api)
    if step == "matter":
        return await _matter_told(draft, turn, api)
    if changed := await _turned(draft, step, turn, api):
        return changed
    told = await read_answer(draft, step, turn, api)
    if told != draft:
        return _understood("inform", await next_step(replace(told, misses=0), turn, api))
    return await _aside(draft, step, turn, api)


@puts_again("booking")
async def ask_again(turn: Turn, api: GuideApi) -> Reply:
    """The question of the booking that waits."""
    pending = await next_step(Draft.of(turn.slots.get("draft")), turn, api)
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
    if part := read_correction(turn.words):
        return _understood("correct", await _corrected(draft, part, turn, api))
    return None


async def _other_matter(turn: Turn, api: GuideApi) -> str | None:
    """The words for another matter that the message wants to book for, if it names one."""
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
    return _understood("correct", reply)


async def _corrected(draft: Draft, part: str, turn: Turn, api: GuideApi) -> Reply:
    """The draft with one part told anew; the words are read for that part only."""
    words = turn.words
    draft = cleared(draft, part)
    lead = ""
    if part in ("phone", "name"):
        # One sentence may correct both: "电话改成……，名字改成……".
        both = introduces_a_name(words) and "错" not in words
        name = read_name(words) if part == "name" or both else None
        draft = replace(draft, name=name or draft.name, phone=read_phone(words) or draft.phone)
        if draft.phone is None and looks_like_phone(words):
            lead = say("booking.bad_phone")
    elif part in ("time", "park"):
        if park_id := await park_in(words, api):
            draft = in_park(draft, park_id)
        draft = await read_time(draft, words, api)
    return await next_step(await choose_time(draft, api), turn, api, lead)


async def _pressed(draft: Draft, turn: Turn, api: GuideApi) -> Reply:
    if turn.intent in ("stop", "deny"):
        return await give_up(draft, turn, api)
    if turn.intent == "affirm" and draft.missing == "confirm":
        return await make_booking(draft, turn, api)
    if turn.intent == "correct":
        draft = cleared(draft, turn.entities.get("field", "time"))
    elif day := turn.entities.get("date"):
        draft = draft.on(day)
    elif slot_id := turn.entities.get("slot_id"):
        slot = (await find_openings(draft, api)).with_id(slot_id)
        draft = draft.at(slot) if slot else draft.without_time()
    elif matter_id := turn.entities.get("matter_id"):
        draft = for_matter(draft, matter_id)
    elif park_id := turn.entities.get("park_id"):
        draft = in_park(draft, park_id)
    return await next_step(await choose_time(draft, api), turn, api)


async def _matter_told(draft: Draft, turn: Turn, api: GuideApi) -> Reply:
    """The answer to "what do you want to book for": an ordinal, a refusal, or a description."""
    offered = offered_to(turn)
    if chosen := _chosen(turn):
        draft = await choose_time(for_matter(draft, chosen), api)
        return _understood("choose", await next_step(draft, turn, api))
    if turn.surely("none_of_these", "deny", "another_matter"):
        return Reply(
            say("booking.what"),
            [HANDOFF],
            outcome="ask_matter",
            context={"topic": "booking", "candidates": [], **NO_MATTER},
        )
    told = await read_first_words(draft, turn, api)
    if told != draft and await tells_no_more(turn.words, told.name, api):
        reply = await next_step(told, turn, api)
        if offered:
            reply.text, reply.buttons = say("booking.noted"), offer_again(offered)
            reply.slots["offered"] = offered
        return _understood("inform", reply)
    return await _find_matter(told, turn.text, turn, api)


def _chosen(turn: Turn) -> str | None:
    """The matter that an ordinal picks from those just offered."""
    offered = offered_to(turn)
    index = read_ordinal(turn.words, len(offered)) if offered else None
    return offered[index]["matter_id"] if index is not None and 0 <= index < len(offered) else None


async def _decided(draft: Draft, turn: Turn, api: GuideApi) -> Reply | None:
    """The reply to a yes or no to "is this right?"; None when it was neither."""
    if says_yes(turn.words):
        return _understood("affirm", await make_booking(draft, turn, api))
    if says_no(turn.words):
        return Reply(
            say("booking.what_to_change"),
            [*CHANGES, STOP],
            outcome="asked",
            context={"topic": "booking"},
        )
    return None


async def _aside(draft: Draft, step: str, turn: Turn, api: GuideApi) -> Reply:
    """A message that is no answer: deal with it, then put the pending question again."""
    if step == "contact" and (phone := read_phone(turn.words)):
        noted = say("booking.phone_noted", phone=mask_phone(phone))
        return await next_step(draft, turn, api, noted)
    if step == "contact" and looks_like_phone(turn.words):
        return await next_step(draft, turn, api, say("booking.bad_phone"))
    if turn.asks_something:
        aside = await answer_question(turn, api, TOPIC_OF_INTENT[turn.intent])
        return await with_pending_question(aside, turn, api)
    if turn.surely(*SMALL_TALK):
        return await next_step(draft, turn, api, say(SMALL_TALK[turn.intent]))
    if turn.surely("deny", "another_matter", "none_of_these"):
        return await give_up(draft, turn, api)
    return await _misread(draft, turn, api)


async def _misread(draft: Draft, turn: Turn, api: GuideApi) -> Reply:
    draft = replace(draft, misses=draft.misses + 1)
    reply = await next_step(draft, turn, api, say("booking.misread"))
    reply.outcome = "misread"
    if draft.misses >= PATIENCE:
        reply.buttons = [*reply.buttons, HANDOFF]
    return reply


async def give_up(draft: Draft, turn: Turn, api: GuideApi) -> Reply:
    """The booking is given up, and what was filled in is gone; one that exists stays."""
    if draft.hold:
        with suppress(ApiRefused, ApiUnavailable):  # it expires by itself, only later
            await api.release(turn.session_id)
    return Reply(
        say("booking.existing_kept") if draft.moving else say("booking.stopped"),
        NEXT_STEPS,
        outcome="stopped",
        context={"intent": "stop", "topic": "booking"},
        slots={**IDLE, "pending_topic": None},
    )


def _understood(intent: str, reply: Reply) -> Reply:
    """Name the move that the words made; the classifier saw only a name or a date."""
    reply.context = {"intent": intent, **reply.context}
    return reply
