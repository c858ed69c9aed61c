"""The stretches of time that can be booked, and how many seats each has left."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import Row, func, select
from sqlalchemy.orm import Session

from api.db.booking import PUBLIC, STAFF, Booking, Seat, Slot
from api.db.engine import SessionFactory, reading
from api.db.types import HALL_ZONE
from api.services.booking.hall_days import Capacities, HallDays
from api.services.booking.life import HELD
from api.services.booking.seats import SlotPlan, SlotUnavailable
from api.services.days.calendar import DayPlan
from knowledge import KnowledgeBase, Window

LEAD_TIME = timedelta(minutes=30)
"""A visit can be booked until this long before it begins."""
DAYS_AHEAD = 366
"""Nobody publishes holidays further ahead than this, and nobody plans a visit."""
MOST_ALTERNATIVES = 5
RINGS = (1, 3, 14)
"""Alternatives are looked for this many days before and after the wanted day, nearest first.

The hall's hours leave no slot of a farther ring nearer than those of one it lies around.
"""
NEAREST_KEPT = timedelta(seconds=1)
MOST_KEPT = 256
Asked = tuple[str, str, datetime, str]
PAST_DAY = "日期已经过了"
PAST_TODAY = "今天可约的时段已经过了"
TOO_FAR = "只能预约一年以内的时段，请另选一个时段"

LONGEST_SLOT = timedelta(hours=4)
"""No window of the data has a longer one."""

SLOT_ID = re.compile(r"([a-z0-9-]{1,80})-(\d{8})T(\d{4})", re.ASCII)


Counted = Row[str, str, datetime, datetime, int, int]
"""A slot with its window, its times, and how many seats of each pool are taken."""


@dataclass(frozen=True)
class Opening:
    """One bookable stretch of time at one window.

    Attributes:
        plans: the slots a visit takes, one after the other; most take one.
        remaining: the seats that were free in all of them when looked at.
        provisional: whether the holidays of its year are not published yet.
    """

    window: Window
    plans: tuple[SlotPlan, ...]
    remaining: int = 0
    provisional: bool = False

    @property
    def slot_id(self) -> str:
        """The id of its first slot, by which it is booked."""
        return self.plans[0].slot_id

    @property
    def start(self) -> datetime:
        return self.plans[0].start

    @property
    def end(self) -> datetime:
        return self.plans[-1].start + self.plans[-1].length

    def as_columns(self) -> dict[str, Any]:
        """What a booking keeps of the opening it takes."""
        return {
            "window_id": self.window.window_id,
            "slot_id": self.slot_id,
            "starts_at": self.start,
            "ends_at": self.end,
            "provisional": self.provisional,
        }


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


class Slots:
    """Offers the openings of the windows that are competent for a matter."""

    def __init__(self, kb: KnowledgeBase, hall_days: HallDays, sessions: SessionFactory) -> None:
        self._kb = kb
        self._hall_days = hall_days
        self._sessions = sessions
        self._nearest: dict[Asked, tuple[datetime, list[Opening]]] = {}

    def offered(
        self,
        matter_id: str,
        park_id: str,
        first: date,
        last: date,
        now: datetime,
        pool: str = PUBLIC,
    ) -> Openings:
        """The openings still ahead from `first` to `last`, both included, in order of time.

        Openings without a free seat are in the list, with `remaining` 0.
        """
        with reading(self._sessions) as session:
            return self.offered_in(session, matter_id, park_id, first, last, now, pool)

    def offered_in(
        self,
        session: Session,
        matter_id: str,
        park_id: str,
        first: date,
        last: date,
        now: datetime,
        pool: str = PUBLIC,
    ) -> Openings:
        """Like `offered`, as things stand in a transaction."""
        calendar = self._hall_days.calendar_in(session)
        capacities = self._hall_days.capacities_in(session, first, last)
        found = Openings()
        for day in days(first, last):
            windows = self._kb.windows_for(matter_id, park_id, day)
            plans = [(window, calendar.plan(window, day)) for window in windows]
            ahead = [
                opening
                for window, plan in plans
                for opening in _of_day(window, day, plan, capacities, matter_id)
                if is_ahead(opening.start, now)
            ]
            found.slots += ahead
            if not ahead:
                found.closed.append(ClosedDay(day, _why_closed([p for _, p in plans], day, now)))
        free = _with_remaining(session, found.slots, pool, now)
        found.slots = sorted(free, key=lambda slot: slot.start)
        return found

    def find_in(
        self,
        session: Session,
        slot_id: str,
        matter_id: str,
        park_id: str,
        now: datetime,
        lead: timedelta = LEAD_TIME,
    ) -> Opening:
        """The opening with this id, if it can still be booked for the matter.

        Args:
            lead: how long before its beginning it can be booked.

        Raises:
            UnknownSlot: the id names no window of the park, or one that does not handle the matter.
            SlotUnavailable: the day is closed, too far away, or the time is over.
        """
        opening = self._planned(session, slot_id, matter_id, park_id, now, lead)
        return _beside_others([opening], _counted(session, [opening]))[0]

    def _planned(
        self,
        session: Session,
        slot_id: str,
        matter_id: str,
        park_id: str,
        now: datetime,
        lead: timedelta,
    ) -> Opening:
        """The opening with all the seats that the hall plans for it; raises as `find_in` does."""
        window, start = self._read(slot_id)
        day = start.date()
        if window not in self._kb.windows_for(matter_id, park_id, day):
            raise UnknownSlot(slot_id)
        if start - now < lead:
            raise SlotUnavailable("这个时段已经过了或马上开始，请另选一个时段")
        if (day - now.date()).days > DAYS_AHEAD:
            raise SlotUnavailable(TOO_FAR)
        plan = self._hall_days.calendar_in(session).plan(window, day)
        capacities = self._hall_days.capacities_in(session, day, day)
        for opening in _of_day(window, day, plan, capacities, matter_id):
            if opening.start == start:
                return opening
        reason = f"当天不开放（{plan.closed}）" if plan.closed else "没有这个时段"
        raise SlotUnavailable(f"{window.number}{reason}，请另选一个时段")

    def is_full(
        self, slot_id: str, matter_id: str, park_id: str, now: datetime, pool: str = PUBLIC
    ) -> bool:
        """Whether no seat is free in an opening just now; raises as `find_in` does."""
        with reading(self._sessions) as session:
            opening = self._planned(session, slot_id, matter_id, park_id, now, timedelta(0))
            return not _with_remaining(session, [opening], pool, now)[0].remaining

    def wanted_time(self, slot_id: str) -> datetime:
        """When the slot with this id begins. Raises `UnknownSlot`."""
        return self._read(slot_id)[1]

    def nearest_free(
        self, matter_id: str, park_id: str, wanted: datetime, now: datetime, pool: str = PUBLIC
    ) -> list[Opening]:
        """The free openings nearest to a wanted time, at most five, nearest first.

        They are looked for anew after a second: a crowd that comes too late asks all at once.
        """
        asked = (matter_id, park_id, wanted, pool)
        kept = self._nearest.get(asked)
        if kept is None or not timedelta(0) <= now - kept[0] < NEAREST_KEPT:
            with reading(self._sessions) as session:
                kept = now, self.nearest_free_in(session, matter_id, park_id, wanted, now, pool)
            if len(self._nearest) >= MOST_KEPT:
                self._nearest.clear()
            self._nearest[asked] = kept
        return kept[1]

    def nearest_free_in(
        self,
        session: Session,
        matter_id: str,
        park_id: str,
        wanted: datetime,
        now: datetime,
        pool: str = PUBLIC,
    ) -> list[Opening]:
        """Like `nearest_free`, as things stand in a transaction."""
        today = now.date()
        # A time long past, or beyond what can be booked, is like today.
        around = wanted.date() if abs(wanted - now) < timedelta(days=DAYS_AHEAD) else today
        free: list[Opening] = []
        for center in (around, today):
            for ring in RINGS:
                first = max(today, center - timedelta(days=ring))
                last = max(today, center) + timedelta(days=ring)
                offered = self.offered_in(session, matter_id, park_id, first, last, now, pool)
                free = [slot for slot in offered.slots if slot.remaining]
                if len(free) >= MOST_ALTERNATIVES:
                    break
            if free:
                break
        return sorted(free, key=lambda slot: abs(slot.start - wanted))[:MOST_ALTERNATIVES]

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


def is_ahead(start: datetime, now: datetime) -> bool:
    """Whether a slot that begins at `start` can still be booked."""
    return start - now >= LEAD_TIME


def _of_day(
    window: Window, day: date, plan: DayPlan, capacities: Capacities, matter_id: str
) -> Iterator[Opening]:
    """The openings of one window on one day, past ones included."""
    length, row = timedelta(minutes=window.slot_minutes), window.slots_for(matter_id)
    seats = capacities.of(window, day)
    for period in plan.periods:
        start, closing = _at(day, period.start), _at(day, period.end)
        while start + length * row <= closing:
            plans = tuple(
                SlotPlan(
                    window.window_id, start + length * place, length, seats.public, seats.staff
                )
                for place in range(row)
            )
            yield Opening(window, plans, provisional=plan.provisional)
            start += length


def _why_closed(plans: Sequence[DayPlan], day: date, now: datetime) -> str:
    if day < now.date():
        return PAST_DAY
    reasons = [plan.closed for plan in plans]
    if day == now.date() and None in reasons:
        return PAST_TODAY
    return next((reason for reason in reasons if reason), "当天没有办理这个事项的窗口")


def _with_remaining(
    session: Session, openings: Sequence[Opening], pool: str, now: datetime
) -> Sequence[Opening]:
    if not openings:
        return []
    counted = _counted(session, openings)
    taken = {row.slot_id: row.staff_booked if pool == STAFF else row.booked for row in counted}
    for slot_id, seats in _lapsed(session, pool, now).items():
        taken[slot_id] = taken.get(slot_id, 0) - seats
    return [
        replace(opening, remaining=_left(opening, taken, pool))
        for opening in _beside_others(openings, counted)
    ]


def _left(opening: Opening, taken: Mapping[str, int], pool: str) -> int:
    return max(
        0,
        min(
            (plan.staff_seats if pool == STAFF else plan.seats) - taken.get(plan.slot_id, 0)
            for plan in opening.plans
        ),
    )


def _counted(session: Session, openings: Sequence[Opening]) -> Sequence[Counted]:
    """What is taken at the windows of the openings from the first of them to the last."""
    first = min(opening.start for opening in openings)
    query = select(
        Slot.slot_id, Slot.window_id, Slot.starts_at, Slot.ends_at, Slot.booked, Slot.staff_booked
    ).where(
        Slot.window_id.in_({opening.window.window_id for opening in openings}),
        Slot.starts_at < max(opening.end for opening in openings),
        Slot.starts_at > first - LONGEST_SLOT,  # so that the index serves, however old the table
        Slot.ends_at > first,
    )
    return session.execute(query).all()


def _beside_others(openings: Sequence[Opening], counted: Sequence[Counted]) -> Sequence[Opening]:
    """The openings without the seats of visits that were booked while other hours held.

    Such visits begin and end at other minutes; they are received at the same counters.
    """
    own = {plan.slot_id for opening in openings for plan in opening.plans}
    others = [row for row in counted if row.slot_id not in own]
    if not others:
        return openings
    return [
        replace(opening, plans=tuple(_beside(plan, others) for plan in opening.plans))
        for opening in openings
    ]


def _beside(plan: SlotPlan, others: Sequence[Counted]) -> SlotPlan:
    end = plan.start + plan.length
    beside = [
        row
        for row in others
        if row.window_id == plan.window_id and row.starts_at < end and row.ends_at > plan.start
    ]
    return replace(
        plan,
        seats=max(0, plan.seats - sum(row.booked for row in beside)),
        staff_seats=max(0, plan.staff_seats - sum(row.staff_booked for row in beside)),
    )


def _lapsed(session: Session, pool: str, now: datetime) -> dict[str, int]:
    """The seats of holds whose time is over, but which nobody has given back yet."""
    query = (
        select(Seat.slot_id, func.count())
        .join(Booking, Booking.code == Seat.code)
        .where(Booking.status == HELD, Booking.held_until <= now, Seat.pool == pool)
        .group_by(Seat.slot_id)
    )
    return {row[0]: row[1] for row in session.execute(query)}


def days(first: date, last: date) -> Iterator[date]:
    """The days from `first` to `last`, both included."""
    for offset in range((last - first).days + 1):
        yield first + timedelta(days=offset)


def _at(day: date, clock: time) -> datetime:
    return datetime.combine(day, clock, HALL_ZONE)
