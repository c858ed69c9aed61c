"""The next step of a booking: the question for whatever is missing, or the booking itself."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from uuid import uuid4

from actions.booking.card import booked_context, booking_card
from actions.booking.draft import Draft
from actions.booking.echo import matter_name, what_for
from actions.booking.openings import find_openings, time_buttons
from actions.booking.question import question
from actions.booking.times import ask_time
from actions.booking.waiting import join_waiting_list
from actions.booking.wording import (
    ask_confirm,
    ask_contact,
    ask_matter,
    ask_on_the_list,
    ask_park,
    place_of,
)
from actions.calendar_words import say_moment
from actions.client import ApiRefused, ApiUnavailable, GuideApi, Json
from actions.parks import park_name
from actions.precheck.carried import prechecked
from actions.reply import HANDOFF, IDLE, LOOK_UP, Reply, labelled
from actions.texts import DEFAULT_LANGUAGE, language, say, told
from actions.turn import Turn

TAKEN = 409
"""The status with which api says that something is not to be had."""
AFTER_BOOKING = [
    labelled("questions.materials_button", "ask_materials"),
    labelled("booking.change_time_button", "move_booking"),
    labelled("booking.cancel_button", "cancel_booking"),
]


async def next_step(draft: Draft, turn: Turn, api: GuideApi, lead: str = "") -> Reply:
    """Ask for the next missing part.

    Args:
        lead: a sentence to put before the question.
    """
    return await _with_mode(await _ask(draft, turn, api, lead), turn, api)


async def _with_mode(reply: Reply, turn: Turn, api: GuideApi) -> Reply:
    """`reply` with the window and the mode of its matter in its park, where these are new."""
    context = reply.context
    place = ("matter_id", "park_id")
    if all(context.get(key) in (None, turn.state.get(key)) for key in place):
        return reply
    known: Json = {}
    about = {key: context.get(key) or turn.state.get(key) for key in place}
    if all(about.values()):
        with suppress(ApiRefused, ApiUnavailable):
            known = await api.answer(topic="mode", **about)
    for key in ("delegation_mode", "window_id"):
        context.setdefault(key, known.get(key))
    return reply


async def _ask(draft: Draft, turn: Turn, api: GuideApi, lead: str) -> Reply:
    lead = lead or draft.remark or ""
    begins = draft.matter_name is None
    if draft.matter_id and begins:
        draft = replace(draft, matter_name=await _matter_name(draft.matter_id, turn, api))
    if draft.waiting:
        return await _ask_waiting(draft, turn, api, lead)
    step = draft.missing
    if step in ("date", "slot"):
        says = begins and draft.date and not draft.moving
        about = await what_for(draft, api) if says else ""
        return await ask_time(draft, api, f"{about}\n{lead}".strip())
    if step in ("contact", "confirm"):
        return await _ask_person(draft, turn, api, lead)
    return await _ask_place(draft, api, lead)


async def _ask_place(draft: Draft, api: GuideApi, lead: str) -> Reply:
    ask = ask_matter if draft.matter_id is None else ask_park
    return question(draft, draft.missing, *await ask(draft, api), lead)


async def _ask_person(draft: Draft, turn: Turn, api: GuideApi, lead: str) -> Reply:
    """Ask who comes, or whether all is right, with the seat held meanwhile."""
    if draft.moving:
        return await _move(draft, turn, api)
    if _may_hold(draft):
        try:
            draft = await _with_hold(draft, turn, api)
        except ApiRefused as refusal:
            return await _refused(draft, turn, api, refusal)
    if draft.missing == "contact":
        return question(draft, "contact", *await ask_contact(draft, api), lead)
    if draft.place is None:
        draft = replace(draft, place=await place_of(draft, api))
    return question(draft, "confirm", *await ask_confirm(draft, api), lead)


async def _ask_waiting(draft: Draft, turn: Turn, api: GuideApi, lead: str) -> Reply:
    """Ask what somebody who waits for a seat has not told yet; none waits while some are free."""
    if draft.wish is None and (free := await _free_already(draft, api)):
        return await _ask(free, turn, api, say("booking.free_already"))
    if draft.missing in ("matter", "park"):
        return await _ask_place(draft, api, lead)
    if draft.missing == "contact":
        return question(draft, "contact", *await ask_contact(draft, api), lead)
    return question(draft, "confirm", *await ask_on_the_list(draft, api), lead)


async def _free_already(draft: Draft, api: GuideApi) -> Draft | None:
    """The draft for a booking, where nobody need wait; None where the days are really full."""
    openings = await find_openings(draft, api)
    if not openings.days(draft.part) or (draft.until and not openings.offered_days(draft)):
        return None
    if draft.date and not draft.until and not openings.on(draft.date, draft.part):
        return None
    return replace(draft, waiting=False)


def _may_hold(draft: Draft) -> bool:
    """Whether a seat is to be held meanwhile; for several matters at once none can be."""
    return not (draft.hold or draft.also)


async def _with_hold(draft: Draft, turn: Turn, api: GuideApi) -> Draft:
    """The draft with its seat held while the rest is told.

    Raises:
        ApiRefused: somebody else has the seat. Any other failure is passed over: the seat may
            still be had when the booking is made.
    """
    assert draft.park_id
    assert draft.matter_id
    assert draft.slot_id
    try:
        held = await api.hold(turn.session_id, draft.park_id, draft.matter_id, draft.slot_id)
    except ApiUnavailable:
        return draft
    except ApiRefused as refusal:
        if refusal.status == TAKEN:
            raise
        return draft
    return replace(draft, hold=held["hold"])


async def _matter_name(matter_id: str, turn: Turn, api: GuideApi) -> str:
    if language.get() != DEFAULT_LANGUAGE:
        return await matter_name(matter_id, api)
    for candidate in turn.state.get("candidates") or []:
        if candidate["matter_id"] == matter_id:
            return str(candidate["name"])
    return await matter_name(matter_id, api)


async def make_booking(draft: Draft, turn: Turn, api: GuideApi) -> Reply:
    """Book what was confirmed; a slot lost meanwhile is answered with the nearest free ones."""
    draft = replace(draft, key=draft.key or str(uuid4()))
    if draft.waiting:
        return await _join_waiting_list(draft, turn, api)
    try:
        if draft.also:
            return await _book_group(draft, api)
        wanted = _request(draft)
        wanted |= await prechecked(draft.matter_id, draft.park_id, turn, api)
        made = await api.book(wanted, draft.key or "")
    except ApiRefused as refusal:
        return await _refused(draft, turn, api, refusal)
    proof = _own_visit(draft, made)
    done = say(
        "booking.booked",
        code=made["code"],
        time=say_moment(made["start"]),
        place=draft.place or say("booking.hall"),
    )
    return Reply(
        done + _noted(made),
        AFTER_BOOKING,
        outcome="booked",
        card=booking_card(made, draft.matter_name or "", await park_name(made["park_id"], api)),
        context=booked_context(made),
        slots={**IDLE, "visit": proof},
    )


async def _join_waiting_list(draft: Draft, turn: Turn, api: GuideApi) -> Reply:
    """Wait for a seat; another phone number is asked for where api can't take the one told."""
    joined = await join_waiting_list({**_visitor(draft), "matter_id": draft.matter_id}, draft, api)
    if isinstance(joined, Reply):
        return joined
    return await next_step(replace(draft, phone=None), turn, api, joined)


