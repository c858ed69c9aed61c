"""The words of a guide's cells, and what is made of them."""

from typing import Any

import pytest

from knowledge.importing import guide_values as values
from knowledge.importing.grants import Unreadable


@pytest.mark.parametrize(
    ("text", "number", "unit"),
    [
        ("20个工作日", 20, "工作日"),
        ("20工作日", 20, "工作日"),
        ("２０个工作日内", 20, "工作日"),
        ("7日", 7, "日"),
        ("七日", 7, "日"),
        ("十五个工作日", 15, "工作日"),
        ("0个工作日", 0, "工作日"),
    ],
)
def test_a_limit_that_says_exactly_a_number_of_days(text: str, number: int, unit: str) -> None:
    limit = values.limit(text)
    assert (limit["number"], limit["unit"]) == (number, unit)
    assert "日" in limit["text"]


@pytest.mark.parametrize(
    "text",
    [
        "自受理之日起20个工作日",
        "20天",
        "20个自然日",
        "1个月",
        "即办",
        "10-20个工作日",
        "20个工作日（情况复杂的30个工作日）",
        "3日或5个工作日",
    ],
)
def test_any_other_limit_stays_in_words(text: str) -> None:
    assert values.limit(text) == {"text": text}


def test_a_bare_number_takes_the_unit_of_its_header() -> None:
    workdays, days = values.unit_in("法定时限（工作日）"), values.unit_in("承诺时限(单位：日)")
    assert values.limit("20", workdays) == {"text": "20个工作日", "number": 20, "unit": "工作日"}
    assert values.limit("20", days) == {"text": "20日", "number": 20, "unit": "日"}
    assert values.unit_in("法定时限") is None


@pytest.mark.parametrize(("text", "unit"), [("20", None), ("20日", "工作日"), ("20个工作日", "日")])
def test_days_are_never_taken_for_workdays(text: str, unit: Any) -> None:
    with pytest.raises(Unreadable):
        values.limit(text, unit)


@pytest.mark.parametrize(
    ("cells", "fee"),
    [
        (("", "不收费", ""), {"text": "不收费", "charged": False}),
        (("", "免费", ""), {"text": "免费", "charged": False}),
        (("", "不收取任何费用", ""), {"text": "不收取任何费用", "charged": False}),
        (("否", "", ""), {"text": "不收费", "charged": False}),
        (("", "无", ""), {"text": "不收费", "charged": False}),
        (("是", "", "按湘发改价费规定收取"), {"text": "按湘发改价费规定收取", "charged": True}),
        (("", "100元/件", ""), {"text": "100元/件", "charged": True}),
        (("", "", "缴纳水土保持补偿费"), {"text": "缴纳水土保持补偿费", "charged": True}),
        (("", "", ""), None),
    ],
)
def test_fees(cells: tuple[str, str, str], fee: dict[str, Any] | None) -> None:
    assert values.fee(*cells) == fee


@pytest.mark.parametrize(
    "cells", [("是", "不收费", ""), ("", "不收费，工本费10元", ""), ("", "详见目录", "")]
)
def test_fees_that_are_not_clear(cells: tuple[str, str, str]) -> None:
    with pytest.raises(Unreadable):
        values.fee(*cells)


@pytest.mark.parametrize(
    ("text", "entrance"),
    [
        ("湖南政务服务网", {"name": "湖南政务服务网"}),
        (
            "湖南政务服务网：https://a.gov.cn/x?id=1",
            {"name": "湖南政务服务网", "url": "https://a.gov.cn/x?id=1"},
        ),
        ("https://a.gov.cn/x", {"name": "a.gov.cn", "url": "https://a.gov.cn/x"}),
    ],
)
def test_online_entrances(text: str, entrance: dict[str, str]) -> None:
    assert values.entrance(text) == entrance


@pytest.mark.parametrize(
    ("text", "items"),
    [
        ("1.受理\n2.审查；\n3.办结", ("受理", "审查", "办结")),
        ("受理→审查→办结", ("受理", "审查", "办结")),
        ("（1）受理；（2）审查", ("受理", "审查")),
        ("①受理\n②审查", ("受理", "审查")),
        ("3.5万千瓦以上项目的申请", ("3.5万千瓦以上项目的申请",)),
    ],
)
def test_items_of_a_cell(text: str, items: tuple[str, ...]) -> None:
    assert values.items(text) == items


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("原件", "original"),
        ("复印件", "copy"),
        ("原件和复印件", "original_and_copy"),
        ("原件、复印件", "original_and_copy"),
        ("电子版", "electronic"),
    ],
)
def test_forms_of_a_material(text: str, form: str) -> None:
    assert values.form(text) == form


@pytest.mark.parametrize(("text", "copies"), [("1", 1), ("2份", 2), ("一式两份", 2), ("叁", None)])
def test_copies_of_a_material(text: str, copies: int | None) -> None:
    if copies is None:
        with pytest.raises(Unreadable):
            values.copies(text)
    else:
        assert values.copies(text) == copies


@pytest.mark.parametrize(
    ("text", "case"),
    [
        ("必要", None),
        ("非必要", "非必要"),
        ("非必要（委托办理的）", "委托办理的"),
        ("非必要：委托办理的", "委托办理的"),
    ],
)
def test_cases_in_which_a_material_is_needed(text: str, case: str | None) -> None:
    assert values.case(text) == case


@pytest.mark.parametrize(
    ("text", "answer"),
    [("是", True), ("√", True), ("可", True), ("否", False), ("不可", False), ("不支持", False)],
)
def test_yes_and_no(text: str, answer: bool) -> None:
    assert values.yes_or_no(text) is answer


@pytest.mark.parametrize(
    ("read", "text"),
    [
        (values.form, "原件或复印件"),
        (values.form, "原件/复印件"),
        (values.copies, "若干"),
        (values.copies, "0"),
        (values.case, "看情况"),
        (values.yes_or_no, "部分"),
        (values.code, "4.3018100000000003e+17"),
        (values.code, "见系统"),
    ],
)
def test_what_is_not_clear_is_never_guessed(read: Any, text: str) -> None:
    with pytest.raises(Unreadable):
        read(text)
