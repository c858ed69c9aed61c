"""Asks for the day and the time of a visit, and says why some are not to be had."""

from __future__ import annotations

from dataclasses import replace

from actions.booking.draft import Draft
from actions.booking.echo import so_far
from actions.booking.openings import (
    TIMES_OFFERED,
    Openings,
    day_buttons,
    find_openings,
    is_helping,
    time_buttons,
)
from actions.booking.question import STOP, WAIT, question
from actions.calendar_words import clock_of, say_day, say_part, today
from actions.client import GuideApi, Json
from actions.reply import HANDOFF, Reply
from actions.texts import DEFAULT_LANGUAGE, language, say, told


async def ask_time(draft: Draft, api: GuideApi, lead: str) -> Reply:
    """Ask for the day, or, once it is known, for a time on it; take the slot if only one fits."""
    openings = await find_openings(draft, api)
    if not openings.slots and draft.date is not None:
        # Nothing from that day on: what is near is looked for from today.
        near = await find_openings(draft.without_time(), api)
        if near.slots:
            why = _why_not(draft, openings)
            text = told(openings.notice, "booking.no_dates") if openings.notice else why
            return _elsewhen(draft, near, text, lead)
    if not openings.slots:
        text = told(openings.notice, "booking.no_dates")
        ways = [HANDOFF, STOP] if openings.notice or draft.moving else [WAIT, HANDOFF, STOP]
        return question(draft.without_time(), "date", text, ways, lead)
    if draft.date is None or draft.until:
        return await _ask_day(draft, openings, api, lead)
    return _ask_slot(draft, openings, lead)


async def _ask_day(draft: Draft, openings: Openings, api: GuideApi, lead: str) -> Reply:
    """Ask for the day; of some days that are named, those with a free slot are offered."""
    if draft.time and not openings.ever_serves_at(draft.time):  # 晚上八点能来吗
        hours = openings.hours(today().isoformat())
        lead = say("booking.time_never", time=draft.time, hours=hours)
        draft = replace(draft, time=None, part=None)
    days = openings.offered_days(draft)
    if draft.until is None:
        days = days or openings.days()
        text = say("booking.date_of_moved")
        if not draft.moving:
            text = f"{await so_far(draft, api)}{say('booking.date')}"
        return question(draft, "date", text, day_buttons(days), lead)
    if not days:
        return _elsewhen(draft, openings, _why_not(draft, openings), lead)
    return question(draft, "date", say("booking.which_of_days"), day_buttons(days), lead)


def _elsewhen(draft: Draft, openings: Openings, text: str, lead: str) -> Reply:
    """What was wanted is not to be had: the nearest days, and waiting for a seat if it is full."""
    again = replace(draft.without_time(), part=draft.part, time=draft.time)
    buttons = day_buttons(
        openings.offered_days(again) or openings.offered_days(draft.without_time())
    )
    if not draft.moving and _is_full(draft, openings):
        again = replace(again, wish=draft.date)
        buttons = [*buttons[:3], WAIT]
    return question(again, "date", text, buttons, lead)


def _ask_slot(draft: Draft, openings: Openings, lead: str) -> Reply:
    assert draft.date is not None
    day = say_day(draft.date)
    free = openings.on(draft.date, draft.part)
    if not free:
        return _elsewhen(draft, openings, _why_not(draft, openings), lead)
    text = say("booking.slot", date=day + say_part(draft.part))
    if all(is_helping(slot.get("window")) for slot in free):  # on Saturdays
        text = say(
            "booking.slot_helping", date=day + say_part(draft.part), window=free[0]["window"]
        )
    if draft.time and openings.at(draft.date, draft.time) is None:
        text = _why_not_then(draft.time, draft.date, openings)
        free = _nearest(free, draft.time)
    buttons = time_buttons(free)
    if len(buttons) < len(free):
        text += say("booking.more_slots")
    return question(draft, "slot", text, buttons, lead)


def _why_not_then(time: str, day: str, openings: Openings) -> str:
    """Why a clock time is not to be had: at no day at all, or only taken on this one."""
    name = "booking.time_closed"
    if openings.serves_at(day, time):
        name = "booking.time_taken"
    elif openings.breaks_at(day, time):
        name = "booking.time_lunch"
    return say(name, date=say_day(day), time=time, hours=openings.hours(day))


def _nearest(free: list[Json], time: str) -> list[Json]:
    """The free slots nearest to a clock time, in order of time."""
    wanted = minutes(time)
    near = sorted(free, key=lambda slot: abs(minutes(clock_of(slot["start"])) - wanted))
    return sorted(near[:TIMES_OFFERED], key=lambda slot: str(slot["start"]))


def minutes(clock: str) -> int:
    """A clock time (HH:MM) in minutes since midnight."""
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
        hours = openings.hours(draft.date)
        return say("booking.day_closed", date=day, reason=_closed(reason), hours=hours)
    if not openings.serves(draft.date, draft.part):
        hours = openings.hours(draft.date)
        return say("booking.part_closed", date=day, part=say_part(draft.part), hours=hours)
    return say("booking.day_full", date=day, part=say_part(draft.part))


def _closed(reason: str) -> str:
    """Why a day is closed: in api's words, in English for the two common reasons."""
    if language.get() == DEFAULT_LANGUAGE:
        return reason.rstrip("。")
    if reason.startswith("周末"):
        return say("booking.closed_weekend")
    holiday = reason.removesuffix("放假")
    return say("booking.closed_holiday", name=holiday) if holiday != reason else reason
