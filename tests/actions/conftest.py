"""A fake api on a real port, and conversations with the actions over it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator

import pytest
from aiohttp.test_utils import TestServer

from actions.client import GuideApi
from tests.actions.conversation import Conversation
from tests.actions.fake_api import FakeApi

TOKEN = "the service token"


@pytest.fixture
def loop() -> Iterator[asyncio.AbstractEventLoop]:
    """An event loop for one test."""
    loop = asyncio.new_event_loop()
    yield loop
    loop.close()


@pytest.fixture
def fake() -> FakeApi:
    """The fake api's memory and switches."""
    return FakeApi()


@pytest.fixture
def api(loop: asyncio.AbstractEventLoop, fake: FakeApi) -> Iterator[GuideApi]:
    """The real client, talking to the fake api."""
    server = TestServer(fake.app(), loop=loop)
    loop.run_until_complete(server.start_server(loop=loop))
    client = GuideApi(str(server.make_url("")), TOKEN)
    yield client
    loop.run_until_complete(client.close())
    loop.run_until_complete(server.close())


@pytest.fixture
def talk(loop: asyncio.AbstractEventLoop, api: GuideApi) -> Callable[..., Conversation]:
    """Begins a conversation with the given context."""

    def begin(**state: object) -> Conversation:
        return Conversation(loop, api, **state)

    return begin
