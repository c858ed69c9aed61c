"""One intake with everything around it, for the staff who handle it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import Session

from api.db.audit import AuditEntry
from api.db.booking import Booking
from api.db.engine import SessionFactory, reading
from api.db.intake import (
    Commitment,
    CourierDelivery,
    Gap,
    Intake,
    LimitPause,
    Precheck,
    TimeLimit,
)
from api.services.days.working_days import DayCount
from api.services.intake.courier import delivery_of
from api.services.intake.life import EXPECTED, UnknownIntake
from api.services.limits.clocks import unknown_limits
from api.services.limits.standing import Standing, pauses_of, standing_of
from knowledge import KnowledgeBase, NotCovered
from knowledge.errors import UnknownMatter


@dataclass(frozen=True)
class Case:
    """An intake and what belongs to it.

    Attributes:
        matter_name: None where the matter is in no list any more.
        unknown_limits: what is known of limits that no clock runs on, in Chinese.
        trail: what was done to the intake and its visits, in order.
    """

    intake: Intake
    matter_name: str | None
    precheck: Precheck | None
    gaps: Sequence[Gap]
    commitments: Sequence[Commitment]
    limits: Sequence[tuple[TimeLimit, Standing]]
    unknown_limits: Sequence[str]
    pauses: Sequence[LimitPause]
    delivery: CourierDelivery | None
    trail: Sequence[AuditEntry]


class Cases:
    """Looks intakes up for the staff."""

    def __init__(
        self, sessions: SessionFactory, kb: KnowledgeBase, count: DayCount | None = None
    ) -> None:
        self._sessions = sessions
        self._kb = kb
        self._count = count or DayCount()

    def get(self, intake_id: str, today: date) -> Case:
        """The case of an intake. Raises `UnknownIntake`."""
        with reading(self._sessions) as session:
            intake = session.get(Intake, intake_id)
            if intake is None:
                raise UnknownIntake
            return self._case(session, intake, today)

    def find(
        self, park_id: str | None, status: str, limit: int = 100, offset: int = 0
    ) -> tuple[list[Intake], int]:
        """A page of the intakes in a status, the oldest first; and how many there are."""
        matching = select(Intake).where(Intake.status == status)
        if park_id is not None:
            matching = matching.where(Intake.park_id == park_id)
        order = (Intake.created_at, Intake.intake_id)
        with reading(self._sessions) as session:
            total = session.scalar(select(func.count()).select_from(matching.subquery()))
            page = session.scalars(matching.order_by(*order).limit(limit).offset(offset))
            return list(page), total or 0

    def _case(self, session: Session, intake: Intake, today: date) -> Case:
        own = intake.intake_id
        pauses = pauses_of(session, [own]).get(own, [])
        limits = session.scalars(
            select(TimeLimit).where(TimeLimit.intake_id == own).order_by(TimeLimit.kind.desc())
        ).all()
        matter = self._kb.matters.get(intake.matter_id)
        return Case(
            intake=intake,
            matter_name=matter.name if matter else None,
            precheck=session.get(Precheck, intake.precheck_id) if intake.precheck_id else None,
            gaps=session.scalars(
                select(Gap).where(Gap.intake_id == own).order_by(Gap.due_on, Gap.gap_id)
            ).all(),
            commitments=session.scalars(
                select(Commitment)
                .where(Commitment.intake_id == own)
                .order_by(Commitment.agreed_at, Commitment.commitment_id)
            ).all(),
            limits=[(found, standing_of(found, pauses, today, self._count)) for found in limits],
            unknown_limits=self._unknown_limits(intake),
            pauses=pauses,
            delivery=delivery_of(session, own),
            trail=_trail(session, own),
        )

    def _unknown_limits(self, intake: Intake) -> list[str]:
        if intake.status == EXPECTED or intake.accepted_at is None:
            return []
        day = intake.accepted_at.date()
        try:
            return list(unknown_limits(self._kb.guide(intake.matter_id, intake.park_id, day)))
        except (NotCovered, UnknownMatter):
            return []  # the list of that day is no longer at hand


def _trail(session: Session, intake_id: str) -> Sequence[AuditEntry]:
    visits = select(Booking.code).where(Booking.intake_id == intake_id)
    of_intake = and_(AuditEntry.subject == "intake", AuditEntry.subject_id == intake_id)
    of_visits = and_(AuditEntry.subject == "booking", AuditEntry.subject_id.in_(visits))
    query = select(AuditEntry).where(or_(of_intake, of_visits))
    return session.scalars(query.order_by(AuditEntry.entry_id)).all()
