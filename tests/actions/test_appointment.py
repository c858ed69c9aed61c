"""Looking up, moving and cancelling a booking."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.actions.conversation import Conversation
from tests.actions.fake_api import FakeApi, working_day

Talk = Callable[..., Conversation]


@pytest.fixture
def booked(talk: Talk) -> Conversation:
    """A conversation in which a visit has been booked."""
    chat = talk(matter_id="construction-permit", park_id="gaoxin")
    chat.say("帮我约明天九点半，张三 13812345678", "book")
    chat.say("确认")
    return chat


def test_in_the_same_conversation_nothing_is_asked(booked: Conversation) -> None:
    heard = booked.say("我的预约", "booking_lookup")
    assert heard.context["topic"] == "booking"
    assert heard.context["booking_code"] == booked.state["booking_code"]
    assert heard.card is not None


def test_in_another_conversation_code_and_last_digits_are_asked_for(
    talk: Talk, booked: Conversation
) -> None:
    chat = talk()
    assert "预约码" in chat.say("查一下预约", "booking_lookup").text
    assert "后四位" in chat.say(str(booked.state["booking_code"]).lower()).text
    assert chat.say("5678").card is not None


def test_a_wrong_proof_tells_nothing(talk: Talk, booked: Conversation) -> None:
    heard = talk().say(f"查预约 {booked.state['booking_code']} 尾号9999", "booking_lookup")
    assert "没有找到" in heard.text
    assert heard.card is None
    assert "转人工" in heard.titles


def test_cancelling_asks_first(booked: Conversation, fake: FakeApi) -> None:
    booked.say("取消预约", "cancel_booking")
    assert fake.bookings
    heard = booked.say("确定")
    assert not fake.bookings
    assert heard.context["booking_code"] is None


@pytest.mark.parametrize("said", ["不取消", "先别取消", "不", "要带什么", "算了"])
def test_anything_but_a_yes_keeps_the_booking(
    booked: Conversation, fake: FakeApi, said: str
) -> None:
    booked.say("取消预约", "cancel_booking")
    booked.say(said)
    assert fake.bookings
    assert booked.slots["expecting"] is None


def test_moving_with_the_new_time_takes_one_turn(booked: Conversation, fake: FakeApi) -> None:
    heard = booked.say("改到后天下午三点", "move_booking")
    code = booked.state["booking_code"]
    assert fake.bookings[code]["start"].startswith(f"{working_day(2)}T15:00")
    assert heard.context["booking_code"] == code


def test_moving_step_by_step(booked: Conversation, fake: FakeApi) -> None:
    days = booked.press("/move_booking")
    times = booked.press(days.buttons[1]["payload"])
    booked.press(times.payload("10:00"))
    code = booked.state["booking_code"]
    assert fake.bookings[code]["start"].startswith(f"{working_day(2)}T10:00")


def test_giving_up_a_move_keeps_the_booking(booked: Conversation, fake: FakeApi) -> None:
    booked.press("/move_booking")
    heard = booked.say("算了", "stop")
    assert "保留不变" in heard.text
    assert fake.bookings


def test_a_question_while_the_code_is_asked_for_is_answered(talk: Talk) -> None:
    chat = talk(matter_id="construction-permit")
    chat.press("/cancel_booking")
    heard = chat.say("要带什么材料", "ask_materials")
    assert heard.context["topic"] == "materials"
    assert chat.slots["expecting"] is None


def test_code_and_proof_may_come_in_one_message(talk: Talk, booked: Conversation) -> None:
    chat = talk()
    asked = chat.say("预约查询", "booking_lookup")
    assert "后四位" in asked.text
    assert chat.say(f"{booked.state['booking_code']} 5678", "stop").card is not None


def test_after_a_wrong_proof_only_the_digits_are_asked_for_again(
    talk: Talk, booked: Conversation
) -> None:
    chat = talk()
    chat.say("预约查询", "booking_lookup")
    chat.say(f"{booked.state['booking_code']} 9999")
    assert chat.say("5678").card is not None


def test_every_question_has_a_way_out(talk: Talk) -> None:
    chat = talk()
    for heard in (chat.press("/booking_lookup"), chat.say("GX9999"), chat.say("1234")):
        assert heard.titles == ["不查了", "转人工"]
    chat.press(heard.payload("不查了"))
    assert chat.slots["expecting"] is None


def test_cancelling_may_be_said_while_the_code_is_asked_for(
    talk: Talk, booked: Conversation, fake: FakeApi
) -> None:
    chat = talk()
    chat.say("预约查询", "booking_lookup")
    heard = chat.say("取消预约", "cancel_booking")
    assert chat.slots["expecting"] == "visit.code"
    heard = chat.say(f"{booked.state['booking_code']} 5678")
    assert "确定要取消" in heard.text
    chat.say("确定")
    assert not fake.bookings


@pytest.mark.parametrize("said", ["不查了", "算了", "不用查了"])
def test_looking_up_can_be_given_up_in_words(talk: Talk, said: str) -> None:
    chat = talk()
    chat.say("预约查询", "booking_lookup")
    heard = chat.say(said, "deny", 0.6)
    assert chat.slots["expecting"] is None
    assert "不查了" in heard.text


def test_who_has_forgotten_the_code_hears_at_once_where_it_is(talk: Talk) -> None:
    chat = talk()
    assert "聊天记录" in chat.say("上次我约了号，码忘了", "booking_lookup").text
    assert "光凭姓名查不到" in chat.say("张三", "find_matter").text
    assert chat.slots["expecting"] == "visit.code"


def test_a_yes_to_a_visit_that_is_moved_already_moves_nothing(booked: Conversation) -> None:
    heard = booked.say("确认改", "move_booking")
    assert "已经约好了" in heard.text
    assert booked.slots["expecting"] is None
