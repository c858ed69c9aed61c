"""The free slots an applicant can be offered."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta

from actions.booking.draft import Draft
from actions.calendar_words import clock_of, is_in_part, say_day, today
from actions.client import ApiRefused, GuideApi, Json
from actions.reply import Button, button
from actions.texts import joined

DAYS_AHEAD = 21
DAYS_OFFERED = 4
TIMES_OFFERED = 6
WORKDAYS = 5
HELPING = "帮办"
"""Stands on the sign of a window for assisted handling."""


@dataclass(frozen=True)
class Openings:
    """Free slots in order of time, the days that are closed with their reasons.

    Attributes:
        served: when the windows serve people, be it free or not: beginnings and ends.
        notice: why api shows none at all, as it words it.
    """

    slots: list[Json] = field(default_factory=list)
    closed: dict[str, str] = field(default_factory=dict)
    notice: str = ""
    served: frozenset[tuple[str, str]] = frozenset()

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

    def serves(self, day: str, part: str | None = None) -> bool:
        """Whether anybody is served on a day, or in its morning or afternoon."""
        return any(start.startswith(day) and is_in_part(start, part) for start, _ in self.served)

    def serves_at(self, day: str, time: str) -> bool:
        """Whether anybody is served at a clock time (HH:MM) of a day."""
        return any(
            start.startswith(day) and clock_of(start) <= time < clock_of(end)
            for start, end in self.served
        )

    def ever_serves_at(self, time: str) -> bool:
        """Whether anybody is served at a clock time (HH:MM) of any day."""
        return any(clock_of(start) <= time < clock_of(end) for start, end in self.served)

    def breaks_at(self, day: str, time: str) -> bool:
        """Whether a clock time of a day lies between two times at which people are served."""
        served = [(clock_of(s), clock_of(e)) for s, e in self.served if s.startswith(day)]
        before, after = any(e <= time for _, e in served), any(s > time for s, _ in served)
        return before and after and not self.serves_at(day, time)

    def hours(self, day: str) -> str:
        """From when to when people are served on `day`; on a usual day where nobody is, then."""
        days = sorted({start[:10] for start, _ in self.served})
        # Of today only the rest is left.
        whole = [one for one in days if one != today().isoformat()]
        of_day = day if day in whole else next(filter(_is_workday, whole), day)
        served = sorted((clock_of(s), clock_of(e)) for s, e in self.served if s[:10] == of_day)
        spans: list[list[str]] = []
        for start, end in served:
            if spans and start <= spans[-1][1]:
                spans[-1][1] = max(spans[-1][1], end)
            else:
                spans.append([start, end])
        return joined((f"{start}–{end}" for start, end in spans), "、")

    def with_id(self, slot_id: str) -> Json | None:
        """The free slot `slot_id`."""
        return next((slot for slot in self.slots if str(slot["slot_id"]) == slot_id), None)

    def days(self, part: str | None = None) -> list[str]:
        """The days that have a free slot, or one in their morning or afternoon."""
        return sorted(
            {slot["start"][:10] for slot in self.slots if is_in_part(slot["start"], part)}
        )

    def offered_days(self, draft: Draft) -> list[str]:
        """The nearest days with a free slot, of those the draft speaks of."""
        first, last = (draft.date or "", draft.until or "9") if draft.until else ("", "9")
        fitting = [day for day in self.days(draft.part) if first <= day <= last]
        return fitting[:DAYS_OFFERED]


def _is_workday(day: str) -> bool:
    return date.fromisoformat(day).isoweekday() <= WORKDAYS


def day_buttons(days: Iterable[str]) -> list[Button]:
    """One button for each day."""
    return [button(say_day(day), "choose_date", date=day) for day in days]


async def find_openings(draft: Draft, api: GuideApi) -> Openings:
    """What is free for the draft's matter and park, from today or from its day if that is far."""
    if draft.park_id is None or draft.matter_id is None:
        return Openings()
    first, last = _days_asked(draft)
    try:
        found = await api.slots(draft.park_id, draft.matter_id, first.isoformat(), last.isoformat())
        if draft.also:
            rows = await _rows(draft, api, first, last)
        else:
            rows = [slot for slot in found.get("slots", []) if slot.get("remaining", 1) > 0]
        if draft.helped:
            rows = [slot for slot in rows if is_helping(slot.get("window"))] or rows
    except ApiRefused as refusal:  # the park has no such matter, or the day is too far away
        return Openings(notice=refusal.detail)
    free = sorted(rows, key=lambda slot: str(slot["start"]))
    return Openings(
        free,
        {day["date"]: day["reason"] for day in found.get("closed", [])},
        served=frozenset((str(slot["start"]), str(slot["end"])) for slot in found.get("slots", [])),
    )


def is_helping(window: str | None) -> bool:
    """Whether a window, by its sign, is the one for assisted handling."""
    return HELPING in (window or "")


def _days_asked(draft: Draft) -> tuple[date, date]:
    first = today()
    if draft.date and date.fromisoformat(draft.date) > first + timedelta(days=DAYS_AHEAD):
        first = date.fromisoformat(draft.date)
    return first, first + timedelta(days=DAYS_AHEAD)


async def _rows(draft: Draft, api: GuideApi, first: date, last: date) -> list[Json]:
    """Rows of slots for all matters of the draft, each shown as one long slot.

    Api tells of a few rows at a time, so some days are asked for one after the other.
    """
    assert draft.park_id
    assert draft.matter_id
    matters = [draft.matter_id, *(draft.also or [])]
    if draft.date and not draft.until:
        first = last = date.fromisoformat(draft.date)
    elif draft.date and draft.until:
        first, last = (
            max(first, date.fromisoformat(draft.date)),
            min(last, date.fromisoformat(draft.until)),
        )
    found: list[Json] = []
    for _ in range(DAYS_OFFERED):
        if first > last:
            break
        rows = await api.chains(draft.park_id, matters, first.isoformat(), last.isoformat())
        if not rows:
            break
        found += [_as_slot(row) for row in rows]
        first = date.fromisoformat(str(rows[-1]["start"])[:10]) + timedelta(days=1)
    return found


def _as_slot(row: Json) -> Json:
    begin = row["visits"][0]
    chain = [{"matter_id": one["matter_id"], "slot_id": one["slot_id"]} for one in row["visits"]]
    return {**begin, "end": row["visits"][0]["end"], "chain": chain}


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
