"""Why the queue does not do what it is asked to do."""

from datetime import datetime


class UnknownTicket(Exception):
    """There is no such ticket."""


class UnknownVisit(Exception):
    """There is no such booking, or the proof is not its own: outside, both look the same."""


class UnknownWindow(Exception):
    """There is no such window on that day."""


class Refused(Exception):
    """It cannot be done now; the message says why and what to do, in Chinese.

    Attributes:
        next_opening: when the window opens next, where it is closed and anybody can tell.
        nearest: the nearest time that can be booked instead, where the day is full.
    """

    def __init__(
        self,
        message: str,
        *,
        next_opening: datetime | None = None,
        nearest: datetime | None = None,
    ) -> None:
        super().__init__(message)
        self.next_opening = next_opening
        self.nearest = nearest
