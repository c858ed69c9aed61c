"""How well the trained model tells kinds of messages apart."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from tests.bot.conftest import Understanding

HERE = Path(__file__).parent
HELD_OUT = yaml.safe_load((HERE / "held_out.yml").read_text(encoding="utf-8"))
LONG = yaml.safe_load((HERE / "long_messages.yml").read_text(encoding="utf-8"))
ENGLISH = yaml.safe_load((HERE / "held_out_english.yml").read_text(encoding="utf-8"))
LEAST_ACCURACY = 0.95
LEAST_ENGLISH_ACCURACY = 0.85
AS_GOOD = {"find_matter": {"find_matter", "nlu_fallback"}}
"""What is not understood is searched for as a matter, so for a matter that is right too."""


def test_held_out_questions_are_recognised(understanding: Understanding) -> None:
    cases = [(intent, text) for intent, texts in HELD_OUT.items() for text in texts]
    wrong = [
        f"{text}: {got}, not {intent}"
        for intent, text in cases
        if (got := understanding.intent(text)) not in AS_GOOD.get(intent, {intent})
    ]
    assert 1 - len(wrong) / len(cases) >= LEAST_ACCURACY, "\n".join(wrong)


@pytest.mark.parametrize(
    ("text", "intent"), [(text, intent) for intent, texts in LONG.items() for text in texts]
)
def test_the_point_of_a_long_message_is_heard(
    understanding: Understanding, text: str, intent: str
) -> None:
    assert understanding.intent(text) in AS_GOOD.get(intent, {intent})


@pytest.mark.parametrize(
    "text", ["我要办营业执照", "办环评", "我想开饭馆", "想注册公司", "办房产证"]
)
def test_a_short_wish_is_a_wish(understanding: Understanding, text: str) -> None:
    assert understanding.intent(text) in AS_GOOD["find_matter"]


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("那要多久", "ask_time_limit"),
        ("谁盖章", "ask_mode"),
        ("出了问题找谁", "ask_liability"),
        ("线上能办吗", "ask_online"),
        ("要带啥", "ask_materials"),
        ("几点下班", "ask_window"),
        ("我的信息会泄露吗", "ask_policy"),
        ("办到哪一步了", "ask_progress"),
        ("我的预约", "booking_lookup"),
        ("第二个", "choose"),
        ("都不是", "none_of_these"),
        ("不对，我是经开区的", "choose_park"),
        ("重新开始", "restart"),
        ("转人工", "request_handoff"),
    ],
)
def test_the_commonest_moves_are_surely_recognised(
    understanding: Understanding, text: str, intent: str
) -> None:
    parsed = understanding.parse(text)["intent"]
    assert parsed["name"] == intent
    assert parsed["confidence"] >= 0.6


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("你好呀，我刚从外地回来，想在咱们这里弄个小厂子做豆腐", "find_matter"),
        ("早上好，要带什么材料", "ask_materials"),
        ("您好，请问人在吗", "greet"),
        ("早上好", "greet"),
    ],
)
def test_a_greeting_before_a_wish_is_no_greeting(
    understanding: Understanding, text: str, intent: str
) -> None:
    assert understanding.intent(text) in AS_GOOD.get(intent, {intent})


@pytest.mark.parametrize("name", ["施工许可证", "排污许可", "食品经营许可证", "企业开办"])
@pytest.mark.parametrize(
    ("question", "intent"),
    [
        ("我想办{}", "find_matter"),
        ("{}要什么材料", "ask_materials"),
        ("{}多久能办好", "ask_time_limit"),
        ("{}谁审批", "ask_mode"),
        ("{}收费吗", "ask_fee"),
        ("帮我预约{}", "book"),
    ],
)
def test_the_kind_of_question_does_not_depend_on_the_matter(
    understanding: Understanding, name: str, question: str, intent: str
) -> None:
    assert understanding.intent(question.format(name)) == intent


def test_telling_more_does_not_make_a_move(understanding: Understanding) -> None:
    """However long a story without a question is, it stays a wish."""
    story = "我们厂在园区做了八年家具，今年客户要得多，老板租下隔壁的车间，想再添一条喷漆线，"
    kinds = {understanding.intent(story * times) for times in (1, 2, 4, 8, 16)}
    assert kinds <= AS_GOOD["find_matter"]


def test_a_button_names_its_intent_and_values(understanding: Understanding) -> None:
    parsed = understanding.parse('/choose_matter{"matter_id": "eia-approval"}')
    assert parsed["intent"]["name"] == "choose_matter"
    assert [(e["entity"], e["value"]) for e in parsed["entities"]] == [
        ("matter_id", "eia-approval")
    ]


@pytest.mark.parametrize(
    "text", ["？", " ", "😀", "a" * 2000, "'; DROP TABLE x; --", "<b>你好</b>"]
)
def test_odd_messages_do_no_harm(understanding: Understanding, text: str) -> None:
    assert understanding.intent(text)


def test_held_out_messages_in_english_are_recognised(understanding: Understanding) -> None:
    cases = [(intent, text) for intent, texts in ENGLISH.items() for text in texts]
    wrong = [
        f"{text}: {got}, not {intent}"
        for intent, text in cases
        if (got := understanding.intent(text)) not in AS_GOOD.get(intent, {intent})
    ]
    assert 1 - len(wrong) / len(cases) >= LEAST_ENGLISH_ACCURACY, "\n".join(wrong)
