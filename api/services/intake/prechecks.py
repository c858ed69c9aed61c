"""Going through the materials of a matter before the visit (decree D13, D14, D16)."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from api.db.engine import SessionFactory
from api.db.intake import Precheck
from api.services.days.working_days import WORKING_DAYS, Counted, DayCount
from api.services.intake.materials import Answers, Assessed, Verdict, assess, verdict_of
from knowledge import KnowledgeBase
from knowledge.chinese_dates import in_words

READY, GAPS, UNKNOWN = "ready", "gaps", "unknown"
SAMPLE_LIST = "这份材料清单是示例数据，以大厅一次性告知为准。"
COMPLETE_LIST = "清单以大厅一次性告知为准。"


@dataclass(frozen=True)
class Item:
    """One material with what to do about it, in words.

    Attributes:
        text: the whole; before `advice`, in which case the material is needed at all.
        advice: what to do, for somebody whose case it is.
        due_on: until when it may follow, if the office accepted today; None where it may not.
        provisional: the holidays on the way were not published yet.
    """

    assessed: Assessed
    text: str
    advice: str
    due_on: date | None = None
    provisional: bool = False


@dataclass(frozen=True)
class Checked:
    """The result of a pre-check: the stored row, and what it means."""

    precheck: Precheck
    verdict: Verdict
    items: Sequence[Item]
    next_step: str


class Prechecks:
    """Compares what somebody has with what the service guide asks for.

    Args:
        gap_days: working days after the acceptance within which a material may follow. No source
            names them: a sample, and said to be.
    """

    def __init__(
        self,
        sessions: SessionFactory,
        kb: KnowledgeBase,
        gap_days: int,
        count: DayCount | None = None,
    ) -> None:
        self._sessions = sessions
        self._kb = kb
        self._gap_days = gap_days
        self._count = count or DayCount()

    def check(
        self,
        matter_id: str,
        park_id: str,
        answers: Answers,
        now: datetime,
        *,
        keep: bool = True,
    ) -> Checked:
        """Keep and return the result: `ready`, `gaps`, or `unknown` when there is no list.

        Args:
            keep: false for a look on the way, which is not stored.

        Raises:
            UnknownMaterial, AlwaysNeeded, NoCommitment: of the answers.
            NotCovered: the park does not have the matter today.
        """
        fact = self._kb.guide(matter_id, park_id, now.date()).fields["materials"]
        assessed = assess(fact.value, answers) if fact.value else []
        verdict: Verdict = verdict_of(assessed) if fact.value else "unknown"
        until = self._count.last_day(now.date(), self._gap_days, WORKING_DAYS)
        items = [self._item(item, until) for item in assessed]
        precheck = self._row(matter_id, park_id, verdict, items, now)
        if keep:
            with self._sessions() as session, session.begin():
                session.add(precheck)
        next_step = NEXT_STEPS[verdict] + SAMPLE_LIST * (fact.status == "sample")
        return Checked(precheck, verdict, items, next_step)

    def _item(self, assessed: Assessed, until: Counted) -> Item:
        advice = WHAT_TO_DO[assessed.way]
        if assessed.way == "bring" and assessed.core:
            advice = CORE
        if assessed.way != "later":
            return Item(assessed, _condition(assessed) + advice, advice)
        advice += (
            f"受理后 {self._gap_days} 个工作日内补齐；如果今天受理，就是{in_words(until.day)}前。"
            "这个期限是示例，以窗口告知为准。"
        )
        text = _condition(assessed) + advice
        return Item(assessed, text, advice, until.day, until.provisional)

    def _row(
        self, matter_id: str, park_id: str, verdict: Verdict, items: list[Item], now: datetime
    ) -> Precheck:
        missing = [item.assessed.name for item in items if item.assessed.is_missing]
        return Precheck(
            precheck_id=secrets.token_hex(16),
            park_id=park_id,
            matter_id=matter_id,
            edition_id=self._kb.edition.id,
            result=UNKNOWN if verdict == "unknown" else GAPS if missing else READY,
            missing=missing,
            items=[
                {
                    "name": item.assessed.name,
                    "there": not item.assessed.is_missing,
                    "way": item.assessed.way,
                }
                for item in items
            ],
            created_at=now,
        )


def _condition(item: Assessed) -> str:
    if item.when and item.is_missing:
        return f"只在“{item.when}”时才要，不是这种情况请选“不适用”。要的话，"
    return ""


CORE = "这是主审要件，缺了不能受理，请备齐带来。"
WHAT_TO_DO = {
    "have": "您已备好，来时请带上。",
    "shared": "不用带：窗口通过数据共享取得。",
    "not_applicable": "您的情况不需要。",
    "later": "可以先受理、后补交（容缺受理）。",
    "commitment": "可以用书面承诺代替（告知承诺）。承诺不实要承担后果，请先看承诺书。",
    "ask": "办事指南没有写明能不能后补，请尽量带来；能否容缺请向窗口确认。",
    "bring": "不能后补，请备齐带来。",
}
NEXT_STEPS: dict[Verdict, str] = {
    "ready": f"清单上的材料您都有了，可以预约办理。{COMPLETE_LIST}",
    "acceptable_with_gaps": "必须带的材料您都有了，缺的按各项说明后补或承诺，可以预约办理；"
    f"来时请向窗口说明要容缺受理，是否容缺由窗口确认。{COMPLETE_LIST}",
    "commitment_possible": "缺的材料可以用书面承诺代替，请先看承诺书，同意再预约办理；"
    f"是否采用由窗口确认。{COMPLETE_LIST}",
    "not_yet": "还缺材料，备齐后再来可以少跑一趟。办事指南没有写明可以后补的，"
    "能否容缺请向窗口确认，也可以拨打 12345 或预约帮办代办。",
    "unknown": "这个事项的材料清单暂缺，请向大厅窗口或 12345 确认后再准备。",
}
