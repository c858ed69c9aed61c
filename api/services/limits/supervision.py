"""The supervisor's list: every limit that runs, the most urgent first."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, func, select

from api.db.engine import SessionFactory, reading
from api.db.intake import Intake, TimeLimit
from api.services.days.working_days import DayCount
from api.services.limits.standing import (
    LIMIT_PAUSED,
    OPEN,
    Standing,
    pauses_of,
    standing_of,
)


@dataclass(frozen=True)
class Supervised:
    """A limit with the intake it runs on and how it stands."""

    limit: TimeLimit
    intake: Intake
    standing: Standing


class Supervision:
    """Finds limits for the supervisor."""

    def __init__(self, sessions: SessionFactory, count: DayCount | None = None) -> None:
        self._sessions = sessions
        self._count = count or DayCount()

    def limits(
        self,
        today: date,
        *,
        park_id: str | None = None,
        status: str | None = None,
        due_before: date | None = None,
        limit: int = 100,
        offset: int = 0,
    ) -> tuple[list[Supervised], int]:
        """A page of the limits in order of urgency, those that stand still last; and how many.

        Days of different units cannot be compared, so urgency is the last day.

        Args:
            status: only limits in this status; those that are not closed when None.
            due_before: only limits whose last day is before this day.
        """
        wanted = _wanted(park_id, status, due_before)
        matching = (
            select(TimeLimit, Intake)
            .join(Intake, Intake.intake_id == TimeLimit.intake_id)
            .where(*wanted)
        )
        order = (TimeLimit.status == LIMIT_PAUSED, TimeLimit.due_on, TimeLimit.limit_id)
        with reading(self._sessions) as session:
            total = session.scalar(select(func.count()).select_from(matching.subquery()))
            page = session.execute(matching.order_by(*order).limit(limit).offset(offset))
            rows: Sequence[tuple[TimeLimit, Intake]] = [(row[0], row[1]) for row in page]
            pauses = pauses_of(session, (intake.intake_id for _, intake in rows))
        items = [
            Supervised(
                found,
                intake,
                standing_of(found, pauses.get(intake.intake_id, []), today, self._count),
            )
            for found, intake in rows
        ]
        return items, total or 0


def _wanted(
    park_id: str | None, status: str | None, due_before: date | None
) -> list[ColumnElement[bool]]:
    wanted: list[ColumnElement[bool]] = [
        TimeLimit.status.in_([status] if status else OPEN),
    ]
    if park_id is not None:
        wanted.append(Intake.park_id == park_id)
    if due_before is not None:
        wanted.append(TimeLimit.due_on < due_before)
    return wanted
