"""Questions: what is asked of api, and what becomes of the context."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from actions.questions.topics import TOPIC_OF_INTENT
from tests.actions.conftest import TOKEN
from tests.actions.conversation import Conversation
from tests.actions.fake_api import FakeApi

Talk = Callable[..., Conversation]


@pytest.mark.parametrize(("intent", "topic"), sorted(TOPIC_OF_INTENT.items()))
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


def test_repeating_asks_the_last_question_again(talk: Talk, fake: FakeApi) -> None:
    chat = talk(matter_id="construction-permit")
    chat.say("要带什么材料", "ask_materials")
    chat.say("再说一遍", "repeat")
    assert fake.questions[-1]["topic"] == "materials"
    assert "query" not in fake.questions[-1]


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


def test_an_offer_lasts_until_the_next_answer(talk: Talk) -> None:
    chat = talk()
    chat.say("消防手续", "find_matter")
    chat.say("谢谢", "thanks")
    assert "还没有给您列出选项" in chat.say("11111", "choose").text


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
    }
    assert heard.context["park_id"] == "jingkai"


def test_another_park_after_a_general_question_leads_back_to_the_matter(
    talk: Talk, fake: FakeApi
) -> None:
    chat = talk(matter_id="construction-permit", park_id="gaoxin")
    chat.say("从拿地到投产要办哪些", "ask_journey")
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
