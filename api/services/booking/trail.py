"""Everything that was done with a booking, for the hall's staff."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from api.db.audit import AuditEntry
from api.db.booking import Booking
from api.db.engine import SessionFactory, reading
from api.services.booking.codes import read_code
from api.services.booking.life import NEVER_BOOKED


@dataclass(frozen=True)
class Step:
    """One step, with who took it and why."""

    at: datetime
    actor: str
    action: str
    status_before: str | None
    status_after: str | None
    reason: str | None


def booking_for_staff(sessions: SessionFactory, code: str) -> Booking | None:
    """The booking with a code, however it was typed; None where there is none."""
    with reading(sessions) as session:
        found = session.get(Booking, read_code(code) or "")
        return None if found is None or found.status in NEVER_BOOKED else found


def steps_of(sessions: SessionFactory, code: str) -> Sequence[Step]:
    """The steps of a booking's life, the first one first."""
    query = (
        select(AuditEntry)
        .where(AuditEntry.subject == "booking", AuditEntry.subject_id == code)
        .order_by(AuditEntry.entry_id)
    )
    with reading(sessions) as session:
        return [
            Step(
                entry.at,
                entry.actor,
                entry.action,
                entry.status_before,
                entry.status_after,
                entry.reason,
            )
            for entry in session.scalars(query)
        ]
