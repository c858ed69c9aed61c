"""Whatever happens to visits, in whatever order: seats add up, every step is written down."""

from collections import defaultdict
from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from typing import Any, ClassVar, TypeVar

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    consumes,
    invariant,
    multiple,
    rule,
)  # fmt: skip
from sqlalchemy import select

from api.db.audit import AuditEntry
from api.db.base import Base
from api.db.booking import PUBLIC, STAFF, Booking, Seat, Slot, WaitingEntry
from api.db.engine import SessionFactory, make_engine, make_session_factory
from api.db.migrate import upgrade
from api.services.booking import life
from api.services.booking.bookings import By, NotChangeable, UnknownBooking
from api.services.booking.displacing import Affected
from api.services.booking.groups import GroupRequest, NotBackToBack, Visit
from api.services.booking.life import NEXT, IllegalStep, advance
from api.services.booking.quota import TooManyBookings
from api.services.booking.seats import SlotUnavailable
from api.services.booking.waiting_list import NoOffer, TooManyEntries, Wish
from knowledge import KnowledgeBase
from tests.api.booking.house import (
    CLERK,
    FRIDAY,
    HOLDER,
    PROOF,
    THURSDAY,
    WINDOW,
    House,
    closing,
    slot,
    someone,
)  # fmt: skip
from tests.api.conftest import sqlite_url
from tests.api.hall import MATTER, NOW, PARK, WORKDAYS

OTHER = "eia-approval"
DAYS = (THURSDAY, FRIDAY)
CLOCKS = ("0900", "0930", "1000")
MORNING = {"weekdays": WORKDAYS, "start": "09:00", "end": "10:30"}
REFUSALS = (
    SlotUnavailable, TooManyBookings, NotChangeable, UnknownBooking, NoOffer, TooManyEntries,
    NotBackToBack, IllegalStep,
)  # fmt: skip
Result = TypeVar("Result")

a_slot = st.builds(slot, st.sampled_from(CLOCKS), st.sampled_from([f"{d:%Y%m%d}" for d in DAYS]))
a_person = st.integers(0, 5).map(someone)
a_talk = st.integers(0, 2).map(lambda number: f"{number:032x}")
a_pool = st.sampled_from([PUBLIC, STAFF])
a_day = st.sampled_from(DAYS)


