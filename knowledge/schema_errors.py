"""What pydantic finds wrong with a value, in plain Chinese: what the place needs, what it holds."""

import re
from collections.abc import Mapping
from datetime import date, time
from typing import Any

from pydantic_core import ErrorDetails

from knowledge.schema.record import IDENTIFIER, SUBJECT_NAME, WEB_ADDRESS

NAMES: Mapping[str, str] = {
    "id": "版本编号",
    "matter_id": "事项编号",
    "park_id": "园区编号",
    "hall_id": "大厅编号",
    "window_id": "窗口编号",
    "journey_id": "流程编号",
    "event_id": "活动编号",
    "question_id": "提问编号",
    "option_id": "选项编号",
    "referral_id": "转介编号",
    "clarification_id": "追问编号",
    "subject": "问题编号",
    "topic": "话题",
    "class": "类别",
    "name": "名称",
    "short_name": "简称",
    "name_en": "英文名称",
    "title": "标题",
    "label": "叫法",
    "text": "内容",
    "value": "内容",
    "status": "状态",
    "source": "来源",
    "checked_on": "核对日期",
    "document": "依据的文件",
    "effective_from": "开始日期",
    "delegation_mode": "赋权方式",
    "hotline": "咨询电话",
    "sample_source": "示例的来源",
    "matters": "事项",
    "category": "类别",
    "stage": "阶段",
    "authority": "管委会",
    "address": "地址",
    "phone": "电话",
    "hours": "办公时间",
    "windows": "窗口",
    "number": "号码",
    "floor": "楼层",
    "opening": "开放时间",
    "weekdays": "星期几",
    "start": "开始时间",
    "end": "结束时间",
    "day": "日期",
    "open": "是否开放",
    "reason": "原因",
    "body": "办理单位",
    "steps": "步骤",
    "cues": "提示词",
    "nouns": "俗称",
    "phrasings": "说法",
    "examples": "例句",
    "question": "问题",
    "answer": "答案",
    "options": "选项",
    "charged": "是否收费",
    "clarifications": "追问",
    "classes": "类别",
    "concepts": "概念",
    "rule": "规则编号",
    "mode": "赋权方式",
    "decides": "由谁决定",
    "how": "怎么办",
    "liable": "由谁负责",
    "summary": "一句话说明",
    "holidays": "节日",
    "month": "月份",
    "days": "日",
    "places": "经营场所的叫法",
    "allowed_by": "要先办的事项",
}
"""Names of fields that a record cannot be without."""

_TEXT = "要写文字，数字、日期、yes 和 no 要加引号"
_WHOLE_NUMBER = "要写整数，如 3"
_NUMBER = "要写数字，如 3"
_YES_OR_NO = "要写 true（是）或 false（否）"
_DATE = "要写真实的日期，如 2025-07-01"
_TIME = '要写时间并加引号，如 "13:30"'
_LIST = "要写成列表，每条一行，前面加“- ”"
_MAPPING = "这里要写“名称: 内容”，每项一行"

_NEEDS: Mapping[str, str] = {
    "missing": "缺少{name}，请补上",
    "extra_forbidden": "这里没有{name}这一项，请改正名称，或者删去",
    "string_too_short": "不能空着，请写上内容，或者删去这一项",
    "string_too_long": "最多写 {max_length} 个字",
    "string_pattern_mismatch": "{form}",
    "string_type": _TEXT,
    "literal_error": "只能写其中一个：{expected}",
    "enum": "只能写其中一个：{expected}",
    "int_type": _WHOLE_NUMBER,
    "int_parsing": _WHOLE_NUMBER,
    "int_parsing_size": _WHOLE_NUMBER,
    "int_from_float": _WHOLE_NUMBER,
    "float_type": _NUMBER,
    "float_parsing": _NUMBER,
    "bool_type": _YES_OR_NO,
    "bool_parsing": _YES_OR_NO,
    "date_type": _DATE,
    "date_parsing": _DATE,
    "date_from_datetime_parsing": _DATE,
    "date_from_datetime_inexact": _DATE,
    "time_type": _TIME,
    "time_parsing": _TIME,
    "tuple_type": _LIST,
    "list_type": _LIST,
    "dict_type": _MAPPING,
    "model_type": _MAPPING,
    "model_attributes_type": _MAPPING,
    "too_short": "至少要写 {min_length} 条",
    "too_long": "最多写 {max_length} 条",
    "greater_than": "要大于 {gt}",
    "greater_than_equal": "不能小于 {ge}",
    "less_than": "要小于 {lt}",
    "less_than_equal": "不能大于 {le}",
}
_OTHERWISE = "这样写不对，请对照其他文件里同样的一项改正"
"""Of a type of error that no value of our records can have so far."""

