"""Booking a visit, looking it up, moving it and cancelling it (decree D19).

Every change is one transaction: it happens as a whole or not at all.
"""

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from api.cipher import cipher
from api.db.engine import SessionFactory, reading
from api.db.intake import Booking, BookingEvent, IdempotencyKey, PhoneLock
from api.services.booking.applicants import Applicant
from api.services.booking.codes import new_code, read_code
from api.services.booking.seats import free_seat, insert_for, take_seat
from api.services.booking.slots import Opening, Slots, is_ahead

MOST_OPEN_BOOKINGS = 5
"""Visits one phone number may have ahead of it."""
PROOF_DIGITS = 4


class UnknownBooking(Exception):
    """There is no such booking, or the proof is not its own: outside, both look the same."""


class KeyReused(Exception):
    """The idempotency key belongs to a request that said something else."""


class TooManyBookings(Exception):
    """The phone number has as many visits ahead as one may have."""


class NotChangeable(Exception):
    """The booking is over or cancelled; the message says what to do, in Chinese."""


@dataclass(frozen=True)
class Request:
    """What somebody asks to be booked; they have agreed to their data being kept for it."""

    park_id: str
    matter_id: str
    slot_id: str
    applicant: Applicant

    def fingerprint(self) -> str:
        """Equal for equal requests; tells nothing about the person."""
        return cipher().index(repr(self))


class Bookings:
    """The bookings of one installation.

    Args:
        edition_id: tells the edition of the matter list that new bookings rest on.
        make_code: draws booking codes.
    """

    def __init__(
        self,
        sessions: SessionFactory,
        slots: Slots,
        edition_id: Callable[[], str],
        make_code: Callable[[], str] = new_code,
    ) -> None:
        self._sessions = sessions
        self._slots = slots
        self._edition_id = edition_id
        self._make_code = make_code

    def book(self, request: Request, key: str, now: datetime) -> Booking:
        """Book a visit; the same request under the same key is answered with the same booking.

        Raises:
            UnknownSlot, SlotUnavailable, SlotFull: the slot is not to be had.
            KeyReused: the key was used for another request.
            TooManyBookings: the phone has too many visits ahead.
        """
        with self._sessions() as session, session.begin():
            code = self._free_code(session)
            earlier = _claim_key(session, key, request.fingerprint(), code, now)
            if earlier is not None:
                return session.get_one(Booking, earlier)
            opening = self._slots.find(request.slot_id, request.matter_id, request.park_id, now)
            phone_index = cipher().index(request.applicant.phone)
            _limit_phone(session, phone_index, now)
            take_seat(session, opening)
            booking = self._new_booking(code, request, opening, phone_index, now)
            session.add(booking)
            session.flush()
            _note(session, booking, "booked", now)
        return booking

    def get(self, code: str, phone_last4: str) -> Booking:
        """The booking, for whoever knows its code and phone. Raises `UnknownBooking`."""
        with reading(self._sessions) as session:
            return _prove(session.get(Booking, read_code(code) or ""), phone_last4)

    def move(self, code: str, phone_last4: str, slot_id: str, now: datetime) -> Booking:
        """Take a seat in another slot and give the old one back; the code stays.

        Raises:
            UnknownBooking: wrong code or proof.
            NotChangeable: it is cancelled or its time has come.
            UnknownSlot, SlotUnavailable, SlotFull: the new slot is not to be had; nothing changed.
        """
        with self._sessions() as session, session.begin():
            booking = _locked(session, code, phone_last4)
            _require_open(booking, now)
            opening = self._slots.find(slot_id, booking.matter_id, booking.park_id, now)
            if opening.slot_id == booking.slot_id:
                return booking
            _swap_seats(session, booking.slot_id, opening)
            booking.window_id, booking.slot_id = opening.window.window_id, opening.slot_id
            booking.starts_at, booking.ends_at = opening.start, opening.end
            booking.updated_at = now
            _note(session, booking, "moved", now)
        return booking

    def cancel(self, code: str, phone_last4: str, now: datetime) -> Booking:
        """Cancel a booking and give its seat back; cancelling it again changes nothing.

        Raises:
            UnknownBooking: wrong code or proof.
            NotChangeable: its time has come.
        """
        with self._sessions() as session, session.begin():
            booking = _locked(session, code, phone_last4)
            if booking.status == "cancelled":
                return booking
            _require_open(booking, now)
            free_seat(session, booking.slot_id)
            booking.status, booking.updated_at = "cancelled", now
            _note(session, booking, "cancelled", now)
        return booking

    def _free_code(self, session: Session) -> str:
        while True:
            code = self._make_code()
            if session.get(Booking, code) is None:
                return code

    def _new_booking(
        self, code: str, request: Request, opening: Opening, phone_index: str, now: datetime
    ) -> Booking:
        return Booking(
            code=code,
            status="confirmed",
            park_id=request.park_id,
            matter_id=request.matter_id,
            edition_id=self._edition_id(),
            window_id=opening.window.window_id,
            slot_id=opening.slot_id,
            starts_at=opening.start,
            ends_at=opening.end,
            phone_index=phone_index,
            consent_at=now,
            created_at=now,
            updated_at=now,
            **vars(request.applicant),
        )


