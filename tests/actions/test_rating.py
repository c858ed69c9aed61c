"""Grades: five of them, in people's words, invited once and never pressed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from actions.rating.grades import read_grade, reason_beside
from tests.actions.conversation import Conversation
from tests.actions.fake_api import FakeApi

Talk = Callable[..., Conversation]


@pytest.mark.parametrize("served", [{"booking_code": "GX1001"}, {"helped": True}])
@pytest.mark.parametrize("parting", ["thanks", "goodbye"])
def test_who_is_done_is_invited_once(talk: Talk, served: dict[str, Any], parting: str) -> None:
    chat = talk(rating_asked=None, **{"helped": None, **served})
    assert "非常满意" in chat.say("谢谢", parting).titles
    assert "非常满意" not in chat.say("谢谢", parting).titles


def test_who_only_asked_is_not_invited(talk: Talk) -> None:
    assert "非常满意" not in talk(rating_asked=None).say("谢谢", "thanks").titles


def test_a_yes_to_the_invitation_shows_the_grades_a_no_ends_it(talk: Talk) -> None:
    for answer, intent, shown in (("好", "affirm", True), ("不用了", "stop", False)):
        chat = talk(booking_code="GX1001", rating_asked=None)
        chat.say("再见", "goodbye")
        assert ("非常满意" in chat.say(answer, intent).titles) is shown


def test_who_graded_already_is_not_invited(talk: Talk) -> None:
    chat = talk(booking_code="GX1001", rating_asked=None)
    chat.say("给五星好评", "rate")
    assert "非常满意" not in chat.say("谢谢", "thanks").titles


def test_a_bad_grade_is_told_by_when_it_is_answered(talk: Talk) -> None:
    heard = talk().say("不满意", "rate")
    assert "12月2日（周三）前答复您" in heard.text
    assert "等候时间太长" in heard.titles


def test_a_reason_can_be_chosen(talk: Talk, fake: FakeApi) -> None:
    chat = talk()
    heard = chat.press(chat.say("不满意", "rate").payload("等候时间太长"))
    assert fake.ratings[-1] == {"session_id": "a-conversation", "stars": 2, "reason": "waited"}
    assert heard.context["outcome"] == "rated"
    assert chat.slots["expecting"] is None


def test_a_reason_told_with_the_grade_is_not_asked_for(talk: Talk, fake: FakeApi) -> None:
    heard = talk().say("一星，排队排了两个小时", "rate")
    assert fake.ratings[-1]["comment"] == "排队排了两个小时"
    assert heard.context["outcome"] == "rated"


def test_an_impolite_reason_is_a_reason(talk: Talk, fake: FakeApi) -> None:
    chat = talk()
    chat.say("非常不满意", "rate")
    chat.say("窗口那个人凶得很", "anger")
    assert fake.ratings[-1]["comment"] == "窗口那个人凶得很"
    assert fake.handoffs == []


def test_thinking_better_of_it_is_another_grade(talk: Talk, fake: FakeApi) -> None:
    chat = talk()
    chat.say("不满意", "rate")
    chat.say("算了，满意", "rate")
    assert fake.ratings[-1] == {"session_id": "a-conversation", "stars": 4}


@pytest.mark.parametrize(
    ("words", "grade"),
    [
        ("太差了，一星", 1),
        ("零分", 1),
        ("给你们点个赞", 5),
        ("满分", 5),
        ("给个好评", 5),
        ("一颗星都不想给", 1),
        ("还算满意", 4),
        ("不太满意", 2),
        ("我要评价", None),
    ],
)
def test_grades_in_words(words: str, grade: int | None) -> None:
    assert read_grade(words) == grade


@pytest.mark.parametrize("words", ["太差了，一星", "不满意", "给你们差评", "服务太差，打一分"])
def test_a_mere_grade_gives_no_reason(words: str) -> None:
    assert reason_beside(words) is None


@pytest.mark.parametrize(
    ("words", "grade"),
    [
        ("满分十分，给八分", 4),
        ("打九十分吧", 5),
        ("还可以", 3),
        ("零蛋", 1),
        ("态度十分差，一星", 1),
        ("等了十分钟，两星", 2),
    ],
)
def test_grades_in_other_scales_and_words(words: str, grade: int) -> None:
    assert read_grade(words) == grade
