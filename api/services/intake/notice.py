"""One complete notice of everything a matter needs (一次性告知, decree D16)."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from knowledge import Fact, KnowledgeBase, ServiceGuide
from knowledge.labels import FIELD_NAMES, STATUS_NAMES, material_text, value_text

MISSING = "暂缺：还没有查到可靠来源，请向窗口或 12345 确认。"
SAMPLE = "标“示例”的内容是示例数据，以大厅公布为准。"
HELP = "有不清楚的，请到大厅窗口或拨打 12345 政务服务便民热线。"
VERSION_DIGITS = 12
FIRST = (
    "conditions", "materials", "windows", "statutory_limit", "promised_limit", "fee", "procedure",
    "result", "online_entrance", "delegation_mode", "accepting_body", "deciding_body",
)  # fmt: skip
"""What an applicant wants to know before anything else."""
FIELDS = (*FIRST, *(field for field in FIELD_NAMES if field not in FIRST))
MATERIAL_MARKS: Mapping[str, str] = {
    "core": "主审要件",
    "later": "可以容缺后补",
    "commitment": "可以告知承诺",
    "shared": "不用带，窗口通过数据共享取得",
}


def notice_of(kb: KnowledgeBase, matter_id: str, park_id: str, as_of: date) -> dict[str, Any]:
    """Everything the guide says of a matter in a park on a day, in words, ready to be kept as JSON.

    `version` is the edition with a digest of the content: equal versions say the same.

    Raises:
        UnknownMatter, UnknownPark: there is no such record.
        NotCovered: the park does not have the matter on that day.
    """
    guide = kb.guide(matter_id, park_id, as_of, today=as_of)
    content: dict[str, Any] = {
        "name": guide.name,
        "park": kb.parks[park_id].name,
        "sections": [_section(field, guide.fields[field]) for field in FIELDS],
        "notices": [*guide.notices, *_sample_notice(guide), HELP],
    }
    return {
        "matter_id": matter_id,
        "park_id": park_id,
        "as_of": as_of.isoformat(),
        "version": f"{guide.edition.id}.{_digest(content)}",
        "edition": {
            "id": guide.edition.id,
            "title": guide.edition.title,
            "status": guide.edition.status,
        },
        **content,
    }


def _section(field: str, fact: Fact[Any]) -> dict[str, Any]:
    return {
        "field": field,
        "title": FIELD_NAMES[field],
        "lines": _lines(field, fact.value),
        "status": fact.status,
        "status_name": STATUS_NAMES[fact.status],
        "sources": [f"{source.title}{source.article or ''}" for source in fact.source],
    }


def _lines(field: str, value: Any) -> list[str]:
    if value is None:
        return [MISSING]
    if field == "materials":
        return _numbered([_material(material) for material in value])
    if field == "windows":
        return [_window(window) for window in value]
    return value_text(field, value).splitlines()


def _material(material: Mapping[str, Any]) -> str:
    marks = [words for mark, words in MATERIAL_MARKS.items() if material.get(mark)]
    return material_text(material) + (f"【{'；'.join(marks)}】" if marks else "")


def _window(window: Mapping[str, Any]) -> str:
    place = f"{window['hall']} {window['floor']} {window['number']} {window['name']}"
    return (
        f"{place}；时间：{window['hours']}；地址：{window['address'] or '暂缺'}；"
        f"电话：{window['phone'] or '暂缺'}"
    )


def _numbered(lines: Sequence[str]) -> list[str]:
    return [f"（{number}）{line}" for number, line in enumerate(lines, start=1)]


def _sample_notice(guide: ServiceGuide) -> list[str]:
    return [SAMPLE] if any(fact.status == "sample" for fact in guide.fields.values()) else []


def _digest(content: Mapping[str, Any]) -> str:
    text = json.dumps(content, ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()[:VERSION_DIGITS]
