"""The next step of a booking: the question for whatever is missing, or the booking itself."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

from actions.booking.draft import Draft
from actions.booking.openings import (
    TIMES_OFFERED,
    Openings,
    day_buttons,
    find_openings,
    time_buttons,
)
from actions.booking.organisation import mask_code
from actions.calendar_words import PARTS, clock_of, say_day, say_moment, today
from actions.client import ApiRefused, ApiUnavailable, GuideApi, Json
from actions.parks import park_buttons, park_name
from actions.reading import mask_address, mask_name, mask_phone
from actions.reply import BOOK, HANDOFF, IDLE, Button, Reply, labelled
from actions.texts import say
from actions.turn import Turn

STOP = labelled("booking.stop_button", "stop")
TAKEN = 409
"""The status with which api says that something is not to be had."""
LOOK_UP = labelled("booking.look_up_button", "booking_lookup")
WAIT = labelled("booking.wait_button", "correct", field="wait")
CARD_KEYS = ("code", "status", "hall", "address", "window", "start", "end", "qr", "visit_page")
UNFIT = 422
"""The status with which api says that something told can't be right."""
DAYS_WAITED = 14
AFTER_BOOKING = [
    labelled("questions.materials_button", "ask_materials"),
    labelled("booking.change_time_button", "move_booking"),
    labelled("booking.cancel_button", "cancel_booking"),
]
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
    if draft.waiting:
        return await _ask_waiting(draft, turn, api, lead)
    step = draft.missing
    if step in ("date", "slot"):
        return await _ask_time(draft, api, lead)
    if step in ("contact", "confirm"):
        return await _ask_person(draft, turn, api, lead)
    return await _ask_place(draft, api, lead)


async def _ask_place(draft: Draft, api: GuideApi, lead: str) -> Reply:
    ask = _ask_matter if draft.matter_id is None else _ask_park
    return _waiting(draft, draft.missing, *await ask(draft, api), lead)


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
        return _waiting(draft, "contact", *await _ask_contact(draft, api), lead)
    if draft.place is None:
        draft = replace(draft, place=await _place(draft, api))
    return _waiting(draft, "confirm", *await _ask_confirm(draft, api), lead)


async def _ask_waiting(draft: Draft, turn: Turn, api: GuideApi, lead: str) -> Reply:
    """Ask what somebody who waits for a seat has not told yet; none waits while some are free."""
    if draft.wish is None and (free := await _free_already(draft, api)):
        return await _ask(free, turn, api, say("booking.free_already"))
    if draft.missing in ("matter", "park"):
        return await _ask_place(draft, api, lead)
    if draft.missing == "contact":
        return _waiting(draft, "contact", *await _ask_contact(draft, api), lead)
    return _waiting(draft, "confirm", *await _ask_on_the_list(draft, api), lead)


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
    for candidate in turn.state.get("candidates") or []:
        if candidate["matter_id"] == matter_id:
            return str(candidate["name"])
    return str((await api.matter(matter_id))["name"])


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
        matter=await _matters_said(draft, api),
        park=await park_name(draft.park_id or "", api),
        time=say_moment(draft.start or ""),
        place=f"\n窗口：{draft.place}" if draft.place else "",
        name=mask_name(draft.name or ""),
        phone=mask_phone(draft.phone or ""),
        more=_more_said(draft),
    )
    return text, [labelled("booking.confirm_button", "affirm"), CHANGES[0], STOP]


async def _matters_said(draft: Draft, api: GuideApi) -> str:
    names = [str((await api.matter(other))["name"]) for other in draft.also or []]
    return "、".join([draft.matter_name or "", *names])


def _more_said(draft: Draft) -> str:
    """The lines of the confirmation for what only some people tell."""
    lines = ""
    if draft.company:
        lines += say("booking.company_line", company=draft.company)
    if draft.uscc:
        lines += say("booking.code_line", code=mask_code(draft.uscc))
    if draft.address:
        lines += say("booking.address_line", address=mask_address(draft.address))
    return lines


