"""What everybody in a hall sees of its queue, and what its staff see: never who anybody is."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from api.db.engine import SessionFactory, reading
from api.db.queue import Ticket
from api.services.days.calendar import Calendar
from api.services.queue.estimate import place_of
from api.services.queue.hours import closed_notice
from api.services.queue.order import turns
from api.services.queue.steps import CALLED, PRESENT, SERVING, WAITING
from api.services.queue.windows import windows_of
from knowledge import Hall, KnowledgeBase, Window


class UnknownHall(Exception):
    """There is no such hall."""


@dataclass(frozen=True)
class WindowQueue:
    """The queue of one window.

    Attributes:
        closed: why it serves nobody now, in Chinese; None while it is open.
        called: whom it has called, the latest call first.
        waiting: in the order in which they are called, as things stand.
    """

    window: Window
    closed: str | None
    called: Sequence[Ticket]
    serving: Sequence[Ticket]
    waiting: Sequence[Ticket]


@dataclass(frozen=True)
class HallQueue:
    """The queue of a whole hall.

    Attributes:
        closed: why no window serves anybody now, in Chinese; None while one does.
    """

    hall: Hall
    closed: str | None
    windows: Sequence[WindowQueue]


class Boards:
    """Shows the queues of the halls."""

    def __init__(self, sessions: SessionFactory, kb: KnowledgeBase, calendar: Calendar) -> None:
        self._sessions = sessions
        self._kb = kb
        self._calendar = calendar

    def of(self, hall_id: str, now: datetime) -> HallQueue:
        """The queue of a hall as it is now. Raises `UnknownHall`."""
        hall = self._kb.halls.get(hall_id)
        if hall is None:
            raise UnknownHall(hall_id)
        query = select(Ticket).where(
            Ticket.hall_id == hall_id, Ticket.day == now.date(), Ticket.status.in_(PRESENT)
        )
        with reading(self._sessions) as session:
            tickets = session.scalars(query).all()
        windows = windows_of(self._kb, hall_id, now.date())
        queues = [self._queue_of(window, tickets, now) for window in windows]
        return HallQueue(hall, self._closed(windows, now), queues)

    def _queue_of(self, window: Window, tickets: Sequence[Ticket], now: datetime) -> WindowQueue:
        own = [ticket for ticket in tickets if ticket.window_id == window.window_id]
        by_id = {ticket.ticket_id: ticket for ticket in own}
        places = [place_of(ticket) for ticket in own if ticket.status == WAITING]
        called = [ticket for ticket in own if ticket.status == CALLED]
        return WindowQueue(
            window,
            self._closed([window], now),
            sorted(called, key=lambda ticket: ticket.last_called_at or now, reverse=True),
            sorted(
                (ticket for ticket in own if ticket.status == SERVING),
                key=lambda ticket: ticket.started_at or now,
            ),
            [by_id[place.ticket_id] for place in turns(places, now)],
        )

    def _closed(self, windows: Sequence[Window], now: datetime) -> str | None:
        notice = closed_notice(self._calendar, windows, now)
        return notice[0] if notice else None
