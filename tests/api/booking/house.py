"""A hall with everything that sees to its visits, wired as the application wires it."""

from collections import Counter
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from itertools import count
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from api.db.audit import AuditEntry
from api.db.booking import STAFF, Booking, Seat, Slot, WaitingEntry
from api.db.engine import SessionFactory
from api.services.booking.bookings import Bookings, By
from api.services.booking.displacing import HallDayChanges
from api.services.booking.groups import Groups
from api.services.booking.hall_days import HallDays, Seats
from api.services.booking.holds import Holds
from api.services.booking.life import CANCELLED, EXPIRED, HELD
from api.services.booking.slots import Slots
from api.services.booking.trail import steps_of
from api.services.booking.waiting_list import WaitingList, Wish
from api.services.days.calendar import Departure
from api.services.events import Event, Events
from api.services.intake.applicants import Applicant
from api.services.intake.opening import Intakes
from api.services.intake.requests import Request
from knowledge import KnowledgeBase, Window
from tests.api.hall import MATTER, NOW, PARK, window, with_windows

HALL, WINDOW, CLERK = "gaoxin-hall", "gaoxin-01", "staff:007"
THURSDAY, FRIDAY = date(2026, 11, 26), date(2026, 11, 27)
PROOF = "5678"
HOLDER = By(phone_last4=PROOF)
UNSEATED = (CANCELLED, EXPIRED)


def slot(clock: str, day: str = "20261126", window_id: str = WINDOW) -> str:
    """The id of the slot that begins at a time of a day, Thursday unless another is named."""
    return f"{window_id}-{day}T{clock}"


NINE, TEN, ELEVEN = slot("0900"), slot("1000"), slot("1100")


def someone(number: int, **more: str) -> Applicant:
    """Different people, who all have the same proof."""
    return Applicant("李四", f"139{number:04}5678", **more)


def closing(first: date = THURSDAY, last: date | None = None, **more: Any) -> Departure:
    """The hall is closed on some days, but for what `more` says."""
    told: dict[str, Any] = {"hall_id": HALL, "window_id": None, "open": False, "reason": "停电检修"}
    return Departure(first_day=first, last_day=last or first, **told | more)


class House:
    """The services around one database, and what they told their listeners."""

    def __init__(
        self, kb: KnowledgeBase, sessions: SessionFactory, *windows: Window, **changes: Any
    ) -> None:
        kb = with_windows(kb, *(windows or (window(**changes),)))
        self.kb, self.sessions = kb, sessions
        self.told: list[Event] = []
        self.joined = NOW - timedelta(seconds=1)
        events, self.intakes = Events(self._hear), Intakes(kb)
        self.hall_days = HallDays(kb, sessions)
        self.slots = Slots(kb, self.hall_days, sessions)
        self.waiting = WaitingList(sessions, kb, self.slots, self.intakes, events)
        freed = self.waiting.offer_freed
        self.bookings = Bookings(sessions, self.slots, self.intakes, events, freed)
        self.holds = Holds(sessions, self.slots, freed)
        self.groups = Groups(sessions, self.slots, self.bookings)
        self.days = HallDayChanges(sessions, kb, self.hall_days, self.slots, events)
        self._keys = count()

    def _hear(self, session: Session, event: Event) -> None:
        self.told.append(event)

    def book(
        self,
        slot_id: str = NINE,
        who: Applicant | None = None,
        now: datetime = NOW,
        hold: str | None = None,
        **more: Any,
    ) -> Booking:
        """Book under a key that nobody has used."""
        request = Request(PARK, MATTER, slot_id, who or self.another(), hold)
        return self.bookings.book(request, self.key(), now, **more)

    def another(self) -> Applicant:
        """Somebody who has not come yet."""
        return someone(next(self._keys))

    def key(self) -> str:
        """A key that nobody has used."""
        return f"key-{next(self._keys)}"

    def hold(self, slot_id: str = NINE, now: datetime = NOW, by: str = "c" * 32) -> Booking:
        """Hold a seat for a conversation."""
        return self.holds.hold(by, PARK, MATTER, slot_id, now)

    def join(
        self,
        first: date = THURSDAY,
        last: date | None = None,
        who: Applicant | None = None,
        now: datetime | None = None,
    ) -> WaitingEntry:
        """Put somebody on the waiting list."""
        wish = Wish(PARK, MATTER, first, last or first)
        self.joined += timedelta(microseconds=1)  # nobody comes at the very same moment
        return self.waiting.join(wish, who or self.another(), now or self.joined)

    def entry(self, entry_id: str) -> tuple[str, Booking | None]:
        """How an entry of the waiting list stands, and what was offered to it."""
        found, offered = self.waiting.get(entry_id, PROOF)
        return found.status, offered

    def set_seats(self, seats: int, staff: int = 0, day: date = THURSDAY) -> None:
        """Set the window's seats on a day."""
        self.hall_days.set_capacity(WINDOW, day, day, Seats(seats, staff), CLERK, NOW)

    def remaining(self, slot_id: str, now: datetime = NOW) -> int:
        """The seats that everybody is shown to be left."""
        wanted = self.slots.wanted_time(slot_id).date()
        offered = self.slots.offered(MATTER, PARK, wanted, wanted, now).slots
        return next(opening.remaining for opening in offered if opening.slot_id == slot_id)

    def booking(self, code: str) -> Booking:
        """The row of a booking, held ones included."""
        with self.sessions() as session:
            return session.get_one(Booking, code)

    def steps(self, code: str) -> list[str]:
        """What was done with a booking."""
        return [step.action for step in steps_of(self.sessions, code)]

    def kinds(self) -> list[str]:
        """What was told, in order."""
        return [event.kind.value for event in self.told]

    def taken(self) -> dict[str, int]:
        """The seats taken in each slot, once all ways to count them agree."""
        with self.sessions() as session:
            slots = session.scalars(select(Slot)).all()
            seats = session.scalars(select(Seat)).all()
            bookings = session.scalars(select(Booking)).all()
        public = Counter(seat.slot_id for seat in seats if seat.pool != STAFF)
        staff = Counter(seat.slot_id for seat in seats if seat.pool == STAFF)
        assert {s.slot_id: s.booked for s in slots if s.booked} == public
        assert {s.slot_id: s.staff_booked for s in slots if s.staff_booked} == staff
        firsts = {(seat.code, seat.slot_id) for seat in seats}
        seated = {seat.code: seat.pool for seat in seats}
        assert seated == {b.code: b.pool for b in bookings if b.status not in UNSEATED}
        assert all((b.code, b.slot_id) in firsts for b in bookings if b.status not in UNSEATED)
        return dict(public + staff)

    def held(self) -> Sequence[Booking]:
        """The seats that are held."""
        with self.sessions() as session:
            return session.scalars(select(Booking).where(Booking.status == HELD)).all()

    def trail(self, code: str) -> list[tuple[str | None, str | None]]:
        """The changes of a booking's status, as the audit trail has them."""
        query = (
            select(AuditEntry)
            .where(AuditEntry.subject == "booking", AuditEntry.subject_id == code)
            .order_by(AuditEntry.entry_id)
        )
        with self.sessions() as session:
            entries = session.scalars(query).all()
        return [(e.status_before, e.status_after) for e in entries if e.status_after]
