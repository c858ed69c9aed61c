"""Booking a visit, in all the ways people answer."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.actions.conversation import Conversation
from tests.actions.fake_api import FakeApi, working_day

Talk = Callable[..., Conversation]
READY = {"matter_id": "construction-permit", "park_id": "gaoxin"}


def at_confirmation(talk: Talk) -> Conversation:
    chat = talk(**READY)
    chat.say("帮我约明天九点半", "book")
    heard = chat.say("张三 13812345678")
    assert "确认预约" in heard.titles
    return chat


def test_a_decided_applicant_books_with_buttons_in_five_turns(talk: Talk, fake: FakeApi) -> None:
    chat = talk(**READY)
    days = chat.press("/book")
    times = chat.press(days.buttons[0]["payload"])
    chat.press(times.payload("09:30"))
    chat.say("张三，13812345678")
    booked = chat.press("/affirm")
    assert booked.context["booking_code"] in fake.bookings
    assert booked.context["topic"] == "booking"
    assert booked.card is not None
    assert booked.card["type"] == "booking"
    assert chat.slots["expecting"] is None
    assert chat.slots["draft"] is None


def test_everything_said_at_once_leads_straight_to_the_confirmation(talk: Talk) -> None:
    heard = talk(park_id="gaoxin").say(
        "预约明天九点半办施工许可证，我叫张三，电话13812345678", "book"
    )
    assert "确认预约" in heard.titles
    assert "09:30" in heard.text


def test_name_and_phone_are_masked_in_the_confirmation(talk: Talk) -> None:
    chat = talk(**READY)
    chat.say("帮我约明天九点半", "book")
    heard = chat.say("欧阳娜娜，手机 138-1234-5678")
    assert "欧**" in heard.text
    assert "138****5678" in heard.text
    assert "1234" not in heard.text
    assert "娜" not in heard.text


def test_the_confirmation_asks_for_consent_in_plain_words(talk: Talk) -> None:
    chat = at_confirmation(talk)
    heard = chat.say("要带什么材料", "ask_materials")
    assert "只用于这次预约" in heard.text


def test_what_is_booked_is_what_was_said(talk: Talk, fake: FakeApi) -> None:
    at_confirmation(talk).say("确认")
    booking = next(iter(fake.bookings.values()))
    assert booking["applicant"] == {"name": "张三", "phone": "13812345678"}
    assert booking["start"].startswith(f"{working_day(1)}T09:30")
    assert (booking["matter_id"], booking["park_id"]) == ("construction-permit", "gaoxin")


def test_without_a_matter_it_is_asked_for_first(talk: Talk) -> None:
    chat = talk(park_id="gaoxin")
    asked = chat.say("我要预约", "book")
    assert "什么事" in asked.text
    heard = chat.say("施工许可证", "find_matter")
    assert heard.context["matter_id"] == "construction-permit"
    assert chat.slots["expecting"] == "booking.date"


def test_an_unclear_matter_is_asked_about_and_the_choice_goes_on(talk: Talk) -> None:
    chat = talk(park_id="gaoxin")
    asked = chat.say("约个号办手续", "book")
    assert asked.context["decision"] == "clarify"
    heard = chat.say("第二个", "choose")
    assert heard.context["matter_id"] == "eia-registration"
    assert chat.slots["expecting"] == "booking.date"


def test_the_park_is_asked_for_with_a_button_each(talk: Talk) -> None:
    chat = talk(matter_id="construction-permit")
    asked = chat.press("/book")
    assert asked.titles == ["郴州高新区", "郴州经开区"]
    heard = chat.press(asked.payload("经开"))
    assert heard.context["park_id"] == "jingkai"


@pytest.mark.parametrize(
    ("said", "park_id"),
    [("高新区", "gaoxin"), ("不是高新区，是经开区", "jingkai"), ("在郴州经济开发区", "jingkai")],
)
def test_the_park_may_be_typed(talk: Talk, said: str, park_id: str) -> None:
    chat = talk(matter_id="construction-permit")
    chat.press("/book")
    assert chat.say(said, "choose_park").context["park_id"] == park_id


def test_a_day_with_its_half_offers_only_times_in_it(talk: Talk) -> None:
    heard = talk(**READY).say("帮我约明天下午", "book")
    assert heard.titles == ["14:30", "15:00"]


def test_a_time_is_picked_by_its_place(talk: Talk) -> None:
    chat = talk(**READY)
    chat.say("帮我约明天下午", "book")
    chat.say("第二个", "choose")
    assert chat.slots["draft"]["start"].startswith(f"{working_day(1)}T15:00")


def test_a_closed_day_is_explained_and_others_offered(talk: Talk) -> None:
    chat = talk(**READY)
    chat.press("/book")
    heard = chat.press(f'/choose_date{{"date":"{working_day(0)}"}}')
    assert "今天的号已经放完" in heard.text
    assert len(heard.buttons) == 4


def test_a_day_too_far_ahead_is_explained_and_near_ones_offered(talk: Talk) -> None:
    chat = talk(**READY)
    chat.press("/book")
    heard = chat.press(f'/choose_date{{"date":"{working_day(40)}"}}')
    assert "还没有放号" in heard.text
    assert "约满" not in heard.text
    assert working_day(1) in heard.buttons[0]["payload"]
    assert chat.slots["expecting"] == "booking.date"


def test_hall_and_window_are_named_and_marked_as_samples(talk: Talk) -> None:
    chat = at_confirmation(talk)
    place = "高新区政务服务大厅 3号 工程建设窗口（示例"
    assert place in chat.say("要带什么材料", "ask_materials").text
    assert place in chat.say("确认").text


def test_window_and_mode_follow_the_park(talk: Talk) -> None:
    chat = at_confirmation(talk)
    heard = chat.say("改成经开区")
    assert heard.context["park_id"] == "jingkai"
    assert heard.context["delegation_mode"] == "stationed"
    assert heard.context["window_id"] == "jingkai-3"
    assert "09:30" in heard.text


@pytest.mark.parametrize(
    "said", ["不对，我要预约登记表备案", "换个事项，我要办登记表", "改成登记表备案"]
)
def test_another_matter_goes_on_with_park_day_and_contact(
    talk: Talk, fake: FakeApi, said: str
) -> None:
    chat = at_confirmation(talk)
    heard = chat.say(said)
    assert heard.context["matter_id"] == "eia-registration"
    assert heard.context["delegation_mode"] == "direct"
    assert "确认预约" in heard.titles
    chat.say("确认")
    booking = next(iter(fake.bookings.values()))
    assert booking["matter_id"] == "eia-registration"
    assert booking["applicant"] == {"name": "张三", "phone": "13812345678"}
    assert booking["start"].startswith(f"{working_day(1)}T09:30")


def test_another_matter_that_is_unclear_is_chosen_on_its_own_buttons(talk: Talk) -> None:
    chat = at_confirmation(talk)
    heard = chat.say("不对，我要办消防手续")
    assert heard.titles == ["建筑工程施工许可证核发", "环境影响登记表备案"]
    assert (heard.context["matter_id"], heard.context["delegation_mode"]) == (None, None)
    heard = chat.say("第二个", "choose")
    assert heard.context["matter_id"] == "eia-registration"
    assert "确认预约" in heard.titles


def test_another_matter_that_is_not_ours_leaves_the_booking_as_it_is(talk: Talk) -> None:
    chat = at_confirmation(talk)
    heard = chat.say("不对，我要办居住证")
    assert heard.context["matter_id"] == "construction-permit"
    assert "确认预约" in heard.titles


def test_a_clarify_in_an_aside_keeps_its_buttons(talk: Talk) -> None:
    chat = talk(**READY)
    chat.press("/book")
    heard = chat.say("消防手续怎么搞", "find_matter")
    assert heard.titles == ["建筑工程施工许可证核发", "环境影响登记表备案"]
    heard = chat.say("第二个", "choose")
    assert heard.context["matter_id"] == "eia-registration"
    assert chat.slots["expecting"] == "booking.date"


@pytest.mark.parametrize("said", ["经开区", "我在经开区", "经开区，明天上午"])
def test_a_park_told_while_a_matter_is_to_be_chosen_is_noted(
    talk: Talk, fake: FakeApi, said: str
) -> None:
    chat = talk()
    chat.say("约个号办手续", "book")
    asked = len(fake.questions)
    heard = chat.say(said, "choose_park")
    assert len(fake.questions) == asked
    assert heard.titles == ["建筑工程施工许可证核发", "环境影响登记表备案", "都不是"]
    heard = chat.press(heard.buttons[1]["payload"])
    assert heard.context["matter_id"] == "eia-registration"
    assert heard.context["park_id"] == "jingkai"


def test_a_contact_told_while_a_matter_is_to_be_chosen_is_noted(talk: Talk) -> None:
    chat = talk(park_id="gaoxin")
    chat.say("约个号办手续", "book")
    chat.say("张三 13812345678")
    heard = chat.say("第二个", "choose")
    assert heard.context["matter_id"] == "eia-registration"
    assert chat.slots["draft"]["name"] == "张三"


@pytest.mark.parametrize("said", ["最近的", "随便哪天", "尽快", "都行"])
def test_any_day_is_the_nearest(talk: Talk, said: str) -> None:
    chat = talk(**READY)
    chat.press("/book")
    chat.say(said)
    assert chat.slots["draft"]["date"] == working_day(1)


def test_a_holiday_is_read_as_a_day_before_it_is_a_question(talk: Talk, fake: FakeApi) -> None:
    chat = talk(**READY)
    chat.press("/book")
    heard = chat.say("元旦", "ask_window")
    assert fake.questions == []
    assert "还没有放号" in heard.text


def test_a_person_called_like_a_holiday_changes_no_day(talk: Talk) -> None:
    chat = talk(**READY)
    chat.say("帮我约明天九点半", "book")
    heard = chat.say("李元旦 13812345678")
    assert "09:30" in heard.text
    assert "确认预约" in heard.titles


def test_a_wrong_phone_number_gets_a_hint(talk: Talk) -> None:
    chat = talk(**READY)
    chat.say("帮我约明天九点半", "book")
    chat.say("张三")
    heard = chat.say("1381234567")
    assert "11 位" in heard.text
    assert chat.slots["draft"]["name"] == "张三"


@pytest.mark.parametrize("said", ["张三", "我叫张三", "买买提·吐尔逊", "John Smith", "姓名：佴某"])
def test_names_of_all_kinds_are_taken(talk: Talk, said: str) -> None:
    chat = talk(**READY)
    chat.say("帮我约明天九点半", "book")
    chat.say(said)
    assert chat.slots["draft"]["name"] in said


def test_a_side_question_is_answered_and_the_pending_one_repeated(
    talk: Talk, fake: FakeApi
) -> None:
    chat = talk(**READY)
    asked = chat.press("/book")
    heard = chat.say("要带什么材料", "ask_materials")
    assert fake.questions[-1]["topic"] == "materials"
    assert heard.context["topic"] == "materials"
    assert heard.text.endswith(asked.text)
    assert heard.buttons == asked.buttons
    assert chat.slots["expecting"] == "booking.date"


def test_a_side_question_is_never_taken_for_a_name(talk: Talk) -> None:
    chat = talk(**READY)
    chat.say("帮我约明天九点半", "book")
    chat.say("要带什么", "ask_materials")
    assert "name" not in chat.slots["draft"]


@pytest.mark.parametrize("said", ["算了", "算了，不约了", "不办了", "取消吧", "先不约了"])
def test_it_can_be_given_up(talk: Talk, said: str) -> None:
    chat = talk(**READY)
    chat.press("/book")
    heard = chat.say(said, "stop")
    assert chat.slots["expecting"] is None
    assert chat.slots["draft"] is None
    assert "booking_code" not in heard.context


@pytest.mark.parametrize(
    ("said", "changed"),
    [
        ("改到后天下午三点", {"time": "15:00", "date": working_day(2)}),
        ("电话错了，是13912345678", {"phone": "13912345678"}),
        ("名字错了，我叫李四", {"name": "李四"}),
        ("改成经开区", {"park_id": "jingkai"}),
    ],
)
def test_a_correction_at_the_confirmation_is_taken(
    talk: Talk, said: str, changed: dict[str, str]
) -> None:
    chat = at_confirmation(talk)
    chat.say(said, "deny", 0.4)
    assert changed.items() <= chat.slots["draft"].items()


@pytest.mark.parametrize(
    ("said", "phone"),
    [
        ("电话改成13700137077", "13700137077"),
        ("电话错了，应该是13700137078", "13700137078"),
        ("手机号换成13700137079", "13700137079"),
    ],
)
def test_correcting_the_phone_changes_nothing_else(
    talk: Talk, fake: FakeApi, said: str, phone: str
) -> None:
    chat = at_confirmation(talk)
    chat.say(said)
    chat.say("确认")
    booking = next(iter(fake.bookings.values()))
    assert booking["applicant"] == {"name": "张三", "phone": phone}
    assert booking["start"].startswith(f"{working_day(1)}T09:30")


def test_correcting_the_name_changes_nothing_else(talk: Talk, fake: FakeApi) -> None:
    chat = at_confirmation(talk)
    chat.say("名字改成韩梅梅")
    chat.say("确认")
    booking = next(iter(fake.bookings.values()))
    assert booking["applicant"] == {"name": "韩梅梅", "phone": "13812345678"}


def test_a_corrected_phone_that_is_wrong_is_asked_for_again(talk: Talk) -> None:
    heard = at_confirmation(talk).say("电话改成1370013707")
    assert "11 位" in heard.text


def test_a_number_told_twice_is_noted_and_the_name_asked_for(talk: Talk) -> None:
    chat = talk(**READY)
    chat.say("帮我约明天九点半", "book")
    chat.say("<img src=x onerror=alert(1)> 13800138000")
    heard = chat.say("13800138000")
    assert "不对" not in heard.text
    assert "138****8000" in heard.text
    assert "姓名" in heard.text


def test_no_at_the_confirmation_asks_what_to_change(talk: Talk) -> None:
    chat = at_confirmation(talk)
    heard = chat.say("不对", "deny")
    heard = chat.press(heard.payload("改电话"))
    assert "手机号" in heard.text
    heard = chat.say("13900001111")
    assert "139****1111" in heard.text


def test_a_slot_taken_meanwhile_is_answered_with_free_ones(talk: Talk, fake: FakeApi) -> None:
    chat = at_confirmation(talk)
    fake.taken.add(f"{working_day(1)}T09:30")
    heard = chat.say("确认")
    assert "约满" in heard.text
    chat.press(heard.buttons[0]["payload"])
    assert chat.press("/affirm").context["booking_code"] in fake.bookings


def test_the_seat_is_held_while_the_rest_is_told_and_goes_into_the_booking(
    talk: Talk, fake: FakeApi
) -> None:
    chat = at_confirmation(talk)
    held = fake.held
    assert held == f"HOLD{working_day(1)}T09:30"
    chat.say("确认")
    assert fake.used_hold == held


def test_a_slot_that_is_full_when_chosen_is_answered_before_anything_more_is_asked(
    talk: Talk, fake: FakeApi
) -> None:
    chat = talk(**READY)
    chat.press("/book")
    full = f"{working_day(1)}T09:30"
    fake.taken, fake.listed = {full}, {full}
    slot = f'/choose_slot{{"slot_id": "{working_day(1)}T09:30"}}'
    heard = chat.press(slot)
    assert "约满" in heard.text
    assert fake.bookings == {}


def test_what_must_be_known_of_a_booking_is_told_with_it(talk: Talk, fake: FakeApi) -> None:
    chat = at_confirmation(talk)
    fake.notice = "这是暂定的预约。"
    assert "这是暂定的预约。" in chat.say("确认").text


def test_giving_up_gives_the_seat_back(talk: Talk, fake: FakeApi) -> None:
    chat = at_confirmation(talk)
    chat.say("不约了", "stop")
    assert fake.held is None


def test_a_declined_request_is_not_repeated_under_its_key(talk: Talk, fake: FakeApi) -> None:
    chat = at_confirmation(talk)
    fake.taken.add(f"{working_day(1)}T09:30")
    heard = chat.say("确认")
    chat.press(heard.buttons[0]["payload"])
    chat.press("/affirm")
    assert len(set(fake.keys)) == 2


def test_after_two_answers_that_make_no_sense_a_person_is_offered(talk: Talk) -> None:
    chat = talk(**READY)
    chat.press("/book")
    chat.say("呜啦啦啦啦啦")
    assert "转人工" in chat.say("呜啦啦啦啦啦啦").titles


def test_while_api_is_away_nothing_of_the_draft_is_lost(talk: Talk, fake: FakeApi) -> None:
    chat = at_confirmation(talk)
    fake.down = True
    heard = chat.say("确认")
    assert "12345" in heard.text
    fake.down = False
    assert chat.say("确认").context["booking_code"] in fake.bookings


@pytest.mark.parametrize(
    "said",
    [
        "对的，同意，就这样约",
        "信息没错，同意，确认预约",
        "都核对过了，没毛病",
        "姓名没错，电话也对，帮我约上吧",
        "嗯，没什么要改的，可以",
    ],
)
def test_agreement_counts_wherever_it_stands(talk: Talk, fake: FakeApi, said: str) -> None:
    at_confirmation(talk).say(said, "find_matter")
    assert len(fake.bookings) == 1


@pytest.mark.parametrize(
    "said", ["可以改时间吗", "先不确认", "对了，要带什么", "好像不太对", "同意是什么意思"]
)
def test_a_doubt_books_nothing(talk: Talk, fake: FakeApi, said: str) -> None:
    at_confirmation(talk).say(said)
    assert not fake.bookings


def test_agreement_with_something_new_is_shown_again(talk: Talk, fake: FakeApi) -> None:
    heard = at_confirmation(talk).say("对的，后天九点半，同意")
    assert not fake.bookings
    assert "确认预约" in heard.titles


def test_what_is_settled_is_said_again_with_each_question(talk: Talk) -> None:
    chat = talk(**READY)
    contact = chat.say("帮我约明天九点半", "book")
    phone = chat.say("张三")
    for heard in (contact, phone):
        assert "「建筑工程施工许可证核发」" in heard.text
        assert "09:30" in heard.text
        assert "高新区" in heard.text


def test_a_correction_says_what_is_noted_now(talk: Talk) -> None:
    heard = at_confirmation(talk).say("时间改成后天九点半，电话换成13900002222", "correct")
    assert heard.text.startswith("改好了")
    assert "139****2222" in heard.text.splitlines()[0]


def test_a_name_is_put_in_the_place_of_another(talk: Talk) -> None:
    chat = at_confirmation(talk)
    chat.say("不是张三，是张山")
    assert chat.slots["draft"]["name"] == "张山"


def test_what_a_number_is_for_is_told_and_asked_for_again(talk: Talk) -> None:
    chat = talk(**READY)
    chat.say("帮我约明天九点半", "book")
    heard = chat.say("我不想留手机号可以吗", "ask_online")
    assert "联系您" in heard.text
    assert chat.slots["expecting"] == "booking.contact"


@pytest.mark.parametrize("said", ["个人", "我个人的", "王芳，13812345678，就我个人，公司不留"])
def test_somebody_who_comes_for_no_company_wants_no_person(
    talk: Talk, fake: FakeApi, said: str
) -> None:
    chat = talk(**READY)
    chat.say("帮我约明天九点半", "book")
    chat.say(said, "request_handoff")
    assert not fake.handoffs
    assert chat.slots["expecting"].startswith("booking.")


def test_a_seat_asked_for_on_a_day_begins_a_booking(talk: Talk) -> None:
    heard = talk(**READY).say("后天能约吗", "ask_window")
    assert heard.context["topic"] == "booking"
    assert chat_day(heard.titles)


def chat_day(titles: list[str]) -> bool:
    """Whether clock times are offered."""
    return any(title[:2].isdigit() and ":" in title for title in titles)


def test_words_beside_a_second_number_are_no_new_name(talk: Talk) -> None:
    chat = talk(**READY)
    chat.say("帮我约明天九点半", "book")
    chat.say("陈大文，1391234567")
    chat.say("少了一位，13912345678")
    assert chat.slots["draft"]["name"] == "陈大文"
    assert chat.slots["draft"]["phone"] == "13912345678"


def test_a_company_told_anew_leaves_the_person_as_they_are(talk: Talk) -> None:
    chat = at_confirmation(talk)
    chat.say("公司是郴州天成环保有限公司")
    chat.say("公司名字写错了，是郴州天城环保有限公司", "correct")
    assert chat.slots["draft"]["company"] == "郴州天城环保有限公司"
    assert chat.slots["draft"]["name"] == "张三"


def test_leaving_out_a_code_gives_up_no_booking(talk: Talk) -> None:
    chat = at_confirmation(talk)
    chat.say("代码我不清楚，不填了", "stop")
    assert chat.slots["expecting"] == "booking.confirm"


@pytest.mark.parametrize(
    ("said", "intent"), [("廖德胜", "anger"), ("我叫谢伟", "thanks"), ("肖重", "repeat")]
)
def test_a_name_is_a_name_whatever_it_sounds_like(talk: Talk, said: str, intent: str) -> None:
    chat = talk(**READY)
    chat.say("帮我约明天九点半", "book")
    chat.say(said, intent)
    assert chat.slots["draft"]["name"] == said.removeprefix("我叫")


def test_an_insult_is_no_name(talk: Talk) -> None:
    chat = talk(**READY)
    chat.say("帮我约明天九点半", "book")
    chat.say("王八蛋", "anger")
    assert not chat.slots["draft"].get("name")


@pytest.mark.parametrize(("said", "intent"), [("确认", "affirm"), ("确认预约", "book")])
def test_a_yes_too_many_books_nothing_new(talk: Talk, said: str, intent: str) -> None:
    chat = at_confirmation(talk)
    chat.say("确认", "affirm")
    heard = chat.say(said, intent)
    assert heard.text.startswith("已经约好了")
    assert chat.slots.get("expecting") is None


@pytest.mark.parametrize("intent", ["thanks", "repeat"])
def test_what_answers_the_question_is_taken_whatever_it_sounds_like(
    talk: Talk, intent: str
) -> None:
    chat = talk(**READY)
    chat.say("帮我约明天九点半", "book")
    heard = chat.say("谢谢您，张三，13812345678", intent)
    assert "确认预约" in heard.titles
