"""Accepting an intake starts its clocks; pauses stop them; a decision or a withdrawal ends them."""

import secrets
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any, Protocol

from sqlalchemy import select
from sqlalchemy.orm import Session

from api.db.engine import SessionFactory
from api.db.intake import Intake, LimitPause, TimeLimit
from api.services.days.working_days import DayCount
from api.services.events import Events, Kind
from api.services.intake.life import (
    ACCEPTED,
    DECIDED,
    EXPECTED,
    GRANTED,
    PAUSED,
    UNDER_WAY,
    WITHDRAWN,
    NotPossible,
    advance,
    locked,
    require,
)
from api.services.limits.clocks import Clock, clocks_of
from api.services.limits.standing import (
    ENDED,
    EXCEEDED,
    LIMIT_PAUSED,
    MET,
    OPEN,
    RUNNING,
    day_before,
    pauses_of,
    recount,
)
from knowledge import KnowledgeBase, NotCovered, ServiceGuide
from knowledge.errors import UnknownMatter

PAUSE_KINDS: Mapping[str, str] = {
    "hearing": "听证",
    "expert_review": "专家评审",
    "inspection": "检验、检测、检疫、鉴定",
    "publication": "公示、公告",
    "correction": "补正材料",
}
"""What may stop the clocks. 行政许可法 第四十五条 names hearings, expert reviews and inspections;
for the other two the matter's own rules must say so, which is why a reason is always written."""


class ConditionalAcceptance(Protocol):
    """Writes down what may follow after the acceptance (容缺受理)."""

    def open_at_acceptance(
        self,
        session: Session,
        intake: Intake,
        guide: ServiceGuide,
        materials: Sequence[str] | None,
        now: datetime,
    ) -> list[str]:
        """Returns the names of the materials that may follow."""
        ...

    def still_open(self, session: Session, intake_id: str) -> list[str]:
        """The names of the materials that have not followed yet."""
        ...


