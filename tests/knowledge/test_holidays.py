"""The holidays that the law fixes stand in the data with their article."""

from pathlib import Path

import pytest

from knowledge import holidays
from knowledge.errors import WordingError


def test_the_shipped_holidays_are_those_of_the_law() -> None:
    known = holidays.load()
    assert known.status == "law"
    assert known.source[0].article == "第二条"
    assert {one.name: len(one.days) + one.eve for one in known.holidays} == {
        "元旦": 1,
        "春节": 4,
        "劳动节": 2,
        "端午节": 1,
        "中秋节": 1,
        "国庆节": 3,
    }


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("month: 10, days: [1, 2, 3]", "month: 2, days: [30]", "2月没有30日：请改正"),
        ("month: 8, days: [15]", "month: 8, days: [31]", "8月没有31日：请改正"),
        (
            "name: 国庆节, month: 10, days: [1",
            "name: 国庆节, month: 5, days: [1",
            "5月1日写了两次（劳动节、国庆节）：请只留一处",
        ),
        ("month: 5, days: [1, 2]", "month: 5, days: [1, 1]", "5月1日写了两次（劳动节、劳动节）"),
        ("month: 10", "month: 13", "不能大于 12；现在写的是“13”"),
        ("checked_on: 2025-04-19\n", "", "有来源的内容要写 checked_on（核对日期）"),
        ("name: 元旦, ", "", "缺少“name”（名称），请补上"),
    ],
)
def test_a_holiday_that_makes_no_sense_is_refused(
    tmp_path: Path, old: str, new: str, said: str
) -> None:
    broken = tmp_path / "holidays.yml"
    text = holidays.FILE.read_text("utf-8")
    assert old in text
    broken.write_text(text.replace(old, new), "utf-8")
    with pytest.raises(WordingError, match=r"holidays\.yml") as caught:
        holidays.load(broken)
    assert said in str(caught.value)
