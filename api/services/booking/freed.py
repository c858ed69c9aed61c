"""Who is told that seats are free again."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from sqlalchemy.orm import Session


class Freed(Protocol):
    """Acts on seats that have just become free, in the transaction that frees them."""

    def __call__(self, session: Session, slot_ids: Sequence[str], now: datetime) -> None: ...


def nobody_waits(session: Session, slot_ids: Sequence[str], now: datetime) -> None:
    """Leave the seats to whoever comes."""
