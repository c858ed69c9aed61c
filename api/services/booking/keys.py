"""The key that makes asking twice for the same booking harmless."""

import secrets
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import CursorResult, delete
from sqlalchemy.orm import Session

from api.db.booking import IdempotencyKey
from api.db.engine import SessionFactory, reading
from api.db.upsert import insert_for

KEY_DAYS = 7
"""Days for which a key is remembered; nobody repeats a request after that."""


class KeyReused(Exception):
    """The idempotency key belongs to a request that said something else."""


def claim_key(
    session: Session, key: str, request_hash: str, code: str, now: datetime
) -> str | None:
    """Claim the key for a new booking; the earlier booking's code if this is a repetition.

    Two equal requests at once queue here: the second waits until the first has ended.

    Raises:
        KeyReused: the key was claimed for another request.
    """
    claimed = session.execute(
        insert_for(session, IdempotencyKey)
        .values(key=key, request_hash=request_hash, booking_code=code, created_at=now)
        .on_conflict_do_nothing()
        .returning(IdempotencyKey.key)
    )
    if claimed.first() is not None:
        return None
    earlier = session.get_one(IdempotencyKey, key)
    if not secrets.compare_digest(earlier.request_hash, request_hash):
        raise KeyReused(key)
    return earlier.booking_code


def is_claimed(sessions: SessionFactory, key: str) -> bool:
    """Whether something was booked under a key."""
    with reading(sessions) as session:
        return session.get(IdempotencyKey, key) is not None


def forget_old_keys(sessions: SessionFactory, now: datetime) -> int:
    """Delete the keys whose time is over; how many."""
    old = delete(IdempotencyKey).where(IdempotencyKey.created_at < now - timedelta(days=KEY_DAYS))
    with sessions() as session, session.begin():
        done: Any = session.execute(old)
        assert isinstance(done, CursorResult)
        return done.rowcount
