"""What the staff at a window do with tickets: call, serve, skip, send on (the whole in `steps`)."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Protocol

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from api.db.engine import SessionFactory
from api.db.queue import Ticket
from api.services.days.calendar import Calendar
from api.services.queue.estimate import place_of
from api.services.queue.hours import has_closed
from api.services.queue.numbers import letter_of, lock_queue
from api.services.queue.order import Place, turns
from api.services.queue.refusals import Refused, UnknownWindow
from api.services.queue.steps import CALLED, SERVING, WAITING, Steps, hold
from api.services.queue.windows import window_on
from knowledge import KnowledgeBase, Window

MOST_CALLS = 3
"""How often a number is called before it may be given up."""
MOST_SKIPS = 2
"""How often somebody may be skipped and come up again."""
WARNED_AHEAD = 2
"""Somebody with this many before them is told that their turn is near."""
LET_PASS = 3
"""How many others are called before somebody who was skipped."""

ALL_BUSY = "{window}的 {counters} 个台席都有号在办，请先办完或按过号处理，再叫下一个。"
CALLED_ENOUGH = "{number} 号已经叫了 {calls} 次，请按过号处理，或记为未到。"
CALL_MORE = "{number} 号才叫了 {calls} 次，叫满 {most} 次没人来才能记为未到；也可以先过号。"
OTHER_HALL = "只能转到本大厅今天还办理的窗口，请重新选择。"
SAME_WINDOW = "{number} 号已经在这个窗口了，请另选一个窗口。"


class TellSoon(Protocol):
    """Tells somebody that only so many are called before them, in the caller's transaction."""

    def __call__(self, session: Session, ticket: Ticket, ahead: int, now: datetime) -> None: ...


def tell_nobody(session: Session, ticket: Ticket, ahead: int, now: datetime) -> None:
    """For installations that send no messages."""


