"""Giving tickets: to those who booked when they check in, and to those who come without."""

import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from api.db.booking import Booking
from api.db.engine import SessionFactory, reading
from api.db.queue import Ticket
from api.services import audit
from api.services.booking import life
from api.services.booking.codes import read_code
from api.services.days.calendar import Calendar
from api.services.days.words import say_time
from api.services.intake.proof import is_proved
from api.services.queue.arrival import booked_time, require_today
from api.services.queue.estimate import look, place_of
from api.services.queue.hours import closed_notice, has_closed
from api.services.queue.numbers import draw_number, letter_of
from api.services.queue.order import newcomer
from api.services.queue.refusals import Refused, UnknownTicket, UnknownVisit, UnknownWindow
from api.services.queue.steps import DONE, MISSED, WAITING, Steps, hold_booking
from api.services.queue.windows import receiving, window_on
from knowledge import KnowledgeBase, Window

NO_WINDOW = "今天没有办理这个事项的窗口，请到帮办代办专窗询问，或拨打 12345 咨询。"
NAME_A_MATTER = "请先选要办的事项，再取号。"
OVER = "今天的办理时间已过，不能再签到。请重新预约。"
OTHER_HALL = "您约的是{name}，不是这个大厅。请到那里签到，或在这里现场取号。"
WINDOW_GONE = "您约的窗口今天不开放，请找大厅工作人员安排。"
FULL = "今天的号已经发完了。"

Nearest = Callable[[str, str, datetime], datetime | None]
"""The nearest time that can be booked for a matter in a park, looked for at a moment."""


@dataclass(frozen=True)
class Standing:
    """A ticket and where it stands.

    Attributes:
        ahead: how many are called before it, as things stand; None once it does not wait.
        wait_s: the seconds it is expected to wait from now on; None once it does not wait.
    """

    ticket: Ticket
    window: Window
    ahead: int | None
    wait_s: int | None