def _claim_key(
    session: Session, key: str, request_hash: str, code: str, now: datetime
) -> str | None:
    """Claim the key for a new booking; the earlier booking's code if this is a repetition.

    Two equal requests at once queue here: the second waits until the first has ended.
    """
    claimed = session.execute(
        insert_for(session, IdempotencyKey)
        .values(key=key, request_hash=request_hash, booking_code=code, created_at=now)
        .on_conflict_do_nothing()
        .returning(IdempotencyKey.key)
    )
    if claimed.first() is not None:
        return None
    earlier = session.get_one(IdempotencyKey, key)
    if not secrets.compare_digest(earlier.request_hash, request_hash):
        raise KeyReused(key)
    return earlier.booking_code


def _limit_phone(session: Session, phone_index: str, now: datetime) -> None:
    lock: dict[str, Any] = {"phone_index": phone_index, "locked_at": now}
    session.execute(
        insert_for(session, PhoneLock)
        .values(lock)
        .on_conflict_do_update(index_elements=[PhoneLock.phone_index], set_={"locked_at": now})
    )
    ahead = session.scalar(
        select(func.count())
        .select_from(Booking)
        .where(
            Booking.phone_index == phone_index,
            Booking.status == "confirmed",
            Booking.starts_at > now,
        )
    )
    if (ahead or 0) >= MOST_OPEN_BOOKINGS:
        raise TooManyBookings


def _locked(session: Session, code: str, phone_last4: str) -> Booking:
    """The booking, with other changes of it kept waiting until this one has ended."""
    return _prove(session.get(Booking, read_code(code) or "", with_for_update=True), phone_last4)


def _prove(booking: Booking | None, phone_last4: str) -> Booking:
    proof = booking.phone[-PROOF_DIGITS:] if booking else ""
    same = secrets.compare_digest(proof.encode(), phone_last4.encode())
    if booking is None or not same:
        raise UnknownBooking
    return booking


def _require_open(booking: Booking, now: datetime) -> None:
    if booking.status == "cancelled":
        raise NotChangeable("这个预约已经取消了，请重新预约。")
    if not is_ahead(booking.starts_at, now):
        raise NotChangeable("预约的时间已经到了或马上开始，不能再更改，请直接前往窗口或联系大厅。")


def _swap_seats(session: Session, old_slot_id: str, new: Opening) -> None:
    # Always in the order of the ids: two moves in opposite directions must not wait for each other.
    if old_slot_id < new.slot_id:
        free_seat(session, old_slot_id)
        take_seat(session, new)
    else:
        take_seat(session, new)
        free_seat(session, old_slot_id)


def _note(session: Session, booking: Booking, kind: str, now: datetime) -> None:
    session.add(BookingEvent(code=booking.code, kind=kind, slot_id=booking.slot_id, at=now))