class BookingLife(RuleBasedStateMachine):
    """Applicants, staff, duties and the clock, all acting on one hall with few seats."""

    shared: ClassVar[tuple[KnowledgeBase, SessionFactory]]

    codes = Bundle("codes")
    holds = Bundle("holds")
    entries = Bundle("entries")
    exceptions = Bundle("exceptions")

    def __init__(self) -> None:
        super().__init__()
        kb, self.sessions = self.shared
        self.house = House(
            kb, self.sessions,
            capacity=1, staff_seats=1, opening=[MORNING], matters=[MATTER, OTHER],
            visit_minutes={OTHER: 60},
        )  # fmt: skip
        self.now = NOW
        self.counts: dict[tuple[str, str], int] = {}

    def teardown(self) -> None:
        with self.sessions() as session, session.begin():
            for table in reversed(Base.metadata.sorted_tables):
                session.execute(table.delete())

    def attempt(self, act: Callable[[], Result]) -> Result | None:
        """What was done; None when it was refused, and then nothing has changed."""
        before = self.rows()
        try:
            return act()
        except REFUSALS:
            assert self.rows() == before
            return None

    def rows(self) -> list[Any]:
        with self.sessions() as session:
            return [
                session.execute(select(Booking.code, Booking.status, Booking.slot_id)).all(),
                session.execute(select(Seat.code, Seat.slot_id, Seat.pool)).all(),
                session.execute(select(WaitingEntry.entry_id, WaitingEntry.status)).all(),
                session.execute(select(AuditEntry.entry_id)).all(),
            ]

    # What applicants do

    @rule(target=codes, slot_id=a_slot, who=a_person)
    def book(self, slot_id: str, who: Any) -> Any:
        made = self.attempt(lambda: self.house.book(slot_id, who, self.now))
        return made.code if made else multiple()

    @rule(target=codes, day=a_day, who=a_person)
    def book_a_long_visit_and_a_short_one(self, day: date, who: Any) -> Any:
        first, second = (slot(clock, f"{day:%Y%m%d}") for clock in ("0900", "1000"))
        group = GroupRequest(PARK, (Visit(OTHER, first), Visit(MATTER, second)), who)
        made = self.attempt(lambda: self.house.groups.book(group, self.house.key(), self.now))
        return multiple(*(booking.code for booking in made or ()))

    @rule(target=holds, slot_id=a_slot, talk=a_talk)
    def hold(self, slot_id: str, talk: str) -> Any:
        held = self.attempt(lambda: self.house.hold(slot_id, self.now, talk))
        return (held.code, slot_id) if held else multiple()

    @rule(target=codes, held=consumes(holds), who=a_person)
    def book_what_is_held(self, held: tuple[str, str], who: Any) -> Any:
        code, slot_id = held
        made = self.attempt(lambda: self.house.book(slot_id, who, self.now, hold=code))
        return made.code if made else multiple()

    @rule(talk=a_talk)
    def release(self, talk: str) -> None:
        self.house.holds.release(talk, self.now)

    @rule(code=codes, slot_id=a_slot)
    def move(self, code: str, slot_id: str) -> None:
        moved = self.attempt(lambda: self.house.bookings.move(code, slot_id, self.now, HOLDER))
        assert moved is None or moved.displaced is None

    @rule(code=codes)
    def cancel(self, code: str) -> None:
        self.attempt(lambda: self.house.bookings.cancel(code, self.now, HOLDER))

    @rule(target=entries, first=a_day, last=a_day, who=a_person)
    def join(self, first: date, last: date, who: Any) -> Any:
        wish = Wish(PARK, MATTER, min(first, last), max(first, last))
        joined = self.attempt(lambda: self.house.waiting.join(wish, who, self.now))
        return joined.entry_id if joined else multiple()

    @rule(target=codes, entry_id=entries)
    def accept(self, entry_id: str) -> Any:
        made = self.attempt(lambda: self.house.waiting.accept(entry_id, PROOF, self.now))
        return made.code if made else multiple()

    @rule(entry_id=consumes(entries))
    def withdraw(self, entry_id: str) -> None:
        self.house.waiting.withdraw(entry_id, PROOF, self.now)

    # What the staff do

    @rule(target=codes, slot_id=a_slot, who=a_person, pool=a_pool)
    def book_on_behalf(self, slot_id: str, who: Any, pool: str) -> Any:
        made = self.attempt(lambda: self.house.book(slot_id, who, self.now, actor=CLERK, pool=pool))
        return made.code if made else multiple()

    @rule(code=codes, slot_id=a_slot, pool=a_pool)
    def move_on_behalf(self, code: str, slot_id: str, pool: str) -> None:
        by = By(actor=CLERK, reason="来电改约", pool=pool)
        self.attempt(lambda: self.house.bookings.move(code, slot_id, self.now, by))

    @rule(code=codes)
    def cancel_on_behalf(self, code: str) -> None:
        self.attempt(lambda: self.house.bookings.cancel(code, self.now, By(actor=CLERK)))

    @rule(code=codes, to=st.sampled_from(["checked_in", "called", "serving", "done", "missed"]))
    def go_on(self, code: str, to: str) -> None:
        before = self.house.booking(code).status

        def act() -> bool:
            with self.sessions() as session, session.begin():
                advance(session, session.get_one(Booking, code), to, to, CLERK, self.now)
            return True

        assert (self.attempt(act) is not None) == (to in NEXT[before])

    @rule(target=exceptions, first=a_day, last=a_day)
    def close(self, first: date, last: date) -> str:
        first, last = min(first, last), max(first, last)
        wanted = closing(first, last)
        shown = self.house.days.preview(wanted, self.now)
        exception, affected = self.house.days.apply(wanted, CLERK, self.now)
        assert codes_of(shown) == codes_of(affected)
        self.assert_nobody_comes_in_vain(first, last)
        return exception.exception_id

    @rule(exception_id=consumes(exceptions))
    def open_again(self, exception_id: str) -> None:
        opened, _ = self.house.days.withdraw(exception_id, CLERK, self.now)
        self.assert_nobody_comes_in_vain(opened.first_day, opened.last_day)

    @rule(seats=st.integers(0, 2), staff=st.integers(0, 1), day=a_day)
    def set_seats(self, seats: int, staff: int, day: date) -> None:
        self.house.set_seats(seats, staff, day)

    # What happens by itself

    @rule(minutes=st.sampled_from([1, 9, 10, 119, 121, 60 * 12, 60 * 24, -1, -90]))
    def time_passes_or_the_clock_is_set_back(self, minutes: int) -> None:
        self.now += timedelta(minutes=minutes)

    @rule()
    def sweep(self) -> None:
        self.house.holds.expire_due(self.now)
        assert all(after(held.held_until, self.now) for held in self.house.held())

    @rule()
    def offer(self) -> None:
        self.house.waiting.offer_due(self.now)
        for entry, offered in self.waiting():
            if entry.status == "offered":
                assert offered is not None
                assert offered.status == "held"
            if entry.status == "waiting":
                assert entry.last_day >= self.now.date()

    @rule()
    def follow_the_calendar(self) -> None:
        self.house.days.follow(self.now)
        assert self.house.days.follow(self.now) == 0
        self.assert_nobody_comes_in_vain(*DAYS)

    # What is always so

    @invariant()
    def seats_add_up(self) -> None:
        self.house.taken()

    @invariant()
    def no_seat_is_given_beyond_those_there_are(self) -> None:
        with self.sessions() as session:
            slots = session.scalars(select(Slot)).all()
            seats = self.house.hall_days.capacities_in(session, *DAYS)
        window = self.house.kb.windows[WINDOW]
        for one in slots:
            there = seats.of(window, one.starts_at.date())
            for pool, taken, most in (
                (PUBLIC, one.booked, there.public), (STAFF, one.staff_booked, there.staff),
            ):  # fmt: skip
                before = self.counts.get((one.slot_id, pool), 0)
                assert taken <= max(before, most), (one.slot_id, pool)
                self.counts[one.slot_id, pool] = taken

    @invariant()
    def every_step_is_legal_and_in_an_unbroken_trail(self) -> None:
        with self.sessions() as session:
            statuses = {b.code: b.status for b in session.scalars(select(Booking))}
            entries = session.scalars(
                select(AuditEntry)
                .where(AuditEntry.subject == "booking", AuditEntry.status_after.is_not(None))
                .order_by(AuditEntry.entry_id)
            ).all()
        trails = defaultdict[str, list[tuple[str | None, str | None]]](lambda: [(None, None)])
        for entry in entries:
            step = entry.status_before, entry.status_after
            assert step[0] == trails[entry.subject_id][-1][1]
            assert step[1] in NEXT.get(step[0] or "", {"held", "confirmed"})
            trails[entry.subject_id].append(step)
        assert {code: trail[-1][1] for code, trail in trails.items()} == statuses

    @invariant()
    def a_conversation_holds_one_seat_and_an_entry_has_what_it_says(self) -> None:
        talks = [held.held_for for held in self.house.held() if held.held_for]
        assert len(talks) == len(set(talks))
        for entry, offered in self.waiting():
            status = offered.status if offered else None
            if entry.status == "offered":
                assert status in life.NEVER_BOOKED
            elif entry.status == "booked":
                assert status not in (None, *life.NEVER_BOOKED)
            else:
                assert status in (None, "expired")

    def waiting(self) -> Iterator[tuple[WaitingEntry, Booking | None]]:
        with self.sessions() as session:
            for entry in session.scalars(select(WaitingEntry)):
                yield entry, session.get(Booking, entry.offered_code or "")

    def assert_nobody_comes_in_vain(self, first: date, last: date) -> None:
        """Whose visit is ahead can be received, or has been told that it cannot."""
        calendar = self.house.hall_days.calendar()
        window = self.house.kb.windows[WINDOW]
        with self.sessions() as session:
            visits = session.scalars(
                select(Booking).where(Booking.status == "confirmed", Booking.starts_at >= self.now)
            ).all()
        for visit in (one for one in visits if first <= one.starts_at.date() <= last):
            is_open = calendar.plan(window, visit.starts_at.date()).closed is None
            assert is_open == (visit.displaced is None), visit.code


def codes_of(affected: Any) -> list[str]:
    found: list[Affected] = list(affected)
    return [one.booking.code for one in found]


def after(until: datetime | None, now: datetime) -> bool:
    return until is not None and until > now


@pytest.fixture(scope="module", autouse=True)
def one_database(kb: KnowledgeBase, tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """The database that all runs share, empty at the start of each."""
    url = sqlite_url(tmp_path_factory.mktemp("life"))
    upgrade(url)
    engine = make_engine(url)
    BookingLife.shared = kb, make_session_factory(engine)
    yield
    engine.dispose()


TestBookingLife = BookingLife.TestCase
TestBookingLife.settings = settings(
    max_examples=30,
    stateful_step_count=40,
    deadline=None,
    derandomize=True,
    suppress_health_check=list(HealthCheck),
)
