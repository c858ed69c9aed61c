"""One stand-in interface for all tests of the page; a fresh page for each test."""

import asyncio
import socket
import threading
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import uvicorn
from playwright.sync_api import Browser, Page

from tests.browser import PATIENCE_MS
from tests.web.interface import create_app
from tests.web.stub import Stub


class Served:
    """The stub behind a real port, in a thread of its own."""

    def __init__(self) -> None:
        self.stub = Stub()
        config = uvicorn.Config(
            create_app(self.stub), port=0, log_level="warning", timeout_graceful_shutdown=1
        )
        self._started = threading.Event()
        self._server = Announcing(config, self._started)
        self._thread = threading.Thread(target=self._run, daemon=True)

    def __enter__(self) -> "Served":
        self._thread.start()
        self._started.wait()
        host, port = self._server.servers[0].sockets[0].getsockname()[:2]
        self.url = f"http://{host}:{port}/"
        return self

    def __exit__(self, *_: object) -> None:
        self.soon(self.stub.hang_up)
        self._server.should_exit = True
        self._thread.join()

    def soon(self, action: Callable[..., Any], *args: Any) -> None:
        """Run `action` on the stub's own loop."""
        self._loop.call_soon_threadsafe(action, *args)

    def _run(self) -> None:
        asyncio.run(self._serve())

    async def _serve(self) -> None:
        self._loop = asyncio.get_running_loop()
        await self._server.serve()


class Announcing(uvicorn.Server):
    """A server that tells when it listens."""

    def __init__(self, config: uvicorn.Config, listening: threading.Event) -> None:
        super().__init__(config)
        self._listening = listening

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Start, then tell."""
        await super().startup(sockets)
        self._listening.set()


@pytest.fixture(scope="package")
def served() -> Iterator[Served]:
    """The running stub."""
    with Served() as running:
        yield running


@pytest.fixture
def stub(served: Served) -> Stub:
    """The stub, as new."""
    served.stub.release()
    served.stub.reset()
    return served.stub


@pytest.fixture
def page(browser: Browser, served: Served, stub: Stub) -> Iterator[Page]:
    """The guide's page on a phone, just opened; an error in its scripts fails the test."""
    context = browser.new_context(
        viewport={"width": 390, "height": 844}, locale="zh-CN", reduced_motion="reduce"
    )
    context.set_default_timeout(PATIENCE_MS)
    opened = context.new_page()
    errors: list[str] = []
    opened.on("pageerror", lambda error: errors.append(str(error)))
    opened.goto(served.url)
    yield opened
    stub.release()
    context.close()
    assert errors == []
