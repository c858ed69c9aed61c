"""English in, English out at the gateway."""

import re

import pytest
from fastapi.testclient import TestClient

from tests.api.routes.conversation import Chat
from tests.api.routes.fake_bot import FakeBot, says

CHINESE = re.compile(r"[\u3400-\u9fff]")


@pytest.fixture
def chat(client: TestClient, bot: FakeBot) -> Chat:
    return Chat(client, park_id="gaoxin")


def test_the_bot_is_told_the_language_and_the_conversation_keeps_it(
    chat: Chat, bot: FakeBot
) -> None:
    bot.answer = lambda _: says("Hello", topic="chitchat")
    assert chat.turn(text="Hello")["context"]["language"] == "en"
    assert bot.received[-1]["metadata"]["language"] == "en"
    assert chat.turn(text="Li Ming 13800138000")["context"]["language"] == "en"
    assert chat.turn(payload="/book")["context"]["language"] == "en"
    assert chat.turn(text="你好")["context"]["language"] == "zh"
    assert chat.turn(text="Li Ming")["context"]["language"] == "zh"


def test_a_gone_option_is_told_in_english(chat: Chat, bot: FakeBot) -> None:
    chat.turn(text="good morning")
    message = chat.turn(payload='/choose_matter{"matter_id": "no-such"}')["messages"][0]
    assert "no longer available" in message["text"]
    assert message["buttons"][0]["title"] == "Talk to a person"


def test_without_the_bot_english_is_answered_in_english(chat: Chat, bot: FakeBot) -> None:
    bot.status = 500
    turn = chat.turn(text="I want to open a restaurant")
    message = turn["messages"][0]
    assert message["text"].startswith("The dialogue is being restored")
    assert turn["context"]["matter_id"] == "food-business-permit"
    assert "What to bring" in [one["title"] for one in message["buttons"]]
    follow_up = chat.turn(text="How long does it take?")
    assert "Time limit by law" in follow_up["messages"][0]["text"]
    later = chat.turn(payload="/book")["messages"][0]
    assert not CHINESE.search(later["text"])
    again = chat.turn(payload="/restart")
    assert again["messages"][0]["text"].startswith("All right")
    assert again["context"]["language"] == "en"


def test_a_person_is_promised_and_left_in_english(chat: Chat, bot: FakeBot) -> None:
    bot.status = 500
    turn = chat.turn(text="Can I talk to a real person please?")
    assert turn["context"]["handoff"] is True
    assert not CHINESE.search(turn["messages"][0]["text"])
    waiting = chat.turn(text="are you there?")["messages"][0]
    assert not CHINESE.search(waiting["text"])
    assert waiting["buttons"] == [{"title": "Back to the guide", "payload": "/back_to_guide"}]
    back = chat.turn(text="back to the guide")
    assert back["context"]["handoff"] is False
    assert not CHINESE.search(back["messages"][0]["text"])


def test_actions_ask_in_english(client: TestClient, ours: dict[str, str]) -> None:
    body = {"topic": "matter", "query": "dig a well", "language": "en"}
    found = client.post("/api/v1/internal/answers", json=body, headers=ours).json()
    assert found["matter_id"] == "water-abstraction-permit"
    assert "Water abstraction permit" in found["text"]
    body = {"text": "Dec 3 at 10am", "language": "en"}
    read = client.post("/api/v1/internal/dates", json=body, headers=ours).json()
    assert (read["date"][5:], read["time"]) == ("12-03", "10:00")


def test_the_time_of_before_is_told_beside_the_words_that_name_the_day(
    client: TestClient, ours: dict[str, str]
) -> None:
    anchor = "2026-11-26T14:30:00+08:00"
    body = {"text": "下周一", "whole": "时间不变，改到下周一", "anchor": anchor}
    read = client.post("/api/v1/internal/dates", json=body, headers=ours).json()
    assert (read["date"], read["time"]) == ("2026-11-30", "14:30")
    body = {"text": "next Monday, same time", "anchor": anchor, "language": "en"}
    read = client.post("/api/v1/internal/dates", json=body, headers=ours).json()
    assert (read["date"], read["time"]) == ("2026-11-30", "14:30")


def test_names_in_english_are_part_of_the_facts(client: TestClient) -> None:
    parks = client.get("/api/v1/parks").json()["items"]
    assert all("Zone" in park["name_en"] for park in parks)
    matter = client.get("/api/v1/matters/eia-approval").json()
    assert matter["name_en"].startswith("Approval of an environmental")
