"""The outbox as the staff see it: what waits, what failed, and sending it again; and its end."""

import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Literal

from sqlalchemy import (
    ColumnElement,
    CursorResult,
    bindparam,
    func,
    or_,
    select,
    update,
)
from sqlalchemy.orm import Session, defer

from api.db.engine import SessionFactory, reading
from api.db.intake import Intake
from api.db.outbox import DELIVERED, FAILED, WAITING, OutboxEntry
from api.db.types import HALL_ZONE
from api.services import audit
from api.services.connectors.claims import first_missing
from api.services.connectors.config import Connectors
from api.services.connectors.terms import Terms

Status = Literal["waiting", "delivered", "failed"]


class UnknownEntry(Exception):
    """There is no such entry."""


class UnknownConnector(Exception):
    """No connector has this id, or it is not in the file any more."""


class StillWaiting(Exception):
    """The entry is on its way already."""


class NothingToSend(Exception):
    """What the entry said has been deleted: its time is over."""


@dataclass(frozen=True)
class Wanted:
    """What to look for; None for all."""

    status: Status | None = None
    connector_id: str | None = None
    intake_id: str | None = None

    def conditions(self) -> list[ColumnElement[bool]]:
        """The same for the database."""
        return [
            getattr(OutboxEntry, name) == value
            for name, value in vars(self).items()
            if value is not None
        ]


@dataclass(frozen=True)
class Shown:
    """An entry.

    Attributes:
        waits_for: sequence number of the earlier event that has to be delivered first, if any.
    """

    entry: OutboxEntry
    waits_for: int | None


@dataclass(frozen=True)
class State:
    """How one connector is doing.

    Attributes:
        terms: None when it has left the file, but entries for it are still there.
        oldest_waiting_at: since when the oldest undelivered event that is still tried waits.
        last_error: of the entry that was tried last and not delivered.
    """

    connector_id: str
    terms: Terms | None
    waiting: int = 0
    failed: int = 0
    delivered: int = 0
    last_delivered_at: datetime | None = None
    oldest_waiting_at: datetime | None = None
    last_error: str | None = None


class Outbox:
    """All entries of all connectors."""

    def __init__(self, sessions: SessionFactory, connectors: Connectors, keep: timedelta) -> None:
        self._sessions = sessions
        self._connectors = connectors
        self._keep = keep

    def find(self, wanted: Wanted, limit: int = 50, offset: int = 0) -> tuple[list[Shown], int]:
        """A page of entries without what they say, newest first; and how many there are."""
        conditions = wanted.conditions()
        page = (
            select(OutboxEntry, first_missing())
            .options(defer(OutboxEntry.payload, raiseload=True))
            .where(*conditions)
            .order_by(OutboxEntry.entry_id.desc())
            .limit(limit)
            .offset(offset)
        )
        count = select(func.count()).select_from(OutboxEntry).where(*conditions)
        with reading(self._sessions) as session:
            found = [Shown(entry, waits_for) for entry, waits_for in session.execute(page)]
            return found, session.scalar(count) or 0

    def get(self, entry_id: int) -> Shown:
        """One entry with what it says. Raises `UnknownEntry`."""
        with reading(self._sessions) as session:
            return _shown(session, entry_id)

    def replay(self, entry_id: int, actor: str, now: datetime) -> Shown:
        """Send an entry again, under the same key: at once, and with as many attempts as at first.

        What comes after it in its intake waits until it has arrived.

        Raises:
            UnknownEntry: there is none.
            StillWaiting: it is on its way.
            NothingToSend: what it said has been deleted.
            UnknownConnector: its connector is not in the file any more.
        """
        with self._sessions() as session, session.begin():
            entry = session.get(OutboxEntry, entry_id, with_for_update=True)
            if entry is None:
                raise UnknownEntry
            if entry.status == WAITING:
                raise StillWaiting
            if entry.payload is None:
                raise NothingToSend
            self._require(entry.connector_id)
            _send_again(session, entry, actor, now)
            session.flush()
            return _shown(session, entry_id)

    def replay_failed(self, connector_id: str, actor: str, now: datetime) -> int:
        """Send all of a connector's failed entries again; returns how many.

        Raises:
            UnknownConnector: it is not in the file.
        """
        self._require(connector_id)
        failed = (
            select(OutboxEntry)
            .options(defer(OutboxEntry.payload, raiseload=True))
            .where(OutboxEntry.connector_id == connector_id, OutboxEntry.status == FAILED)
        )
        with self._sessions() as session, session.begin():
            entries = list(session.scalars(failed.with_for_update()))
            for entry in entries:
                _send_again(session, entry, actor, now)
            return len(entries)

    def states(self) -> list[State]:
        """How each connector is doing, those of the file first."""
        with reading(self._sessions) as session:
            counts = {row.connector_id: row._asdict() for row in session.execute(_COUNTS)}
            ids = dict.fromkeys([*self._connectors, *sorted(counts)])
            return [self._state(session, id_, counts.get(id_, {})) for id_ in ids]

    def _state(self, session: Session, connector_id: str, counts: dict[str, Any]) -> State:
        connector = self._connectors.get(connector_id)
        return State(
            **{"connector_id": connector_id, **counts},
            terms=connector.terms if connector else None,
            last_error=session.scalar(_LAST_ERROR, {"connector_id": connector_id}),
        )

    def forget_expired(self) -> int:
        """Delete what was delivered long ago, and applicants whose data have been deleted.

        The entries stay: they tell what was sent when, and keep the count of an intake's events.
        Returns how many were changed.
        """
        limit = datetime.now(HALL_ZONE) - self._keep
        delivered = update(OutboxEntry).where(
            OutboxEntry.status == DELIVERED,
            OutboxEntry.payload.is_not(None),
            or_(OutboxEntry.delivered_at < limit, OutboxEntry.intake_id.in_(_ERASED)),
        )
        with self._sessions() as session, session.begin():
            result = session.execute(delivered.values(payload=None))
            assert isinstance(result, CursorResult)
            return result.rowcount + _forget_applicants(session)

    def _require(self, connector_id: str) -> None:
        if connector_id not in self._connectors:
            raise UnknownConnector(connector_id)


