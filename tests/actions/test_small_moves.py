"""The small moves of a conversation."""

from __future__ import annotations

import pytest

from actions import moves


@pytest.mark.parametrize(
    ("text", "count", "index"),
    [
        ("第二个", 3, 1),
        ("第2个吧", 3, 1),
        ("选三", 3, 2),
        ("最后一个", 4, 3),
        ("第五个", 3, 4),
        ("第十二个", 20, 11),
        ("上面那个", 3, 0),
        ("就前一个", 3, 0),
        ("盖楼前那个", 3, None),
        ("施工许可证", 3, None),
        ("13812345678", 3, None),
    ],
)
def test_ordinals(text: str, count: int, index: int | None) -> None:
    assert moves.read_ordinal(text, count) == index


@pytest.mark.parametrize("text", ["是", "对，确认", "好的", "嗯嗯", "确认预约", "没问题", "OK"])
def test_yes(text: str) -> None:
    assert moves.says_yes(text)


@pytest.mark.parametrize(
    "text",
    ["最近的", "随便哪天", "尽快", "都行", "哪天都行", "越快越好", "就约最早的吧", "您看着安排"],
)
def test_any_time(text: str) -> None:
    assert moves.takes_any_time(text)


@pytest.mark.parametrize(
    "text", ["明天", "最近的大厅在哪里", "随便问问", "可以", "最早几点开门", ""]
)
def test_not_any_time(text: str) -> None:
    assert not moves.takes_any_time(text)


@pytest.mark.parametrize(
    ("text", "matter"),
    [
        ("不对，我要预约食品经营许可证", "食品经营许可证"),
        ("换个事项，我要办排水许可", "排水许可"),
        ("改成食品经营许可证", "食品经营许可证"),
        ("改成经开区", None),
        ("换个时间", None),
        ("不对，办事的人是李四", None),
        ("电话改成13700137077", None),
    ],
)
def test_another_matter(text: str, matter: str | None) -> None:
    assert moves.read_other_matter(text) == matter


@pytest.mark.parametrize("text", ["不是", "对了，要带什么", "好像不对", "确认一下时间", "", "。"])
def test_not_a_yes(text: str) -> None:
    assert not moves.says_yes(text)


@pytest.mark.parametrize(
    ("text", "stars"),
    [
        ("五星", 5),
        ("打3分", 3),
        ("非常不满意", 1),
        ("基本满意", 3),
        ("满意", 4),
        ("两星", 2),
        ("随便", None),
    ],
)
def test_grades(text: str, stars: int | None) -> None:
    assert moves.read_stars(text) == stars