def _own_visit(draft: Draft, made: Json) -> Json:
    """Code and proof of the visit just booked, and what another one by the same person takes."""
    told = {"name": draft.name, "phone": draft.phone, "company": draft.company, "uscc": draft.uscc}
    proof = {"code": made["code"], "last4": (draft.phone or "")[-4:], "start": made["start"]}
    return {**proof, **{part: said for part, said in told.items() if said}}


def _noted(made: Json) -> str:
    """What api wants the holder of a booking to know; in Chinese, and in English so marked."""
    notice = made.get("notice")
    if not notice:
        return ""
    spoken = language.get() == DEFAULT_LANGUAGE
    return f"\n{notice if spoken else say('booking.notice', notice=notice)}"


def _request(draft: Draft) -> Json:
    wanted = {
        **_visitor(draft),
        "matter_id": draft.matter_id,
        "slot_id": draft.slot_id,
        "hold": draft.hold,
    }
    return {**wanted, "courier_address": draft.address} if draft.address else wanted


def _visitor(draft: Draft) -> Json:
    """Who comes where; they have agreed to this being kept."""
    known = {"name": draft.name, "phone": draft.phone, "company": draft.company, "uscc": draft.uscc}
    applicant = {key: value for key, value in known.items() if value}
    return {"park_id": draft.park_id, "applicant": applicant, "consent": True}


