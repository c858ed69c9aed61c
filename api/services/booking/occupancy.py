"""How full a window's days are, for the hall's staff."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from api.db.booking import Slot
from api.db.engine import SessionFactory, reading
from api.db.types import HALL_ZONE
from api.services.booking.hall_days import HallDays
from api.services.days.calendar import DayPlan
from knowledge import Window


@dataclass(frozen=True)
class Occupied:
    """One day of a window: seats over all its slots, and how many of them are taken."""

    day: date
    closed: str | None
    provisional: bool
    slots: int
    seats: int
    booked: int
    staff_seats: int
    staff_booked: int


def occupancy(
    sessions: SessionFactory, hall_days: HallDays, window: Window, first: date, last: date
) -> Sequence[Occupied]:
    """The days of a window from `first` to `last`, both included."""
    with reading(sessions) as session:
        calendar = hall_days.calendar_in(session)
        capacities = hall_days.capacities_in(session, first, last)
        taken = _taken(session, window, first, last)
    found = []
    for offset in range((last - first).days + 1):
        day = first + timedelta(days=offset)
        plan, seats = calendar.plan(window, day), capacities.of(window, day)
        slots, (booked, staff_booked) = _count(window, plan), taken[day]
        found.append(
            Occupied(
                day,
                plan.closed,
                plan.provisional,
                slots,
                slots * seats.public,
                booked,
                slots * seats.staff,
                staff_booked,
            )
        )
    return found


def _taken(
    session: Session, window: Window, first: date, last: date
) -> defaultdict[date, tuple[int, int]]:
    begin = datetime.combine(first, time(), HALL_ZONE)
    end = datetime.combine(last, time(), HALL_ZONE) + timedelta(days=1)
    query = select(Slot.starts_at, Slot.booked, Slot.staff_booked).where(
        Slot.window_id == window.window_id, Slot.starts_at >= begin, Slot.starts_at < end
    )
    taken: defaultdict[date, tuple[int, int]] = defaultdict(lambda: (0, 0))
    for starts_at, booked, staff_booked in session.execute(query):
        before = taken[starts_at.date()]
        taken[starts_at.date()] = before[0] + booked, before[1] + staff_booked
    return taken


def _count(window: Window, plan: DayPlan) -> int:
    return sum(
        (_minutes(period.end) - _minutes(period.start)) // window.slot_minutes
        for period in plan.periods
    )


def _minutes(clock: time) -> int:
    return clock.hour * 60 + clock.minute
