"""Words that take up the thread of a conversation."""

import pytest

from api.services.thread import words


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("不是这个，我要办的是营业执照", "营业执照"),
        ("说错了，是食品经营", "食品经营"),
        ("不是施工许可，是规划许可", "规划许可"),
        ("哦不对，我问的是排水许可", "排水许可"),
        ("不对不对，应该是消防验收", "消防验收"),
        ("我不是要办这个", "我不是要办这个"),
        ("施工许可证怎么办", "施工许可证怎么办"),
    ],
)
def test_a_denial_leaves_what_is_meant_instead(text: str, meant: str) -> None:
    assert words.without_denial(text) == meant


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        ("刚才那个要什么材料", "要什么材料"),
        ("上一个多久", "多久"),
        ("前面说的施工许可谁批", "施工许可谁批"),
        ("回到刚才", ""),
        ("最开始那个呢", "呢"),
        ("之前问的那个证要钱吗", "要钱吗"),
    ],
)
def test_going_back_leaves_the_question(text: str, rest: str) -> None:
    assert words.goes_back(text)
    assert words.without_way_back(text) == rest


@pytest.mark.parametrize("text", ["上个月谁批", "上周交的", "施工许可证要多久"])
def test_other_words_do_not_go_back(text: str) -> None:
    assert not words.goes_back(text)


@pytest.mark.parametrize("text", ["以前呢", "以前谁批的", "下放前归谁管", "原来是哪个部门批"])
def test_it_was_otherwise_before(text: str) -> None:
    assert words.asks_about_earlier(text)


@pytest.mark.parametrize(
    "text",
    [
        "以前是市里批的现在谁批",
        "开工之前要办什么",
        "以前盖2号章的还有效吗",
        "省里要盖原来部门的章怎么办",
    ],
)
def test_before_is_not_always_before_the_take_over(text: str) -> None:
    assert not words.asks_about_earlier(text)


@pytest.mark.parametrize("text", ["现在呢", "那现在呢", "目前呢", "那现在的呢？"])
def test_back_to_today(text: str) -> None:
    assert words.asks_about_now(text)


@pytest.mark.parametrize("text", ["现在开门吗", "如今谁批", "呢"])
def test_today_with_a_question_of_its_own(text: str) -> None:
    assert not words.asks_about_now(text)


@pytest.mark.parametrize(
    ("text", "what"), [("那消防验收呢", "消防验收"), ("食品生产呢？", "食品生产"), ("消防", None)]
)
def test_the_same_question_of_something_else(text: str, what: str | None) -> None:
    assert words.what_of(text) == what
