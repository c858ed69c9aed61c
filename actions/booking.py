"""Booking a visit: starting it, and taking the answers to its questions."""

from __future__ import annotations

from dataclasses import replace

from actions import wording
from actions.answer import answer_question
from actions.base import GuideAction
from actions.booking_steps import CHANGES, STOP, choose_time, make_booking, next_step
from actions.client import GuideApi
from actions.draft import Draft
from actions.openings import find_openings
from actions.parks import park_in
from actions.pending import with_pending_question
from actions.reading import (
    abandons,
    looks_like_phone,
    names_a_day,
    read_correction,
    read_name,
    read_ordinal,
    read_phone,
    says_no,
    says_yes,
)
from actions.reply import HANDOFF, IDLE, Reply
from actions.smalltalk import SMALL_TALK
from actions.topics import TOPIC_OF_INTENT
from actions.turn import Turn

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
    before = Draft.of(turn.slots.get("draft")) if turn.expecting else Draft()
    draft = Draft(turn.matter_id, park_id=turn.park_id, name=before.name, phone=before.phone)
    if before.matter_id == draft.matter_id and not before.moving:
        draft = replace(before, park_id=before.park_id or draft.park_id)
    if turn.text is None:
        return await next_step(draft, turn, api)
    draft = replace(draft, park_id=await park_in(turn.text, api) or draft.park_id)
    draft = await _read_time(draft, turn.text, api)
    draft = _read_contact(draft, turn.text, strict=True)
    return await _on_matter(draft, turn, api)


async def _on_matter(draft: Draft, turn: Turn, api: GuideApi) -> Reply:
    """Let api find the matter that the message names, then go on."""
    found = await api.answer(
        topic="booking",
        query=turn.text,
        matter_id=draft.matter_id,
        park_id=draft.park_id,
        channel=turn.state.get("channel"),
    )
    if found.get("matter_id"):
        if found["matter_id"] != draft.matter_id:
            draft = replace(draft, matter_id=found["matter_id"], matter_name=None)
        return await next_step(await choose_time(draft, api), turn, api)
    if found.get("decision") is None:
        return await next_step(draft, turn, api)
    # Several matters fit, or none does: api's own question comes first, the draft waits.
    return Reply(
        found["text"],
        found.get("buttons") or [],
        context={
            "topic": "booking" if found["decision"] == "clarify" else found["topic"],
            "decision": found["decision"],
            "candidates": found.get("candidates") or [],
            "matter_id": None,
        },
        slots={"expecting": "booking.matter", "draft": draft.stored()},
    )


async def resume_booking(turn: Turn, api: GuideApi) -> Reply:
    """Take an answer to the pending question of a booking, whatever form it has."""
    draft = Draft.of(turn.slots.get("draft"))
    step = (turn.expecting or "").removeprefix("booking.")
    if turn.pressed:
        return await _pressed(draft, turn, api)
    if abandons(turn.words) or turn.surely("stop", "cancel_booking", confidence=0.8):
        return stopped()
    if step == "confirm" and says_yes(turn.words):
        return _informed(await make_booking(draft, turn, api), "affirm")
    if step == "confirm" and says_no(turn.words):
        return _what_to_change(draft)
    if step == "matter" and not turn.surely("choose", "none_of_these"):
        return await _on_matter(draft, turn, api)
    if (part := read_correction(turn.words)) and not draft.moving:
        changed = await _read_time(_cleared(draft, part), turn.words, api)
        changed = _read_contact(changed, turn.words, strict=True)
        return _informed(await next_step(await choose_time(changed, api), turn, api), "correct")
    told = await _read_all(draft, step, turn, api)
    if told != draft:
        return _informed(await next_step(replace(told, misses=0), turn, api), "inform")
    return await _aside(draft, step, turn, api)


async def _pressed(draft: Draft, turn: Turn, api: GuideApi) -> Reply:
    if turn.intent in ("stop", "deny"):
        return stopped()
    if turn.intent == "affirm" and draft.missing == "confirm":
        return await make_booking(draft, turn, api)
    if turn.intent == "correct":
        draft = _cleared(draft, turn.entities.get("field", "time"))
    elif day := turn.entities.get("date"):
        draft = draft.on(day)
    elif slot_id := turn.entities.get("slot_id"):
        slot = (await find_openings(draft, api)).with_id(slot_id)
        draft = draft.at(slot) if slot else draft.without_time()
    elif park_id := turn.entities.get("park_id"):
        draft = replace(draft.without_time() if draft.park_id else draft, park_id=park_id)
    elif matter_id := turn.entities.get("matter_id"):
        draft = replace(draft, matter_id=matter_id, matter_name=None)
    return await next_step(await choose_time(draft, api), turn, api)


