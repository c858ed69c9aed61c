"""A hall with two ordinary windows and one that assists, its queue, and its visitors."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import product
from typing import Any

from sqlalchemy import select

from api.db.audit import AuditEntry
from api.db.booking import Booking, Seat, Slot
from api.db.engine import SessionFactory
from api.db.intake import Intake
from api.db.queue import Ticket
from api.services.days.calendar import Calendar, Departure
from api.services.events import Event, Events
from api.services.queue.service import Queue
from api.services.queue.steps import leave_queue
from api.services.queue.tickets import Standing
from knowledge import CalendarOverride, KnowledgeBase, Window
from tests.api.hall import MATTER, PARK, assisting_window, at, window, with_windows

HALL = "gaoxin-hall"
FIRST, SECOND, ASSISTING = "gaoxin-01", "gaoxin-02", "gaoxin-06"
LAST4 = "5678"
CLERK = "staff:007"


def two_windows() -> tuple[Window, ...]:
    """One counter each, and one that assists."""
    second = window(SECOND, number="2号窗口", capacity=1, matters=["fire-acceptance"])
    return window(capacity=1), second, assisting_window()


class HallDay:
    """The hall on 2026-11-25, a Wednesday; times of the day are written `09:00`."""

    def __init__(
        self,
        sessions: SessionFactory,
        kb: KnowledgeBase,
        *windows: Window,
        exceptions: Sequence[CalendarOverride] = (),
    ) -> None:
        self.sessions = sessions
        self.kb = with_windows(kb, *(windows or two_windows()))
        self.told: list[Event] = []
        self.nearest: datetime | None = None
        self.warned: list[tuple[str, int]] = []
        self.events = Events(lambda _, event: self.told.append(event), leave_queue)
        self.queue = Queue.open(
            sessions,
            self.kb,
            Calendar(map(Departure.of_data, exceptions)),
            self.events,
            lambda *_: self.nearest,
            lambda _, ticket, ahead, __: self.warned.append((ticket.number, ahead)),
        )
        self._codes = map("".join, product(["ABCDE"], *["23456789"] * 3))

    def booked(self, clock: str, window_id: str = FIRST, **more: Any) -> str:
        """Somebody has booked a time; returns the code. `clock` may name another day, too."""
        start = moment(clock)
        code = next(self._codes)
        stamps = {"created_at": start - timedelta(days=3), "updated_at": start - timedelta(days=3)}
        matter = {"park_id": PARK, "matter_id": more.pop("matter_id", MATTER)}
        times = {"window_id": window_id, "starts_at": start, "ends_at": start}
        with self.sessions() as session, session.begin():
            session.merge(Slot(slot_id=code, capacity=1, booked=1, **times))
            intake = Intake(
                intake_id=code, status="expected", edition_id="test", phone=f"1381234{LAST4}",
                **matter, **stamps,
            )  # fmt: skip
            session.add(intake)
            session.flush()
            fields = {"status": "confirmed", "pool": "public", "intake_id": code} | more
            session.add(Booking(code=code, slot_id=code, **matter, **times, **stamps, **fields))
            session.flush()
            session.add(Seat(slot_id=code, code=code, pool=fields["pool"]))
        return code

    def checks_in(self, code: str, clock: str, **more: Any) -> Standing:
        """Somebody checks in with their booking."""
        return self.queue.tickets.check_in(code, LAST4, moment(clock), **more)

    def walks_in(self, clock: str, matter_id: str | None = MATTER, **more: Any) -> Standing:
        """Somebody comes without a booking."""
        return self.queue.tickets.walk_in(PARK, matter_id, moment(clock), **more)

    def calls(self, clock: str, window_id: str = FIRST) -> str | None:
        """The clerk calls the next; returns the number."""
        ticket = self.queue.calling.call_next(window_id, CLERK, moment(clock))
        return ticket.number if ticket else None

    def serves(self, clock: str, window_id: str = FIRST) -> str | None:
        """The clerk calls the next and is done with them at once; returns the number."""
        ticket = self.queue.calling.call_next(window_id, CLERK, moment(clock))
        if ticket is None:
            return None
        self.queue.calling.start(ticket.ticket_id, CLERK, moment(clock))
        self.queue.calling.finish(ticket.ticket_id, CLERK, moment(clock))
        return ticket.number

    def ticket(self, number: str) -> Ticket:
        """The ticket as it is stored."""
        with self.sessions() as session:
            return session.scalars(select(Ticket).where(Ticket.number == number)).one()

    def booking(self, code: str) -> Booking:
        """The booking as it is stored."""
        with self.sessions() as session:
            return session.get_one(Booking, code)

    def trail(self, subject_id: str) -> list[tuple[str, str, str | None]]:
        """Who did what to a ticket or booking, and where it stood afterwards."""
        query = (
            select(AuditEntry)
            .where(AuditEntry.subject_id == subject_id)
            .order_by(AuditEntry.entry_id)
        )
        with self.sessions() as session:
            return [(e.actor, e.action, e.status_after) for e in session.scalars(query)]

    def kinds_told(self) -> list[str]:
        """What the listeners were told."""
        return [event.kind.value for event in self.told]


def moment(clock: str) -> datetime:
    """`09:00` is on the Wednesday; `2026-11-26T09:00` is what it says."""
    return at(clock if "T" in clock else f"2026-11-25T{clock}")