_FORMS: Mapping[str, str] = {
    IDENTIFIER: "编号只能用小写英文字母、数字和短横线，以字母开头，如 construction-permit",
    SUBJECT_NAME: "编号只能用小写英文字母、数字和下划线，以字母开头，如 old_seals",
    WEB_ADDRESS: "网址要以 http:// 或 https:// 开头，中间没有空格",
}
_SAY_ENOUGH = frozenset({"missing", "extra_forbidden", "string_too_short"})
"""Types of errors of which nothing more is to be said than what is needed."""
_LONGEST = 30
_QUOTED = re.compile(r"'([^']*)'")


def explain(error: ErrorDetails) -> str:
    """One error as a sentence: what the place needs, and what stands there now.

    What a validator of ours says is in Chinese already and stays as it is.
    """
    kind, limits = error["type"], error.get("ctx", {})
    if kind == "value_error":
        return str(limits["error"])
    needed = _NEEDS.get(kind, _OTHERWISE).format(
        **{
            **limits,
            "name": _name(error["loc"]),
            "form": _FORMS.get(limits.get("pattern", ""), _OTHERWISE),
            "expected": _choice(str(limits.get("expected", ""))),
        }
    )
    return needed if kind in _SAY_ENOUGH else f"{needed}；现在{_found(error['input'])}"


def follows_from_others(error: ErrorDetails) -> bool:
    """Whether a list is only called too short since pydantic does not count what it refused in it.

    Each refused entry has an error of its own; the list itself is long enough.
    """
    if error["type"] != "too_short":
        return False
    return len(error["input"]) >= int(error["ctx"]["min_length"])


def _name(location: tuple[int | str, ...]) -> str:
    """A field as it stands in the file, and what it means where we know it."""
    field = str(location[-1]) if location else ""
    return f"“{field}”（{NAMES[field]}）" if field in NAMES else f"“{field}”"


def _choice(expected: str) -> str:
    """pydantic's 'direct' or 'other' as direct（直接赋权）、other."""
    # imported late, since the labels rest on the knowledge base, and it on this module
    from knowledge.edition_diff import MODE_NAMES
    from knowledge.labels import FORM_NAMES, STATUS_NAMES

    names = {str(key): name for key, name in STATUS_NAMES.items()} | MODE_NAMES | FORM_NAMES
    choices = _QUOTED.findall(expected)
    shown = [f"{choice}（{names[choice]}）" if choice in names else choice for choice in choices]
    return "、".join(shown)


def _found(value: Any) -> str:
    if value is None or value == "":
        return "是空的"
    if isinstance(value, Mapping):
        return "是“名称: 内容”"
    if isinstance(value, (list, tuple)):
        return f"是列表，有 {len(value)} 条"
    return f"写的是“{_as_written(value):.{_LONGEST}}”"


def _as_written(value: Any) -> str:
    """A value as YAML has it, as nearly as can be told."""
    if isinstance(value, bool):
        return str(value).lower()
    return value.isoformat() if isinstance(value, (date, time)) else str(value)
