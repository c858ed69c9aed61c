"""Warns the supervisor before a limit runs out, and alerts when it has (电子监察)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from math import ceil
from typing import Literal, Protocol

import structlog
from sqlalchemy import ColumnElement, CursorResult, or_, select, update
from sqlalchemy.orm import InstrumentedAttribute, Session

from api.db.engine import SessionFactory, reading
from api.db.intake import Intake, TimeLimit
from api.services import audit
from api.services.days.working_days import DayCount
from api.services.limits.standing import (
    RUNNING,
    Standing,
    pauses_of,
    recount,
    standing_of,
)

log = structlog.get_logger()

Urgency = Literal["warning", "alert"]
ACTIONS: dict[Urgency, str] = {"warning": "limit_warned", "alert": "limit_alerted"}


@dataclass(frozen=True)
class Lead:
    """How early to warn: `days` before the end, or `share` of the limit, whichever is less.

    Both are in the limit's own unit. Three days are time enough to act on; of a limit of five, they
    would be more than half, and a warning that is always on is soon read by nobody. A part of a day
    counts as a whole one: a warning too early costs less than one too late.
    """

    days: int = 3
    share: float = 0.2

    def of(self, number: int) -> int:
        """The days before the end of a limit of `number` days."""
        return min(self.days, ceil(number * self.share))


@dataclass(frozen=True)
class LimitNotice:
    """What the supervisor is told of one limit.

    Attributes:
        standing: how the limit stands, in words as well.
    """

    urgency: Urgency
    limit: TimeLimit
    intake: Intake
    standing: Standing
    at: datetime


class TellSupervisor(Protocol):
    """Passes a notice on, inside the transaction that claims it."""

    def __call__(self, session: Session, notice: LimitNotice) -> None: ...


def into_the_log(session: Session, notice: LimitNotice) -> None:
    """Says it in the log, for installations that tell nobody otherwise."""
    log.warning(
        "a time limit needs attention",
        urgency=notice.urgency,
        intake=notice.intake.intake_id,
        kind=notice.limit.kind,
        due_on=notice.limit.due_on.isoformat(),
    )


class Watch:
    """Looks at every running limit. Several processes may look at the same moment.

    Args:
        tell: passes notices on; each is given once.
    """

    def __init__(
        self,
        sessions: SessionFactory,
        tell: TellSupervisor = into_the_log,
        lead: Lead | None = None,
        count: DayCount | None = None,
    ) -> None:
        self._sessions = sessions
        self._tell = tell
        self._lead = lead or Lead()
        self._count = count or DayCount()

    def look(self, now: datetime) -> int:
        """Count provisional days anew, then warn and alert; returns how many notices there were."""
        self._settle_provisional()
        return sum(self._notify(limit_id, now) for limit_id in self._candidates(now))

    def _settle_provisional(self) -> None:
        """The holidays of the year may have been published since the days were counted."""
        with self._sessions() as session, session.begin():
            limits = session.scalars(
                select(TimeLimit)
                .where(TimeLimit.provisional, TimeLimit.status == RUNNING)
                .with_for_update(skip_locked=True)
            ).all()
            pauses = pauses_of(session, (limit.intake_id for limit in limits))
            for limit in limits:
                recount(limit, pauses.get(limit.intake_id, ()), self._count)

    def _candidates(self, now: datetime) -> Sequence[str]:
        overdue = TimeLimit.due_on < now.date()
        query = select(TimeLimit.limit_id).where(
            TimeLimit.status == RUNNING,
            or_(
                TimeLimit.warned_at.is_(None) & ~overdue,
                TimeLimit.alerted_at.is_(None) & overdue,
            ),
        )
        with reading(self._sessions) as session:
            return session.scalars(query.order_by(TimeLimit.due_on, TimeLimit.limit_id)).all()

    def _notify(self, limit_id: str, now: datetime) -> bool:
        with self._sessions() as session, session.begin():
            limit = session.get(TimeLimit, limit_id)
            assert limit is not None  # limits are never deleted
            pauses = pauses_of(session, [limit.intake_id]).get(limit.intake_id, [])
            standing = standing_of(limit, pauses, now.date(), self._count)
            urgency = self._urgency(limit, standing)
            if urgency is None or not _claim(session, limit, urgency, now):
                return False
            intake = session.get_one(Intake, limit.intake_id)
            _write_down(session, limit, urgency, now)
            self._tell(session, LimitNotice(urgency, limit, intake, standing, now))
            return True

    def _urgency(self, limit: TimeLimit, standing: Standing) -> Urgency | None:
        if standing.overdue:
            return "alert"
        near = standing.left is not None and standing.left <= self._lead.of(limit.number)
        return "warning" if near else None


def _claim(session: Session, limit: TimeLimit, urgency: Urgency, now: datetime) -> bool:
    """Whether this process is the one to tell: the first to write when."""
    when: InstrumentedAttribute[datetime | None] = (
        TimeLimit.alerted_at if urgency == "alert" else TimeLimit.warned_at
    )
    unclaimed: ColumnElement[bool] = when.is_(None)
    claimed = session.execute(
        update(TimeLimit)
        .where(TimeLimit.limit_id == limit.limit_id, TimeLimit.status == RUNNING, unclaimed)
        .values({when: now})
    )
    assert isinstance(claimed, CursorResult)
    return claimed.rowcount == 1


def _write_down(session: Session, limit: TimeLimit, urgency: Urgency, now: datetime) -> None:
    audit.note(
        session,
        "intake",
        limit.intake_id,
        ACTIONS[urgency],
        audit.SYSTEM,
        now,
        kind=limit.kind,
        due_on=limit.due_on.isoformat(),
    )
