"""Moves in the conversation itself."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from actions.moves import waits_for_seat
from tests.actions.conversation import Conversation
from tests.actions.fake_api import FakeApi

Talk = Callable[..., Conversation]


@pytest.mark.parametrize("intent", ["greet", "goodbye", "thanks", "ask_guide", "another_matter"])
def test_small_talk_is_chitchat_with_a_next_step(talk: Talk, intent: str) -> None:
    heard = talk().say("……", intent)
    assert heard.context == {"intent": intent, "topic": "chitchat", "outcome": "small_talk"}
    assert heard.buttons


@pytest.mark.parametrize("words", ["好的", "好的我确定了"])
def test_a_yes_to_nothing_gets_a_friendly_line(talk: Talk, fake: FakeApi, words: str) -> None:
    assert talk().say(words, "affirm").context["topic"] == "chitchat"
    assert not fake.questions


def test_a_yes_to_nothing_goes_on_with_the_matter(talk: Talk) -> None:
    heard = talk(matter_id="construction-permit").say("好的", "affirm")
    assert "施工许可" in heard.text
    assert [one["title"] for one in heard.buttons] == ["要带什么材料", "去哪个窗口", "预约办理"]


def test_who_wants_no_more_is_not_asked_about_the_matter(talk: Talk) -> None:
    assert "施工许可" not in talk(matter_id="construction-permit").say("不用了", "deny").text


def test_a_restart_forgets_matter_draft_and_booking(talk: Talk) -> None:
    chat = talk(matter_id="construction-permit", park_id="gaoxin")
    chat.press("/book")
    heard = chat.say("重新开始", "restart")
    assert heard.context["matter_id"] is None
    assert heard.context["candidates"] == []
    assert heard.context["booking_code"] is None
    assert heard.context["handoff"] is False
    assert chat.slots == {}


def test_a_person_on_request(talk: Talk, fake: FakeApi) -> None:
    chat = talk(matter_id="construction-permit", park_id="gaoxin")
    chat.press("/book")
    heard = chat.say("转人工", "request_handoff")
    assert heard.context["handoff"] is True
    assert heard.context["topic"] == "handoff"
    assert fake.handoffs == [{"session_id": "a-conversation", "reason": "request"}]
    assert chat.slots["expecting"] == "booking.date"  # goes on when they come back to the guide


def test_anger_is_met_politely_once_then_by_a_person(talk: Talk, fake: FakeApi) -> None:
    chat = talk()
    first = chat.say("什么破系统", "anger")
    assert "抱歉" in first.text
    assert "handoff" not in first.context
    assert chat.say("气死我了", "anger").context["handoff"] is True
    assert fake.handoffs[0]["reason"] == "anger"


def test_a_failed_hand_off_says_how_else_to_reach_a_person(talk: Talk, fake: FakeApi) -> None:
    fake.down = True
    heard = talk().say("转人工", "request_handoff")
    assert "12345" in heard.text
    assert "handoff" not in heard.context


def test_a_grade_is_recorded(talk: Talk, fake: FakeApi) -> None:
    heard = talk().say("给五星好评", "rate")
    assert fake.ratings == [{"session_id": "a-conversation", "stars": 5}]
    assert heard.context["topic"] == "rating"


def test_without_a_grade_the_five_are_offered(talk: Talk, fake: FakeApi) -> None:
    chat = talk()
    asked = chat.say("我要评价", "rate")
    assert asked.titles == ["非常满意", "满意", "基本满意", "不满意", "非常不满意"]
    chat.press(asked.buttons[-1]["payload"])
    assert fake.ratings[0]["stars"] == 1


def test_the_reason_of_a_bad_grade_is_asked_for_once_and_kept(talk: Talk, fake: FakeApi) -> None:
    chat = talk()
    chat.press('/rate{"stars":"1"}')
    heard = chat.say("等太久了，没人理", "ask_time_limit")
    assert fake.ratings[-1] == {
        "session_id": "a-conversation",
        "stars": 1,
        "comment": "等太久了，没人理",
    }
    assert "记下来" in heard.text
    assert heard.context["topic"] == "rating"
    assert chat.slots["expecting"] is None


@pytest.mark.parametrize("said", ["不说了", "没有", "算了"])
def test_a_reason_need_not_be_given(talk: Talk, fake: FakeApi, said: str) -> None:
    chat = talk()
    chat.say("非常不满意", "rate")
    chat.say(said, "nlu_fallback")
    assert len(fake.ratings) == 1
    assert chat.slots["expecting"] is None


def test_a_question_instead_of_a_reason_is_answered(talk: Talk, fake: FakeApi) -> None:
    chat = talk()
    chat.say("非常不满意", "rate")
    heard = chat.say("施工许可证怎么办", "find_matter")
    assert heard.context["matter_id"] == "construction-permit"
    assert len(fake.ratings) == 1


def test_a_button_ends_the_wait_for_a_reason(talk: Talk) -> None:
    chat = talk(matter_id="construction-permit")
    chat.say("非常不满意", "rate")
    chat.press("/ask_fee")
    assert chat.slots["expecting"] is None


def test_a_bad_grade_offers_a_person(talk: Talk) -> None:
    assert "转人工" in talk().say("不满意", "rate").titles


def test_when_to_hand_in_later_is_no_waiting_list() -> None:
    assert not waits_for_seat("什么时候补")
    assert waits_for_seat("没号就候补")