class Tickets:
    """Gives tickets and tells where they stand.

    Args:
        nearest: finds a time to book for whom the day is too full for.
    """

    def __init__(
        self,
        sessions: SessionFactory,
        kb: KnowledgeBase,
        calendar: Calendar,
        steps: Steps,
        nearest: Nearest,
    ) -> None:
        self._sessions = sessions
        self._kb = kb
        self._calendar = calendar
        self._steps = steps
        self._nearest = nearest

    def check_in(
        self, code: str, phone_last4: str, now: datetime, hall_id: str | None = None
    ) -> Standing:
        """Check somebody in who knows their booking's code and phone.

        Doing it again gives the same ticket.

        Args:
            hall_id: where they are, if that is known.

        Raises:
            UnknownVisit: wrong code or proof.
            Refused: not today, not here, not any more.
        """
        with self._sessions() as session, session.begin():
            booking = _prove(_find(session, code), phone_last4)
            return self._admit(session, booking, hall_id, audit.APPLICANT, now)

    def hall_of(self, code: str, phone_last4: str) -> str:
        """The hall that somebody has booked in who knows their booking's code and phone.

        Raises:
            UnknownVisit: wrong code or proof.
            Refused: the window they booked is no more.
        """
        with reading(self._sessions) as session:
            booking = _prove(_visit(session.get(Booking, read_code(code) or "")), phone_last4)
        if booking.window_id not in self._kb.windows:
            raise Refused(WINDOW_GONE)
        return self._kb.windows[booking.window_id].hall_id

    def receive(self, code: str, actor: str, now: datetime, hall_id: str | None = None) -> Standing:
        """Check somebody in whom the staff have before them. Raises as `check_in` does."""
        with self._sessions() as session, session.begin():
            return self._admit(session, _find(session, code), hall_id, actor, now)

    def walk_in(
        self,
        park_id: str,
        matter_id: str | None,
        now: datetime,
        window_id: str | None = None,
        actor: str = audit.APPLICANT,
        hall_id: str | None = None,
    ) -> Standing:
        """Give a ticket to somebody who comes without a booking.

        Args:
            matter_id: what they come for; None for those whom the assisting window shall help.
            window_id: the window they want, where several are competent.
            hall_id: where they are, if that is known.

        Raises:
            Refused: no window receives them now; says when one does.
        """
        windows = receiving(self._kb, park_id, matter_id, now.date())
        windows = [window for window in windows if window_id in (None, window.window_id)]
        windows = [window for window in windows if hall_id in (None, window.hall_id)]
        if not windows:
            raise Refused(NO_WINDOW if matter_id or window_id else NAME_A_MATTER)
        closed = closed_notice(self._calendar, windows, now)
        if closed is not None:
            raise Refused(f"{closed[0]}。请到时再来取号，或者先预约。", next_opening=closed[1])
        with self._sessions() as session, session.begin():
            window = self._with_room(session, windows, matter_id, now)
            if window is None:
                raise self._full(park_id, matter_id, now)
            ticket = self._issue(session, window, now, matter_id=matter_id)
            self._steps.take(session, ticket, "walked_in", actor, now)
            return self._first_standing(session, ticket, now)

    def get(self, ticket_id: str, now: datetime) -> Standing:
        """Where a ticket stands. Raises `UnknownTicket`."""
        with reading(self._sessions) as session:
            ticket = session.get(Ticket, ticket_id)
            if ticket is None or ticket.window_id not in self._kb.windows:
                raise UnknownTicket(ticket_id)
            return self._standing(session, ticket, now)

    def _admit(
        self, session: Session, booking: Booking, hall_id: str | None, actor: str, now: datetime
    ) -> Standing:
        given = session.scalar(select(Ticket).where(Ticket.booking_code == booking.code))
        if given is not None and given.status not in (DONE, MISSED):
            return self._standing(session, given, now)
        require_today(booking, now)
        window = self._window_of(booking, hall_id, now)
        kept = booked_time(booking, now)
        ticket = given or self._issue(session, window, now, booking=booking, booked_for=kept)
        if given is not None:
            _queue_anew(given, now)
        self._steps.take(session, ticket, "checked_in", actor, now, in_time=kept is not None)
        return self._first_standing(session, ticket, now)

    def _window_of(self, booking: Booking, hall_id: str | None, now: datetime) -> Window:
        try:
            window = window_on(self._kb, booking.window_id, now.date())
        except UnknownWindow as gone:
            raise Refused(WINDOW_GONE) from gone
        if hall_id not in (None, window.hall_id):
            raise Refused(OTHER_HALL.format(name=self._kb.halls[window.hall_id].name))
        if self._calendar.plan(window, now.date()).closed:
            raise Refused(WINDOW_GONE)
        if has_closed(self._calendar, [window], now):
            raise Refused(OVER)
        return window

    def _with_room(
        self, session: Session, windows: Sequence[Window], matter_id: str | None, now: datetime
    ) -> Window | None:
        """Of the windows that are open and have time, an ordinary one, with the shortest wait."""
        new = newcomer(now, matter_id)
        outlooks = [
            (window, look(session, self._calendar, window, now))
            for window in windows
            if self._calendar.is_open([window], now)
        ]
        fitting = [
            (window.kind == "assist", outlook.wait_s(new), at)
            for at, (window, outlook) in enumerate(outlooks)
            if outlook.has_room()
        ]
        return outlooks[min(fitting)[-1]][0] if fitting else None

    def _full(self, park_id: str, matter_id: str | None, now: datetime) -> Refused:
        nearest = self._nearest(matter_id, park_id, now) if matter_id else None
        if nearest is None:
            return Refused(f"{FULL}请改天再来，或者先预约。")
        return Refused(f"{FULL}最近可以约{say_time(nearest)}，请先预约。", nearest=nearest)

    def _issue(
        self,
        session: Session,
        window: Window,
        now: datetime,
        *,
        booking: Booking | None = None,
        matter_id: str | None = None,
        booked_for: datetime | None = None,
    ) -> Ticket:
        """A new ticket that has not taken its first step yet."""
        day, letter = now.date(), letter_of(self._kb, window)
        return Ticket(
            ticket_id=secrets.token_hex(16),
            hall_id=window.hall_id,
            window_id=window.window_id,
            day=day,
            number=draw_number(session, window.hall_id, day, letter),
            matter_id=booking.matter_id if booking else matter_id,
            booking_code=booking.code if booking else None,
            intake_id=booking.intake_id if booking else None,
            booked_for=booked_for,
            queued_at=now,
            created_at=now,
            calls=0,
            skips=0,
            passes=0,
        )

    def _first_standing(self, session: Session, ticket: Ticket, now: datetime) -> Standing:
        """Where a ticket stands that was just given; what is told now is kept, to be measured."""
        standing = self._standing(session, ticket, now)
        if ticket.called_at is None:
            ticket.estimate_s = standing.wait_s
        return standing

    def _standing(self, session: Session, ticket: Ticket, now: datetime) -> Standing:
        window = self._kb.windows[ticket.window_id]
        if ticket.status != WAITING or ticket.day != now.date():
            return Standing(ticket, window, None, None)
        own, outlook = place_of(ticket), look(session, self._calendar, window, now)
        return Standing(ticket, window, outlook.ahead(own), outlook.wait_s(own))


def _find(session: Session, code: str) -> Booking:
    """The booking, locked."""
    return _visit(hold_booking(session, read_code(code) or ""))


def _visit(booking: Booking | None) -> Booking:
    """The booking; one that is only held, or no more, is none."""
    if booking is None or booking.status in life.NEVER_BOOKED:
        raise UnknownVisit
    return booking


def _prove(booking: Booking, phone_last4: str) -> Booking:
    if not is_proved(booking.intake, phone_last4):
        raise UnknownVisit
    return booking


def _queue_anew(ticket: Ticket, now: datetime) -> None:
    """Somebody who was missed is back: they queue with the others."""
    ticket.queued_at, ticket.booked_for, ticket.ended_at = now, None, None
    ticket.calls = ticket.skips = ticket.passes = 0