class Limits:
    """Every step of an intake after the visit has begun.

    Args:
        gaps: keeps what may follow after the acceptance.
        count: counts days.
    """

    def __init__(
        self,
        sessions: SessionFactory,
        kb: KnowledgeBase,
        events: Events,
        gaps: ConditionalAcceptance,
        count: DayCount | None = None,
    ) -> None:
        self._sessions = sessions
        self._kb = kb
        self._events = events
        self._gaps = gaps
        self._count = count or DayCount()

    def accept(
        self,
        intake_id: str,
        actor: str,
        now: datetime,
        materials_to_follow: Sequence[str] | None = None,
    ) -> None:
        """The office accepts the intake; the clocks its guide knows begin to run.

        Args:
            materials_to_follow: what was missing and may follow; None for what the pre-check found.

        Raises:
            UnknownIntake: there is none.
            NotPossible: it was accepted before, or the park has the matter no longer.
            UnknownMaterial, MayNotFollow: of `materials_to_follow`.
        """
        with self._sessions() as session, session.begin():
            intake = locked(session, intake_id)
            require(intake, EXPECTED)
            guide = self._guide(intake, now.date())
            limits = [self._start(clock, intake_id, now.date()) for clock in clocks_of(guide)]
            session.add_all(limits)
            follow = self._gaps.open_at_acceptance(session, intake, guide, materials_to_follow, now)
            intake.accepted_at = now
            facts: dict[str, Any] = {"limits": list(map(_described, limits)), "to_follow": follow}
            advance(session, self._events, intake, ACCEPTED, Kind.ACCEPTED, actor, now, **facts)

    def pause(self, intake_id: str, kind: str, reason: str, actor: str, now: datetime) -> None:
        """Stop the clocks from today on; a clock that has run out is not saved by it.

        Args:
            kind: one of `PAUSE_KINDS`.
            reason: why, and by which rule.

        Raises:
            UnknownIntake: there is none.
            NotPossible: it is not under way, or is paused for the same kind of thing already.
        """
        with self._sessions() as session, session.begin():
            intake = locked(session, intake_id)
            require(intake, *UNDER_WAY)
            if any(pause.kind == kind for pause in _going_on(session, intake_id)):
                raise NotPossible(f"已经因“{PAUSE_KINDS[kind]}”暂停计时，不能重复暂停。")
            session.add(_pause(intake_id, kind, reason, now.date()))
            for limit in _limits(session, intake_id, RUNNING):
                if limit.due_on >= now.date():
                    limit.status = LIMIT_PAUSED
            advance(
                session,
                self._events,
                intake,
                PAUSED,
                Kind.PAUSED,
                actor,
                now,
                reason=reason,
                kind=kind,
            )

    def resume(self, intake_id: str, kind: str | None, actor: str, now: datetime) -> None:
        """End a pause, or all when `kind` is None; today counts again once none is left.

        Raises:
            UnknownIntake: there is none.
            NotPossible: it is not paused for this.
        """
        with self._sessions() as session, session.begin():
            intake = locked(session, intake_id)
            going_on = _going_on(session, intake_id)
            ending = [pause for pause in going_on if kind in (None, pause.kind)]
            if not ending:
                raise NotPossible("没有这样的暂停可以恢复，请刷新后查看。")
            _end(ending, now.date())
            to = ACCEPTED if len(ending) == len(going_on) else PAUSED
            if to == ACCEPTED:
                self._run_on(session, intake_id)
            ended = sorted(pause.kind for pause in ending)
            advance(session, self._events, intake, to, Kind.RESUMED, actor, now, kinds=ended)

    def decide(self, intake_id: str, outcome: str, actor: str, now: datetime) -> None:
        """The decision is made: `granted` or `refused`.

        Raises:
            UnknownIntake: there is none.
            NotPossible: it is not under way, its clocks are stopped, or nothing can be granted
                because materials are still to follow.
        """
        with self._sessions() as session, session.begin():
            intake = locked(session, intake_id)
            require(intake, ACCEPTED)
            missing = self._gaps.still_open(session, intake_id)
            if outcome == GRANTED and missing:
                raise NotPossible(f"容缺的材料还没有补齐：{'、'.join(missing)}。补齐后再准予。")
            late = self._close(session, intake_id, MET, now.date())
            intake.outcome, intake.decided_at = outcome, now
            advance(
                session,
                self._events,
                intake,
                DECIDED,
                Kind.DECIDED,
                actor,
                now,
                outcome=outcome,
                late=late,
            )

    def withdraw(self, intake_id: str, reason: str | None, actor: str, now: datetime) -> None:
        """The applicant takes it back. Raises `UnknownIntake`, `NotPossible`."""
        with self._sessions() as session, session.begin():
            intake = locked(session, intake_id)
            _end(_going_on(session, intake_id), now.date())
            late = self._close(session, intake_id, ENDED, now.date())
            intake.outcome = WITHDRAWN
            advance(
                session,
                self._events,
                intake,
                WITHDRAWN,
                Kind.WITHDRAWN,
                actor,
                now,
                reason=reason,
                late=late,
            )

    def _guide(self, intake: Intake, day: date) -> ServiceGuide:
        try:
            return self._kb.guide(intake.matter_id, intake.park_id, day)
        except (NotCovered, UnknownMatter) as gap:
            raise NotPossible(f"{gap}因此这里不能受理，请引导申请人到现在的办理部门。") from gap

    def _start(self, clock: Clock, intake_id: str, today: date) -> TimeLimit:
        limit = TimeLimit(
            limit_id=secrets.token_hex(16),
            intake_id=intake_id,
            kind=clock.kind,
            number=clock.number,
            unit=clock.unit,
            source=clock.source,
            starts_on=today,
            status=RUNNING,
        )
        recount(limit, (), self._count)
        return limit

    def _run_on(self, session: Session, intake_id: str) -> None:
        session.flush()
        pauses = pauses_of(session, [intake_id])[intake_id]
        for limit in _limits(session, intake_id, LIMIT_PAUSED):
            recount(limit, pauses, self._count)
            limit.status = RUNNING

    def _close(self, session: Session, intake_id: str, in_time: str, today: date) -> list[str]:
        """Close the clocks; returns the kinds of those that had run out."""
        late = []
        for limit in _limits(session, intake_id, *OPEN):
            over = limit.status == RUNNING and today > limit.due_on
            limit.status = EXCEEDED if over else in_time
            late += [limit.kind] * over
        return late


def _limits(session: Session, intake_id: str, *status: str) -> Sequence[TimeLimit]:
    return session.scalars(
        select(TimeLimit)
        .where(TimeLimit.intake_id == intake_id, TimeLimit.status.in_(status))
        .order_by(TimeLimit.kind.desc())
    ).all()


def _going_on(session: Session, intake_id: str) -> Sequence[LimitPause]:
    return session.scalars(
        select(LimitPause).where(LimitPause.intake_id == intake_id, LimitPause.last_day.is_(None))
    ).all()


def _pause(intake_id: str, kind: str, reason: str, today: date) -> LimitPause:
    return LimitPause(
        pause_id=secrets.token_hex(16),
        intake_id=intake_id,
        kind=kind,
        reason=reason,
        first_day=today,
    )


def _end(pauses: Sequence[LimitPause], today: date) -> None:
    """The day on which the work goes on counts; a pause that ends as it begins has no days."""
    for pause in pauses:
        pause.last_day = day_before(today)


def _described(limit: TimeLimit) -> dict[str, Any]:
    return {
        "kind": limit.kind,
        "number": limit.number,
        "unit": limit.unit,
        "due_on": limit.due_on.isoformat(),
        "provisional": limit.provisional,
    }
