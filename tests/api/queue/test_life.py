"""Whatever happens in a hall, in whatever order, the queue keeps its promises."""

from datetime import timedelta
from typing import ClassVar

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy import select

from api.db.audit import AuditEntry
from api.db.base import Base
from api.db.booking import Booking
from api.db.engine import SessionFactory
from api.db.queue import Ticket
from api.services.booking import life
from api.services.queue.estimate import place_of
from api.services.queue.order import turns
from api.services.queue.refusals import Refused
from api.services.queue.steps import BOOKING_STATUS, STEPS
from knowledge import KnowledgeBase
from tests.api.hall import assisting_window, window
from tests.api.queue.hall_day import ASSISTING, CLERK, FIRST, HallDay, moment

START = moment("09:00")
WINDOWS = st.sampled_from([FIRST, ASSISTING])
ACTS = st.sampled_from(["recall", "skip", "start", "finish", "missed"])


class HallMachine(RuleBasedStateMachine):
    """The hall that a subclass names."""

    hall: ClassVar[HallDay]
    tickets = Bundle("tickets")
    codes = Bundle("codes")

    @initialize()
    def open_hall(self) -> None:
        with self.hall.sessions() as session, session.begin():
            for table in reversed(Base.metadata.sorted_tables):
                session.execute(table.delete())
        self.now = START
        self.given: set[str] = set()

    @rule(minutes=st.integers(1, 20))
    def time_passes(self, minutes: int) -> None:
        self.now = min(self.now + timedelta(minutes=minutes), moment("16:59"))

    @rule(target=codes, minutes=st.integers(0, 120))
    def somebody_has_booked(self, minutes: int) -> str:
        start = min(self.now + timedelta(minutes=minutes), moment("16:59"))
        return self.hall.booked(f"{start:%H:%M}")

    @rule(target=tickets, code=codes)
    def they_check_in(self, code: str) -> str:
        try:
            found = self.hall.queue.tickets.receive(code, CLERK, self.now)
        except Refused:
            return ""
        self.given.add(found.ticket.ticket_id)
        return found.ticket.ticket_id

    @rule(target=tickets)
    def somebody_walks_in(self) -> str:
        try:
            found = self.hall.queue.tickets.walk_in("gaoxin", None, self.now)
        except Refused:
            return ""
        self.given.add(found.ticket.ticket_id)
        return found.ticket.ticket_id

    @rule(window_id=WINDOWS)
    def the_next_is_called(self, window_id: str) -> None:
        waiting = [
            place_of(ticket)
            for ticket in self.stored()
            if ticket.window_id == window_id and ticket.status == "waiting"
        ]
        try:
            called = self.hall.queue.calling.call_next(window_id, CLERK, self.now)
        except Refused:
            return
        assert (called is None) == (not waiting)
        if called is not None:
            assert called.ticket_id == turns(waiting, self.now)[0].ticket_id

    @rule(ticket_id=tickets, act=ACTS)
    def the_clerk_acts(self, ticket_id: str, act: str) -> None:
        if ticket_id:
            try:
                getattr(self.hall.queue.calling, act)(ticket_id, CLERK, self.now)
            except Refused:
                return

    @rule(ticket_id=tickets, window_id=WINDOWS)
    def they_are_sent_on(self, ticket_id: str, window_id: str) -> None:
        if ticket_id:
            try:
                self.hall.queue.calling.transfer(ticket_id, window_id, "x", CLERK, self.now)
            except Refused:
                return

    @rule()
    def the_duty_runs(self) -> None:
        assert self.hall.queue.closing.close_days(self.now) == 0  # the hall is open

    @invariant()
    def nobody_is_lost(self) -> None:
        if hasattr(self, "given"):
            assert {ticket.ticket_id for ticket in self.stored()} == self.given
            numbers = [ticket.number for ticket in self.stored()]
            assert len(set(numbers)) == len(numbers)

    @invariant()
    def bookings_stand_where_their_tickets_stand(self) -> None:
        if hasattr(self, "given"):
            with self.hall.sessions() as session:
                for ticket in session.scalars(select(Ticket)):
                    if ticket.booking_code:
                        booking = session.get_one(Booking, ticket.booking_code)
                        assert booking.status == BOOKING_STATUS[ticket.status]

    def teardown(self) -> None:
        if not hasattr(self, "given"):
            return
        self.hall.queue.closing.close_days(moment("2026-11-26T08:00"))
        ended = self.stored()
        assert {ticket.status for ticket in ended} <= {"done", "missed"}
        for ticket in ended:
            self.check_trail(ticket.ticket_id)
        with self.hall.sessions() as session:
            assert {b.status for b in session.scalars(select(Booking))} <= {"done", "missed"}

    def check_trail(self, ticket_id: str) -> None:
        """Only legal steps, each from where the one before led, and served once at most."""
        query = select(AuditEntry).where(AuditEntry.subject_id == ticket_id)
        with self.hall.sessions() as session:
            trail = session.scalars(query.order_by(AuditEntry.entry_id)).all()
        before = None
        for entry in trail:
            assert entry.status_before == before
            assert before in STEPS[entry.action].origins
            assert entry.status_after == (before := STEPS[entry.action].to)
        assert [entry.action for entry in trail].count("finished") <= 1

    def stored(self) -> list[Ticket]:
        with self.hall.sessions() as session:
            return list(session.scalars(select(Ticket)))


def test_the_queue_of_a_hall(sessions: SessionFactory, kb: KnowledgeBase) -> None:
    hall = HallDay(sessions, kb, window(capacity=2), assisting_window())
    run_state_machine_as_test(
        type("Machine", (HallMachine,), {"hall": hall}),
        settings=settings(
            max_examples=12,
            stateful_step_count=30,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )


def test_every_step_of_a_ticket_is_one_of_its_booking() -> None:
    for step in STEPS.values():
        for origin in step.origins:
            before = BOOKING_STATUS[origin] if origin else life.CONFIRMED
            after = BOOKING_STATUS[step.to]
            assert before == after or after in life.NEXT[before] or origin is None