_ERASED = select(Intake.intake_id).where(Intake.erased_at.is_not(None))
_COUNTS = (
    select(
        OutboxEntry.connector_id,
        *(
            func.count(OutboxEntry.entry_id).filter(OutboxEntry.status == status).label(status)
            for status in (WAITING, FAILED, DELIVERED)
        ),
        func.max(OutboxEntry.delivered_at).label("last_delivered_at"),
        func.min(OutboxEntry.created_at)
        .filter(OutboxEntry.status == WAITING)
        .label("oldest_waiting_at"),
    )
    .group_by(OutboxEntry.connector_id)
    .order_by(OutboxEntry.connector_id)
)
_LAST_ERROR = (
    select(OutboxEntry.error)
    .where(
        OutboxEntry.connector_id == bindparam("connector_id"),
        OutboxEntry.error.is_not(None),  # and is None again once it is delivered
    )
    .order_by(OutboxEntry.next_try_at.desc())
    .limit(1)
)


def _shown(session: Session, entry_id: int) -> Shown:
    found = session.execute(
        select(OutboxEntry, first_missing()).where(OutboxEntry.entry_id == entry_id)
    ).one_or_none()
    if found is None:
        raise UnknownEntry
    return Shown(*found)


def _send_again(session: Session, entry: OutboxEntry, actor: str, now: datetime) -> None:
    before = entry.status
    entry.status, entry.attempts, entry.next_try_at = WAITING, 0, now
    entry.delivered_at, entry.error = None, None
    audit.note(
        session,
        "outbox_entry",
        str(entry.entry_id),
        "replayed",
        actor,
        now,
        before=before,
        after=WAITING,
        connector_id=entry.connector_id,
        event_id=entry.event_id,
    )


def _forget_applicants(session: Session) -> int:
    """Take the applicant out of what has still to be sent; the rest of it is."""
    kept = select(OutboxEntry).where(
        OutboxEntry.status != DELIVERED, OutboxEntry.intake_id.in_(_ERASED)
    )
    changed = 0
    for entry in session.scalars(kept.with_for_update()):
        said = json.loads(entry.payload or "null")
        if said and said["applicant"] is not None:
            said["applicant"] = None
            entry.payload = json.dumps(said, ensure_ascii=False, separators=(",", ":"))
            changed += 1
    return changed
