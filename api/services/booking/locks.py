"""Makes what must not happen at the same time queue in the database."""

from collections.abc import Callable
from typing import TypeVar

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from api.db.engine import SessionFactory, transact

HALL_DAYS = 20210410
"""The number of the advisory lock on the days of halls (PostgreSQL)."""

Result = TypeVar("Result")


def is_postgresql(session: Session) -> bool:
    """Whether the session's database is PostgreSQL."""
    return session.get_bind().dialect.name == "postgresql"


def change_visits(sessions: SessionFactory, act: Callable[[Session], Result]) -> Result:
    """Like `transact`, for changes of visits: nobody changes the days of halls meanwhile.

    A booking reads whether its day is open; closing the day reads who has booked. Without this,
    each could miss the other. It is the first lock of all, so that nobody who has another one
    waits for it. On SQLite a transaction that writes is alone anyway.
    """
    return transact(sessions, lambda session: act(_locked(session, exclusive=False)))


def change_hall_days(sessions: SessionFactory, act: Callable[[Session], Result]) -> Result:
    """Like `transact`, for changes of days: waits for the changes of visits that are under way."""
    return transact(sessions, lambda session: act(_locked(session, exclusive=True)))


def queue_up(session: Session, *names: str) -> None:
    """Let transactions that give the same name queue here until the first of them has ended.

    Nothing is written down, so that nothing about a person is left behind.
    """
    if is_postgresql(session):
        for name in sorted(names):  # all in one order, so that two never wait for each other
            session.execute(select(func.pg_advisory_xact_lock(func.hashtextextended(name, 0))))


def _locked(session: Session, exclusive: bool) -> Session:
    lock = func.pg_advisory_xact_lock if exclusive else func.pg_advisory_xact_lock_shared
    if is_postgresql(session):
        session.execute(select(lock(HALL_DAYS)))
    return session
