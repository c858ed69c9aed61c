"""Booking beyond the plain way: companies, corrections, full days, several matters."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.actions.conversation import Conversation, Heard
from tests.actions.fake_api import CLOCKS, USCC, FakeApi, working_day

Talk = Callable[..., Conversation]
READY = {"matter_id": "construction-permit", "park_id": "gaoxin"}


def confirming(chat: Conversation) -> Heard:
    chat.say("帮我约明天九点半", "book")
    heard = chat.say("张三 13812345678")
    assert "确认预约" in heard.titles
    return heard


def booked(chat: Conversation) -> Heard:
    confirming(chat)
    return chat.say("确认")


def fill(fake: FakeApi, day: str) -> None:
    fake.taken |= {f"{day}T{clock}" for clock in CLOCKS}


def test_a_company_told_in_passing_is_kept_and_its_code_masked(talk: Talk, fake: FakeApi) -> None:
    chat = talk(**READY)
    chat.say("帮我约明天九点半", "book")
    heard = chat.say(f"张三 13812345678，公司是郴州星河有限公司，信用代码{USCC}")
    assert "郴州星河有限公司" in heard.text
    assert USCC not in heard.text
    chat.say("确认")
    applicant = next(iter(fake.bookings.values()))["applicant"]
    assert (applicant["company"], applicant["uscc"]) == ("郴州星河有限公司", USCC)


def test_a_wrong_credit_code_is_explained_and_not_needed(talk: Talk, fake: FakeApi) -> None:
    chat = talk(**READY)
    confirming(chat)
    heard = chat.say("税号91430000183804041X")
    assert "对不上" in heard.text
    assert "确认预约" in heard.titles
    chat.say("确认")
    assert "uscc" not in next(iter(fake.bookings.values()))["applicant"]


def test_a_park_in_a_company_name_changes_no_park(talk: Talk) -> None:
    chat = talk(**READY)
    confirming(chat)
    heard = chat.say("公司是郴州经开区星河有限公司")
    assert heard.context["park_id"] == "gaoxin"


def test_several_corrections_in_one_message(talk: Talk) -> None:
    chat = talk(**READY)
    confirming(chat)
    heard = chat.say("时间改成后天三点，电话也换成13900001111")
    assert "15:00" in heard.text
    assert "139****1111" in heard.text
    assert "张*" in heard.text


def test_a_yes_that_asks_for_another_window_books_nothing_yet(talk: Talk, fake: FakeApi) -> None:
    chat = talk(**READY)
    confirming(chat)
    heard = chat.say("可以，我要帮办窗口")
    assert not fake.bookings
    assert "确认预约" in heard.titles


def test_a_step_back_asks_again(talk: Talk) -> None:
    chat = talk(**READY)
    confirming(chat)
    assert "姓名" in chat.say("上一步").text
    assert "您选哪个" in chat.say("返回上一步").text
    assert "哪天" in chat.say("上一步").text


def test_the_wanted_time_may_be_moved_by_a_day(talk: Talk) -> None:
    chat = talk(**READY)
    confirming(chat)
    chat.say("往后推一天", "move_booking")
    assert chat.slots["draft"]["start"].startswith(f"{working_day(2)}T09:30")


def test_of_a_stretch_of_days_the_free_ones_are_offered(talk: Talk, fake: FakeApi) -> None:
    fill(fake, working_day(2))
    chat = talk(**READY)
    chat.press("/book")
    heard = chat.say("下周")
    assert [working_day(3) in button["payload"] for button in heard.buttons] == [True]


def test_the_earliest_time_of_all_is_taken_at_once(talk: Talk) -> None:
    chat = talk(**READY)
    chat.press("/book")
    chat.say("越早越好")
    assert chat.slots["draft"]["start"].startswith(f"{working_day(1)}T09:00")


@pytest.mark.parametrize("said", ["排候补", "有号了通知我", None])
def test_on_a_full_day_one_can_wait_for_a_seat(talk: Talk, fake: FakeApi, said: str | None) -> None:
    fill(fake, working_day(2))
    chat = talk(**READY)
    heard = chat.say("帮我约后天", "book")
    assert "排候补" in heard.titles
    chat.say(said, "book") if said else chat.press(heard.payload("排候补"))
    asked = chat.say("张三 13812345678")
    assert "确认候补" in asked.titles
    chat.say("确认")
    (entry,) = fake.waiting
    assert (entry["first_day"], entry["last_day"]) == (working_day(2), working_day(2))
    assert entry["consent"] is True
    assert chat.slots["expecting"] is None


def test_nobody_waits_while_there_are_seats(talk: Talk, fake: FakeApi) -> None:
    chat = talk(**READY)
    heard = chat.say("有号通知我", "book")
    assert "不用候补" in heard.text
    assert chat.slots["expecting"] == "booking.date"


def test_several_matters_are_booked_one_after_the_other(talk: Talk, fake: FakeApi) -> None:
    chat = talk(park_id="gaoxin")
    chat.say("施工许可和登记表备案一起约，明天，张三 13812345678", "book")
    assert chat.slots["draft"]["also"] == ["eia-registration"]
    heard = chat.say("第一个")
    assert "建筑工程施工许可证核发、环境影响登记表备案" in heard.text
    done = chat.say("确认")
    assert [made["matter_id"] for made in fake.bookings.values()] == [
        "construction-permit",
        "eia-registration",
    ]
    assert all(code in done.text for code in fake.bookings)
    assert done.context["booking_code"] in fake.bookings


@pytest.mark.parametrize("said", ["往后推一天", "算了，帮我往后推一天吧"])
def test_a_booking_is_moved_from_where_it_is(talk: Talk, fake: FakeApi, said: str) -> None:
    chat = talk(**READY)
    code = booked(chat).context["booking_code"]
    chat.say(said, "move_booking")
    assert fake.bookings[code]["start"].startswith(f"{working_day(2)}T09:30")


@pytest.mark.parametrize("intent", ["stop", "deny", "cancel_booking"])
def test_not_coming_after_a_booking_means_that_booking(talk: Talk, intent: str) -> None:
    chat = talk(**READY)
    booked(chat)
    assert "确定要取消" in chat.say("不去了，取消吧", intent).text


def test_the_new_day_is_remembered_until_the_code_is_told(talk: Talk, fake: FakeApi) -> None:
    code = booked(talk(**READY)).context["booking_code"]
    chat = talk()
    chat.say("帮我把预约改到后天三点", "move_booking")
    chat.say(f"{code} 5678")
    assert fake.bookings[code]["start"].startswith(f"{working_day(2)}T15:00")


def test_code_proof_and_new_day_in_one_message(talk: Talk, fake: FakeApi) -> None:
    code = booked(talk(**READY)).context["booking_code"]
    talk().say(f"我的预约码是{code}，尾号5678，帮我改到后天三点", "move_booking")
    assert fake.bookings[code]["start"].startswith(f"{working_day(2)}T15:00")


@pytest.mark.parametrize("said", ["都行", "好的", "可以"])
def test_a_yes_is_nobodys_name(talk: Talk, said: str) -> None:
    chat = talk(**READY)
    chat.say("帮我约明天九点半", "book")
    chat.say(said, "affirm")
    assert "name" not in chat.slots["draft"]


def waiting(talk: Talk, fake: FakeApi) -> Conversation:
    fill(fake, working_day(2))
    chat = talk(**READY)
    chat.say("帮我约后天", "book")
    chat.say("排候补", "book")
    chat.say("张三 13812345678")
    chat.say("确认")
    return chat


def test_an_entry_of_the_waiting_list_is_looked_up_and_left(talk: Talk, fake: FakeApi) -> None:
    chat = waiting(talk, fake)
    assert "还在排" in chat.say("我的候补怎么样了", "booking_lookup").text
    assert "已取消" in chat.say("不等了，取消候补", "cancel_booking").text
    assert fake.waiting == []
    assert chat.slots["waits"] is None


def test_whoever_asks_about_leaving_the_list_gets_the_button(talk: Talk, fake: FakeApi) -> None:
    chat = waiting(talk, fake)
    heard = chat.say("候补可以取消吗", "cancel_booking")
    assert len(fake.waiting) == 1
    chat.press(heard.payload("取消候补"))
    assert fake.waiting == []


@pytest.mark.parametrize("words", ["不用等了", "别再帮我排了", "取消排队"])
def test_the_waiting_list_may_be_left_without_its_name(
    talk: Talk, fake: FakeApi, words: str
) -> None:
    chat = waiting(talk, fake)
    chat.say(words, "cancel_booking")
    assert fake.waiting == []


@pytest.mark.parametrize(
    "words",
    ["取消排污许可证的预约", "取消预约要在什么时候之前", "要不要等很久", "候补要不要等很久"],
)
def test_words_that_only_sound_so_leave_no_waiting_list(
    talk: Talk, fake: FakeApi, words: str
) -> None:
    chat = waiting(talk, fake)
    chat.say(words, "booking_lookup")
    assert len(fake.waiting) == 1


def test_a_yes_without_a_time_is_offered_the_earliest_and_takes_it(talk: Talk) -> None:
    chat = talk(**READY)
    chat.say("帮我约明天上午", "book")
    offered = chat.say("可以", "affirm")
    assert "09:00" in offered.text
    chat.say("可以", "affirm")
    assert chat.slots["draft"]["start"].endswith("09:00:00+08:00")


def test_a_second_visit_is_for_the_same_person_unless_somebody_else_is_named(talk: Talk) -> None:
    chat = talk(**READY)
    chat.say("帮我约明天九点半", "book")
    chat.say("张三 13812345678")
    chat.say("确认", "affirm")
    again = chat.say("再约一个，明天九点半", "book")
    assert "张*" in again.text
    chat.say("算了，不约了", "stop")
    other = chat.say("我同事也要约一个，明天九点半", "book")
    assert "张*" not in other.text
