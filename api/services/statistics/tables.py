"""The report as a table with Chinese headers, for files."""

from collections.abc import Iterator, Mapping
from datetime import datetime

from api.services.statistics.measures import Scope
from api.services.statistics.report import Report, Row
from knowledge import KnowledgeBase
from knowledge.sheets import Line, SheetTable, Value

COLUMNS: Mapping[str, str] = {
    "asked": "提问次数",
    "found": "直接找到",
    "clarified": "需要追问",
    "chosen": "追问后选定",
    "not_found": "没找到",
    "referred": "转介",
    "booked": "预约",
    "provisional": "其中暂定",
    "cancelled": "取消",
    "moved": "改期",
    "checked_in": "到场",
    "served": "已办理",
    "missed": "爽约",
    "walk_ins": "现场取号",
    "waited_mean": "平均等候（分钟）",
    "waited_p90": "九成人等候不超过（分钟）",
    "served_mean": "平均办理（分钟）",
    "rated": "评价",
    "mean_stars": "平均分（5分制）",
    "bad_ratings": "差评",
    "limits_met": "时限内办结",
    "limits_exceeded": "超过时限",
}
"""The numbers of a row, by name, in the order in which they are told."""
PER_NAMES = {"all": "全部", "park": "园区", "window": "窗口", "matter": "事项"}
BY_NAMES = {"day": "日", "week": "周", "month": "月", "total": "合计"}
SAMPLE = "事项清单和窗口目前是样例数据，正式清单导入后请重新统计。"
HOW = (
    "预约按来办事的日期统计，提问、评价按发生的日期统计，时限按到期的日期统计；"
    "没有数字的格子是没有可统计的，不是零。"
)


def notes(kb: KnowledgeBase) -> list[str]:
    """What must be known to read the numbers."""
    return [HOW, *([SAMPLE] if kb.edition.status == "sample" else [])]


def report_table(report: Report, kb: KnowledgeBase, now: datetime) -> SheetTable:
    """The report with its total, under what it is about."""
    header = ("期间", "起", "止", "编号", PER_NAMES[report.per], *COLUMNS.values())
    lines = [_line(row) for row in (*report.rows, report.total)]
    return SheetTable("统计", header, lines, tuple(_about(report, kb, now)), frozen_columns=5)


def about_period(scope: Scope, kb: KnowledgeBase, now: datetime) -> Iterator[str]:
    """The head of every table: which days, which park, and when it was made."""
    park = kb.parks[scope.park_id].name if scope.park_id else "全部园区"
    yield f"期间：{scope.first} 至 {scope.last}"
    yield f"园区：{park}"
    yield f"生成时间：{now:%Y-%m-%d %H:%M}"


def _about(report: Report, kb: KnowledgeBase, now: datetime) -> Iterator[str]:
    yield f"统计：按{PER_NAMES[report.per]}，按{BY_NAMES[report.by]}"
    yield from about_period(report.scope, kb, now)
    if report.scope.window_id:
        yield f"窗口：{report.scope.window_id}"
    if report.scope.matter_id:
        yield f"事项：{report.scope.matter_id}"
    yield from notes(kb)


def _line(row: Row) -> Line:
    period = "合计" if row.period.label == "total" else row.period.label
    numbers: list[Value] = [getattr(row, name) for name in COLUMNS]
    return (period, str(row.period.first), str(row.period.last), row.key, row.name, *numbers)
