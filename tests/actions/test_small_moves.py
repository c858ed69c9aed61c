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
        ("施工许可证", 3, None),
        ("13812345678", 3, None),
    ],
)
def test_ordinals(text: str, count: int, index: int | None) -> None:
    assert moves.read_ordinal(text, count) == index


@pytest.mark.parametrize("text", ["是", "对，确认", "好的", "嗯嗯", "确认预约", "没问题", "OK"])
def test_yes(text: str) -> None:
    assert moves.says_yes(text)


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
