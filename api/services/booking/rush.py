"""Remembers where a crowd wants more seats than there are."""

from datetime import datetime, timedelta

LASTS = timedelta(seconds=10)
"""How long after the last refusal a slot is still fought for."""
MOST_KEPT = 256


class Rush:
    """The slots where somebody was refused just now, as far as this process knows."""

    def __init__(self) -> None:
        self._refused: dict[str, datetime] = {}

    def note(self, slot_id: str, now: datetime) -> None:
        """Somebody was refused in a slot."""
        if len(self._refused) >= MOST_KEPT:
            self._refused.clear()
        self._refused[slot_id] = now

    def is_on(self, slot_id: str, now: datetime) -> bool:
        """Whether a slot is fought for."""
        refused = self._refused.get(slot_id)
        return refused is not None and now - refused < LASTS
