"""The thread of a conversation at the gateway: what it keeps, and what a new start deletes."""

from functools import partial
from typing import Any

import pytest
from fastapi.testclient import TestClient

from tests.api.routes.conversation import Chat
from tests.api.routes.fake_bot import FakeBot, says


@pytest.fixture
def chat(client: TestClient, bot: FakeBot) -> Chat:
    return Chat(client, park_id="gaoxin")


def _always(answer: list[dict[str, Any]], _: Any) -> list[dict[str, Any]]:
    return answer


def test_the_bot_is_told_the_matter_before(chat: Chat, bot: FakeBot) -> None:
    for matter_id in ("construction-permit", "food-business-permit"):
        shown = says("好", matter_id=matter_id, topic="matter", outcome="card")
        bot.answer = partial(_always, shown)
        chat.turn(text="办事")
    chat.turn(text="刚才那个")
    told = bot.received[-1]["metadata"]
    assert told["recent"] == ["construction-permit"]
    assert told["aside"] is False
    assert (told["topic"], told["outcome"]) == ("matter", "card")


def test_the_thread_is_not_part_of_the_contract(chat: Chat) -> None:
    assert not {"recent", "pair", "as_of"} & set(chat.turn(text="你好")["context"])


def test_a_new_start_deletes_what_was_said(chat: Chat, bot: FakeBot) -> None:
    chat.turn(text="我叫张三，要办施工许可证")
    bot.answer = lambda _: says("好的，我们重新开始。", outcome="restarted", matter_id=None)
    chat.turn(text="从头来")
    said = [message["text"] for message in chat.transcript()["messages"]]
    assert said == ["从头来", "好的，我们重新开始。"]
    assert bot.forgotten == [chat.session_id]


def test_a_new_start_forgets_the_thread(chat: Chat, bot: FakeBot) -> None:
    bot.answer = lambda _: says("好", matter_id="construction-permit", as_of="2021-04-30")
    chat.turn(text="2021年4月谁批")
    bot.answer = lambda _: says("好的，我们重新开始。", outcome="restarted", matter_id=None)
    chat.turn(text="重新开始")
    chat.turn(text="你好")
    told = bot.received[-1]["metadata"]
    assert (told["recent"], told["pair"], told["as_of"]) == ([], [], None)


def test_the_last_answer_can_be_had_again(
    client: TestClient, chat: Chat, ours: dict[str, str]
) -> None:
    path = f"/api/v1/internal/conversations/{chat.session_id}/last-answer"
    assert client.get(path).status_code == 401
    assert client.get(path, headers=ours).status_code == 404
    said = chat.turn(text="你好")["messages"][-1]
    assert client.get(path, headers=ours).json() == said
