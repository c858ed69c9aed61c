"""The next step of a booking: the question for whatever is missing, or the booking itself."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from typing import Any
from uuid import uuid4

from actions.booking.draft import Draft
from actions.booking.openings import Openings, find_openings, time_buttons
from actions.calendar_words import say_day, say_moment, say_part
from actions.client import ApiRefused, ApiUnavailable, GuideApi, Json
from actions.parks import park_buttons, park_name
from actions.precheck.carried import prechecked
from actions.reading import mask_name, mask_phone
from actions.reply import HANDOFF, IDLE, Button, Reply, labelled
from actions.texts import DEFAULT_LANGUAGE, language, say, told
from actions.turn import Turn

STOP = labelled("booking.stop_button", "stop")
TAKEN = 409
"""The status with which api says that something is not to be had."""
LOOK_UP = labelled("booking.look_up_button", "booking_lookup")
CHANGES = [
    labelled("booking.change_time_button", "correct", field="time"),
    labelled("booking.change_phone_button", "correct", field="phone"),
    labelled("booking.change_name_button", "correct", field="name"),
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
    if draft.matter_id and draft.matter_name is None:
        draft = replace(draft, matter_name=await _matter_name(draft.matter_id, turn, api))
    if draft.moving and draft.missing == "confirm":
        return await _move(draft, turn, api)
    ask = {
        "matter": _ask_matter,
        "park": _ask_park,
        "contact": _ask_contact,
        "confirm": _ask_confirm,
    }
    step = draft.missing
    if step in ("contact", "confirm") and draft.hold is None and draft.moving is None:
        try:
            draft = await _with_hold(draft, turn, api)
        except ApiRefused as refusal:
            return await _refused(draft, turn, api, refusal)
    if step == "confirm" and draft.place is None:
        draft = replace(draft, place=await _place(draft, api))
    if step in ("date", "slot"):
        return await _ask_time(draft, api, lead)
    return _waiting(draft, step, *await ask[step](draft, api), lead)


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


def _waiting(draft: Draft, step: str, text: str, buttons: list[Button], lead: str = "") -> Reply:
    """A question, with the dialogue waiting for its answer."""
    context: dict[str, Any] = {"topic": "booking"}
    if draft.matter_id:
        context["matter_id"] = draft.matter_id
    if draft.park_id:
        context["park_id"] = draft.park_id
    return Reply(
        f"{lead}\n{text}" if lead else text,
        buttons,
        outcome="asked",
        context=context,
        slots={"expecting": f"booking.{step}", "draft": draft.stored(), "pending_topic": None},
    )


async def _matter_name(matter_id: str, turn: Turn, api: GuideApi) -> str:
    if language.get() != DEFAULT_LANGUAGE:
        return await matter_name(matter_id, api)
    for candidate in turn.state.get("candidates") or []:
        if candidate["matter_id"] == matter_id:
            return str(candidate["name"])
    return await matter_name(matter_id, api)


async def matter_name(matter_id: str, api: GuideApi) -> str:
    """A matter's name in the applicant's language, where it has one."""
    matter = await api.matter(matter_id)
    foreign = language.get() != DEFAULT_LANGUAGE and matter.get("name_en")
    return str(foreign or matter["name"])


async def _place(draft: Draft, api: GuideApi) -> str | None:
    """Hall and window of the chosen slot, marked where they are sample data."""
    if draft.window is None:
        return None
    windows: Json = {}
    with suppress(ApiRefused, ApiUnavailable):
        guide = await api.matter(draft.matter_id or "", draft.park_id)
        windows = (guide.get("fields") or {}).get("windows") or {}
    noted = windows.get("value") or []
    hall = next((one["hall"] for one in noted if one["window_id"] == draft.window_id), "")
    sample = say("booking.sample") if windows.get("status") == "sample" else ""
    return f"{hall} {draft.window}{sample}".strip()


async def _ask_matter(draft: Draft, api: GuideApi) -> tuple[str, list[Button]]:
    return say("booking.what"), [HANDOFF]


async def _ask_park(draft: Draft, api: GuideApi) -> tuple[str, list[Button]]:
    return say("booking.park", matter=draft.matter_name), await park_buttons(api)


async def _ask_contact(draft: Draft, api: GuideApi) -> tuple[str, list[Button]]:
    if draft.name:
        return say("booking.phone"), [STOP]
    return (say("booking.name") if draft.phone else say("booking.contact")), [STOP]


async def _ask_confirm(draft: Draft, api: GuideApi) -> tuple[str, list[Button]]:
    text = say(
        "booking.confirm",
        matter=draft.matter_name,
        park=await park_name(draft.park_id or "", api),
        time=say_moment(draft.start or ""),
        place=say("booking.window", place=draft.place) if draft.place else "",
        name=mask_name(draft.name or ""),
        phone=mask_phone(draft.phone or ""),
    )
    return text, [labelled("booking.confirm_button", "affirm"), CHANGES[0], STOP]


async def _ask_time(draft: Draft, api: GuideApi, lead: str) -> Reply:
    """Ask for the day, or, once it is known, for a time on it; take the slot if only one fits."""
    openings = await find_openings(draft, api)
    if not openings.slots and draft.date is not None:
        # Nothing from that day on: what is near is looked for from today.
        near = await find_openings(draft.without_time(), api)
        if near.slots:
            day = say_day(draft.date)
            text = (
                told(openings.notice, "booking.no_dates")
                if openings.notice
                else _why_not(draft, openings, day)
            )
            return _waiting(draft.without_time(), "date", text, near.day_buttons(), lead)
    if not openings.slots:
        text = told(openings.notice, "booking.no_dates")
        return _waiting(draft.without_time(), "date", text, [HANDOFF, STOP], lead)
    if draft.date is None:
        return _waiting(draft, "date", say("booking.date"), openings.day_buttons(), lead)
    return _ask_slot(draft, openings, lead)


def _ask_slot(draft: Draft, openings: Openings, lead: str) -> Reply:
    assert draft.date is not None
    day = say_day(draft.date)
    free = openings.on(draft.date, draft.part)
    if not free:
        text = _why_not(draft, openings, day)
        return _waiting(draft.without_time(), "date", text, openings.day_buttons(), lead)
    text = say("booking.slot", date=day + say_part(draft.part))
    if draft.time and openings.at(draft.date, draft.time) is None:
        text = say("booking.time_taken", date=day, time=draft.time)
    buttons = time_buttons(free)
    if len(buttons) < len(free):
        text += say("booking.more_slots")
    return _waiting(draft, "slot", text, buttons, lead)


def _why_not(draft: Draft, openings: Openings, day: str) -> str:
    assert draft.date is not None
    if reason := openings.closed.get(draft.date):
        return say("booking.day_closed", date=day, reason=_closed(reason))
    return say("booking.day_full", date=day, part=say_part(draft.part))


def _closed(reason: str) -> str:
    """Why a day is closed: in api's words, in English for the two common reasons."""
    if language.get() == DEFAULT_LANGUAGE:
        return reason.rstrip("。")
    if reason.startswith("周末"):
        return say("booking.closed_weekend")
    holiday = reason.removesuffix("放假")
    return say("booking.closed_holiday", name=holiday) if holiday != reason else reason


