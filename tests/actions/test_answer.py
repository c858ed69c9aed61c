"""Questions: what is asked of api, and what becomes of the context."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from actions.parks import says_more
from actions.questions.topics import TOPIC_OF_INTENT
from tests.actions.conftest import TOKEN
from tests.actions.conversation import Conversation
from tests.actions.fake_api import FakeApi

Talk = Callable[..., Conversation]


OF_A_MATTER = {intent: topic for intent, topic in TOPIC_OF_INTENT.items() if topic != "journey"}


@pytest.mark.parametrize(("intent", "topic"), sorted(OF_A_MATTER.items()))
def test_every_kind_of_question_has_its_topic(
    talk: Talk, fake: FakeApi, intent: str, topic: str
) -> None:
    heard = talk(matter_id="construction-permit").say("那这个呢", intent)
    assert fake.questions[-1]["topic"] == topic
    assert heard.context["topic"] == topic


def test_typed_words_are_searched_with_what_is_known(talk: Talk, fake: FakeApi) -> None:
    talk(matter_id="construction-permit", park_id="gaoxin").say("要多久", "ask_time_limit")
    assert fake.questions[-1] == {
        "topic": "time_limit",
        "query": "要多久",
        "matter_id": "construction-permit",
        "park_id": "gaoxin",
        "channel": "widget",
    }


def test_a_button_is_not_searched(talk: Talk, fake: FakeApi) -> None:
    talk().press('/ask_fee{"matter_id":"eia-registration"}')
    assert "query" not in fake.questions[-1]
    assert fake.questions[-1]["matter_id"] == "eia-registration"


def test_a_park_in_the_words_counts(talk: Talk, fake: FakeApi) -> None:
    heard = talk(park_id="gaoxin").say("我在经开区，施工许可证怎么办", "find_matter")
    assert heard.context["park_id"] == "jingkai"


def test_a_question_asked_before_the_matter_is_known_is_answered_once_it_is(
    talk: Talk, fake: FakeApi
) -> None:
    chat = talk()
    chat.say("要带什么材料", "ask_materials")
    heard = chat.say("施工许可证", "find_matter")
    assert heard.context["topic"] == "materials"
    assert heard.context["matter_id"] == "construction-permit"
    assert chat.say("登记表怎么办", "find_matter").context["topic"] == "matter"


def test_what_is_not_ours_clears_the_matter(talk: Talk) -> None:
    heard = talk(matter_id="construction-permit").say("办居住证", "find_matter")
    assert heard.context["matter_id"] is None
    assert heard.context["topic"] == "referral"
    assert heard.context["decision"] == "none"


def test_what_was_said_last_is_said_again_whatever_it_was(talk: Talk, fake: FakeApi) -> None:
    chat = talk(matter_id="construction-permit")
    chat.say("要带什么材料", "ask_materials")
    asked = len(fake.questions)
    fake.last_said = {
        "text": "上一句",
        "buttons": [{"title": "一", "payload": "/book"}],
        "card": None,
    }
    heard = chat.say("再说一遍", "repeat")
    assert (heard.text, heard.titles) == ("上一句", ["一"])
    assert len(fake.questions) == asked


def test_nothing_said_yet_can_not_be_repeated(talk: Talk) -> None:
    assert "还没有说到" in talk().say("再说一遍", "repeat").text


def test_a_thank_you_is_not_what_is_repeated(talk: Talk, fake: FakeApi) -> None:
    chat = talk(matter_id="construction-permit", outcome="answered")
    chat.say("要带什么材料", "ask_materials")
    chat.say("谢谢", "thanks")
    chat.say("再说一遍", "repeat")
    assert fake.questions[-1]["topic"] == "materials"


@pytest.mark.parametrize(
    ("words", "intent"),
    [("说简单点", "repeat"), ("太长了，看不懂", "find_matter"), ("用大白话说", "nlu_fallback")],
)
def test_plainer_words_are_asked_of_api(talk: Talk, fake: FakeApi, words: str, intent: str) -> None:
    chat = talk(matter_id="construction-permit")
    chat.say("要带什么材料", "ask_materials")
    chat.say(words, intent)
    assert fake.questions[-1]["topic"] == "materials"
    assert fake.questions[-1]["detail"] == "brief"


def test_the_plainest_words_offer_a_person_the_second_time(talk: Talk) -> None:
    chat = talk(matter_id="construction-permit")
    chat.say("要带什么材料", "ask_materials")
    chat.say("说简单点", "repeat")
    heard = chat.say("还是看不懂", "repeat")
    assert "最简单的说法" in heard.text
    assert "转人工" in heard.titles


def test_after_plain_words_the_whole_of_it_can_be_had(talk: Talk, fake: FakeApi) -> None:
    chat = talk(matter_id="construction-permit")
    chat.say("要带什么材料", "ask_materials")
    chat.say("说简单点", "repeat")
    chat.press('/repeat{"detail": "full"}')
    assert fake.questions[-1]["topic"] == "materials"
    assert fake.questions[-1]["detail"] == "full"


def test_more_of_a_whole_answer_is_all_that_is_known_of_the_matter(
    talk: Talk, fake: FakeApi
) -> None:
    chat = talk(matter_id="construction-permit")
    chat.say("要带什么材料", "ask_materials")
    chat.say("还有呢", "ask_conditions")
    assert fake.questions[-1]["topic"] == "matter"
    assert fake.questions[-1]["matter_id"] == "construction-permit"


def test_an_ordinal_picks_from_the_candidates(talk: Talk, fake: FakeApi) -> None:
    chat = talk()
    chat.say("消防手续", "find_matter")
    assert chat.say("第二个", "choose").context["matter_id"] == "eia-registration"


def test_an_ordinal_beyond_the_candidates_offers_them_again(talk: Talk) -> None:
    chat = talk()
    chat.say("消防手续", "find_matter")
    heard = chat.say("第五个", "choose")
    assert "一共有 2 项" in heard.text
    assert "都不是" in heard.titles


def test_an_ordinal_picks_only_from_what_was_offered(talk: Talk) -> None:
    chat = talk()
    chat.say("施工许可证", "find_matter")  # has candidates, but offers none
    heard = chat.say("第二个", "choose")
    assert "还没有给您列出选项" in heard.text
    assert "matter_id" not in heard.context


def test_an_offer_outlives_an_aside(talk: Talk) -> None:
    chat = talk()
    chat.say("消防手续", "find_matter")
    chat.say("谢谢", "thanks")
    assert chat.say("第二个", "choose").context["matter_id"] == "eia-registration"


def test_an_offer_ends_after_some_answers(talk: Talk) -> None:
    chat = talk()
    chat.say("消防手续", "find_matter")
    for _ in range(4):
        chat.say("谢谢", "thanks")
    assert "还没有给您列出选项" in chat.say("第二个", "choose").text


def test_an_offer_ends_with_another_matter(talk: Talk) -> None:
    chat = talk()
    chat.say("消防手续", "find_matter")
    chat.press('/choose_matter{"matter_id": "drainage-permit"}')
    assert "还没有给您列出选项" in chat.say("第二个", "choose").text


def test_a_question_may_say_which_of_the_offered_it_is_about(talk: Talk, fake: FakeApi) -> None:
    chat = talk()
    chat.say("消防手续", "find_matter")
    heard = chat.say("后面那个要多久", "ask_time_limit")
    assert heard.context["matter_id"] == "eia-registration"
    assert fake.questions[-1]["topic"] == "time_limit"
    assert chat.say("前一个呢", "find_matter").context["matter_id"] == "construction-permit"
    assert fake.questions[-1]["topic"] == "time_limit"


@pytest.mark.parametrize(
    ("words", "intent"), [("两个都要", "choose"), ("两个都要多久", "ask_time_limit")]
)
def test_both_of_two_are_asked_about_at_once(
    talk: Talk, fake: FakeApi, words: str, intent: str
) -> None:
    chat = talk()
    chat.say("消防手续", "find_matter")
    chat.say(words, intent)
    assert fake.questions[-1]["matters"] == ["construction-permit", "eia-registration"]


def test_the_other_one_is_the_other_of_two(talk: Talk) -> None:
    chat = talk()
    chat.say("消防手续", "find_matter")
    chat.say("第一个", "choose")
    assert chat.say("另一个呢", "choose").context["matter_id"] == "eia-registration"


def test_the_thread_is_told_to_api(talk: Talk, fake: FakeApi) -> None:
    chat = talk(
        matter_id="construction-permit",
        recent=["eia-registration"],
        pair=[],
        as_of="2021-04-30",
        aside=True,
    )
    chat.say("要多久", "ask_time_limit")
    chat.say("上一个", "choose")
    assert fake.questions[-1]["query"] == "上一个"
    assert fake.questions[-1]["thread"] == {
        "last_topic": "time_limit",
        "recent": ["eia-registration"],
        "aside": True,
    }
    assert fake.questions[-2]["thread"]["as_of"] == "2021-04-30"


def test_two_parks_in_a_comparison_are_neither_alone(talk: Talk, fake: FakeApi) -> None:
    chat = talk(matter_id="construction-permit", park_id="gaoxin")
    heard = chat.say("高新区和经开区办这个有什么区别", "compare")
    assert fake.questions[-1]["topic"] == "compare"
    assert heard.context["park_id"] == "gaoxin"


@pytest.mark.parametrize("words", ["高新的", "那在高新办呢"])
def test_a_park_is_known_by_its_first_word(talk: Talk, words: str) -> None:
    heard = talk(matter_id="construction-permit").say(words, "choose_park")
    assert heard.context["park_id"] == "gaoxin"


def test_a_high_tech_enterprise_names_no_park(talk: Talk, fake: FakeApi) -> None:
    talk().say("高新技术企业怎么认定", "find_matter")
    assert "park_id" not in fake.questions[-1]


def test_a_question_that_waits_is_repeated_and_still_waits(talk: Talk, fake: FakeApi) -> None:
    chat = talk(matter_id="construction-permit", park_id="gaoxin")
    chat.press("/book")
    waits = chat.slots["expecting"]
    fake.last_said = {"text": "您想哪天来？", "buttons": [], "card": None}
    assert chat.say("没听清，再说一遍", "repeat").text == "您想哪天来？"
    assert chat.slots["expecting"] == waits


def test_a_new_start_gives_back_the_held_seat(talk: Talk, fake: FakeApi) -> None:
    chat = talk(matter_id="construction-permit", park_id="gaoxin")
    chat.press("/book")
    fake.held = "HOLD"
    heard = chat.say("重新开始", "restart")
    assert not fake.held
    assert (heard.context["recent"], heard.context["pair"]) == ([], [])


def test_an_offer_outlives_a_failure(talk: Talk, fake: FakeApi) -> None:
    chat = talk()
    chat.say("消防手续", "find_matter")
    fake.down = True
    chat.say("第二个", "choose")
    fake.down = False
    assert chat.say("第二个", "choose").context["matter_id"] == "eia-registration"


def test_none_of_these_clears_matter_and_candidates(talk: Talk) -> None:
    chat = talk()
    chat.say("消防手续", "find_matter")
    heard = chat.press("/none_of_these")
    assert heard.context["matter_id"] is None
    assert heard.context["candidates"] == []
    assert "转人工" in heard.titles


def test_correcting_the_park_answers_the_last_question_for_it(talk: Talk, fake: FakeApi) -> None:
    chat = talk(matter_id="construction-permit", park_id="gaoxin")
    chat.say("去哪个窗口", "ask_window")
    heard = chat.say("不对，我是经开区的", "choose_park")
    assert fake.questions[-1] == {
        "topic": "window",
        "matter_id": "construction-permit",
        "park_id": "jingkai",
        "channel": "widget",
        "thread": {"last_topic": "window"},
    }
    assert heard.context["park_id"] == "jingkai"


def test_another_park_after_a_general_question_leads_back_to_the_matter(
    talk: Talk, fake: FakeApi
) -> None:
    chat = talk(matter_id="construction-permit", park_id="gaoxin")
    chat.say("我的信息会泄露吗", "ask_policy")
    chat.say("不对，我是经开区的", "choose_park")
    assert fake.questions[-1]["topic"] == "matter"
    assert fake.questions[-1]["park_id"] == "jingkai"


def test_a_park_alone_is_noted(talk: Talk) -> None:
    heard = talk().say("我是高新区的", "choose_park")
    assert heard.context == {
        "intent": "choose_park",
        "topic": "chitchat",
        "outcome": "noted",
        "park_id": "gaoxin",
    }


def test_api_away_leaves_a_way_on(talk: Talk, fake: FakeApi) -> None:
    fake.down = True
    heard = talk(matter_id="construction-permit").say("要多久", "ask_time_limit")
    assert "12345" in heard.text
    assert heard.titles == ["转人工"]
    assert heard.context["topic"] == "time_limit"
    assert "matter_id" not in heard.context


def test_every_call_carries_the_service_token(talk: Talk, fake: FakeApi) -> None:
    talk().say("施工许可证", "find_matter")
    assert fake.tokens == {TOKEN}


@pytest.mark.parametrize(
    ("text", "more"),
    [
        ("不对，我记错了，我们厂是经开区的", False),
        ("经开区", False),
        ("那施工许可证是哪一种，我们在经开区", True),
        ("我在高新区，要带什么材料", True),
    ],
)
def test_a_park_may_be_named_beside_a_question(text: str, more: bool) -> None:
    assert says_more(text) is more


def test_a_question_beside_a_park_is_asked(talk: Talk, fake: FakeApi) -> None:
    heard = talk().say("那施工许可证是哪一种，我们在经开区", "choose_park")
    assert fake.questions[-1]["query"] == "那施工许可证是哪一种，我们在经开区"
    assert heard.context["park_id"] == "jingkai"


@pytest.mark.parametrize("intent", ["affirm", "idle_chat"])
def test_what_only_sounds_like_small_talk_is_looked_up(
    talk: Talk, fake: FakeApi, intent: str
) -> None:
    heard = talk().say("施工许可证怎么办", intent)
    assert heard.context["matter_id"] == "construction-permit"


def test_a_notion_is_explained_and_not_repeated(talk: Talk, fake: FakeApi) -> None:
    chat = talk(matter_id="construction-permit", park_id="gaoxin")
    chat.say("要多久", "ask_time_limit")
    chat.say("服务前移是么子意思，讲明白点", "repeat", said=["asks_of_term"])
    assert fake.questions[-1]["query"] == "服务前移是么子意思，讲明白点"


def test_what_was_told_last_goes_with_the_next_question(talk: Talk, fake: FakeApi) -> None:
    talk(about="referral:marriage").say("电话多少", "ask_window")
    assert fake.questions[-1]["thread"]["about"] == "referral:marriage"
