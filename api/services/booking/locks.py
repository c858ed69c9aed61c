"""Makes what must not happen at the same time queue in the database."""

from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from api.db.booking import ApplicantLock
from api.db.upsert import insert_for

HALL_DAYS = 20210410
"""The number of the advisory lock on the days of halls (PostgreSQL)."""


def is_postgresql(session: Session) -> bool:
    """Whether the session's database is PostgreSQL."""
    return session.get_bind().dialect.name == "postgresql"


def lock_applicant(session: Session, index: str, now: datetime) -> None:
    """Let the bookings of one phone or company queue until this transaction ends."""
    lock: dict[str, Any] = {"index": index, "locked_at": now}
    session.execute(
        insert_for(session, ApplicantLock)
        .values(lock)
        .on_conflict_do_update(index_elements=[ApplicantLock.index], set_={"locked_at": now})
    )


def keep_hall_days(session: Session) -> None:
    """Let nobody change the days of halls until this transaction ends; others may book on.

    A booking reads whether its day is open; closing the day reads who has booked. Without this,
    each could miss the other. On SQLite a transaction that writes is alone anyway.
    """
    if is_postgresql(session):
        session.execute(select(func.pg_advisory_xact_lock_shared(HALL_DAYS)))


def change_hall_days(session: Session) -> None:
    """Wait for the bookings under way, and let new ones wait until this transaction ends."""
    if is_postgresql(session):
        session.execute(select(func.pg_advisory_xact_lock(HALL_DAYS)))
