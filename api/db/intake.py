"""Tables of the intake: seats at windows, bookings, and the requests that lead up to a visit."""

from datetime import datetime

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from api.db.base import Base
from api.db.types import EncryptedText

CODE_LENGTH = 8
ID = String(32)
NAME = String(64)


class Slot(Base):
    """The seats of one window in one stretch of time; written when the first seat is taken."""

    __tablename__ = "slot"
    __table_args__ = (
        CheckConstraint("booked >= 0 AND booked <= capacity", name="seats"),
        Index("ix_slot_window_start", "window_id", "starts_at"),
    )

    slot_id: Mapped[str] = mapped_column(String(96), primary_key=True)
    window_id: Mapped[str] = mapped_column(NAME)
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    capacity: Mapped[int]
    booked: Mapped[int]


class Booking(Base):
    """One visit, with who comes and the proof by which its holder is recognised (decree D19)."""

    __tablename__ = "booking"
    __table_args__ = (
        CheckConstraint("status IN ('confirmed', 'cancelled')", name="status"),
        Index("ix_booking_phone_status", "phone_index", "status"),
        Index("ix_booking_park_start", "park_id", "starts_at"),
    )

    code: Mapped[str] = mapped_column(String(CODE_LENGTH), primary_key=True)
    status: Mapped[str] = mapped_column(String(16))
    park_id: Mapped[str] = mapped_column(NAME)
    matter_id: Mapped[str] = mapped_column(NAME)
    edition_id: Mapped[str] = mapped_column(NAME)
    """The edition of the matter list that was in force when the visit was booked."""
    window_id: Mapped[str] = mapped_column(NAME)
    slot_id: Mapped[str] = mapped_column(ForeignKey("slot.slot_id"), index=True)
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    name: Mapped[str] = mapped_column(EncryptedText)
    phone: Mapped[str] = mapped_column(EncryptedText)
    company: Mapped[str | None] = mapped_column(EncryptedText)
    uscc: Mapped[str | None] = mapped_column(EncryptedText)
    """Unified social credit code of the company."""
    phone_index: Mapped[str] = mapped_column(String(64))
    """Keyed hash of the phone: equal phones can be counted, none can be read."""
    consent_at: Mapped[datetime]
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]


class BookingEvent(Base):
    """A step in a booking's life: when it was made, moved or cancelled, and for which slot."""

    __tablename__ = "booking_event"

    event_id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(ForeignKey("booking.code"), index=True)
    kind: Mapped[str] = mapped_column(String(16))
    """`booked`, `moved` or `cancelled`."""
    slot_id: Mapped[str] = mapped_column(ForeignKey("slot.slot_id"))
    at: Mapped[datetime]


class IdempotencyKey(Base):
    """A key under which a booking was made, so that repeating the request makes no second one."""

    __tablename__ = "idempotency_key"

    key: Mapped[str] = mapped_column(String(200), primary_key=True)
    request_hash: Mapped[str] = mapped_column(String(64))
    booking_code: Mapped[str] = mapped_column(String(CODE_LENGTH))
    created_at: Mapped[datetime]


class PhoneLock(Base):
    """One row per phone that books: locking it makes bookings of one phone queue."""

    __tablename__ = "phone_lock"

    phone_index: Mapped[str] = mapped_column(String(64), primary_key=True)
    locked_at: Mapped[datetime]


class AssistanceRequest(Base):
    """Somebody asks to be helped through a matter (帮办代办, decree D17)."""

    __tablename__ = "assistance_request"

    request_id: Mapped[str] = mapped_column(ID, primary_key=True)
    status: Mapped[str] = mapped_column(String(16))
    park_id: Mapped[str] = mapped_column(NAME)
    matter_id: Mapped[str | None] = mapped_column(NAME)
    name: Mapped[str] = mapped_column(EncryptedText)
    phone: Mapped[str] = mapped_column(EncryptedText)
    company: Mapped[str | None] = mapped_column(EncryptedText)
    need: Mapped[str | None] = mapped_column(EncryptedText)
    consent_at: Mapped[datetime]
    created_at: Mapped[datetime]


class Handoff(Base):
    """A conversation waits for a person; it goes when the conversation is forgotten."""

    __tablename__ = "handoff"

    handoff_id: Mapped[str] = mapped_column(ID, primary_key=True)
    conversation_id: Mapped[str] = mapped_column(
        ForeignKey("conversation.conversation_id", ondelete="CASCADE"), index=True
    )
    status: Mapped[str] = mapped_column(String(16))
    reason: Mapped[str | None] = mapped_column(EncryptedText)
    created_at: Mapped[datetime] = mapped_column(index=True)
    answer_by: Mapped[datetime | None]
    """When the hall opens next; None when somebody is there now or nobody can tell."""


class Precheck(Base):
    """The result of going through the materials with somebody (decree D13)."""

    __tablename__ = "precheck"

    precheck_id: Mapped[str] = mapped_column(ID, primary_key=True)
    park_id: Mapped[str] = mapped_column(NAME)
    matter_id: Mapped[str] = mapped_column(NAME)
    edition_id: Mapped[str] = mapped_column(NAME)
    result: Mapped[str] = mapped_column(String(16))
    missing: Mapped[list[str]] = mapped_column(JSON)
    created_at: Mapped[datetime]


class Rating(Base):
    """How somebody grades a visit or a conversation, from 1 to 5 (好差评, decree D22)."""

    __tablename__ = "rating"
    __table_args__ = (CheckConstraint("stars >= 1 AND stars <= 5", name="stars"),)

    rating_id: Mapped[str] = mapped_column(ID, primary_key=True)
    booking_code: Mapped[str | None] = mapped_column(ForeignKey("booking.code"), unique=True)
    conversation_id: Mapped[str | None] = mapped_column(
        ForeignKey("conversation.conversation_id", ondelete="SET NULL"), unique=True
    )
    stars: Mapped[int]
    comment: Mapped[str | None] = mapped_column(EncryptedText)
    created_at: Mapped[datetime]
