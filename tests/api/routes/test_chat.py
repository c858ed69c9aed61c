"""The chat contract at the gateway, with a dialogue engine that answers as each test says."""

import threading
from concurrent.futures import ThreadPoolExecutor, wait
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from tests.api.routes.conversation import Chat
from tests.api.routes.fake_bot import FakeBot, says


@pytest.fixture
def chat(client: TestClient, bot: FakeBot) -> Chat:
    return Chat(client, park_id="gaoxin")


def test_a_reply_carries_messages_and_the_whole_context(chat: Chat) -> None:
    turn = chat.turn(text="你好")
    assert [message["text"] for message in turn["messages"]] == ["您好"]
    assert turn["messages"][0]["buttons"], "no turn is a dead end"
    assert set(turn["context"]) == {
        "intent", "topic", "decision", "candidates", "matter_id", "park_id",
        "delegation_mode", "window_id", "booking_code", "handoff", "outcome", "language",
        "journey",
    }  # fmt: skip
    assert turn["context"]["park_id"] == "gaoxin"


def test_the_matter_stays_while_decision_and_topic_speak_of_one_turn(
    chat: Chat, bot: FakeBot
) -> None:
    bot.answer = lambda _: says(
        "好", topic="matter", decision="match", matter_id="construction-permit"
    )
    chat.turn(text="施工许可证")
    bot.answer = lambda _: says("不客气", topic="chitchat")
    context = chat.turn(text="谢谢")["context"]
    assert context["matter_id"] == "construction-permit"
    assert context["decision"] is None
    assert context["topic"] == "chitchat"


def test_the_bot_is_told_what_the_conversation_is_about(chat: Chat, bot: FakeBot) -> None:
    bot.answer = lambda _: says("好", matter_id="construction-permit")
    chat.turn(text="施工许可证")
    chat.turn(text="要多久")
    metadata = bot.received[-1]["metadata"]
    assert metadata["matter_id"] == "construction-permit"
    assert metadata["park_id"] == "gaoxin"
    assert metadata["channel"] == "widget"


def test_typed_commands_reach_the_bot_as_words(chat: Chat, bot: FakeBot) -> None:
    chat.turn(text="/restart")
    assert bot.received[-1]["message"] == "restart"
    chat.turn(payload="/restart")
    assert bot.received[-1]["message"] == "/restart"


@pytest.mark.parametrize(
    "body",
    [
        {"text": ""},
        {"text": "   "},
        {"text": "字" * 2001},
        {},
        {"text": "你好", "payload": "/greet"},
        {"payload": "greet"},
        {"payload": "/greet{not json}"},
        {"payload": '/greet{"a": {"b": 1}}'},
    ],
)
def test_what_cannot_be_answered_is_refused_in_plain_chinese(
    chat: Chat, body: dict[str, Any]
) -> None:
    answer = chat.send(**body)
    assert answer.status_code == 422
    assert answer.headers["content-type"] == "application/problem+json"
    assert any("一" <= character <= "鿿" for character in answer.json()["detail"])


def test_only_the_conversations_own_token_opens_it(client: TestClient, bot: FakeBot) -> None:
    mine, yours = Chat(client), Chat(client)
    for headers, status in ((yours.headers, 404), ({}, 401)):
        answers = [
            client.get(f"{mine.path}/messages", headers=headers),
            client.post(f"{mine.path}/messages", json={"text": "你好"}, headers=headers),
            client.delete(mine.path, headers=headers),
        ]
        assert [answer.status_code for answer in answers] == [status] * 3


def test_the_transcript_masks_phone_numbers(chat: Chat) -> None:
    chat.turn(text="我叫张三，电话13812345678")
    shown = chat.client.get(f"{chat.path}/messages", headers=chat.headers).json()
    assert [message["sender"] for message in shown["messages"]] == ["applicant", "guide"]
    assert "138****5678" in shown["messages"][0]["text"]


def test_nothing_said_can_be_read_from_the_disk(chat: Chat, client: TestClient) -> None:
    chat.turn(text="我的店叫独一无二酒家")
    database = client.app.state.services.shared.settings.database_url.removeprefix("sqlite:///")  # type: ignore[attr-defined]
    stored = b"".join(
        path.read_bytes() for path in Path(database).parent.iterdir() if path.is_file()
    )
    assert "独一无二酒家".encode() not in stored


def test_an_ended_conversation_is_gone_here_and_in_the_bot(chat: Chat, bot: FakeBot) -> None:
    chat.turn(text="你好")
    ended = chat.client.delete(chat.path, headers=chat.headers)
    assert ended.status_code == 204
    assert bot.forgotten == [chat.session_id]
    assert chat.send(text="你好").status_code == 404


def test_a_message_under_way_is_answered_before_its_conversation_goes(
    chat: Chat, bot: FakeBot
) -> None:
    gone_before = []
    with ThreadPoolExecutor() as others:

        def answer(_: dict[str, Any]) -> list[dict[str, Any]]:
            ended = others.submit(chat.client.delete, chat.path, headers=chat.headers)
            wait([ended], timeout=0.2)
            gone_before.extend(bot.forgotten)
            return says("好")

        bot.answer = answer
        assert chat.send(text="我叫张三").status_code == 200
    assert gone_before == []
    assert bot.forgotten == [chat.session_id]
    assert chat.send(text="你好").status_code == 404