def _cleared(draft: Draft, part: str) -> Draft:
    """The draft with one part to be told anew."""
    if part == "time":
        return draft.without_time()
    if part == "park":
        return replace(draft.without_time(), park_id=None)
    if part == "matter":
        return replace(draft.without_time(), matter_id=None, matter_name=None)
    return replace(draft, **{part: None})


async def _read_all(draft: Draft, step: str, turn: Turn, api: GuideApi) -> Draft:
    """The draft with everything the words tell: park, day, time, choice, name and phone."""
    words = turn.words
    if park_id := await park_in(words, api):
        if park_id != draft.park_id:
            draft = replace(draft.without_time() if draft.park_id else draft, park_id=park_id)
    asks_for_time = step in ("date", "slot")
    if asks_for_time and (picked := await _picked(draft, step, words, api)):
        return picked
    if asks_for_time or names_a_day(words):
        draft = await _read_time(draft, words, api)
    asks_something = turn.surely(*_questions()) and not read_phone(words)
    if step == "contact" and not asks_something:
        draft = _read_contact(draft, words, strict=False)
    else:
        draft = _read_contact(draft, words, strict=True, needs_phone=step != "contact")
    return await choose_time(draft, api)


async def _picked(draft: Draft, step: str, words: str, api: GuideApi) -> Draft | None:
    """The day or slot that an ordinal ("第二个") picks from those offered."""
    if read_ordinal(words, 1) is None:
        return None
    openings = await find_openings(draft, api)
    offered = (
        openings.days() if step == "date" else openings.on(draft.date or "", draft.part)
    )
    index = read_ordinal(words, len(offered))
    if index is None or not 0 <= index < len(offered):
        return None
    choice = offered[index]
    return draft.on(choice) if isinstance(choice, str) else draft.at(choice)


async def _read_time(draft: Draft, words: str, api: GuideApi) -> Draft:
    """The draft with the day and time that the words name; unchanged when they name none."""
    said = read_phone(words)
    if not names_a_day(words) and said is None and not any(c.isdigit() for c in words):
        return draft
    told = await api.read_date(words.replace(said, "") if said else words)
    day, part, time = told.get("date"), told.get("part"), told.get("time")
    if day:
        return draft.on(day, part, time)
    if draft.date and (part or time):
        return draft.on(draft.date, part, time)
    return draft


def _read_contact(draft: Draft, words: str, strict: bool, needs_phone: bool = False) -> Draft:
    """The draft with the name and phone number that the words give.

    Args:
        strict: take only what is surely a name.
        needs_phone: take a name only beside a phone number.
    """
    phone = read_phone(words)
    name = None
    if phone or not needs_phone:
        name = read_name(words, strict=strict and phone is None)
    introduced = any(word in words for word in ("我叫", "姓名", "名字", "联系人"))
    if strict and not phone and not introduced:
        name = None
    return replace(draft, name=name or draft.name, phone=phone or draft.phone)


async def _aside(draft: Draft, step: str, turn: Turn, api: GuideApi) -> Reply:
    """A message that is no answer: deal with it, then put the pending question again."""
    if step == "contact" and looks_like_phone(turn.words):
        return await next_step(draft, turn, api, wording.BAD_PHONE)
    if turn.surely(*_questions()):
        aside = await answer_question(turn, api, TOPIC_OF_INTENT[turn.intent])
        return await with_pending_question(aside, turn, api)
    if turn.intent in SMALL_TALK and turn.confidence >= 0.5:
        return await next_step(draft, turn, api, SMALL_TALK[turn.intent])
    if step == "confirm" and turn.surely("affirm"):
        return await make_booking(draft, turn, api)
    if step == "confirm" and turn.surely("deny"):
        return _what_to_change(draft)
    if turn.surely("deny", "another_matter", "none_of_these"):
        return stopped()
    return await _misread(draft, turn, api)


async def _misread(draft: Draft, turn: Turn, api: GuideApi) -> Reply:
    draft = replace(draft, misses=draft.misses + 1)
    reply = await next_step(draft, turn, api, wording.MISREAD)
    if draft.misses >= PATIENCE:
        reply.buttons = [*reply.buttons, HANDOFF]
    return reply


def _questions() -> tuple[str, ...]:
    return tuple(intent for intent in TOPIC_OF_INTENT if intent != "nlu_fallback")


def _what_to_change(draft: Draft) -> Reply:
    return Reply(
        wording.BOOK_WHAT_TO_CHANGE,
        [*CHANGES, STOP],
        context={"topic": "booking"},
        slots={"expecting": "booking.confirm", "draft": draft.stored()},
    )


def stopped() -> Reply:
    """The booking is given up, and what was filled in is gone."""
    return Reply(
        wording.STOPPED,
        context={"intent": "stop", "topic": "booking"},
        slots={**IDLE, "pending_topic": None},
    )


def _informed(reply: Reply, intent: str) -> Reply:
    """Name the move the words made: the classifier only saw a name or a date."""
    reply.context = {"intent": intent, **reply.context}
    return reply


