"""A dialogue engine that answers what a test tells it to, over the real channel's HTTP."""

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

Items = list[dict[str, Any]]


def says(text: str, **context: Any) -> Items:
    """The channel's items for one message and what it changes."""
    return [{"text": text}, {"custom": {"context": {"topic": "chitchat", **context}}}]


@dataclass
class FakeBot:
    """What was received, and how to answer it."""

    url: str = ""
    received: list[dict[str, Any]] = field(default_factory=list)
    forgotten: list[str] = field(default_factory=list)
    answer: Callable[[dict[str, Any]], Items] = lambda _: says("您好")
    status: int = 200


@contextmanager
def running_fake_bot() -> Iterator[FakeBot]:
    """Serve a `FakeBot` on a free loopback port."""
    bot = FakeBot()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            bot.received.append(body)
            self._send(bot.status, bot.answer(body))

        def do_DELETE(self) -> None:
            bot.forgotten.append(self.path.rsplit("/", 1)[-1])
            self._send(200, {})

        def do_GET(self) -> None:
            self._send(200, {"version": "3.6.21"})

        def _send(self, status: int, body: Any) -> None:
            data = json.dumps(body).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        def log_message(self, *_: Any) -> None:
            """Stay quiet."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    bot.url = f"http://127.0.0.1:{server.server_port}"
    try:
        yield bot
    finally:
        server.shutdown()
        server.server_close()
