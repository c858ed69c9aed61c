"""Booking a visit, looking it up, moving it and cancelling it (decree D19).

Every change is one transaction: it happens as a whole or not at all.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from api.db.booking import PUBLIC, Booking
from api.db.engine import SessionFactory, reading
from api.services import audit
from api.services.booking.codes import new_code, read_code
from api.services.booking.freed import Freed, nobody_waits
from api.services.booking.holds import take_opening, usable_hold
from api.services.booking.keys import claim_key, is_claimed
from api.services.booking.life import CANCELLED, CONFIRMED, NEVER_BOOKED, advance
from api.services.booking.locks import change_visits
from api.services.booking.quota import require_room
from api.services.booking.rush import Rush
from api.services.booking.seats import (
    FULL,
    SlotFull,
    SlotUnavailable,
    free_seats,
    lock_slots,
    write_seats,
)
from api.services.booking.slots import LEAD_TIME, Opening, Slots, UnknownSlot, is_ahead
from api.services.events import Event, Events, Kind
from api.services.intake.life import EXPECTED, withdraw
from api.services.intake.opening import Intakes
from api.services.intake.proof import is_proved
from api.services.intake.requests import Request


class UnknownBooking(Exception):
    """There is no such booking, or the proof is not its own: outside, both look the same."""


class NotChangeable(Exception):
    """The booking is over or cancelled; the message says what to do, in Chinese."""


@dataclass(frozen=True)
class By:
    """Who acts on a booking.

    Attributes:
        actor: whom the audit trail names.
        phone_last4: the applicant's proof; None for the staff, who need none.
        reason: why, where the staff act on somebody's behalf.
        pool: which seats may be given.
    """

    actor: str = audit.APPLICANT
    phone_last4: str | None = None
    reason: str | None = None
    pool: str = PUBLIC

    @property
    def is_staff(self) -> bool:
        return self.phone_last4 is None

    @property
    def lead(self) -> timedelta:
        """How long before its beginning a slot may be given: the staff see who is there."""
        return timedelta(0) if self.is_staff else LEAD_TIME


class Bookings:
    """The bookings of one installation.

    Args:
        freed: is told which slots have seats again.
        make_code: draws booking codes.
    """

    def __init__(
        self,
        sessions: SessionFactory,
        slots: Slots,
        intakes: Intakes,
        events: Events | None = None,
        freed: Freed = nobody_waits,
        make_code: Callable[[], str] = new_code,
    ) -> None:
        self._sessions = sessions
        self._slots = slots
        self._intakes = intakes
        self._events = events or Events()
        self._freed = freed
        self._make_code = make_code
        self._rush = Rush()

    def book(
        self,
        request: Request,
        key: str,
        now: datetime,
        actor: str = audit.APPLICANT,
        pool: str = PUBLIC,
    ) -> Booking:
        """Book a visit; the same request under the same key is answered with the same booking.

        Raises:
            UnknownSlot, SlotUnavailable, SlotFull: the slot is not to be had.
            KeyReused: the key was used for another request.
            TooManyBookings: the phone or the company has too many visits ahead.
        """

        def act(session: Session) -> Booking:
            held = usable_hold(session, request, now)
            code = held.code if held else self._make_code()
            earlier = claim_key(session, key, request.fingerprint(pool), code, now)
            if earlier is not None:
                return session.get_one(Booking, earlier)
            return self.place(session, request, code, now, actor, pool, held=held)

        self._refuse_the_crowd(request, key, now, pool)
        try:
            return change_visits(self._sessions, act)
        except SlotFull:
            self._rush.note(request.slot_id, now)
            raise

    def _refuse_the_crowd(self, request: Request, key: str, now: datetime, pool: str) -> None:
        """Refuse at once where a slot is full: most of a crowd need not queue to be told so.

        It is looked at only where somebody was just refused, since all others would pay for it.
        Whoever gets past this is counted by the database, as ever. Raises `SlotFull`.
        """
        if request.hold is not None or not self._rush.is_on(request.slot_id, now):
            return
        try:
            is_full = self._slots.is_full(
                request.slot_id, request.matter_id, request.park_id, now, pool
            )
        except (UnknownSlot, SlotUnavailable):
            return  # a request that was booked under this key before is still to be answered
        # Only now: the seat may have gone to this very request, sent twice at once.
        if is_full and not is_claimed(self._sessions, key):
            self._rush.note(request.slot_id, now)
            raise SlotFull(FULL)

    def place(
        self,
        session: Session,
        request: Request,
        code: str,
        now: datetime,
        actor: str,
        pool: str,
        held: Booking | None = None,
        group_id: str | None = None,
    ) -> Booking:
        """Write a booking in a transaction of `change_visits`; raises as `book` does."""
        # A seat that is held stays to be had for as long as it is held.
        lead = LEAD_TIME if actor == audit.APPLICANT and held is None else timedelta(0)
        opening = self._slots.find_in(
            session, request.slot_id, request.matter_id, request.park_id, now, lead
        )
        if group_id is None:
            who = request.applicant
            require_room(session, who.phone_index, who.company_index, now)
        if held is None:
            take_opening(session, opening, pool, now)
        intake = self._intakes.open(session, request, now)
        booking = held or _new(code, opening, request, pool, group_id, now)
        booking.intake = intake
        if held is None:
            session.add(booking)
            session.flush()
            write_seats(session, booking, opening.plans)
            audit.note(
                session,
                "booking",
                code,
                "booked",
                actor,
                now,
                after=CONFIRMED,
                slot_id=booking.slot_id,
                pool=pool,
            )
        else:
            booking.held_for = None
            advance(session, booking, CONFIRMED, "booked", actor, now, slot_id=booking.slot_id)
        self._tell(session, Kind.BOOKED, booking, actor, now)
        return booking

    def get(self, code: str, phone_last4: str) -> Booking:
        """The booking, for whoever knows its code and phone. Raises `UnknownBooking`."""
        with reading(self._sessions) as session:
            return _prove(session.get(Booking, read_code(code) or ""), phone_last4)

    def move(self, code: str, slot_id: str, now: datetime, by: By) -> Booking:
        """Take a seat in another slot and give the old one back; the code stays.

        Raises:
            UnknownBooking: wrong code or proof.
            NotChangeable: it is cancelled or its time has come.
            UnknownSlot, SlotUnavailable, SlotFull: the new slot is not to be had; nothing changed.
        """

        def act(session: Session) -> Booking:
            booking = _locked(session, code, by)
            _require_open(booking, now, by)
            opening = self._slots.find_in(
                session, slot_id, booking.matter_id, booking.park_id, now, by.lead
            )
            if opening.slot_id != booking.slot_id or booking.displaced:
                self._reseat(session, booking, opening, now, by)
            return booking

        return change_visits(self._sessions, act)

    def cancel(self, code: str, now: datetime, by: By) -> Booking:
        """Cancel a booking and give its seat back; cancelling it again changes nothing.

        Raises:
            UnknownBooking: wrong code or proof.
            NotChangeable: its time has come.
        """

        def act(session: Session) -> Booking:
            booking = _locked(session, code, by)
            if booking.status == CANCELLED:
                return booking
            _require_open(booking, now, by)
            advance(session, booking, CANCELLED, "cancelled", by.actor, now, reason=by.reason)
            slot_ids = free_seats(session, booking)
            self._tell(session, Kind.CANCELLED, booking, by.actor, now)
            if booking.visitor.status == EXPECTED:  # what was accepted goes on without a visit
                withdraw(session, self._events, booking.visitor, by.actor, now)
            self._freed(session, slot_ids, now)
            return booking

        return change_visits(self._sessions, act)

    def _reseat(
        self, session: Session, booking: Booking, opening: Opening, now: datetime, by: By
    ) -> None:
        before = booking.slot_id
        wanted = [plan.slot_id for plan in opening.plans]
        lock_slots(session, [before, *wanted])
        freed = free_seats(session, booking)
        take_opening(session, opening, by.pool, now)
        booking.window_id, booking.slot_id = opening.window.window_id, opening.slot_id
        booking.starts_at, booking.ends_at = opening.start, opening.end
        booking.pool, booking.provisional = by.pool, opening.provisional
        booking.displaced, booking.updated_at = None, now
        write_seats(session, booking, opening.plans)
        audit.note(
            session,
            "booking",
            booking.code,
            "moved",
            by.actor,
            now,
            reason=by.reason,
            from_slot=before,
            to_slot=booking.slot_id,
        )
        self._tell(session, Kind.MOVED, booking, by.actor, now)
        self._freed(session, freed, now)

    def _tell(
        self, session: Session, kind: Kind, booking: Booking, actor: str, now: datetime
    ) -> None:
        self._events.publish(session, Event(kind, booking.visitor, now, actor, booking))


def _new(
    code: str,
    opening: Opening,
    request: Request,
    pool: str,
    group_id: str | None,
    now: datetime,
) -> Booking:
    return Booking(
        code=code,
        status=CONFIRMED,
        park_id=request.park_id,
        matter_id=request.matter_id,
        **opening.as_columns(),
        pool=pool,
        group_id=group_id,
        created_at=now,
        updated_at=now,
    )


def _locked(session: Session, code: str, by: By) -> Booking:
    """The booking, with other changes of it kept waiting until this one has ended."""
    found = session.get(Booking, read_code(code) or "", with_for_update={"of": Booking})
    if not by.is_staff:
        return _prove(found, by.phone_last4 or "")
    if found is None or found.status in NEVER_BOOKED:
        raise UnknownBooking
    return found


def _prove(booking: Booking | None, phone_last4: str) -> Booking:
    if booking is None or booking.status in NEVER_BOOKED:
        raise UnknownBooking
    if not is_proved(booking.intake, phone_last4):
        raise UnknownBooking
    return booking


def _require_open(booking: Booking, now: datetime, by: By) -> None:
    if booking.status == CANCELLED:
        raise NotChangeable("这个预约已经取消了，请重新预约。")
    if booking.status != CONFIRMED:
        raise NotChangeable("这个预约已经报到或办结，不能再更改。还要办别的，请重新预约。")
    if booking.displaced or by.is_staff:
        return
    if not is_ahead(booking.starts_at, now):
        raise NotChangeable("预约的时间已经到了或马上开始，不能再更改，请直接前往窗口或联系大厅。")