async def _book_group(draft: Draft, api: GuideApi) -> Reply:
    """Book the visits for several matters; each has a code of its own."""
    body = {**_visitor(draft), "visits": draft.chain}
    made = await api.book_group(body, draft.key or "")
    park = await park_name(made[0]["park_id"], api)
    lines = [
        say(
            "booking.group_line",
            matter=await matter_name(one["matter_id"], api),
            time=say_moment(one["start"]),
            window=(one.get("card") or {}).get("window") or "",
            code=one["code"],
        )
        for one in made
    ]
    return Reply(
        say("booking.group_booked", lines="\n".join(lines)),
        AFTER_BOOKING,
        outcome="booked",
        card=booking_card(made[0], draft.matter_name or "", park),
        context=booked_context(made[0]),
        slots={**IDLE, "visit": _own_visit(draft, made[0])},
    )


def _moved_visit(draft: Draft, made: Json, turn: Turn) -> Json:
    """The visit that was moved; who comes stays known if it was booked here."""
    before = turn.slots.get("visit") or {}
    known = before if before.get("code") == made["code"] else {}
    return {**known, "code": made["code"], "last4": draft.proof, "start": made["start"]}


async def _move(draft: Draft, turn: Turn, api: GuideApi) -> Reply:
    assert draft.moving
    assert draft.slot_id
    try:
        made = await api.move_booking(draft.moving, draft.proof or "", draft.slot_id)
    except ApiRefused as refusal:
        return await _refused(draft, turn, api, refusal)
    return Reply(
        say("booking.existing_moved", time=say_moment(made["start"]), code=made["code"]),
        [
            labelled("questions.materials_button", "ask_materials"),
            labelled("booking.cancel_button", "cancel_booking"),
        ],
        outcome="changed",
        card=booking_card(made, draft.matter_name or "", await park_name(made["park_id"], api)),
        context=booked_context(made),
        slots={**IDLE, "visit": _moved_visit(draft, made, turn)},
    )


async def _refused(draft: Draft, turn: Turn, api: GuideApi, refusal: ApiRefused) -> Reply:
    """What to do when api declines: another slot, another phone number, or a person."""
    # A declined request must not be repeated under its key.
    draft = replace(draft, key=None)
    if refusal.status == TAKEN:
        again = draft.without_time()
        alternatives = refusal.problem.get("alternatives") or []
        text = told(refusal.detail, "booking.again")
        if not alternatives:
            return Reply(
                text,
                [LOOK_UP, HANDOFF],
                outcome="refused",
                context={"topic": "booking"},
                slots=dict(IDLE),
            )
        return question(again, "date", text, time_buttons(alternatives, with_day=True))
    if refusal.status == 422 and not draft.moving:
        return await next_step(
            replace(draft, phone=None), turn, api, told(refusal.detail, "booking.bad_phone")
        )
    return Reply(
        told(refusal.detail, "booking.existing_not_possible"),
        [HANDOFF],
        outcome="refused",
        context={"topic": "booking"},
        slots=IDLE,
    )