async def _ask_on_the_list(draft: Draft, api: GuideApi) -> tuple[str, list[Button]]:
    first, last = days_waited_for(draft)
    text = say(
        "booking.confirm_waiting",
        matter=draft.matter_name,
        park=await park_name(draft.park_id or "", api),
        days=say_day(first) + ("" if first == last else f"—{say_day(last)}"),
        name=mask_name(draft.name or ""),
        phone=mask_phone(draft.phone or ""),
    )
    return text, [labelled("booking.wait_confirm_button", "affirm"), CHANGES[1], STOP]


async def _ask_time(draft: Draft, api: GuideApi, lead: str) -> Reply:
    """Ask for the day, or, once it is known, for a time on it; take the slot if only one fits."""
    openings = await find_openings(draft, api)
    if not openings.slots and draft.date is not None:
        # Nothing from that day on: what is near is looked for from today.
        near = await find_openings(draft.without_time(), api)
        if near.slots:
            text = openings.notice or _why_not(draft, openings)
            return _elsewhen(draft, near, text, lead)
    if not openings.slots:
        text = openings.notice or say("booking.no_dates")
        ways = [HANDOFF, STOP] if openings.notice or draft.moving else [WAIT, HANDOFF, STOP]
        return _waiting(draft.without_time(), "date", text, ways, lead)
    if draft.date is None or draft.until:
        return _ask_day(draft, openings, lead)
    return _ask_slot(draft, openings, lead)


def _ask_day(draft: Draft, openings: Openings, lead: str) -> Reply:
    """Ask for the day; of some days that are named, those with a free slot are offered."""
    days = openings.offered_days(draft)
    if draft.until is None:
        days = days or openings.days()
        text = say("booking.date_of_moved") if draft.moving else say("booking.date")
        return _waiting(draft, "date", text, day_buttons(days), lead)
    if not days:
        return _elsewhen(draft, openings, _why_not(draft, openings), lead)
    return _waiting(draft, "date", say("booking.which_of_days"), day_buttons(days), lead)


def _elsewhen(draft: Draft, openings: Openings, text: str, lead: str) -> Reply:
    """What was wanted is not to be had: the nearest days, and waiting for a seat if it is full."""
    again = replace(draft.without_time(), part=draft.part)
    buttons = day_buttons(
        openings.offered_days(again) or openings.offered_days(draft.without_time())
    )
    if not draft.moving and _is_full(draft, openings):
        again = replace(again, wish=draft.date)
        buttons = [*buttons[:3], WAIT]
    return _waiting(again, "date", text, buttons, lead)


def _ask_slot(draft: Draft, openings: Openings, lead: str) -> Reply:
    assert draft.date is not None
    day = say_day(draft.date)
    free = openings.on(draft.date, draft.part)
    if not free:
        return _elsewhen(draft, openings, _why_not(draft, openings), lead)
    text = say("booking.slot", date=day + PARTS.get(draft.part or "", ""))
    if draft.time and openings.at(draft.date, draft.time) is None:
        text = _why_not_then(draft.time, draft.date, openings)
        free = _nearest(free, draft.time)
    buttons = time_buttons(free)
    if len(buttons) < len(free):
        text += say("booking.more_slots")
    return _waiting(draft, "slot", text, buttons, lead)


def _why_not_then(time: str, day: str, openings: Openings) -> str:
    """Why a clock time is not to be had: at no day at all, or only taken on this one."""
    taken = openings.serves_at(day, time)
    name = "booking.time_taken" if taken else "booking.time_closed"
    return say(name, date=say_day(day), time=time)


def _nearest(free: list[Json], time: str) -> list[Json]:
    """The free slots nearest to a clock time, in order of time."""
    wanted = _minutes(time)
    near = sorted(free, key=lambda slot: abs(_minutes(clock_of(slot["start"])) - wanted))
    return sorted(near[:TIMES_OFFERED], key=lambda slot: str(slot["start"]))


def _minutes(clock: str) -> int:
    hour, minute = clock.split(":")
    return 60 * int(hour) + int(minute)


def _is_full(draft: Draft, openings: Openings) -> bool:
    """Whether the hall serves people on the wanted days, only all seats are taken."""
    if draft.date is None or openings.notice:
        return False
    days = {start[:10] for start, _ in openings.served}
    last = draft.until or draft.date
    return any(draft.date <= day <= last and openings.serves(day, draft.part) for day in days)


