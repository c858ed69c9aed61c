"""A service guide's fields, statuses and values in plain Chinese, for whoever reads a table."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from knowledge.edition_diff import MODE_NAMES
from knowledge.schema import Source, Status

FIELD_NAMES: Mapping[str, str] = {
    "delegation_mode": "赋权方式",
    "accepting_body": "受理主体",
    "deciding_body": "决定主体",
    "seal": "用章",
    "liable_body": "责任主体",
    "supervising_body": "监管主体",
    "appeal": "复议诉讼",
    "path": "办理路径",
    "windows": "办理窗口",
    "hotline": "咨询电话",
    "official_code": "事项编码",
    "department": "主管部门",
    "scope": "办理范围",
    "basis": "办理依据",
    "conditions": "办理条件",
    "materials": "申请材料",
    "quantity_limit": "数量限制",
    "procedure": "办理流程",
    "statutory_limit": "法定时限",
    "promised_limit": "承诺时限",
    "excluded_time": "不计入时限的情形",
    "fee": "收费",
    "intermediary": "中介服务",
    "expert_review": "专家评审",
    "result": "办理结果",
    "result_validity": "有效期",
    "delivery": "结果送达",
    "online_entrance": "网上办理",
    "remarks": "备注",
    "faqs": "常见问题",
}
"""By field of a guide; those of a matter are headers that the importer knows again."""

STATUS_NAMES: Mapping[Status, str] = {
    "official": "官方",
    "law": "法律法规",
    "guide": "办事指南",
    "sample": "示例",
    "missing": "暂缺",
}

FORM_NAMES = {
    "original": "原件",
    "copy": "复印件",
    "original_and_copy": "原件和复印件",
    "electronic": "电子件",
}


def value_text(field: str, value: Any) -> str:
    """A field's value in words, on as many lines as it has parts; empty when it is missing."""
    return "" if value is None else _WORDS.get(field, str)(value)


def source_text(sources: Sequence[Source]) -> str:
    """What a value rests on, each source with its article."""
    return "、".join(f"{source.title}{source.article or ''}" for source in sources)


def _text(value: Mapping[str, Any]) -> str:
    return str(value["text"])


def _numbered(lines: Sequence[str]) -> str:
    # no space: narrow columns would break there
    return "\n".join(f"（{number}）{line}" for number, line in enumerate(lines, start=1))


def _materials(value: Sequence[Mapping[str, Any]]) -> str:
    return _numbered([material_text(material) for material in value])


def material_text(material: Mapping[str, Any]) -> str:
    """One material in a line: its name, and in brackets what form, how many, and when."""
    copies = material.get("copies")
    asides = [
        FORM_NAMES.get(material.get("form", "")),
        copies and f"{copies}份",
        material.get("when"),
        material.get("note"),
    ]
    said = "；".join(aside for aside in asides if aside)
    return f"{material['name']}（{said}）" if said else str(material["name"])


def _windows(value: Sequence[Mapping[str, Any]]) -> str:
    return "\n".join(
        f"{window['hall']} {window['floor']} {window['number']} {window['name']}"
        for window in value
    )


def _faqs(value: Sequence[Mapping[str, Any]]) -> str:
    return "\n".join(f"问：{faq['question']}\n答：{faq['answer']}" for faq in value)


def _online(value: Mapping[str, Any]) -> str:
    return " ".join(part for part in (value["name"], value.get("url")) if part)


_WORDS: Mapping[str, Callable[[Any], str]] = {
    "delegation_mode": lambda value: MODE_NAMES[value],
    "windows": _windows,
    "materials": _materials,
    "procedure": _numbered,
    "statutory_limit": _text,
    "promised_limit": _text,
    "fee": _text,
    "online_entrance": _online,
    "faqs": _faqs,
}
