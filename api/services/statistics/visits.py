"""The visits of some days as a table, for the hall's own use."""

from collections.abc import Callable, Sequence
from datetime import datetime

from sqlalchemy import Select, select

from api.db.booking import Booking
from api.db.engine import SessionFactory, reading
from api.services import audit
from api.services.booking import life
from api.services.masking import mask_name
from api.services.statistics.measures import Scope
from api.services.statistics.sql_time import within_days
from api.services.statistics.tables import SAMPLE, about_period
from knowledge import KnowledgeBase
from knowledge.sheets import Line, SheetTable

STATUS_NAMES = {
    life.CONFIRMED: "已预约",
    life.CHECKED_IN: "已签到",
    life.CALLED: "已叫号",
    life.SERVING: "办理中",
    life.DONE: "已办完",
    life.MISSED: "未到",
}
"""The visits that are listed; of cancelled ones the hall needs nothing any more."""
HEADER = ("日期", "开始", "结束", "窗口", "事项", "状态", "预约码", "姓名", "电话", "单位", "备注")
MASKED = "姓名、电话、单位已隐去。确需完整信息，请用工号另行导出，导出会留痕。"
OPEN = "含个人信息，只用于接待办事人，用完请删除。"
HIDDEN = "***"


class VisitList:
    """Lists the visits of a park."""

    def __init__(self, sessions: SessionFactory, kb: KnowledgeBase) -> None:
        self._sessions = sessions
        self._kb = kb

    def masked(self, scope: Scope, now: datetime) -> SheetTable:
        """The visits, without what would tell who comes or prove a right to a booking."""
        with reading(self._sessions) as session:
            found = session.scalars(_visits(scope)).all()
        return self._table(scope, now, found, MASKED, _masked)

    def full(self, scope: Scope, actor: str, now: datetime) -> SheetTable:
        """The visits with the people; who took the list, and of which days, is kept."""
        with self._sessions() as session, session.begin():
            found = session.scalars(_visits(scope)).all()
            audit.note(
                session,
                "personal_data",
                f"visits:{scope.park_id}",
                "exported",
                actor,
                now,
                first=scope.first.isoformat(),
                last=scope.last.isoformat(),
                visits=len(found),
            )
        return self._table(scope, now, found, OPEN, _shown)

    def _table(
        self,
        scope: Scope,
        now: datetime,
        found: Sequence[Booking],
        note: str,
        person: Callable[[Booking], Line],
    ) -> SheetTable:
        sample = [SAMPLE] if self._kb.edition.status == "sample" else []
        about = (*about_period(scope, self._kb, now), note, *sample)
        lines = [self._line(booking, person) for booking in found]
        return SheetTable("预约", HEADER, lines, about)

    def _line(self, booking: Booking, person: Callable[[Booking], Line]) -> Line:
        matter = self._kb.matters.get(booking.matter_id)
        window = self._kb.windows.get(booking.window_id)
        return (
            f"{booking.starts_at:%Y-%m-%d}",
            f"{booking.starts_at:%H:%M}",
            f"{booking.ends_at:%H:%M}",
            window.number if window else booking.window_id,
            matter.name if matter else booking.matter_id,
            STATUS_NAMES[booking.status],
            booking.code,
            *person(booking),
            "；".join(_remarks(booking)),
        )


def _visits(scope: Scope) -> Select[Booking]:
    return (
        select(Booking)
        .where(Booking.park_id == scope.park_id, Booking.status.in_(STATUS_NAMES))
        .where(within_days(Booking.starts_at, scope.first, scope.last))
        .order_by(Booking.starts_at, Booking.window_id, Booking.code)
    )


def _masked(booking: Booking) -> Line:
    """No end of the phone number either: with the code it would open the booking to anybody."""
    who = booking.visitor
    hidden = [HIDDEN if value else "" for value in (who.phone, who.company)]
    return (mask_name(who.name) if who.name else "", *hidden)


def _shown(booking: Booking) -> Line:
    who = booking.visitor
    return (who.name or "", who.phone or "", who.company or "")


def _remarks(booking: Booking) -> list[str]:
    provisional = ["暂定：当年节假日安排尚未公布"] if booking.provisional else []
    return [*provisional, *([booking.displaced] if booking.displaced else [])]
