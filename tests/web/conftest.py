"""One Chromium and one stand-in interface for all tests of the page; a fresh page for each test."""

import shutil
import threading
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import uvicorn
from playwright.sync_api import Browser, Page, sync_playwright

from tests.web.stub import Stub, create_app

QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PATIENCE_MS = 5_000


class Served:
    """The stub behind a real port, in a thread of its own."""

    def __init__(self) -> None:
        self.stub = Stub()
        config = uvicorn.Config(
            create_app(self.stub), port=0, log_level="warning", timeout_graceful_shutdown=1
        )
        self._server = uvicorn.Server(config)
        self._started = threading.Event()
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
        import asyncio

        async def serve() -> None:
            self._loop = asyncio.get_running_loop()
            watch = asyncio.create_task(self._announce())
            await self._server.serve()
            watch.cancel()

        asyncio.run(serve())

    async def _announce(self) -> None:
        import asyncio

        while not self._server.started:
            await asyncio.sleep(0.01)
        self._started.set()


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    """Debian's Chromium. Its absence is a failure: an untested page is not a tested one."""
    executable = shutil.which("chromium") or shutil.which("chromium-browser")
    if executable is None:
        pytest.fail("Chromium is missing: install it (Debian: apt-get install chromium)")
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=executable, args=QUIET)
        yield chromium
        chromium.close()


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