def _why_not(draft: Draft, openings: Openings) -> str:
    assert draft.date is not None
    day = say_day(draft.date)
    if draft.until:
        return say("booking.days_full", first=day, last=say_day(draft.until))
    if reason := openings.closed.get(draft.date):
        return say("booking.day_closed", date=day, reason=reason.rstrip("。"))
    if not openings.serves(draft.date, draft.part):
        return say("booking.part_closed", date=day, part=PARTS.get(draft.part or "", ""))
    return say("booking.day_full", date=day, part=PARTS.get(draft.part or "", ""))


async def make_booking(draft: Draft, turn: Turn, api: GuideApi) -> Reply:
    """Book what was confirmed; a slot lost meanwhile is answered with the nearest free ones."""
    draft = replace(draft, key=draft.key or str(uuid4()))
    if draft.waiting:
        return await join_waiting_list(draft, turn, api)
    try:
        if draft.also:
            return await _book_group(draft, api)
        made = await api.book(_request(draft), draft.key or "")
    except ApiRefused as refusal:
        return await _refused(draft, turn, api, refusal)
    proof = {"code": made["code"], "last4": (draft.phone or "")[-4:]}
    told = say(
        "booking.booked",
        code=made["code"],
        time=say_moment(made["start"]),
        place=draft.place or "大厅",
    )
    return Reply(
        f"{told}\n{made['notice']}" if made.get("notice") else told,
        AFTER_BOOKING,
        outcome="booked",
        card=booking_card(made, draft.matter_name or "", await park_name(made["park_id"], api)),
        context=_booked_context(made),
        slots={**IDLE, "visit": proof},
    )


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
    told = {"name": draft.name, "phone": draft.phone, "company": draft.company, "uscc": draft.uscc}
    applicant = {key: value for key, value in told.items() if value}
    return {"park_id": draft.park_id, "applicant": applicant, "consent": True}


async def _book_group(draft: Draft, api: GuideApi) -> Reply:
    """Book the visits for several matters; each has a code of its own."""
    body = {**_visitor(draft), "visits": draft.chain}
    made = await api.book_group(body, draft.key or "")
    park = await park_name(made[0]["park_id"], api)
    lines = [
        say(
            "booking.group_line",
            matter=(await api.matter(one["matter_id"]))["name"],
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
        context=_booked_context(made[0]),
        slots={**IDLE, "visit": {"code": made[0]["code"], "last4": (draft.phone or "")[-4:]}},
    )


async def join_waiting_list(draft: Draft, turn: Turn, api: GuideApi) -> Reply:
    """Wait for a seat on the days the draft wants; who has one is told by message."""
    first, last = days_waited_for(draft)
    body = {
        **_visitor(draft),
        "matter_id": draft.matter_id,
        "first_day": first,
        "last_day": last,
    }
    try:
        entry = await api.wait_for_seat(body)
    except ApiRefused as refusal:
        if refusal.status == UNFIT and refusal.problem.get("errors"):
            return await next_step(replace(draft, phone=None), turn, api, refusal.detail)
        return Reply(
            refusal.detail or say("booking.existing_not_possible"),
            [BOOK, HANDOFF],
            outcome="refused",
            context={"topic": "booking"},
            slots=IDLE,
        )
    return Reply(
        entry["message"],
        [BOOK, HANDOFF],
        outcome="requested",
        context={"topic": "booking"},
        slots=IDLE,
    )


def days_waited_for(draft: Draft) -> tuple[str, str]:
    """The days on which a seat is waited for; two weeks from today unless some were named."""
    if draft.wish:
        return draft.wish, draft.wish
    if draft.date:
        longest = date.fromisoformat(draft.date) + timedelta(days=DAYS_WAITED - 1)
        return draft.date, min(draft.until or draft.date, longest.isoformat())
    return today().isoformat(), (today() + timedelta(days=DAYS_WAITED - 1)).isoformat()


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
        text = refusal.detail or say("booking.again")
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
            replace(draft, phone=None), turn, api, refusal.detail or say("booking.bad_phone")
        )
    return Reply(
        refusal.detail or say("booking.existing_not_possible"),
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
        **{key: known.get(key) for key in CARD_KEYS},
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
