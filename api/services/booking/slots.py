"""The stretches of time that can be booked, and how many seats each has left."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from sqlalchemy import select

from api.db.engine import SessionFactory, reading
from api.db.intake import Slot
from api.db.types import HALL_ZONE
from api.services.booking.calendar import Calendar
from knowledge import KnowledgeBase, Window

LEAD_TIME = timedelta(minutes=30)
"""A visit can be booked until this long before it begins."""
MOST_ALTERNATIVES = 5
DAYS_AROUND = 14
"""Alternatives are looked for this many days before and after the wanted day."""
PAST_DAY = "日期已经过了"
PAST_TODAY = "今天可约的时段已经过了"

SLOT_ID = re.compile(r"([a-z0-9-]{1,80})-(\d{8})T(\d{4})", re.ASCII)


@dataclass(frozen=True)
class Opening:
    """One bookable stretch of time at one window; `remaining` seats were free when looked at."""

    window: Window
    start: datetime
    end: datetime
    remaining: int = 0

    @property
    def slot_id(self) -> str:
        """The same for the same window and time, always: `gaoxin-01-20261125T0900`."""
        return f"{self.window.window_id}-{self.start:%Y%m%dT%H%M}"


@dataclass(frozen=True)
class ClosedDay:
    """A day on which none of the windows opens, and why."""

    day: date
    reason: str


@dataclass
class Openings:
    """What a stretch of days offers."""

    slots: list[Opening] = field(default_factory=list)
    closed: list[ClosedDay] = field(default_factory=list)


class UnknownSlot(Exception):
    """No window of ours ever has such a slot."""


class SlotUnavailable(Exception):
    """The slot is not to be had any more; the message says why, in Chinese."""


class Slots:
    """Offers the openings of the windows that are competent for a matter."""

    def __init__(self, kb: KnowledgeBase, calendar: Calendar, sessions: SessionFactory) -> None:
        self._kb = kb
        self._calendar = calendar
        self._sessions = sessions

    def offered(
        self, matter_id: str, park_id: str, first: date, last: date, now: datetime
    ) -> Openings:
        """The openings still ahead from `first` to `last`, both included, in order of time.

        Openings without a free seat are in the list, with `remaining` 0.
        """
        found = Openings()
        for day in _days(first, last):
            windows = self._kb.windows_for(matter_id, park_id, day)
            slots = [slot for window in windows for slot in self.of_day(window, day)]
            ahead = [slot for slot in slots if is_ahead(slot.start, now)]
            found.slots += ahead
            if not ahead:
                found.closed.append(ClosedDay(day, self._why_closed(windows, day, now)))
        found.slots = sorted(self._with_remaining(found.slots), key=lambda slot: slot.start)
        return found

    def of_day(self, window: Window, day: date) -> Iterator[Opening]:
        """The openings of one window on one day, past ones included."""
        length = timedelta(minutes=window.slot_minutes)
        for period in self._calendar.plan(window, day).periods:
            start, closing = _at(day, period.start), _at(day, period.end)
            while start + length <= closing:
                yield Opening(window, start, start + length)
                start += length

    def find(self, slot_id: str, matter_id: str, park_id: str, now: datetime) -> Opening:
        """The opening with this id, if it can still be booked for the matter.

        Raises:
            UnknownSlot: the id names no window of the park, or one that does not handle the matter.
            SlotUnavailable: the day is closed or the time is over.
        """
        window, start = self._read(slot_id)
        if window not in self._kb.windows_for(matter_id, park_id, start.date()):
            raise UnknownSlot(slot_id)
        if not is_ahead(start, now):
            raise SlotUnavailable("这个时段已经过了或马上开始，请另选一个时段")
        for opening in self.of_day(window, start.date()):
            if opening.start == start:
                return opening
        closed = self._calendar.plan(window, start.date()).closed
        reason = f"当天不开放（{closed}）" if closed else "没有这个时段"
        raise SlotUnavailable(f"{window.number}{reason}，请另选一个时段")

    def wanted_time(self, slot_id: str) -> datetime:
        """When the slot with this id begins. Raises `UnknownSlot`."""
        return self._read(slot_id)[1]

    def nearest_free(
        self, matter_id: str, park_id: str, wanted: datetime, now: datetime
    ) -> list[Opening]:
        """The free openings nearest to a wanted time, at most five, nearest first."""
        today = now.date()
        # A time long past, or beyond what is published and free, is like today.
        around = wanted.date() if abs(wanted - now) < timedelta(days=366) else today
        free = self._free(matter_id, park_id, around, now)
        free = free or self._free(matter_id, park_id, today, now)
        return sorted(free, key=lambda slot: abs(slot.start - wanted))[:MOST_ALTERNATIVES]

    def _free(self, matter_id: str, park_id: str, around: date, now: datetime) -> list[Opening]:
        first = max(now.date(), around - timedelta(days=DAYS_AROUND))
        last = max(now.date(), around) + timedelta(days=DAYS_AROUND)
        offered = self.offered(matter_id, park_id, first, last, now)
        return [slot for slot in offered.slots if slot.remaining]

    def _read(self, slot_id: str) -> tuple[Window, datetime]:
        parts = SLOT_ID.fullmatch(slot_id)
        window = self._kb.windows.get(parts[1]) if parts else None
        if parts is None or window is None:
            raise UnknownSlot(slot_id)
        try:
            start = datetime.strptime(f"{parts[2]}{parts[3]}+0800", "%Y%m%d%H%M%z")
        except ValueError as impossible:
            raise UnknownSlot(slot_id) from impossible
        return window, start.replace(tzinfo=HALL_ZONE)

    def _why_closed(self, windows: list[Window], day: date, now: datetime) -> str:
        if day < now.date():
            return PAST_DAY
        reasons = [self._calendar.plan(window, day).closed for window in windows]
        if day == now.date() and None in reasons:
            return PAST_TODAY
        return next((reason for reason in reasons if reason), "当天没有办理这个事项的窗口")

    def _with_remaining(self, openings: list[Opening]) -> list[Opening]:
        if not openings:
            return []
        starts = [opening.start for opening in openings]
        query = select(Slot.slot_id, Slot.booked).where(
            Slot.window_id.in_({opening.window.window_id for opening in openings}),
            Slot.starts_at.between(min(starts), max(starts)),
        )
        with reading(self._sessions) as session:
            booked = {row.slot_id: row.booked for row in session.execute(query)}
        return [
            Opening(o.window, o.start, o.end, max(0, o.window.capacity - booked.get(o.slot_id, 0)))
            for o in openings
        ]


def is_ahead(start: datetime, now: datetime) -> bool:
    """Whether a slot that begins at `start` can still be booked."""
    return start - now >= LEAD_TIME


def _days(first: date, last: date) -> Iterator[date]:
    for offset in range((last - first).days + 1):
        yield first + timedelta(days=offset)


def _at(day: date, clock: time) -> datetime:
    return datetime.combine(day, clock, HALL_ZONE)
