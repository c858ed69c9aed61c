"""Closing and opening days: who is affected, is told, and is offered something else."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cache

from sqlalchemy import Select, select
from sqlalchemy.orm import Session, lazyload

from api.db.booking import Booking, DayException
from api.db.engine import SessionFactory, reading, transact
from api.db.types import HALL_ZONE
from api.services import audit
from api.services.booking.hall_days import HallDays, add_exception, withdraw_exception
from api.services.booking.life import CONFIRMED
from api.services.booking.locks import change_hall_days
from api.services.booking.slots import DAYS_AHEAD, Opening, Slots
from api.services.days.calendar import Calendar, DayPlan, Departure
from api.services.events import Event, Events, Kind
from knowledge import KnowledgeBase

OTHER_HOURS = "大厅当天的服务时间有变"
NO_WINDOW = "这个窗口不再开放"
NOT_WHO = lazyload(Booking.intake)
"""Who comes does not matter for what is only looked at."""


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

    def follow(self, now: datetime) -> int:
        """See to visits whose day has become another without the staff: how many that were.

        The holidays of their year are published meanwhile, or other data are in service.
        """
        first, last = now.date(), now.date() + timedelta(days=DAYS_AHEAD)
        with reading(self._sessions) as session:
            calendar = self._hall_days.calendar_in(session)
            if not any(
                self._is_other(calendar, visit)
                for visit in session.scalars(_ahead(first, last, now).options(NOT_WHO))
            ):
                return 0

        def act(session: Session) -> int:
            calendar = self._hall_days.calendar_in(session)
            affected = self._affected(session, first, last, now)
            for found in affected:
                reason = self._plan(calendar, found.booking).closed or OTHER_HOURS
                self._displace(session, found, reason, audit.SYSTEM, now)
            restored = self._restore(session, first, last, audit.SYSTEM, now)
            return len(affected) + restored + self._settle(session, calendar, first, last, now)

        return change_hall_days(self._sessions, act)

    def _affected(self, session: Session, first: date, last: date, now: datetime) -> list[Affected]:
        calendar = self._hall_days.calendar_in(session)

        @cache
        def free(matter_id: str, park_id: str, wanted: datetime) -> Sequence[Opening]:
            return self._slots.nearest_free_in(session, matter_id, park_id, wanted, now)

        return [
            Affected(booking, free(booking.matter_id, booking.park_id, booking.starts_at))
            for booking in _visits(session, first, last, now)
            if booking.displaced is None and not self._is_received(calendar, booking)
        ]

    def _restore(self, session: Session, first: date, last: date, actor: str, now: datetime) -> int:
        calendar = self._hall_days.calendar_in(session)
        restored = [
            booking
            for booking in _visits(session, first, last, now)
            if booking.displaced is not None and self._is_received(calendar, booking)
        ]
        for booking in restored:
            booking.displaced, booking.updated_at = None, now
            audit.note(session, "booking", booking.code, "restored", actor, now)
            event = Event(Kind.RESTORED, booking.visitor, now, actor, booking)
            self._events.publish(session, event)
        return len(restored)

    def _settle(
        self, session: Session, calendar: Calendar, first: date, last: date, now: datetime
    ) -> int:
        """Visits that were provisional are so no more once the holidays are published."""
        settled = [
            booking
            for booking in _visits(session, first, last, now)
            if booking.provisional and not self._plan(calendar, booking).provisional
        ]
        for booking in settled:
            booking.provisional, booking.updated_at = False, now
            audit.note(session, "booking", booking.code, "settled", audit.SYSTEM, now)
        return len(settled)

    def _displace(
        self, session: Session, found: Affected, reason: str, actor: str, now: datetime
    ) -> None:
        booking = found.booking
        booking.displaced, booking.updated_at = reason, now
        audit.note(session, "booking", booking.code, "displaced", actor, now, reason=reason)
        starts = [opening.start for opening in found.alternatives]
        facts = {"reason": reason, "alternatives": starts}
        event = Event(Kind.DISPLACED, booking.visitor, now, actor, booking, facts)
        self._events.publish(session, event)

    def _is_other(self, calendar: Calendar, booking: Booking) -> bool:
        """Whether the day of a visit is not any more what its booking says of it."""
        plan = self._plan(calendar, booking)
        return (booking.displaced is None) != self._is_received(calendar, booking) or (
            booking.provisional and not plan.provisional
        )

    def _is_received(self, calendar: Calendar, booking: Booking) -> bool:
        return self._plan(calendar, booking).covers(booking.starts_at, booking.ends_at)

    def _plan(self, calendar: Calendar, booking: Booking) -> DayPlan:
        window, day = self._kb.windows.get(booking.window_id), booking.starts_at.date()
        if window is None or not window.exists_on(day):
            return DayPlan(closed=NO_WINDOW)
        return calendar.plan(window, day)


def _visits(session: Session, first: date, last: date, now: datetime) -> Sequence[Booking]:
    """The visits booked for the days from `first` to `last` that are still ahead, locked."""
    return session.scalars(_ahead(first, last, now).with_for_update(of=Booking)).all()


def _ahead(first: date, last: date, now: datetime) -> Select[Booking]:
    start = datetime.combine(first, time(), HALL_ZONE)
    end = datetime.combine(last, time(), HALL_ZONE) + timedelta(days=1)
    return (
        select(Booking)
        .where(
            Booking.status == CONFIRMED,
            Booking.starts_at >= max(start, now),
            Booking.starts_at < end,
        )
        .order_by(Booking.starts_at, Booking.code)
    )
