"""Who sends which entry now: taken in the database, so that several processes can share the work.

An entry is taken by moving its next attempt to a time when the attempt must long be over. Whoever
dies meanwhile has lost nothing: the entry is due again then, and goes out under the same key.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta

from sqlalchemy import ScalarSelect, func, select, update
from sqlalchemy.orm import Session, aliased

from api.db.outbox import DELIVERED, ERROR_LENGTH, FAILED, WAITING, OutboxEntry
from api.services.connectors.backoff import backoff
from api.services.connectors.port import Fate, Message, Verdict
from api.services.connectors.terms import Terms

AT_ONCE = 20
"""Entries of one connector that are sent at the same time."""
MARGIN = timedelta(minutes=1)
"""For all that an attempt takes beside the call."""

_Earlier = aliased(OutboxEntry)


def first_missing() -> ScalarSelect[int | None]:
    """The number of the first event before an entry's that has not been delivered, if any."""
    before = (
        _Earlier.connector_id == OutboxEntry.connector_id,
        _Earlier.intake_id == OutboxEntry.intake_id,
        _Earlier.sequence < OutboxEntry.sequence,
        _Earlier.status != DELIVERED,
    )
    first = select(func.min(_Earlier.sequence)).where(*before).correlate(OutboxEntry)
    return first.scalar_subquery()


def claim(session: Session, terms: Terms, now: datetime) -> list[Message]:
    """Take what is due for one connector: of each intake no more than the first undelivered."""
    due = select(OutboxEntry).where(
        OutboxEntry.connector_id == terms.id,
        OutboxEntry.status == WAITING,
        OutboxEntry.next_try_at <= now,
        first_missing().is_(None),
    )
    due = due.order_by(OutboxEntry.next_try_at, OutboxEntry.entry_id).limit(AT_ONCE)
    return list(_taken(session.scalars(due.with_for_update(skip_locked=True)), terms, now))


def _taken(entries: Iterable[OutboxEntry], terms: Terms, now: datetime) -> Iterable[Message]:
    for entry in entries:
        entry.attempts += 1
        entry.next_try_at = now + timedelta(seconds=terms.timeout_s) + MARGIN
        assert entry.payload is not None, entry.entry_id  # only emptied once it is delivered
        yield Message(
            entry.entry_id, entry.event_id, entry.connector_id, entry.payload, entry.attempts
        )


def settle(
    session: Session, message: Message, verdict: Verdict, most_attempts: int, now: datetime
) -> str:
    """Write down what came of an attempt; returns the status the entry was to get.

    A delivery holds whoever brings the news. A failure is no news any more once somebody else
    has taken the entry up, which the number of the attempt tells.
    """
    entry = update(OutboxEntry).where(OutboxEntry.entry_id == message.entry_id)
    if verdict.fate is Fate.DELIVERED:
        session.execute(entry.values(status=DELIVERED, delivered_at=now, error=None))
        return DELIVERED
    is_over = verdict.fate is Fate.REFUSED or message.attempt >= most_attempts
    status = FAILED if is_over else WAITING
    wait = max(backoff(message.attempt), verdict.wait or timedelta())
    still_ours = entry.where(OutboxEntry.status == WAITING, OutboxEntry.attempts == message.attempt)
    error = (verdict.reason or "")[:ERROR_LENGTH]
    session.execute(still_ours.values(status=status, next_try_at=now + wait, error=error))
    if verdict.wait:
        leave_alone(session, message.connector_id, now + verdict.wait)
    return status


def leave_alone(session: Session, connector_id: str, until: datetime) -> None:
    """Send a platform nothing before a moment: that is what it asked for."""
    session.execute(
        update(OutboxEntry)
        .where(
            OutboxEntry.connector_id == connector_id,
            OutboxEntry.status == WAITING,
            OutboxEntry.next_try_at < until,
        )
        .values(next_try_at=until)
    )
