"""What pydantic finds is told in Chinese: the field, what it needs, and what stands there."""

import re
from typing import Any

import pytest
from pydantic import BaseModel, ValidationError

from knowledge.documents import read_wording
from knowledge.errors import WordingError
from knowledge.schema import (
    CalendarOverride,
    Edition,
    Event,
    Fact,
    GeneralPlan,
    Hall,
    Matter,
    ModeSummary,
    Permission,
    PolicyFact,
    Rule,
    Topic,
    Window,
)
from knowledge.schema.values import Limit, Material
from knowledge.schema_errors import explain
from knowledge.talk import Talk

ENGLISH = re.compile(r"[A-Za-z]{2,} [A-Za-z]{2,}")


def told(model: type[BaseModel], data: object) -> dict[str, str]:
    """What is said of each field."""
    with pytest.raises(ValidationError) as caught:
        model.model_validate(data)
    return {".".join(map(str, e["loc"])): explain(e) for e in caught.value.errors()}


@pytest.mark.parametrize(
    ("model", "field", "value", "words"),
    [
        (Window, "window_id", "一号", ["小写英文字母", "construction-permit", "“一号”"]),
        (Window, "name", "", ["不能空着"]),
        (Window, "name", 8, ["要写文字", "要加引号", "“8”"]),
        (Window, "name", None, ["要写文字", "是空的"]),
        (Window, "kind", "helper", ["general、assist", "“helper”"]),
        (Window, "status", "rumour", ["official（官方）", "missing（暂缺）", "“rumour”"]),
        (Window, "capacity", "很多", ["要写整数", "“很多”"]),
        (Window, "capacity", 1.5, ["要写整数", "“1.5”"]),
        (Window, "capacity", 0, ["要大于 0", "“0”"]),
        (Window, "capacity", 99, ["不能大于 50", "“99”"]),
        (Window, "since", "昨天", ["要写真实的日期，如 2025-07-01", "“昨天”"]),
        (Window, "since", [2025], ["要写真实的日期", "列表"]),
        (Window, "open_on_holidays", "也许", ["true（是）或 false（否）", "“也许”"]),
        (Window, "matters", "eia-approval", ["要写成列表", "“- ”", "“eia-approval”"]),
        (Window, "matters", [], ["至少要写 1 条", "0 条"]),
        (Window, "opening", [3], ["“名称: 内容”", "“3”"]),
        (Edition, "hotline", "0735", ["“名称: 内容”", "“0735”"]),
        (Edition, "matters", [], ["“名称: 内容”", "列表"]),
        (PolicyFact, "subject", "OldSeals", ["下划线", "old_seals"]),
        (Matter, "fields", "无", ["“名称: 内容”"]),
        (Topic, "topic", "weather", ["matter、materials"]),
        (Talk, "examples", ["你好"], ["至少要写 2 条", "1 条"]),
    ],
)
def test_each_kind_of_mistake_is_told_in_chinese(
    model: type[BaseModel], field: str, value: object, words: list[str]
) -> None:
    messages = told(model, {field: value, "no_such_field": 1})

    assert messages["no_such_field"] == "这里没有“no_such_field”这一项，请改正名称，或者删去"
    assert [text for text in messages.values() if ENGLISH.search(text)] == []
    found = next((text for at, text in messages.items() if at.startswith(field)), "")
    assert [word for word in words if word not in found] == []


def test_a_field_left_out_is_named_with_its_meaning() -> None:
    messages = told(Hall, {"hall_id": "gaoxin-hall", "contact": "张三"})

    assert messages["address"] == "缺少“address”（地址），请补上"
    assert messages["contact"] == "这里没有“contact”这一项，请改正名称，或者删去"


def test_every_field_that_is_needed_has_a_meaning() -> None:
    records = (Hall, Window, Edition, Matter, Topic, PolicyFact, CalendarOverride)
    for model in (*records, Talk, Event, Permission, GeneralPlan, Rule, ModeSummary):
        assert all("（" in text for text in told(model, {}).values()), model


@pytest.mark.parametrize(
    ("form", "value"),
    [
        (Limit, {"text": "一周", "number": "一", "unit": "周"}),
        (Material, {"name": "合同", "form": "fax", "core": "也许", "colour": "红"}),
    ],
)
def test_what_stands_within_a_value_is_told_too(form: Any, value: dict[str, Any]) -> None:
    source = [{"title": "示例"}]
    messages = told(Fact[form], {"value": value, "status": "sample", "source": source})

    assert len(messages) >= 2
    assert [text for text in messages.values() if ENGLISH.search(text)] == []


def test_a_type_of_error_nobody_knows_is_told_in_general() -> None:
    error = {"type": "url_scheme", "loc": ("url",), "msg": "URL scheme should be", "input": "ftp"}

    assert explain(error) == "这样写不对，请对照其他文件里同样的一项改正；现在写的是“ftp”"  # type: ignore[arg-type]


def test_all_that_is_wrong_with_a_file_of_words_is_told_at_once(tmp_path: Any) -> None:
    file = tmp_path / "words.yml"
    file.write_text("class: 3\nexamples:\n  - 你好\n", encoding="utf-8")

    with pytest.raises(WordingError) as caught:
        read_wording(file, Talk)

    assert str(caught.value).splitlines() == [
        "words.yml 第1行 class：要写文字，数字、日期、yes 和 no 要加引号；现在写的是“3”",
        "words.yml 第2行 examples：至少要写 2 条；现在是列表，有 1 条",
    ]
