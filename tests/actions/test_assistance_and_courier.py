"""Help by the hall's staff, and results that are sent."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from actions.courier.send import read_address
from tests.actions.conversation import Conversation
from tests.actions.fake_api import FakeApi

Talk = Callable[..., Conversation]
READY = {"matter_id": "construction-permit", "park_id": "gaoxin"}
ADDRESS = "湖南省郴州市苏仙区白露塘镇林邑大道1号"


def with_booking(talk: Talk) -> Conversation:
    chat = talk(**READY)
    chat.say("帮我约明天九点半", "book")
    chat.say("张三 13812345678")
    assert chat.say("确认").context["booking_code"]
    return chat


def test_help_is_asked_for_with_park_contact_and_consent(talk: Talk, fake: FakeApi) -> None:
    chat = talk()
    asked = chat.say("有人帮我办吗", "assistance")
    assert "帮办代办" in asked.text
    chat.press(asked.payload("高新"))
    heard = chat.say("李明 13912345678")
    assert "139****5678" in heard.text
    assert "同意" in heard.text
    assert fake.helped == []
    done = chat.say("确认")
    (kept,) = fake.helped
    assert (kept["park_id"], kept["consent"]) == ("gaoxin", True)
    assert kept["applicant"] == {"name": "李明", "phone": "13912345678"}
    assert "收到" in done.text
    assert chat.slots["expecting"] is None


def test_who_has_booked_need_not_say_who_they_are(talk: Talk, fake: FakeApi) -> None:
    chat = with_booking(talk)
    heard = chat.say("能代办吗", "assistance")
    assert "尾号 5678" in heard.text
    chat.press(heard.payload("确认"))
    (asked,) = fake.helped
    assert "applicant" not in asked
    assert asked["booking"]["phone_last4"] == "5678"


@pytest.mark.parametrize("said", ["不用了", "算了", "不"])
def test_help_can_be_declined(talk: Talk, fake: FakeApi, said: str) -> None:
    chat = talk(**READY)
    chat.say("有人帮我办吗", "assistance")
    chat.say(said, "deny")
    assert fake.helped == []
    assert chat.slots["expecting"] is None


def test_a_question_meanwhile_is_answered(talk: Talk) -> None:
    chat = talk(**READY)
    chat.say("有人帮我办吗", "assistance")
    heard = chat.say("要带什么材料", "ask_materials")
    assert "[materials]" in heard.text
    assert chat.slots["expecting"] == "assistance.contact"


def test_in_a_booking_help_is_named_and_the_booking_goes_on(talk: Talk) -> None:
    chat = talk(**READY)
    chat.press("/book")
    heard = chat.say("有人帮我办吗", "assistance")
    assert "帮办代办" in heard.text
    assert chat.slots["expecting"] == "booking.date"


def test_an_address_told_while_booking_goes_with_it(talk: Talk, fake: FakeApi) -> None:
    chat = talk(**READY)
    chat.say("帮我约明天九点半", "book")
    assert "收件地址" in chat.say("结果能快递给我吗", "courier").text
    assert "门牌号" in chat.say("长沙").text
    chat.say(ADDRESS)
    heard = chat.say("张三 13812345678")
    assert "湖南省郴州市****" in heard.text
    assert "林邑大道" not in heard.text
    chat.say("确认")
    assert fake.bookings


def test_the_result_of_a_booking_can_be_sent(talk: Talk, fake: FakeApi) -> None:
    chat = with_booking(talk)
    chat.say("能寄给我吗", "courier")
    done = chat.say(ADDRESS)
    assert list(fake.sent.values()) == [ADDRESS]
    assert "林邑大道" not in done.text


def test_without_a_booking_it_is_said_how_results_are_sent(talk: Talk) -> None:
    heard = talk(**READY).say("能寄给我吗", "courier")
    assert "预约" in heard.text
    assert "预约办理" in heard.titles


def test_nothing_is_sent_after_all(talk: Talk, fake: FakeApi) -> None:
    chat = with_booking(talk)
    asked = chat.say("能寄给我吗", "courier")
    chat.press(asked.payload("不寄"))
    assert fake.sent == {}
    assert chat.slots["expecting"] is None


@pytest.mark.parametrize(
    ("text", "address"),
    [
        (f"寄到{ADDRESS}", ADDRESS),
        (f"地址是{ADDRESS}。", ADDRESS),
        ("长沙", None),
        ("能寄到湖南省长沙市区里面吗", None),
    ],
)
def test_what_is_an_address(text: str, address: str | None) -> None:
    assert read_address(text) == address
