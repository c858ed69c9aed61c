"""How far an intake has come, in words for its applicant."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from api.db.engine import SessionFactory, reading
from api.db.intake import Gap, Intake, LimitPause, TimeLimit
from api.services.intake import life
from api.services.intake.gaps import OPEN, UNSETTLED
from api.services.limits.clocks import KINDS
from api.services.limits.limits import PAUSE_KINDS
from api.services.limits.standing import RUNNING, amount, pauses_of
from knowledge.chinese_dates import in_words

SAMPLE = "（示例时限，以大厅公布为准）"
ASSUMED = "（节假日安排公布后可能有变）"
NO_LIMIT = "这个事项没有可以计算的办理时限，进度请咨询窗口或拨打 12345。"
OUTCOMES = {life.GRANTED: "已准予", life.REFUSED: "未准予，理由以书面决定为准"}


@dataclass(frozen=True)
class Progress:
    """Where an intake stands.

    Attributes:
        status: in a few characters, in Chinese.
        text: everything that is known, in Chinese.
    """

    status: str
    text: str


def progress_of(sessions: SessionFactory, intake: Intake, today: date) -> Progress:
    """How far an intake has come, with its limits and what is still to follow."""
    match intake.status:
        case life.EXPECTED:
            return Progress("待受理", "还没有受理。请按预约时间带齐材料到窗口办理。")
        case life.WITHDRAWN:
            return Progress("已撤回", "这件申请已经撤回。还要办理的，请重新预约。")
        case life.DECIDED:
            return Progress("已办结", _decided(intake))
        case _:
            with reading(sessions) as session:
                return _under_way(session, intake, today)


def _decided(intake: Intake) -> str:
    assert intake.decided_at is not None
    outcome = OUTCOMES.get(intake.outcome or "", "已办结")
    return f"{in_words(intake.decided_at.date())}已办结：{outcome}。"


def _under_way(session: Session, intake: Intake, today: date) -> Progress:
    assert intake.accepted_at is not None
    limits = session.scalars(
        select(TimeLimit)
        .where(TimeLimit.intake_id == intake.intake_id)
        .order_by(TimeLimit.kind.desc())
    ).all()
    going_on = [
        pause
        for pause in pauses_of(session, [intake.intake_id]).get(intake.intake_id, [])
        if pause.last_day is None
    ]
    parts = [
        f"{in_words(intake.accepted_at.date())}已受理。",
        *_limits(limits, today),
        *_paused(going_on),
        *_gaps(session, intake.intake_id),
    ]
    return Progress("暂停计时" if going_on else "办理中", "".join(parts))


def _limits(limits: Sequence[TimeLimit], today: date) -> Iterator[str]:
    if not limits:
        yield NO_LIMIT
    for limit in limits:
        yield f"{KINDS[limit.kind]}{amount(limit.number, limit.unit)}"
        yield SAMPLE if limit.source == "sample" else ""
        yield f"，{_expectation(limit, today)}。"


def _expectation(limit: TimeLimit, today: date) -> str:
    if limit.status != RUNNING:
        return "现在暂停计时，恢复后重新推算"
    if today > limit.due_on:
        return f"应在{in_words(limit.due_on)}前办结，现已超期，可以向窗口或 12345 反映"
    return f"预计{in_words(limit.due_on)}前办结{ASSUMED * limit.provisional}"


def _paused(pauses: Sequence[LimitPause]) -> Iterator[str]:
    if pauses:
        kinds = "；".join(PAUSE_KINDS[pause.kind] for pause in pauses)
        yield f"正在进行：{kinds}，这段时间不计入时限。"


def _gaps(session: Session, intake_id: str) -> Iterator[str]:
    query = (
        select(Gap)
        .where(Gap.intake_id == intake_id, Gap.status.in_(UNSETTLED))
        .order_by(Gap.due_on, Gap.gap_id)
    )
    for gap in session.scalars(query):
        if gap.status == OPEN:
            yield f"还要补交“{gap.material}”，请在{in_words(gap.due_on)}前交到窗口。"
        else:
            yield f"“{gap.material}”已过补交期限，请尽快联系窗口。"
