"""Words after "which of these?" that do not say which."""

from __future__ import annotations

import pytest

from actions.choosing.unsure import unsure
from actions.questions.again import asks_again
from actions.turn import Turn

OFFERED = [
    {"matter_id": "fire-acceptance", "name": "大型或特殊工程，完工要验收"},
    {"matter_id": "fire-acceptance-filing", "name": "普通工程完工，做消防备案"},
]


def after(outcome: str, words: str, intent: str = "find_matter", **state: object) -> Turn:
    """What is said after an answer with two matters on offer."""
    return Turn(
        "s1",
        words,
        intent,
        state={"outcome": outcome, **state},
        slots={"offered": OFFERED},
    )


@pytest.mark.parametrize(
    "words",
    [
        "啊？这还分几种啊",
        "我也搞不懂，哪个是我的",
        "有啥区别",
        "不晓得选哪个，你讲讲",
        "帮我看看",
        "嗯就这个吧",
        "好的",
        "就它吧",
    ],
)
def test_whoever_cannot_tell_is_helped(words: str) -> None:
    assert unsure(after("clarify", words))


@pytest.mark.parametrize(
    "words",
    [
        "第二个",
        "两个都要",
        "普通厂房，不晓得算哪种",
        "那我就办食品经营许可证，要带什么",
        "食品经营许可证跟预包装备案，两个有什么区别",
        "收费不",
    ],
)
def test_whoever_tells_something_is_not_asked_again(words: str) -> None:
    assert not unsure(after("clarify", words))


def test_once_one_is_chosen_a_yes_chooses_nothing() -> None:
    assert not unsure(after("card", "好的"))
    assert not unsure(after("small_talk", "好的", matter_id="fire-acceptance"))


def test_the_other_of_two_is_no_repetition() -> None:
    assert asks_again(after("answered", "再讲一遍", "repeat"))
    assert not asks_again(after("answered", "好，再讲前面那件", "repeat"))
