"""Materials that follow after conditional acceptance (容缺受理, decree D13), and until when."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal, Protocol

import structlog
from sqlalchemy import CursorResult, Select, select, update
from sqlalchemy.orm import Session

from api.db.engine import SessionFactory, reading
from api.db.intake import Commitment, Gap, Intake, Precheck
from api.services import audit
from api.services.days.working_days import WORKING_DAYS, Counted, DayCount
from api.services.events import Event, Events, Kind
from api.services.intake.life import UNDER_WAY, NotPossible, locked, require
from api.services.intake.materials import named, require_followable
from knowledge import ServiceGuide

log = structlog.get_logger()

OPEN, HANDED_IN, OVERDUE = "open", "handed_in", "overdue"
UNSETTLED = (OPEN, OVERDUE)
REMIND_DAYS = 2
"""Working days before the end on which the applicant is reminded."""


class UnknownGap(Exception):
    """The intake has no such gap."""


@dataclass(frozen=True)
class GapNotice:
    """What the applicant is told of one gap."""

    occasion: Literal["reminder", "overdue"]
    gap: Gap
    intake: Intake
    at: datetime


class TellApplicant(Protocol):
    """Passes a notice on, inside the transaction that claims it."""

    def __call__(self, session: Session, notice: GapNotice) -> None: ...


def into_the_log(session: Session, notice: GapNotice) -> None:
    """Says it in the log, for installations that send no messages."""
    log.info("a gap is due", occasion=notice.occasion, intake=notice.intake.intake_id)


class Gaps:
    """The gaps of all intakes.

    Args:
        tell: passes notices on; each is given once.
        days: working days after the acceptance within which a material may follow.
    """

    def __init__(
        self,
        sessions: SessionFactory,
        events: Events,
        days: int,
        tell: TellApplicant = into_the_log,
        count: DayCount | None = None,
    ) -> None:
        self._sessions = sessions
        self._events = events
        self._days = days
        self._tell = tell
        self._count = count or DayCount()

    def open_for(
        self, session: Session, intake: Intake, precheck: Precheck, now: datetime
    ) -> list[Gap]:
        """Open a gap for each material that may follow, as the pre-check found.

        None for what the applicant has promised since.
        """
        promised = set(
            session.scalars(
                select(Commitment.material).where(Commitment.intake_id == intake.intake_id)
            )
        )
        names = [
            item["name"]
            for item in precheck.items or ()
            if item["way"] == "later" and item["name"] not in promised
        ]
        return self._open(session, intake.intake_id, names, now)

    def open_at_acceptance(
        self,
        session: Session,
        intake: Intake,
        guide: ServiceGuide,
        materials: Sequence[str] | None,
        now: datetime,
    ) -> list[str]:
        """Open the gaps of an intake that is being accepted; returns their materials.

        Args:
            materials: what the window lets follow; None for what the pre-check found, if any.

        Raises:
            UnknownMaterial, MayNotFollow: of `materials`.
        """
        if materials is not None:
            found = named(guide.fields["materials"].value or (), materials)
            for material in found:
                require_followable(material)
            names = list(dict.fromkeys(material["name"] for material in found))
            gaps = self._open(session, intake.intake_id, names, now)
        else:
            precheck = intake.precheck_id and session.get(Precheck, intake.precheck_id)
            gaps = self.open_for(session, intake, precheck, now) if precheck else []
        return [gap.material for gap in gaps]

    def still_open(self, session: Session, intake_id: str) -> list[str]:
        """The materials of an intake that have not followed yet."""
        query = select(Gap.material).where(Gap.intake_id == intake_id, Gap.status.in_(UNSETTLED))
        return list(session.scalars(query.order_by(Gap.due_on, Gap.gap_id)))

    def hand_in(self, intake_id: str, gap_id: str, actor: str, now: datetime) -> Gap:
        """The material has followed, in time or late.

        Raises:
            UnknownIntake, UnknownGap: there is none.
            NotPossible: it was handed in before, or the intake is not under way.
        """
        with self._sessions() as session, session.begin():
            intake = locked(session, intake_id)
            gap = session.get(Gap, gap_id, with_for_update=True)
            if gap is None or gap.intake_id != intake_id:
                raise UnknownGap
            if gap.status not in UNSETTLED:
                raise NotPossible("这项材料已经登记补交，不用重复登记。")
            require(intake, *UNDER_WAY)
            gap.status, gap.settled_at = HANDED_IN, now
            facts: dict[str, Any] = {"material": gap.material, "late": now.date() > gap.due_on}
            audit.note(session, "intake", intake_id, "gap_handed_in", actor, now, **facts)
            session.flush()
            self._events.publish(session, Event(Kind.GAP_SETTLED, intake, now, actor, facts=facts))
        return gap

    def look(self, now: datetime) -> int:
        """Remind before the end, mark what is overdue; returns how many notices there were."""
        today = now.date()
        with reading(self._sessions) as session:
            gaps = session.scalars(_watched()).all()
        late = [gap for gap in gaps if gap.due_on < today]
        near = [gap for gap in gaps if gap.reminded_at is None and self._is_near(gap, today)]
        marked = sum(self._notify(gap.gap_id, "overdue", now) for gap in late)
        return marked + sum(self._notify(gap.gap_id, "reminder", now) for gap in near)

    def _is_near(self, gap: Gap, today: date) -> bool:
        return self._count.before(gap.due_on, REMIND_DAYS) <= today <= gap.due_on

    def _notify(self, gap_id: str, occasion: Literal["reminder", "overdue"], now: datetime) -> bool:
        with self._sessions() as session, session.begin():
            if not _claim(session, gap_id, occasion, now):
                return False
            gap = session.get_one(Gap, gap_id)
            intake = session.get_one(Intake, gap.intake_id)
            audit.note(
                session,
                "intake",
                gap.intake_id,
                f"gap_{occasion}",
                audit.SYSTEM,
                now,
                material=gap.material,
                due_on=gap.due_on.isoformat(),
            )
            self._tell(session, GapNotice(occasion, gap, intake, now))
            return True

    def _open(
        self, session: Session, intake_id: str, names: Sequence[str], now: datetime
    ) -> list[Gap]:
        until = self._count.last_day(now.date(), self._days, WORKING_DAYS)
        gaps = [_gap(intake_id, name, until, now) for name in names]
        session.add_all(gaps)
        return gaps


def _gap(intake_id: str, material: str, until: Counted, now: datetime) -> Gap:
    return Gap(
        gap_id=secrets.token_hex(16),
        intake_id=intake_id,
        material=material,
        status=OPEN,
        due_on=until.day,
        provisional=until.provisional,
        created_at=now,
    )


def _watched() -> Select[Gap]:
    """Open gaps of intakes that are under way: of others, nothing is to follow any more."""
    return (
        select(Gap)
        .join(Intake, Intake.intake_id == Gap.intake_id)
        .where(Gap.status == OPEN, Intake.status.in_(UNDER_WAY))
        .order_by(Gap.due_on, Gap.gap_id)
    )


def _claim(session: Session, gap_id: str, occasion: str, now: datetime) -> bool:
    """Whether this process is the one to tell: the first to write it down."""
    mine = update(Gap).where(Gap.gap_id == gap_id, Gap.status == OPEN)
    claimed = session.execute(
        mine.values(status=OVERDUE)
        if occasion == "overdue"
        else mine.where(Gap.reminded_at.is_(None)).values(reminded_at=now)
    )
    assert isinstance(claimed, CursorResult)
    return claimed.rowcount == 1
