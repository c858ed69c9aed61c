"""What becomes, after closing, of visits that did not take place."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import Session

from api.db.booking import Booking
from api.db.engine import SessionFactory, reading
from api.db.queue import Ticket
from api.services.audit import SYSTEM
from api.services.booking import life
from api.services.booking.seats import free_seats
from api.services.days.calendar import Calendar
from api.services.events import Event, Events, Kind
from api.services.queue.hours import has_closed, midnight
from api.services.queue.steps import CALLED, SERVING, WAITING, Steps, hold, hold_booking
from api.services.queue.windows import windows_of
from knowledge import KnowledgeBase

NEVER_CAME = "当天没有签到"
STILL_WAITED = "下班时还没有叫到"
NEVER_CLOSED = "当天没有点“办完”，由系统收尾"
EVERY_S = 600.0
"""Often enough that the lists of a day are settled soon after closing."""


@dataclass(frozen=True)
class Over:
    """Which halls have closed for the day, and from when on today begins."""

    today: datetime
    hall_ids: frozenset[str]
    window_ids: frozenset[str]


class Closing:
    """Settles the days that are over. Doing it twice, or in two processes at once, does no harm."""

    def __init__(
        self,
        sessions: SessionFactory,
        kb: KnowledgeBase,
        calendar: Calendar,
        steps: Steps,
        events: Events,
    ) -> None:
        self._sessions = sessions
        self._kb = kb
        self._calendar = calendar
        self._steps = steps
        self._events = events

    def close_days(self, now: datetime) -> int:
        """Settle what is left of past days, and of today where the hall has closed.

        Returns:
            How many bookings and tickets were ended.
        """
        over = self._over(now)
        bookings = self._each(
            _codes(self._sessions, over),
            lambda session, code: self._end_booking(session, code, now),
        )
        tickets = self._each(
            _ticket_ids(self._sessions, over),
            lambda session, ticket_id: self._end_ticket(session, ticket_id, now),
        )
        return bookings + tickets

    def _over(self, now: datetime) -> Over:
        closed = {
            hall_id: windows
            for hall_id in self._kb.halls
            if has_closed(self._calendar, windows := windows_of(self._kb, hall_id, now.date()), now)
        }
        window_ids = {window.window_id for windows in closed.values() for window in windows}
        return Over(midnight(now.date()), frozenset(closed), frozenset(window_ids))

    def _each(self, keys: Iterable[str], end: Callable[[Session, str], bool]) -> int:
        """Each in a transaction of its own: a day's work is not lost with one of them."""
        ended = 0
        for key in keys:
            with self._sessions() as session, session.begin():
                ended += end(session, key)
        return ended

    def _end_booking(self, session: Session, code: str, now: datetime) -> bool:
        booking = hold_booking(session, code)
        if booking is None or booking.status != life.CONFIRMED:
            return False
        if booking.displaced:
            to, kind, reason = life.CANCELLED, Kind.CANCELLED, booking.displaced
            free_seats(session, booking)
        else:
            to, kind, reason = life.MISSED, Kind.MISSED, NEVER_CAME
        life.advance(session, booking, to, to, SYSTEM, now, reason=reason)
        facts = {"reason": reason}
        self._events.publish(session, Event(kind, booking.visitor, now, SYSTEM, booking, facts))
        return True

    def _end_ticket(self, session: Session, ticket_id: str, now: datetime) -> bool:
        ticket = hold(session, ticket_id)
        if ticket.day == now.date() and ticket.status != WAITING:
            return False  # somebody has called it meanwhile
        if ticket.status in (WAITING, CALLED):
            ticket.ended_at = now
            self._steps.take(session, ticket, "missed", SYSTEM, now, reason=STILL_WAITED)
            return True
        if ticket.status == SERVING:
            # Without an end: nobody knows when it was, and nothing is to be learnt from it.
            self._steps.take(session, ticket, "finished", SYSTEM, now, reason=NEVER_CLOSED)
            return True
        return False


def _codes(sessions: SessionFactory, over: Over) -> list[str]:
    closed_today = and_(
        Booking.window_id.in_(over.window_ids), Booking.starts_at < over.today + timedelta(days=1)
    )
    query = select(Booking.code).where(
        Booking.status == life.CONFIRMED,
        or_(Booking.starts_at < over.today, closed_today),
    )
    with reading(sessions) as session:
        return list(session.scalars(query.order_by(Booking.starts_at)))


def _ticket_ids(sessions: SessionFactory, over: Over) -> list[str]:
    """Whoever waited; on past days also those whom nobody ended."""
    past: ColumnElement[bool] = and_(
        Ticket.day < over.today.date(), Ticket.status.in_((WAITING, CALLED, SERVING))
    )
    today = and_(
        Ticket.day == over.today.date(),
        Ticket.hall_id.in_(over.hall_ids),
        Ticket.status == WAITING,
    )
    with reading(sessions) as session:
        query = select(Ticket.ticket_id).where(or_(past, today))
        return list(session.scalars(query.order_by(Ticket.day, Ticket.created_at)))
