"""What somebody asks to be booked, and the key that makes asking twice harmless."""

import secrets
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import CursorResult, delete
from sqlalchemy.orm import Session

from api.cipher import cipher
from api.db.booking import PUBLIC, IdempotencyKey
from api.db.engine import SessionFactory, reading
from api.db.upsert import insert_for
from api.services.booking.applicants import Applicant

KEY_DAYS = 7
"""Days for which a key is remembered; nobody repeats a request after that."""


class KeyReused(Exception):
    """The idempotency key belongs to a request that said something else."""


@dataclass(frozen=True)
class Extras:
    """What may come with a request for a visit, beside the visit itself.

    Attributes:
        precheck_id: the pre-check of the materials that was done before.
        journey_id: the journey the matter belongs to.
        commitments: the materials for which the applicant makes a commitment (告知承诺).
        courier: whether, and where to, the result is to be sent (快递送达).
    """

    precheck_id: str | None = None
    journey_id: str | None = None
    commitments: tuple[str, ...] = ()
    courier_address: str | None = None


@dataclass(frozen=True)
class Request:
    """A visit that is asked for by somebody who has agreed to their data being kept for it.

    Attributes:
        hold: the code of the seat that is held for it, if one is.
    """

    park_id: str
    matter_id: str
    slot_id: str
    applicant: Applicant
    hold: str | None = None
    extras: Extras = field(default_factory=Extras)

    def fingerprint(self, pool: str = PUBLIC) -> str:
        """Equal for equal requests; tells nothing about the person.

        What a request leaves out is left out, so that it is still the same request for a later
        release that knows more to ask.
        """
        usual = {"hold": None, "extras": Extras()}
        said = {name: value for name, value in vars(self).items() if value != usual.get(name, ...)}
        if pool != PUBLIC:
            said["pool"] = pool
        return cipher().index(f"Request({', '.join(f'{name}={said[name]!r}' for name in said)})")


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