class Calling:
    """The staff's side of the queue. Every step names who took it.

    Args:
        soon: tells somebody that their turn is near.
    """

    def __init__(
        self,
        sessions: SessionFactory,
        kb: KnowledgeBase,
        calendar: Calendar,
        steps: Steps,
        soon: TellSoon = tell_nobody,
    ) -> None:
        self._soon = soon
        self._sessions = sessions
        self._kb = kb
        self._calendar = calendar
        self._steps = steps

    def call_next(self, window_id: str, actor: str, now: datetime) -> Ticket | None:
        """Call whose turn it is; None when nobody waits. No ticket is given to two clerks.

        Raises:
            UnknownWindow: there is no such window today.
            Refused: every counter of the window is taken.
        """
        window = window_on(self._kb, window_id, now.date())
        with self._sessions() as session, session.begin():
            lock_queue(session, window.hall_id, now.date(), letter_of(self._kb, window))
            _require_free_counter(session, window, now)
            ticket = _claim_first(session, window, now)
            if ticket is not None:
                ticket.calls, ticket.passes = 1, 0
                ticket.last_called_at = now
                ticket.called_at = ticket.called_at or now
                self._steps.take(session, ticket, "called", actor, now)
                _let_pass(session, ticket)
                self._warn(session, window, now)
            return ticket

    def _warn(self, session: Session, window: Window, now: datetime) -> None:
        """Tell whoever has only a few before them that their turn is near."""
        order = turns(_waiting(session, window, now), now)
        if len(order) > WARNED_AHEAD:
            near = session.get_one(Ticket, order[WARNED_AHEAD].ticket_id)
            self._soon(session, near, WARNED_AHEAD, now)

    def recall(self, ticket_id: str, actor: str, now: datetime) -> Ticket:
        """Call somebody again who did not come. Raises `UnknownTicket`, `Refused`."""
        with self._held(ticket_id) as (session, ticket):
            if ticket.status == CALLED and ticket.calls >= MOST_CALLS:
                raise Refused(CALLED_ENOUGH.format(number=ticket.number, calls=ticket.calls))
            ticket.calls, ticket.last_called_at = ticket.calls + 1, now
            self._steps.take(session, ticket, "recalled", actor, now, calls=ticket.calls)
            return ticket

    def skip(self, ticket_id: str, actor: str, now: datetime) -> Ticket:
        """Call others first; whoever was skipped too often is missed.

        Raises `UnknownTicket`, `Refused`.
        """
        with self._held(ticket_id) as (session, ticket):
            if ticket.status == CALLED and ticket.skips >= MOST_SKIPS:
                ticket.ended_at = now
                self._steps.take(session, ticket, "missed", actor, now, skips=ticket.skips)
                return ticket
            ticket.calls, ticket.passes, ticket.skips = 0, LET_PASS, ticket.skips + 1
            self._steps.take(session, ticket, "skipped", actor, now, skips=ticket.skips)
            return ticket

    def start(self, ticket_id: str, actor: str, now: datetime) -> Ticket:
        """They are at the counter. Raises `UnknownTicket`, `Refused`."""
        with self._held(ticket_id) as (session, ticket):
            ticket.started_at = now
            self._steps.take(session, ticket, "started", actor, now)
            return ticket

    def finish(self, ticket_id: str, actor: str, now: datetime) -> Ticket:
        """They have been served. Raises `UnknownTicket`, `Refused`."""
        with self._held(ticket_id) as (session, ticket):
            ticket.ended_at = now
            self._steps.take(session, ticket, "finished", actor, now)
            return ticket

    def missed(self, ticket_id: str, actor: str, now: datetime) -> Ticket:
        """They were called often enough and did not come. Raises `UnknownTicket`, `Refused`."""
        with self._held(ticket_id) as (session, ticket):
            if ticket.status in (WAITING, CALLED) and ticket.calls < MOST_CALLS:
                raise Refused(
                    CALL_MORE.format(number=ticket.number, calls=ticket.calls, most=MOST_CALLS)
                )
            ticket.ended_at = now
            self._steps.take(session, ticket, "missed", actor, now, calls=ticket.calls)
            return ticket

    def transfer(
        self, ticket_id: str, window_id: str, reason: str, actor: str, now: datetime
    ) -> Ticket:
        """Send somebody on to another window, with their case and their place.

        Raises:
            UnknownTicket: there is none.
            Refused: the window is not of this hall or not open today, or they are through.
        """
        with self._held(ticket_id) as (session, ticket):
            self._require_reachable(ticket, window_id, now)
            before, ticket.window_id = ticket.window_id, window_id
            ticket.calls = ticket.skips = ticket.passes = 0
            self._steps.take(
                session, ticket, "transferred", actor, now, reason=reason, from_window_id=before
            )
            return ticket

    @contextmanager
    def _held(self, ticket_id: str) -> Iterator[tuple[Session, Ticket]]:
        with self._sessions() as session, session.begin():
            yield session, hold(session, ticket_id)

    def _require_reachable(self, ticket: Ticket, window_id: str, now: datetime) -> None:
        if window_id == ticket.window_id:
            raise Refused(SAME_WINDOW.format(number=ticket.number))
        try:
            window = window_on(self._kb, window_id, now.date())
        except UnknownWindow as unknown:
            raise Refused(OTHER_HALL) from unknown
        closed = self._calendar.plan(window, now.date()).closed
        over = closed or has_closed(self._calendar, [window], now)
        if window.hall_id != ticket.hall_id or ticket.day != now.date() or over:
            raise Refused(OTHER_HALL)


def _require_free_counter(session: Session, window: Window, now: datetime) -> None:
    taken = session.scalar(
        select(func.count())
        .select_from(Ticket)
        .where(
            Ticket.window_id == window.window_id,
            Ticket.day == now.date(),
            Ticket.status.in_((CALLED, SERVING)),
        )
    )
    if (taken or 0) >= window.capacity:
        raise Refused(ALL_BUSY.format(window=window.number, counters=window.capacity))


def _claim_first(session: Session, window: Window, now: datetime) -> Ticket | None:
    """The ticket whose turn it is, locked; None when nobody waits."""
    while places := _waiting(session, window, now):
        ticket = hold(session, turns(places, now)[0].ticket_id)
        # Meanwhile it may have been sent on to another window, or its booking cancelled.
        if ticket.status == WAITING and ticket.window_id == window.window_id:
            return ticket
    return None


def _waiting(session: Session, window: Window, now: datetime) -> list[Place]:
    waiting = select(Ticket).where(
        Ticket.window_id == window.window_id,
        Ticket.day == now.date(),
        Ticket.status == WAITING,
    )
    fresh = session.scalars(waiting, execution_options={"populate_existing": True})
    return [place_of(ticket) for ticket in fresh]


def _let_pass(session: Session, called: Ticket) -> None:
    """Those who were skipped have let one more pass."""
    session.flush()
    session.execute(
        update(Ticket)
        .where(
            Ticket.window_id == called.window_id,
            Ticket.day == called.day,
            Ticket.status == WAITING,
            Ticket.passes > 0,
        )
        .values(passes=Ticket.passes - 1)
        .execution_options(synchronize_session=False)
    )