@pytest.mark.parametrize(
    "failure",
    [
        pytest.param(lambda bot: setattr(bot, "status", 500), id="the bot fails"),
        pytest.param(lambda bot: setattr(bot, "answer", lambda _: []), id="it says nothing"),
        pytest.param(
            lambda bot: setattr(bot, "answer", lambda _: [{"text": "An error occurred"}]),
            id="an action failed",
        ),
    ],
)
def test_while_the_dialogue_is_away_the_knowledge_base_answers(
    chat: Chat, bot: FakeBot, failure: Any
) -> None:
    failure(bot)
    turn = chat.turn(text="我要办施工许可证")
    assert turn["context"]["matter_id"] == "construction-permit"
    assert turn["context"]["delegation_mode"] == "direct"
    assert turn["messages"][0]["card"]["name"] == "建筑工程施工许可证核发"
    assert turn["messages"][0]["buttons"]
    follow_up = chat.turn(text="要带什么材料")
    assert follow_up["context"]["topic"] == "materials"
    assert "施工许可证" in follow_up["messages"][0]["text"]


def test_while_the_dialogue_is_away_every_button_leads_somewhere(chat: Chat, bot: FakeBot) -> None:
    bot.status = 500
    for payload in ("/book", "/request_handoff", '/choose_matter{"matter_id":"eia-approval"}'):
        message = chat.turn(payload=payload)["messages"][0]
        assert message["text"]
        assert message["buttons"]


@pytest.mark.parametrize(
    ("payload", "topic"),
    [("/ask_fee", "fee"), ("/ask_progress", "progress"), ("/ask_notice", "matter")],
)
def test_while_the_dialogue_is_away_every_question_on_a_button_is_answered(
    chat: Chat, bot: FakeBot, payload: str, topic: str
) -> None:
    bot.status = 500
    chat.turn(text="我要办施工许可证")
    turn = chat.turn(payload=payload)
    assert turn["context"]["topic"] == topic
    assert turn["context"]["outcome"] != "degraded"


def test_the_dialogue_is_told_what_the_words_plainly_say(chat: Chat, bot: FakeBot) -> None:
    chat.turn(text="莫转人工先，一次性告诉我要哪些")
    said = {"asks_for_notice", "declines_person", "names_person", "hints_at_person"}
    assert set(bot.received[-1]["metadata"]["said"]) == said
    chat.turn(payload="/ask_fee")
    assert bot.received[-1]["metadata"]["said"] == []


def test_after_a_handoff_the_bot_is_not_asked(chat: Chat, bot: FakeBot) -> None:
    bot.answer = lambda _: says("已为您转人工", topic="handoff", handoff=True)
    chat.turn(text="转人工")
    bot.received.clear()
    turn = chat.turn(text="有人吗")
    assert turn["context"]["handoff"] is True
    assert bot.received == []
    bot.answer = lambda _: says("好的，我们重新开始")
    back = chat.turn(payload="/restart")
    assert back["context"]["handoff"] is False


def test_messages_of_one_conversation_are_answered_one_after_another(
    chat: Chat, bot: FakeBot
) -> None:
    running = threading.Semaphore(1)
    overlaps: list[bool] = []

    def answer(_: dict[str, Any]) -> list[dict[str, Any]]:
        alone = running.acquire(blocking=False)
        overlaps.append(not alone)
        threading.Event().wait(0.05)
        if alone:
            running.release()
        return says("好")

    bot.answer = answer
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda number: chat.turn(text=f"第{number}句"), range(4)))
    assert overlaps == [False] * 4


def test_markup_stays_text(chat: Chat, bot: FakeBot) -> None:
    chat.turn(text="<b>施工许可证</b>")
    assert bot.received[-1]["message"] == "<b>施工许可证</b>"


@pytest.mark.parametrize(
    "payload",
    [
        '/choose_park{"park_id": "<img src=x onerror=alert(1)>"}',
        '/choose_park{"park_id": "nowhere"}',
        '/choose_park{"park_id": "gaoxin", "topic": "<b>"}',
        '/choose_matter{"matter_id": "no-such"}',
        '/ask_policy{"subject": "no-such"}',
        '/choose_date{"date": "someday"}',
        '/rate{"stars": "9"}',
        "/nosuch",
        '/greet{"anything": "else"}',
    ],
)
def test_a_button_nobody_offered_changes_nothing_and_leaves_a_way_on(
    chat: Chat, bot: FakeBot, payload: str
) -> None:
    before = chat.turn(text="你好")["context"]
    bot.received.clear()
    turn = chat.turn(payload=payload)
    assert bot.received == []
    assert {**turn["context"], "intent": before["intent"]} == {**before, "outcome": "refused"}
    assert "<" not in turn["messages"][0]["text"]
    assert turn["messages"][0]["buttons"]


def test_a_question_in_the_breath_of_going_back_is_answered(chat: Chat, bot: FakeBot) -> None:
    bot.answer = lambda _: says("已转", topic="handoff", handoff=True)
    chat.turn(text="转人工")
    bot.answer = lambda _: says("三号窗口", topic="window")
    turn = chat.turn(text="不等了，回到智能导办，食品经营许可在几号窗口")
    assert turn["context"]["handoff"] is False
    assert turn["messages"][0]["text"].endswith("三号窗口")
    assert bot.received[-1]["message"] == "食品经营许可在几号窗口"


@pytest.mark.parametrize("way", [{"payload": "/back_to_guide"}, {"text": "算了，不用人工了"}])
def test_going_back_from_a_person_keeps_the_matter(
    chat: Chat, bot: FakeBot, way: dict[str, str]
) -> None:
    bot.answer = lambda _: says("好", matter_id="construction-permit")
    chat.turn(text="施工许可证")
    bot.answer = lambda _: says("已转", topic="handoff", handoff=True)
    chat.turn(text="转人工")
    turn = chat.turn(**way)
    assert turn["context"]["handoff"] is False
    assert turn["context"]["matter_id"] == "construction-permit"
