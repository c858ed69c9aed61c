"""Days that the hall's staff close or open, and how many seats they set (decree D20)."""

import secrets
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from api.db.booking import CapacityChange, DayException
from api.db.engine import SessionFactory, reading
from api.services import audit
from api.services.booking.locks import change_hall_days
from api.services.days.calendar import Calendar, DayPlan, Departure
from knowledge import KnowledgeBase, Window
from knowledge.schema import OpeningPeriod


class UnknownException(Exception):
    """There is no such exception, or it is withdrawn already."""


@dataclass(frozen=True)
class Seats:
    """How many seats each slot of a window has: for everybody, and for the staff to give away."""

    public: int
    staff: int


class Capacities:
    """How many seats windows have on days, as far as the staff changed them."""

    def __init__(self, changes: Sequence[CapacityChange]) -> None:
        self._changes = changes

    def of(self, window: Window, day: date) -> Seats:
        """The seats of each slot of a window on a day: what was set last, else what it has."""
        for change in reversed(self._changes):
            if change.window_id == window.window_id and change.first_day <= day <= change.last_day:
                return Seats(change.seats, change.staff_seats)
        return Seats(window.capacity, window.staff_seats)


class LiveCalendar(Calendar):
    """The calendar as the staff have it now, for whoever asks it often.

    Args:
        read: reads it anew; what is read holds for two seconds.
    """

    KEPT_S = 2.0

    def __init__(self, read: Callable[[], Calendar]) -> None:
        super().__init__([])
        self._read = read
        self._kept: tuple[float, Calendar] | None = None

    def plan(self, window: Window, day: date) -> DayPlan:
        """The window's hours on a day, or the reason why it is closed."""
        return self._current().plan(window, day)

    def _current(self) -> Calendar:
        now, kept = time.monotonic(), self._kept
        if kept is None or now - kept[0] > self.KEPT_S:
            kept = self._kept = (now, self._read())
        return kept[1]


class HallDays:
    """The days on which halls depart from their rule: from the data, and set by their staff."""

    def __init__(self, kb: KnowledgeBase, sessions: SessionFactory) -> None:
        self._sessions = sessions
        self._of_data = tuple(map(Departure.of_data, kb.calendar))

    def calendar(self) -> Calendar:
        """The calendar as it stands now."""
        with reading(self._sessions) as session:
            return self.calendar_in(session)

    def calendar_in(self, session: Session) -> Calendar:
        """The calendar as it stands in a transaction. What the staff set overrules the data."""
        query = (
            select(DayException)
            .where(DayException.withdrawn_at.is_(None))
            .order_by(DayException.created_at, DayException.exception_id)
        )
        return Calendar([*self._of_data, *map(_departure, session.scalars(query))])

    def capacities_in(self, session: Session, first: date, last: date) -> Capacities:
        """The seats of all windows on the days from `first` to `last`."""
        query = (
            select(CapacityChange)
            .where(CapacityChange.first_day <= last, CapacityChange.last_day >= first)
            .order_by(CapacityChange.change_id)
        )
        return Capacities(session.scalars(query).all())

    def set_capacity(
        self, window_id: str, first: date, last: date, seats: Seats, actor: str, now: datetime
    ) -> CapacityChange:
        """Set the seats of a window on some days. Visits already booked stay, whatever it is."""
        change = CapacityChange(
            window_id=window_id,
            first_day=first,
            last_day=last,
            seats=seats.public,
            staff_seats=seats.staff,
            created_at=now,
        )

        def act(session: Session) -> CapacityChange:
            session.add(change)
            audit.note(
                session,
                "window",
                window_id,
                "set_capacity",
                actor,
                now,
                first_day=str(first),
                last_day=str(last),
                seats=seats.public,
                staff_seats=seats.staff,
            )
            return change

        return change_hall_days(self._sessions, act)

    def in_force(self, hall_id: str, from_day: date) -> Sequence[DayException]:
        """What the staff of a hall set for days from `from_day` on, in order of the days."""
        query = (
            select(DayException)
            .where(
                DayException.hall_id == hall_id,
                DayException.last_day >= from_day,
                DayException.withdrawn_at.is_(None),
            )
            .order_by(DayException.first_day, DayException.created_at)
        )
        with reading(self._sessions) as session:
            return session.scalars(query).all()


def add_exception(session: Session, wanted: Departure, actor: str, now: datetime) -> DayException:
    """Write a departure down; from now on the calendar follows it."""
    assert wanted.hall_id is not None
    exception = DayException(
        exception_id=secrets.token_hex(16),
        hall_id=wanted.hall_id,
        window_id=wanted.window_id,
        first_day=wanted.first_day,
        last_day=wanted.last_day,
        weekdays=sorted(wanted.weekdays),
        open=wanted.open,
        periods=[_stored(period) for period in wanted.periods] or None,
        reason=wanted.reason,
        created_at=now,
    )
    session.add(exception)
    session.flush()
    _note(session, exception, "opened" if wanted.open else "closed", actor, now)
    return exception


def withdraw_exception(
    session: Session, exception_id: str, actor: str, now: datetime
) -> DayException:
    """Take a departure back; the rule holds again. Raises `UnknownException`."""
    exception = session.get(DayException, exception_id)
    if exception is None or exception.withdrawn_at is not None:
        raise UnknownException(exception_id)
    exception.withdrawn_at = now
    session.flush()
    _note(session, exception, "withdrawn", actor, now)
    return exception


def _note(
    session: Session, exception: DayException, action: str, actor: str, now: datetime
) -> None:
    audit.note(
        session,
        "day_exception",
        exception.exception_id,
        action,
        actor,
        now,
        hall_id=exception.hall_id,
        window_id=exception.window_id,
        first_day=str(exception.first_day),
        last_day=str(exception.last_day),
    )


def _stored(period: OpeningPeriod) -> dict[str, Any]:
    return {"start": f"{period.start:%H:%M}", "end": f"{period.end:%H:%M}"}


def _departure(exception: DayException) -> Departure:
    every_day = list(range(1, 8))
    return Departure(
        hall_id=exception.hall_id,
        window_id=exception.window_id,
        first_day=exception.first_day,
        last_day=exception.last_day,
        open=exception.open,
        reason=exception.reason,
        periods=tuple(
            OpeningPeriod.model_validate({"weekdays": every_day, **period})
            for period in exception.periods or ()
        ),
        weekdays=frozenset(exception.weekdays or every_day),
    )
