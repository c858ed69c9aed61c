"""A person: on request, for whoever is angry or in despair, and after failures in a row."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.actions.conversation import Conversation
from tests.actions.fake_api import FakeApi

Talk = Callable[..., Conversation]
NONSENSE = "asd qwe"


def test_after_two_failures_a_person_is_offered_and_a_yes_is_enough(
    talk: Talk, fake: FakeApi
) -> None:
    chat = talk()
    assert "工作人员" not in chat.say(NONSENSE).text
    second = chat.say(NONSENSE)
    assert "要不要请工作人员" in second.text
    assert "转人工" in second.titles
    assert chat.say("好", "affirm").context["handoff"] is True
    assert fake.handoffs == [{"session_id": "a-conversation", "reason": "failures"}]


def test_a_third_failure_hands_over(talk: Talk, fake: FakeApi) -> None:
    chat = talk()
    heard = [chat.say(NONSENSE) for _ in range(3)]
    assert [one.context.get("handoff") for one in heard] == [None, None, True]


def test_only_failures_in_a_row_count(talk: Talk, fake: FakeApi) -> None:
    chat = talk()
    for _ in range(2):
        chat.say(NONSENSE)
        chat.say("你好", "greet")
        chat.say("施工许可证要什么材料", "ask_materials")
    assert "要不要请工作人员" not in chat.say(NONSENSE).text
    assert fake.handoffs == []


def test_a_no_to_the_offer_stays_with_the_guide(talk: Talk, fake: FakeApi) -> None:
    chat = talk()
    for _ in range(2):
        chat.say(NONSENSE)
    assert "handoff" not in chat.say("不用", "deny").context
    assert "handoff" not in chat.say("好的", "affirm").context, "the offer was open once"
    assert fake.handoffs == []


def test_what_is_not_understood_in_a_booking_leaves_the_yes_to_the_booking(
    talk: Talk, fake: FakeApi
) -> None:
    chat = talk(matter_id="construction-permit", park_id="gaoxin")
    chat.press("/book")
    for _ in range(3):
        heard = chat.say("嘀嘀嗒嗒")
    assert heard.context["outcome"] == "misread"
    assert "转人工" in heard.titles
    assert chat.slots["expecting"] == "booking.date"
    assert fake.handoffs == []


@pytest.mark.parametrize("expecting", [None, "booking.date", "rating.reason"])
def test_despair_always_gets_a_person_and_the_emergency_numbers(
    talk: Talk, fake: FakeApi, expecting: str | None
) -> None:
    chat = talk(matter_id="construction-permit", park_id="gaoxin")
    chat.slots["expecting"] = expecting
    heard = chat.say("不想活了", "distress", confidence=0.35)
    assert "120" in heard.text
    assert heard.context["handoff"] is True
    assert fake.handoffs[0]["reason"] == "distress"


def test_a_complaint_about_the_hall_is_told_where_to_complain(talk: Talk) -> None:
    heard = talk().say("窗口的人爱理不理", "anger")
    assert "12345" in heard.text
    assert "转人工" in heard.titles
    assert heard.context["outcome"] == "soothed"


def test_anger_in_a_booking_is_soothed_and_the_question_stays(talk: Talk, fake: FakeApi) -> None:
    chat = talk(matter_id="construction-permit", park_id="gaoxin")
    chat.press("/book")
    heard = chat.say("什么破系统", "anger")
    assert heard.text.startswith("很抱歉")
    assert "预约还没办完" in heard.text
    assert chat.slots["expecting"] == "booking.date"
    assert chat.say("气死我了", "anger").context["handoff"] is True


def test_angry_words_that_name_a_matter_are_answered_too(talk: Talk) -> None:
    heard = talk().say("办个施工许可证让我跑了五趟，气死人", "anger")
    assert heard.text.startswith("很抱歉")
    assert heard.context["matter_id"] == "construction-permit"
    assert heard.context["outcome"] == "soothed"


def test_a_doubtful_request_is_asked_about(talk: Talk, fake: FakeApi) -> None:
    chat = talk()
    heard = chat.say("qwe 人", "request_handoff", confidence=0.4)
    assert "您是想找工作人员吗" in heard.text
    assert chat.say("是的", "affirm").context["handoff"] is True


def test_declining_a_person(talk: Talk, fake: FakeApi) -> None:
    heard = talk().say("莫转人工了，我自己看", "request_handoff", said=["declines_person"])
    assert "handoff" not in heard.context
    assert fake.handoffs == []


def test_a_plain_request_is_none_to_be_asked_about(talk: Talk) -> None:
    heard = talk().say("帮我接个人工", "request_handoff", 0.3, said=["asks_for_person"])
    assert heard.context["handoff"] is True


def test_a_family_paper_is_no_cry_for_help(talk: Talk, fake: FakeApi) -> None:
    talk().say("我爸没了，居住证要注销", "distress", confidence=0.44)
    assert not fake.handoffs


def test_words_of_danger_are_never_looked_up_first(talk: Talk, fake: FakeApi) -> None:
    talk().say("居住证都不给办，我不想活了", "distress", confidence=0.44)
    assert fake.handoffs[0]["reason"] == "distress"


@pytest.mark.parametrize("words", ["家里起火了，急死了", "烦死了，我想跳楼", "累死了，不想活了"])
def test_an_idiom_makes_no_danger_light(talk: Talk, fake: FakeApi, words: str) -> None:
    assert "120" in talk().say(words, "distress", confidence=0.7).text
    assert fake.handoffs[0]["reason"] == "distress"


def test_an_idiom_alone_is_no_cry_for_help(talk: Talk) -> None:
    assert "120" not in talk().say("跑了三趟，累死人", "distress", confidence=0.7).text


@pytest.mark.parametrize("intent", ["nlu_fallback", "ask_liability", "find_matter"])
def test_a_complaint_about_the_hall_is_taken_whatever_it_sounds_like(
    talk: Talk, fake: FakeApi, intent: str
) -> None:
    heard = talk().say("办事的推诿扯皮，我要举报他们", intent, confidence=0.4)
    assert heard.context["handoff"] is True
    assert fake.handoffs[0]["reason"] == "complaint"


def test_a_complaint_that_is_only_to_be_noted_stays_with_the_guide(
    talk: Talk, fake: FakeApi
) -> None:
    said = ["declines_wait", "declines_person"]
    heard = talk().say("投诉四号窗口，不用转人工，记下来就行", "request_handoff", said=said)
    assert heard.context["handoff"] is False
    assert fake.handoffs[0]["quietly"] is True


@pytest.mark.parametrize(
    "words", ["投诉窗口打什么电话", "怎么投诉你们大厅的人", "老板欠薪，我要投诉"]
)
def test_these_complain_of_nothing_in_the_hall(talk: Talk, fake: FakeApi, words: str) -> None:
    talk().say(words, "nlu_fallback", confidence=0.2)
    assert not fake.handoffs


def test_the_matter_just_found_can_be_rejected(talk: Talk) -> None:
    chat = talk(matter_id="construction-permit", park_id="gaoxin", outcome="card")
    assert chat.say("不对，不是这个", "deny").context["matter_id"] is None