async def make_booking(draft: Draft, turn: Turn, api: GuideApi) -> Reply:
    """Book what was confirmed; a slot lost meanwhile is answered with the nearest free ones."""
    draft = replace(draft, key=draft.key or str(uuid4()))
    body = {
        "park_id": draft.park_id,
        "matter_id": draft.matter_id,
        "slot_id": draft.slot_id,
        "hold": draft.hold,
        "applicant": {"name": draft.name, "phone": draft.phone},
        "consent": True,
        **await prechecked(draft.matter_id, draft.park_id, turn, api),
    }
    try:
        made = await api.book(body, draft.key or "")
    except ApiRefused as refusal:
        return await _refused(draft, turn, api, refusal)
    proof = {"code": made["code"], "last4": (draft.phone or "")[-4:]}
    done = say(
        "booking.booked",
        code=made["code"],
        time=say_moment(made["start"]),
        place=draft.place or say("booking.hall"),
    )
    return Reply(
        done + _noted(made),
        [
            labelled("questions.materials_button", "ask_materials"),
            labelled("booking.change_time_button", "move_booking"),
            labelled("booking.cancel_button", "cancel_booking"),
        ],
        outcome="booked",
        card=booking_card(made, draft.matter_name or "", await park_name(made["park_id"], api)),
        context=_booked_context(made),
        slots={**IDLE, "visit": proof},
    )


def _noted(made: Json) -> str:
    """What api wants the holder of a booking to know; in Chinese, and in English so marked."""
    notice = made.get("notice")
    if not notice:
        return ""
    spoken = language.get() == DEFAULT_LANGUAGE
    return f"\n{notice if spoken else say('booking.notice', notice=notice)}"


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
        context=_booked_context(made),
        slots={**IDLE, "visit": {"code": made["code"], "last4": draft.proof}},
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
        return _waiting(again, "date", text, time_buttons(alternatives, with_day=True))
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


def booking_card(made: Json, matter_name: str, park: str) -> dict[str, Any]:
    """The card of a booking; what api does not tell stays empty."""
    known = made.get("card") or made
    return {
        "type": "booking",
        "matter_name": matter_name,
        "park_name": park,
        **{
            key: known.get(key)
            for key in ("code", "status", "hall", "address", "window", "start", "end", "qr")
        },
        **{key: known[key] for key in ("matter_name", "park_name") if known.get(key)},
    }


def _booked_context(made: Json) -> dict[str, Any]:
    return {
        "topic": "booking",
        "booking_code": made["code"],
        "matter_id": made["matter_id"],
        "park_id": made["park_id"],
        "window_id": made.get("window_id"),
    }
