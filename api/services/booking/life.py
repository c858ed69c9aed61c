"""The life of a booking: which step may follow which, each written into the audit trail."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from api.db.booking import Booking
from api.services import audit

HELD, CONFIRMED, CHECKED_IN, CALLED = "held", "confirmed", "checked_in", "called"
SERVING, DONE, MISSED = "serving", "done", "missed"
CANCELLED, EXPIRED = "cancelled", "expired"

NEXT: Mapping[str, frozenset[str]] = {
    HELD: frozenset({CONFIRMED, EXPIRED}),
    CONFIRMED: frozenset({CHECKED_IN, MISSED, CANCELLED}),
    CHECKED_IN: frozenset({CALLED, MISSED, CANCELLED}),
    # Back into the queue: skipped for now, or sent on to another window.
    CALLED: frozenset({SERVING, CHECKED_IN, MISSED}),
    SERVING: frozenset({DONE, CHECKED_IN}),
    # Somebody who comes late on the same day is still received.
    MISSED: frozenset({CHECKED_IN}),
    DONE: frozenset(),
    CANCELLED: frozenset(),
    EXPIRED: frozenset(),
}
OPEN = frozenset({CONFIRMED, CHECKED_IN, CALLED, SERVING})
"""A visit that is still ahead or under way."""
NEVER_BOOKED = frozenset({HELD, EXPIRED})
"""Seats that were only held: nobody has a booking, whoever they were held for."""


class IllegalStep(Exception):
    """A booking cannot go from where it stands to where it was told to go."""


def advance(
    session: Session,
    booking: Booking,
    to: str,
    action: str,
    actor: str,
    now: datetime,
    *,
    reason: str | None = None,
    **details: Any,
) -> None:
    """Take a booking one step on; seats and events are the caller's, and so is locking its row.

    Args:
        to: the status it goes to.
        action: what is done, for the trail.
        details: facts for the trail; nothing personal.

    Raises:
        IllegalStep: there is no such step; nothing changed.
    """
    before = booking.status
    if to not in NEXT[before]:
        raise IllegalStep(f"{booking.code}: {before} -> {to}")
    booking.status, booking.updated_at = to, now
    if before == HELD:
        booking.held_until = None
    audit.note(
        session,
        "booking",
        booking.code,
        action,
        actor,
        now,
        before=before,
        after=to,
        reason=reason,
        **details,
    )
