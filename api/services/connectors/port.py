"""What every kind of connector does: carry one event, and say what came of it."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum
from typing import Protocol


@dataclass(frozen=True)
class Message:
    """One event on its way.

    Attributes:
        body: the event as JSON, exactly as it is to arrive.
        attempt: which attempt this is, from 1.
    """

    entry_id: int
    event_id: str
    connector_id: str
    body: str
    attempt: int


class Fate(Enum):
    """What came of an attempt."""

    DELIVERED = "delivered"
    AGAIN = "again"
    """Not this time; the same may well succeed later."""
    REFUSED = "refused"
    """The receiver will not take it as it is: a person has to look."""


@dataclass(frozen=True)
class Verdict:
    """What came of an attempt, and why.

    Attributes:
        reason: in Chinese, for the staff; None when it was delivered. Nothing personal.
        wait: for how long the receiver asks to be left alone.
    """

    fate: Fate
    reason: str | None = None
    wait: timedelta | None = None


class Port(Protocol):
    """Carries events to one platform."""

    async def send(self, message: Message, now: datetime) -> Verdict:
        """Send one event. Whatever goes wrong on the way is a verdict, never an exception."""
        ...
