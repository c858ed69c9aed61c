"""What happens to intakes, told to whoever must act on it in the same transaction.

A listener that fails makes the whole change fail, so it only writes to the database: what leaves
the house (a message, a call of another platform) is written down and sent afterwards.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any, Protocol

from sqlalchemy.orm import Session

from api.db.booking import Booking
from api.db.intake import Intake


class Kind(StrEnum):
    """What can happen to an intake and its visit."""

    BOOKED = "booking.confirmed"
    MOVED = "booking.moved"
    CANCELLED = "booking.cancelled"
    DISPLACED = "booking.displaced"
    """The hall has closed the time of the visit: facts `reason`, `alternatives`."""
    RESTORED = "booking.restored"
    """The hall opens at the time of the visit after all."""
    MISSED = "booking.missed"
    CHECKED_IN = "visit.checked_in"
    SERVED = "visit.done"
    OFFERED = "waiting.offered"
    """A seat is held for somebody on the waiting list: facts `entry_id`, `until`."""
    ACCEPTED = "intake.accepted"
    PAUSED = "intake.paused"
    RESUMED = "intake.resumed"
    DECIDED = "intake.decided"
    WITHDRAWN = "intake.withdrawn"
    GAP_SETTLED = "gap.handed_in"


@dataclass(frozen=True)
class Event:
    """One thing that has happened; its change is in the session, not yet committed.

    Attributes:
        booking: the visit it is about, where it is about one.
        facts: what a listener needs beside the rows, by name; nothing personal.
    """

    kind: Kind
    intake: Intake
    at: datetime
    actor: str
    booking: Booking | None = None
    facts: Mapping[str, Any] = field(default_factory=dict)


class Listener(Protocol):
    """Acts on what has happened, inside the transaction."""

    def __call__(self, session: Session, event: Event) -> None: ...


class Events:
    """Tells listeners what has happened, in the order they are given."""

    def __init__(self, *listeners: Listener) -> None:
        self._listeners = listeners

    def publish(self, session: Session, event: Event) -> None:
        """Tell all listeners."""
        for listener in self._listeners:
            listener(session, event)
