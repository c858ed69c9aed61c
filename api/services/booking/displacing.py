"""Closing and opening days: who is affected, is told, and is offered something else."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from api.db.booking import Booking, DayException
from api.db.engine import SessionFactory, transact
from api.db.types import HALL_ZONE
from api.services import audit
from api.services.booking.calendar import Calendar, Departure
from api.services.booking.hall_days import HallDays, add_exception, withdraw_exception
from api.services.booking.life import CONFIRMED
from api.services.booking.locks import change_hall_days
from api.services.booking.slots import Opening, Slots
from api.services.events import Event, Events, Kind
from knowledge import KnowledgeBase


@dataclass(frozen=True)
class Affected:
    """A visit that cannot be received at its time any more, and what is free instead."""

    booking: Booking
    alternatives: Sequence[Opening]


class _Undone(Exception):
    """Ends a transaction that was only to show what would happen."""

    def __init__(self, affected: Sequence[Affected]) -> None:
        super().__init__()
        self.affected = affected


class HallDayChanges:
    """Changes the days of halls, and sees to the visits on them."""

    def __init__(
        self,
        sessions: SessionFactory,
        kb: KnowledgeBase,
        hall_days: HallDays,
        slots: Slots,
        events: Events | None = None,
    ) -> None:
        self._sessions = sessions
        self._kb = kb
        self._hall_days = hall_days
        self._slots = slots
        self._events = events or Events()

    def preview(self, wanted: Departure, now: datetime) -> Sequence[Affected]:
        """Whom a departure would affect; nothing is changed and nobody is told."""

        def act(session: Session) -> None:
            add_exception(session, wanted, audit.SYSTEM, now)
            affected = self._affected(session, wanted.first_day, wanted.last_day, now)
            session.expunge_all()  # undoing would make the bookings forget what they hold
            raise _Undone(affected)

        try:
            transact(self._sessions, act)
        except _Undone as shown:
            return shown.affected
        raise AssertionError

    def apply(
        self, wanted: Departure, actor: str, now: datetime
    ) -> tuple[DayException, Sequence[Affected]]:
        """Let a departure hold; the visits it affects are marked and told, with what is free."""

        def act(session: Session) -> tuple[DayException, Sequence[Affected]]:
            exception = add_exception(session, wanted, actor, now)
            affected = self._affected(session, wanted.first_day, wanted.last_day, now)
            for found in affected:
                self._displace(session, found, wanted.reason, actor, now)
            self._restore(session, wanted.first_day, wanted.last_day, actor, now)
            return exception, affected

        return change_hall_days(self._sessions, act)

    def withdraw(
        self, exception_id: str, actor: str, now: datetime
    ) -> tuple[DayException, Sequence[Affected]]:
        """Take a departure back; visits that can be received again are told so.

        Raises:
            UnknownException: there is no such departure in force.
        """

        def act(session: Session) -> tuple[DayException, Sequence[Affected]]:
            exception = withdraw_exception(session, exception_id, actor, now)
            days = exception.first_day, exception.last_day
            affected = self._affected(session, *days, now)
            for found in affected:  # those booked because it opened the day
                self._displace(session, found, "大厅当天不再开放", actor, now)
            self._restore(session, *days, actor, now)
            return exception, affected

        return change_hall_days(self._sessions, act)

    def _affected(self, session: Session, first: date, last: date, now: datetime) -> list[Affected]:
        calendar = self._hall_days.calendar_in(session)
        return [
            Affected(booking, self._alternatives(session, booking, now))
            for booking in _visits(session, first, last, now)
            if booking.displaced is None and not self._is_received(calendar, booking)
        ]

    def _restore(
        self, session: Session, first: date, last: date, actor: str, now: datetime
    ) -> None:
        calendar = self._hall_days.calendar_in(session)
        for booking in _visits(session, first, last, now):
            if booking.displaced is not None and self._is_received(calendar, booking):
                booking.displaced, booking.updated_at = None, now
                audit.note(session, "booking", booking.code, "restored", actor, now)
                event = Event(Kind.RESTORED, booking.visitor, now, actor, booking)
                self._events.publish(session, event)

    def _displace(
        self, session: Session, found: Affected, reason: str, actor: str, now: datetime
    ) -> None:
        booking = found.booking
        booking.displaced, booking.updated_at = reason, now
        audit.note(session, "booking", booking.code, "displaced", actor, now)
        facts = {"reason": reason, "alternatives": found.alternatives}
        event = Event(Kind.DISPLACED, booking.visitor, now, actor, booking, facts)
        self._events.publish(session, event)

    def _is_received(self, calendar: Calendar, booking: Booking) -> bool:
        window = self._kb.windows.get(booking.window_id)
        if window is None:
            return False
        plan = calendar.plan(window, booking.starts_at.date())
        return plan.covers(booking.starts_at, booking.ends_at)

    def _alternatives(self, session: Session, booking: Booking, now: datetime) -> Sequence[Opening]:
        return self._slots.nearest_free_in(
            session, booking.matter_id, booking.park_id, booking.starts_at, now
        )


def _visits(session: Session, first: date, last: date, now: datetime) -> Sequence[Booking]:
    """The visits booked for the days from `first` to `last` that are still ahead."""
    start = datetime.combine(first, time(), HALL_ZONE)
    end = datetime.combine(last, time(), HALL_ZONE) + timedelta(days=1)
    query = (
        select(Booking)
        .where(
            Booking.status == CONFIRMED,
            Booking.starts_at >= max(start, now),
            Booking.starts_at < end,
        )
        .order_by(Booking.starts_at, Booking.code)
    )
    return session.scalars(query.with_for_update(of=Booking)).all()
