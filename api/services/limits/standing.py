"""Where a limit stands on a day, in its own unit and in words."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from api.db.intake import LimitPause, TimeLimit
from api.services.days.working_days import DAYS, ONE_DAY, DayCount, Stretch, Unit

RUNNING, LIMIT_PAUSED = "running", "paused"
MET, EXCEEDED, ENDED = "met", "exceeded", "ended"
OPEN = (RUNNING, LIMIT_PAUSED)
CLOSED_WORDS: Mapping[str, str] = {
    MET: "按时办结",
    EXCEEDED: "已超期",
    ENDED: "申请人已撤回",
}
PROVISIONAL = "（下一年的节假日安排还没有公布，暂按周一至周五、扣除法定节日推算）"
NOT_MOVED = "最后一天是休息日，按自然日计算的时限不顺延，请提前办结。"


@dataclass(frozen=True)
class Standing:
    """How a limit stands.

    Attributes:
        left: what is left, in the limit's own unit; negative by how much it is over; None once it
            is closed.
        overdue: whether the last day has passed without a decision.
        text: the same in Chinese.
        note: what must be known beside, in Chinese.
    """

    left: int | None
    overdue: bool
    text: str
    note: str | None = None


def pauses_of(session: Session, intake_ids: Iterable[str]) -> Mapping[str, list[LimitPause]]:
    """The pauses of some intakes, the earliest first; intakes without any have none."""
    query = (
        select(LimitPause)
        .where(LimitPause.intake_id.in_(set(intake_ids)))
        .order_by(LimitPause.first_day, LimitPause.pause_id)
    )
    found: defaultdict[str, list[LimitPause]] = defaultdict(list)
    for pause in session.scalars(query):
        found[pause.intake_id].append(pause)
    return found


def stretches(pauses: Sequence[LimitPause], today: date) -> list[Stretch]:
    """The days of pauses that do not count; one that goes on has lasted until today."""
    return [
        Stretch(pause.first_day, today if pause.last_day is None else pause.last_day)
        for pause in pauses
    ]


def unit_of(limit: TimeLimit) -> Unit:
    """Its unit; the database has no other than these two."""
    return "日" if limit.unit == DAYS else "工作日"


def recount(limit: TimeLimit, pauses: Sequence[LimitPause], count: DayCount) -> None:
    """Count the last day anew. A pause that goes on is left out: nobody knows when it ends."""
    over = [pause for pause in pauses if pause.last_day is not None]
    last = count.last_day(
        limit.starts_on, limit.number, unit_of(limit), stretches(over, limit.starts_on)
    )
    limit.due_on, limit.provisional = last.day, last.provisional


def standing_of(
    limit: TimeLimit, pauses: Sequence[LimitPause], today: date, count: DayCount
) -> Standing:
    """How a limit stands on a day."""
    if limit.status not in OPEN:
        return Standing(None, limit.status == EXCEEDED, CLOSED_WORDS[limit.status])
    unit = unit_of(limit)
    if limit.status == RUNNING and today > limit.due_on:
        over = count.between(limit.due_on, today, unit)
        return Standing(-over, True, _over(over, unit))
    left = limit.number - count.between(limit.starts_on, today, unit, stretches(pauses, today))
    if limit.status == LIMIT_PAUSED:
        return Standing(left, False, f"计时已暂停，恢复后还有{amount(left, unit)}")
    text = f"还剩{amount(left, unit)}" if left else "今天到期"
    return Standing(left, False, text + PROVISIONAL * limit.provisional, _note(limit, count))


def amount(number: int, unit: str) -> str:
    """3个工作日, 3日."""
    return f"{number}日" if unit == DAYS else f"{number}个工作日"


def _over(number: int, unit: Unit) -> str:
    return f"已超{amount(number, unit)}" if number else "已超期，还不满1个工作日"


def _note(limit: TimeLimit, count: DayCount) -> str | None:
    rests = limit.unit == DAYS and not count.is_working(limit.due_on)
    return NOT_MOVED if rests else None


def day_before(day: date) -> date:
    """The last day that does not count, of a pause that ends with `day`."""
    return day - ONE_DAY
