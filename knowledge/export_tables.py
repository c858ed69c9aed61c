"""The tables of an exported workbook: what stands in their lines, as text."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from typing import Any

from knowledge.export import Export
from knowledge.labels import FIELD_NAMES, FORM_NAMES, STATUS_NAMES, value_text
from knowledge.schema import GUIDE_FIELDS, Fact, ServiceGuide
from knowledge.sheets import SheetTable

Line = tuple[str, ...]


def tables(export: Export) -> list[SheetTable]:
    """The five tables, in the order of their sheets."""
    return [
        SheetTable("事项", _GUIDE_HEADER, tuple(_guide_lines(export))),
        SheetTable("材料", _MATERIAL_HEADER, tuple(_material_lines(export))),
        SheetTable("常见问题", _FAQ_HEADER, tuple(_faq_lines(export))),
        SheetTable("窗口", _WINDOW_HEADER, tuple(_window_lines(export))),
        SheetTable("来源", _SOURCE_HEADER, tuple(_source_lines(export))),
    ]


_GUIDE_HEADER = (
    "事项编号",
    "事项名称",
    "别名",
    "类别",
    "园区编号",
    "园区",
    "清单版本",
    "提示",
    *(
        header
        for name in GUIDE_FIELDS
        for header in (FIELD_NAMES[name], f"{FIELD_NAMES[name]}·状态")
    ),
)


def _guide_lines(export: Export) -> Iterator[Line]:
    for guide in export.guides:
        matter = export.kb.matters[guide.matter_id]
        yield (
            guide.matter_id,
            guide.name,
            "、".join(matter.aliases),
            matter.category,
            guide.park_id,
            export.park_name(guide.park_id),
            guide.edition.id,
            "\n".join(guide.notices),
            *(cell for name in GUIDE_FIELDS for cell in _value_cells(name, guide.fields[name])),
        )


def _value_cells(name: str, fact: Fact[Any]) -> Line:
    return value_text(name, fact.value), STATUS_NAMES[fact.status]


_MATERIAL_HEADER = (
    "事项编号",
    "事项名称",
    "序号",
    "材料名称",
    "形式",
    "份数",
    "适用情形",
    "主审要件",
    "容缺受理",
    "告知承诺",
    "数据共享",
    "说明",
    "状态",
)


def _material_lines(export: Export) -> Iterator[Line]:
    for matter in export.matters:
        fact = matter.fields.materials
        for number, material in enumerate(fact.value or (), start=1):
            yield (
                matter.matter_id,
                matter.name,
                str(number),
                material["name"],
                FORM_NAMES.get(material.get("form", ""), ""),
                str(material.get("copies", "")),
                material.get("when", ""),
                _yes_or_no(material.get("core")),
                _yes_or_no(material.get("later")),
                _yes_or_no(material.get("commitment")),
                _yes_or_no(material.get("shared")),
                material.get("note", ""),
                STATUS_NAMES[fact.status],
            )


def _yes_or_no(told: bool | None) -> str:
    """Empty where nobody has said."""
    return {True: "是", False: "否", None: ""}[told]


_FAQ_HEADER = ("事项编号", "事项名称", "问题", "回答", "依据", "状态")


def _faq_lines(export: Export) -> Iterator[Line]:
    for matter in export.matters:
        fact = matter.fields.faqs
        for faq in fact.value or ():
            yield (
                matter.matter_id,
                matter.name,
                faq["question"],
                faq["answer"],
                "、".join(faq.get("articles", ())),
                STATUS_NAMES[fact.status],
            )


_WINDOW_HEADER = (
    "窗口编号",
    "园区",
    "大厅",
    "地址",
    "楼层",
    "窗口",
    "名称",
    "类型",
    "开放时间",
    "每号分钟数",
    "同时办理人数",
    "启用",
    "停用",
    "办理事项",
    "状态",
)


def _window_lines(export: Export) -> Iterator[Line]:
    for window in export.windows:
        hall = export.kb.halls[window.hall_id]
        names = [export.kb.matters[key].name for key in window.matters]
        yield (
            window.window_id,
            export.park_name(window.park_id),
            hall.name,
            hall.address.value or "",
            window.floor,
            window.number,
            window.name,
            "帮办代办" if window.kind == "assist" else "普通",
            window.hours,
            str(window.slot_minutes),
            str(window.capacity),
            _iso(window.since),
            _iso(window.until),
            "、".join(names),
            STATUS_NAMES[window.status],
        )


_SOURCE_HEADER = (
    "事项编号",
    "事项名称",
    "园区",
    "项目",
    "状态",
    "来源",
    "文件",
    "条款",
    "网址",
    "核对日期",
)


def _source_lines(export: Export) -> Iterator[Line]:
    """A line for each source of each value; what parks have in common stands there once."""
    parks: defaultdict[Line, list[str]] = defaultdict(list)
    for guide in export.guides:
        for name in GUIDE_FIELDS:
            for line in _sources_of(guide, name):
                parks[line].append(export.park_name(guide.park_id))
    for (matter_id, name, *rest), found in parks.items():
        yield matter_id, name, "、".join(found), *rest


def _sources_of(guide: ServiceGuide, name: str) -> Iterator[Line]:
    fact = guide.fields[name]
    for source in fact.source:
        yield (
            guide.matter_id,
            guide.name,
            FIELD_NAMES[name],
            STATUS_NAMES[fact.status],
            source.title,
            source.document or "",
            source.article or "",
            source.url or "",
            _iso(fact.checked_on),
        )


def _iso(day: date | None) -> str:
    return day.isoformat() if day else ""
