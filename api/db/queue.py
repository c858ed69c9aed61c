"""The queue in the hall: one ticket for everybody who is there, booked or not."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from api.db.base import Base
from api.db.intake import ID, NAME


class TicketSeries(Base):
    """The numbers that one window gives out on one day.

    Its row is also the lock of the window's queue: who calls the next holds it.
    """

    __tablename__ = "ticket_series"

    hall_id: Mapped[str] = mapped_column(NAME, primary_key=True)
    day: Mapped[date] = mapped_column(primary_key=True)
    letter: Mapped[str] = mapped_column(String(4), primary_key=True)
    """The window's letter, which its numbers begin with."""
    issued: Mapped[int]


class PresenceGuesses(Base):
    """How many wrong presence codes (现场码) were tried in a hall in its latest minute."""

    __tablename__ = "presence_guesses"

    hall_id: Mapped[str] = mapped_column(NAME, primary_key=True)
    minute: Mapped[datetime]
    wrong: Mapped[int]


class Ticket(Base):
    """Somebody's place in the queue of a hall on one day. It says nothing of who they are."""

    __tablename__ = "ticket"
    __table_args__ = (
        CheckConstraint(
            "status IN ('waiting', 'called', 'serving', 'done', 'missed')", name="status"
        ),
        UniqueConstraint("hall_id", "day", "number"),
        Index("ix_ticket_window_day_status", "window_id", "day", "status"),
    )

    ticket_id: Mapped[str] = mapped_column(ID, primary_key=True)
    hall_id: Mapped[str] = mapped_column(NAME)
    window_id: Mapped[str] = mapped_column(NAME)
    """Where it waits now; a transfer changes it."""
    day: Mapped[date]
    number: Mapped[str] = mapped_column(String(8))
    """As printed and called: a letter for the window, then a count, such as `A012`."""
    status: Mapped[str] = mapped_column(String(16))
    matter_id: Mapped[str | None] = mapped_column(NAME)
    booking_code: Mapped[str | None] = mapped_column(ForeignKey("booking.code"), unique=True)
    """None for somebody who came without a booking."""
    intake_id: Mapped[str | None] = mapped_column(ForeignKey("intake.intake_id"))
    booked_for: Mapped[datetime | None]
    """The booked time of somebody who came in time for it: it is kept for them."""
    queued_at: Mapped[datetime]
    """Since when it waits; a transfer keeps it, coming back after being missed sets it anew."""
    passes: Mapped[int] = mapped_column(default=0)
    """How many others are still called before it, since it was skipped."""
    skips: Mapped[int] = mapped_column(default=0)
    """How often it was skipped at its window."""
    estimate_s: Mapped[int | None]
    """How long the wait was thought to be when the ticket was given, in seconds."""
    calls: Mapped[int] = mapped_column(default=0)
    """How often it was called since it last waited."""
    called_at: Mapped[datetime | None]
    """When it was called for the first time: the end of the wait that was estimated."""
    last_called_at: Mapped[datetime | None]
    started_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    created_at: Mapped[datetime]
