"""Writes down, with the change itself, what each interested platform is to be told of it."""

import secrets
from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from api.db.intake import Intake
from api.db.outbox import WAITING, OutboxEntry
from api.services.connectors.config import Connectors
from api.services.connectors.description import Description, department_of, guide_of
from api.services.connectors.schema import IntakeEvent
from api.services.connectors.terms import Terms
from api.services.events import Event
from knowledge import KnowledgeBase


class Announcer:
    """A listener for `api.services.events`: nothing is announced that is not done, or forgotten.

    Sending comes later: `api.services.connectors.delivery`.
    """

    def __init__(self, connectors: Connectors, kb: KnowledgeBase) -> None:
        self._terms = [connector.terms for connector in connectors.values()]
        self._kb = kb

    def __call__(self, session: Session, event: Event) -> None:
        """Add one entry for each platform that is to be told."""
        if not any(event.kind in terms.events for terms in self._terms):
            return
        guide = guide_of(self._kb, event)
        interested = list(self._interested(event, department_of(guide)))
        if not interested:
            return
        _queue_for(session, event.intake)
        description = Description(session, self._kb, event, guide)
        for terms in interested:
            sequence = _last_sequence(session, terms.id, event.intake.intake_id) + 1
            told = description.told(secrets.token_hex(16), sequence, terms.applicant)
            session.add(_entry(told, terms.id, event.at))
        session.flush()

    def _interested(self, event: Event, department: str | None) -> Iterable[Terms]:
        intake = event.intake
        return (
            terms
            for terms in self._terms
            if terms.wants(event.kind, intake.park_id, intake.matter_id, department)
        )


def _queue_for(session: Session, intake: Intake) -> None:
    """Wait until nobody else changes the intake.

    Two transactions would otherwise both read the same last number, and one of them would fail
    on the uniqueness of numbers. Until the commit the row is ours, so numbers follow the order
    of commits: whoever sends sees no gap that is filled later. The weaker lock (no change of
    keys) does not stand against rows that merely refer to the intake, which two such
    transactions may both have written already. SQLite lets one transaction write at a time.
    """
    mine = select(Intake.intake_id).where(Intake.intake_id == intake.intake_id)
    session.execute(mine.with_for_update(key_share=True)).one()


def _last_sequence(session: Session, connector_id: str, intake_id: str) -> int:
    last = select(func.max(OutboxEntry.sequence)).where(
        OutboxEntry.connector_id == connector_id, OutboxEntry.intake_id == intake_id
    )
    return session.scalar(last) or 0


def _entry(told: IntakeEvent, connector_id: str, now: datetime) -> OutboxEntry:
    return OutboxEntry(
        event_id=told.event_id,
        connector_id=connector_id,
        intake_id=told.intake.id,
        sequence=told.sequence,
        kind=told.kind,
        payload=told.model_dump_json(),
        status=WAITING,
        attempts=0,
        next_try_at=now,
        created_at=now,
    )
