"""Tables of visits: seats at windows, bookings, and what the hall's staff change about days."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from api.db.base import Base
from api.db.intake import ID, NAME, Intake

CODE_LENGTH = 8
CODE = String(CODE_LENGTH)
SLOT = String(96)
STATUS = String(16)
IS_HELD = text("status = 'held'")
PUBLIC, STAFF = "public", "staff"
"""The two pools of seats: what anybody may book, and what the staff keep for their own use."""


class Slot(Base):
    """The seats of one window in one stretch of time; written when the first seat is taken.

    The conditions are what makes a double booking impossible: the database counts.
    """

    __tablename__ = "slot"
    __table_args__ = (
        CheckConstraint("booked >= 0 AND booked <= capacity", name="seats"),
        CheckConstraint("staff_booked >= 0 AND staff_booked <= staff_capacity", name="staff_seats"),
        Index("ix_slot_window_start", "window_id", "starts_at"),
    )

    slot_id: Mapped[str] = mapped_column(SLOT, primary_key=True)
    window_id: Mapped[str] = mapped_column(NAME)
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    capacity: Mapped[int]
    booked: Mapped[int]
    staff_capacity: Mapped[int] = mapped_column(server_default="0")
    staff_booked: Mapped[int] = mapped_column(server_default="0")


class Booking(Base):
    """One visit: when, at which window, and where it stands.

    Who comes is told by its intake; one that is only held has none yet.
    """

    __tablename__ = "booking"
    __table_args__ = (
        CheckConstraint(
            "status IN ('held', 'confirmed', 'checked_in', 'called', 'serving', 'done', 'missed',"
            " 'cancelled', 'expired')",
            name="status",
        ),
        CheckConstraint("pool IN ('public', 'staff')", name="pool"),
        CheckConstraint("(status = 'held') = (held_until IS NOT NULL)", name="held"),
        CheckConstraint("status IN ('held', 'expired') OR intake_id IS NOT NULL", name="intake"),
        Index("ix_booking_park_start", "park_id", "starts_at"),
        Index("ix_booking_status_held_until", "status", "held_until"),
        Index(
            "uq_booking_held_for",
            "held_for",
            unique=True,
            sqlite_where=IS_HELD,
            postgresql_where=IS_HELD,
        ),
    )

    code: Mapped[str] = mapped_column(CODE, primary_key=True)
    status: Mapped[str] = mapped_column(STATUS)
    intake_id: Mapped[str | None] = mapped_column(ForeignKey("intake.intake_id"), index=True)
    park_id: Mapped[str] = mapped_column(NAME)
    matter_id: Mapped[str] = mapped_column(NAME)
    window_id: Mapped[str] = mapped_column(NAME)
    slot_id: Mapped[str] = mapped_column(ForeignKey("slot.slot_id"), index=True)
    """The first of the slots it takes; `Seat` has them all."""
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    pool: Mapped[str] = mapped_column(String(8), server_default=PUBLIC)
    provisional: Mapped[bool] = mapped_column(default=False)
    """Whether the holidays of its year were not published when it was made."""
    displaced: Mapped[str | None] = mapped_column(String(200))
    """Why the hall cannot receive it at its time any more, in Chinese; None where it can."""
    group_id: Mapped[str | None] = mapped_column(ID, index=True)
    """Equal for the visits of one journey that were booked back to back."""
    held_until: Mapped[datetime | None]
    held_for: Mapped[str | None] = mapped_column(ID)
    """The conversation a seat is held for; one holds one seat at a time."""
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]

    intake: Mapped[Intake | None] = relationship(lazy="joined", innerjoin=False)

    @property
    def visitor(self) -> Intake:
        """The intake that tells who comes; for bookings that are no mere holds."""
        assert self.intake is not None, self.code
        return self.intake


class Seat(Base):
    """One seat that a booking takes; a long matter takes one in each of several slots."""

    __tablename__ = "seat"

    slot_id: Mapped[str] = mapped_column(ForeignKey("slot.slot_id"), primary_key=True)
    code: Mapped[str] = mapped_column(ForeignKey("booking.code"), primary_key=True, index=True)
    pool: Mapped[str] = mapped_column(String(8))


class IdempotencyKey(Base):
    """A key under which something was booked, so that repeating the request books no second."""

    __tablename__ = "idempotency_key"

    key: Mapped[str] = mapped_column(String(200), primary_key=True)
    request_hash: Mapped[str] = mapped_column(String(64))
    booking_code: Mapped[str] = mapped_column(CODE)
    """The booking that was made; the first one of a group."""
    created_at: Mapped[datetime] = mapped_column(index=True)


class DayException(Base):
    """Days on which a hall or a window departs from its rule, as its staff decided.

    One day overrules everything. A series (more than one day) never opens a public holiday.
    """

    __tablename__ = "day_exception"
    __table_args__ = (
        CheckConstraint("first_day <= last_day", name="days"),
        Index("ix_day_exception_last_day", "last_day"),
    )

    exception_id: Mapped[str] = mapped_column(ID, primary_key=True)
    hall_id: Mapped[str] = mapped_column(NAME)
    window_id: Mapped[str | None] = mapped_column(NAME)
    """None for the whole hall."""
    first_day: Mapped[date]
    last_day: Mapped[date]
    weekdays: Mapped[list[int] | None] = mapped_column(JSON(none_as_null=True))
    """The weekdays of a series (1 is Monday); None for all."""
    open: Mapped[bool]
    periods: Mapped[list[dict[str, Any]] | None] = mapped_column(JSON(none_as_null=True))
    """`start` and `end` of each opening period; None for the usual hours."""
    reason: Mapped[str] = mapped_column(String(200))
    """What people are told, in Chinese."""
    created_at: Mapped[datetime]
    withdrawn_at: Mapped[datetime | None]


class CapacityChange(Base):
    """How many seats a window has on some days, where the staff set it."""

    __tablename__ = "capacity_change"
    __table_args__ = (
        CheckConstraint("first_day <= last_day", name="days"),
        CheckConstraint("seats >= 0 AND staff_seats >= 0", name="seats"),
        Index("ix_capacity_change_window_last_day", "window_id", "last_day"),
    )

    change_id: Mapped[int] = mapped_column(primary_key=True)
    window_id: Mapped[str] = mapped_column(NAME)
    first_day: Mapped[date]
    last_day: Mapped[date]
    seats: Mapped[int]
    staff_seats: Mapped[int]
    created_at: Mapped[datetime]


class WaitingEntry(Base):
    """Somebody who waits for a seat on full days; the first free one is offered to them."""

    __tablename__ = "waiting_entry"
    __table_args__ = (
        CheckConstraint(
            "status IN ('waiting', 'offered', 'booked', 'withdrawn', 'expired')", name="status"
        ),
        CheckConstraint("first_day <= last_day", name="days"),
        Index("ix_waiting_entry_status_park_matter", "status", "park_id", "matter_id"),
    )

    entry_id: Mapped[str] = mapped_column(ID, primary_key=True)
    status: Mapped[str] = mapped_column(STATUS)
    park_id: Mapped[str] = mapped_column(NAME)
    matter_id: Mapped[str] = mapped_column(NAME)
    first_day: Mapped[date]
    last_day: Mapped[date]
    intake_id: Mapped[str] = mapped_column(ForeignKey("intake.intake_id"))
    offered_code: Mapped[str | None] = mapped_column(ForeignKey("booking.code"))
    """The held booking that was offered last."""
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]

    intake: Mapped[Intake] = relationship(lazy="joined", innerjoin=True)
