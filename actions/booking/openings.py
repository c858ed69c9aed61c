"""The free slots an applicant can be offered."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta

from actions.booking.draft import Draft
from actions.calendar_words import clock_of, is_in_part, say_day, today
from actions.client import ApiRefused, GuideApi, Json
from actions.reply import Button, button

DAYS_AHEAD = 21
DAYS_OFFERED = 4
TIMES_OFFERED = 6


@dataclass(frozen=True)
class Openings:
    """Free slots in order of time, the days that are closed with their reasons.

    Attributes:
        notice: why api shows none at all, as it words it.
    """

    slots: list[Json] = field(default_factory=list)
    closed: dict[str, str] = field(default_factory=dict)
    notice: str = ""

    def on(self, day: str, part: str | None = None) -> list[Json]:
        """The free slots of a day, or of its morning or afternoon; one for each starting time."""
        of_day = [
            slot
            for slot in self.slots
            if slot["start"].startswith(day) and is_in_part(slot["start"], part)
        ]
        return list({slot["start"]: slot for slot in reversed(of_day)}.values())[::-1]

    def at(self, day: str, time: str) -> Json | None:
        """The free slot of `day` that holds the clock time `time` (HH:MM)."""
        return next(
            (s for s in self.on(day) if clock_of(s["start"]) <= time < clock_of(s["end"])), None
        )

    def with_id(self, slot_id: str) -> Json | None:
        """The free slot `slot_id`."""
        return next((slot for slot in self.slots if str(slot["slot_id"]) == slot_id), None)

    def days(self) -> list[str]:
        """The days that have a free slot."""
        return sorted({slot["start"][:10] for slot in self.slots})

    def day_buttons(self) -> list[Button]:
        """The nearest days with a free slot."""
        return [button(say_day(day), "choose_date", date=day) for day in self.days()[:DAYS_OFFERED]]


async def find_openings(draft: Draft, api: GuideApi) -> Openings:
    """What is free for the draft's matter and park, from today or from its day if that is far."""
    if draft.park_id is None or draft.matter_id is None:
        return Openings()
    first = today()
    if draft.date and date.fromisoformat(draft.date) > first + timedelta(days=DAYS_AHEAD):
        first = date.fromisoformat(draft.date)
    last = first + timedelta(days=DAYS_AHEAD)
    try:
        found = await api.slots(draft.park_id, draft.matter_id, first.isoformat(), last.isoformat())
    except ApiRefused as refusal:  # the park has no such matter, or the day is too far away
        return Openings(notice=refusal.detail)
    free = sorted(
        (slot for slot in found.get("slots", []) if slot.get("remaining", 1) > 0),
        key=lambda slot: str(slot["start"]),
    )
    return Openings(free, {day["date"]: day["reason"] for day in found.get("closed", [])})


def time_buttons(slots: Iterable[Json], with_day: bool = False) -> list[Button]:
    """At most six of the slots, spread over them all."""
    all_slots = list(slots)
    step = max(1, -(-len(all_slots) // TIMES_OFFERED))
    return [
        button(
            f"{say_day(slot['start']) if with_day else ''}{clock_of(slot['start'])}",
            "choose_slot",
            slot_id=str(slot["slot_id"]),
        )
        for slot in all_slots[::step]
    ]
