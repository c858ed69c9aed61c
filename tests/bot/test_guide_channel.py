"""The way in for the gateway, over real HTTP."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import aiohttp
import pytest
from rasa.core.channels.channel import UserMessage
from rasa.shared.core.trackers import DialogueStateTracker
from sanic import Sanic

from bot.channels import guide
from bot.channels.guide import GuideInput
from tests.ports import free_port

TOKEN = "the service token"
MESSAGE = {"sender": "someone", "message": "你好", "metadata": {"park_id": "gaoxin"}}


class FakeAgent:
    """Stands for Rasa's agent: remembers messages, answers them, and forgets trackers."""

    def __init__(self) -> None:
        self.messages: list[UserMessage] = []
        self.saved: list[DialogueStateTracker] = []
        self.tracker_store = SimpleNamespace(save=self._save)
        self.ready = True
        self.model_id = "a-model"
        self.trouble: Exception | None = None
        self.takes_s = 0.0

    async def _save(self, tracker: DialogueStateTracker) -> None:
        self.saved.append(tracker)

    def is_ready(self) -> bool:
        return self.ready

    async def parse_message(self, text: str) -> dict[str, Any]:
        return {}

    async def answer(self, message: UserMessage) -> None:
        await asyncio.sleep(self.takes_s)
        if self.trouble:
            raise self.trouble
        self.messages.append(message)
        await message.output_channel.send_text_message(message.sender_id, "您好")


class Channel:
    """The channel on a free port of this machine. Sanic serves only one application a process.

    Attributes:
        agent: who answers; a fresh one for each test.
    """

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        self._loop = loop
        self._app = Sanic("guide_channel", configure_logging=False)
        self._app.blueprint(GuideInput(TOKEN).blueprint(self._answer), url_prefix="/guide")
        port = free_port()
        self._url = f"http://127.0.0.1:{port}/guide"
        self.agent = FakeAgent()
        server = loop.run_until_complete(
            self._app.create_server("127.0.0.1", port, return_asyncio_server=True)
        )
        assert server is not None
        self._server = server
        loop.run_until_complete(server.startup())

    async def _answer(self, message: UserMessage) -> None:
        await self.agent.answer(message)

    def call(
        self, method: str, path: str, token: str | None = TOKEN, **request: Any
    ) -> tuple[int, Any]:
        """Status and JSON body of one request."""
        self._app.ctx.agent = self.agent
        return self._loop.run_until_complete(self._ask(method, path, token, request))

    async def _ask(
        self, method: str, path: str, token: str | None, request: dict[str, Any]
    ) -> tuple[int, Any]:
        headers = {"X-Service-Token": token} if token is not None else {}
        async with (
            aiohttp.ClientSession() as http,
            http.request(method, self._url + path, headers=headers, **request) as response,
        ):
            is_json = "json" in response.headers.get("Content-Type", "")
            return response.status, await response.json() if is_json else None

    def close(self) -> None:
        """Free the port."""
        self._server.close()
        self._loop.run_until_complete(self._server.wait_closed())


@pytest.fixture(scope="module")
def server() -> Iterator[Channel]:
    """The channel's server."""
    loop = asyncio.new_event_loop()
    channel = Channel(loop)
    yield channel
    channel.close()
    loop.close()


@pytest.fixture
def channel(server: Channel) -> Channel:
    """The channel with an agent nobody has talked to."""
    server.agent = FakeAgent()
    return server


def test_a_message_is_answered_with_its_metadata_passed_on(channel: Channel) -> None:
    status, body = channel.call("POST", "/webhook", json=MESSAGE)
    assert status == 200
    assert body == [{"recipient_id": "someone", "text": "您好"}]
    assert channel.agent.messages[0].metadata == {"park_id": "gaoxin"}
    assert channel.agent.messages[0].text == "你好"


@pytest.mark.parametrize("token", [None, "", "wrong", "错"])
@pytest.mark.parametrize(
    ("method", "path"), [("POST", "/webhook"), ("DELETE", "/conversations/someone")]
)
def test_without_the_service_token_nothing_happens(
    channel: Channel, method: str, path: str, token: str | None
) -> None:
    sent = token.encode().decode("latin-1") if token else token
    status, _ = channel.call(method, path, sent, json=MESSAGE)
    assert status == 401
    assert not channel.agent.messages
    assert not channel.agent.saved


@pytest.mark.parametrize("body", [{}, [], "x", {"sender": "a"}, {"sender": 1, "message": "x"}])
def test_what_is_no_message_is_refused(channel: Channel, body: Any) -> None:
    assert channel.call("POST", "/webhook", json=body)[0] == 422


def test_a_turn_that_fails_answers_nothing_at_once(channel: Channel) -> None:
    channel.agent.trouble = RuntimeError("the action server is away")
    assert channel.call("POST", "/webhook", json=MESSAGE) == (200, [])


def test_a_turn_that_hangs_is_given_up(channel: Channel, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(guide, "TURN_LIMIT_S", 0.01)
    channel.agent.takes_s = 60
    assert channel.call("POST", "/webhook", json=MESSAGE) == (200, [])


def test_forgetting_saves_a_restarted_tracker(channel: Channel) -> None:
    assert channel.call("DELETE", "/conversations/someone")[0] == 204
    assert channel.agent.saved[0].sender_id == "someone"
    assert not channel.agent.saved[0].applied_events()


def test_ready_once_the_model_is_loaded(channel: Channel) -> None:
    assert channel.call("GET", "/ready", token=None)[0] == 200
    channel.agent.ready = False
    assert channel.call("GET", "/ready", token=None)[0] == 503


def test_an_empty_token_is_refused_at_start() -> None:
    with pytest.raises(ValueError, match="GUIDE_SERVICE_TOKEN"):
        GuideInput.from_credentials({"service_token": ""})
