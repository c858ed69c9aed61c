"""A platform that receives events as docs/connectors.md tells it to, over real HTTP.

It checks the signature, takes each event once by its key, and can be told to misbehave.
"""

import json
import threading
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Literal

from api.services.connectors.signature import (
    KEY_HEADER,
    SIGNATURE_HEADER,
    TIMESTAMP_HEADER,
    Forged,
    verify,
)

SECRET = "a secret that both sides share, and nobody else"
MALFORMED, NOT_OURS = 400, 401
POLL_S, DROP_EVERY_S = 0.01, 0.02

Hang = Literal["mute", "dripping head", "mute after head", "dripping body"]
HANGING: Mapping[Hang, tuple[bytes, bytes]] = {
    "mute": (b"", b""),
    "dripping head": (b"HTTP/1.1 200 OK\r\nX-Drop: ", b"."),
    "mute after head": (b"HTTP/1.1 500 Sorry\r\nContent-Length: 999\r\n\r\n", b""),
    "dripping body": (b"HTTP/1.1 500 Sorry\r\nContent-Length: 999\r\n\r\n", b"."),
}
"""What a slow platform sends first, and then again and again."""


@dataclass(frozen=True)
class Manner:
    """How the platform treats one call.

    Attributes:
        status: what it answers; None for whatever is right.
        takes: whether it keeps the event although it does not answer that it did.
        silent: it closes the connection without any answer.
        hangs: it never comes to the end of its answer.
    """

    status: int | None = None
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""
    takes: bool = False
    silent: bool = False
    hangs: Hang | None = None


WELL = Manner()


@dataclass(frozen=True)
class Call:
    """One request as it arrived."""

    path: str
    headers: Mapping[str, str]
    body: bytes

    @property
    def key(self) -> str:
        return self.headers[KEY_HEADER]


class Platform:
    """What has arrived, and how to treat what comes.

    Attributes:
        calls: every request, in order.
        taken: each event once, in order.
        manner: tells how to treat a call; the number of calls before it is given, too.
        now: the platform's clock in seconds.
    """

    def __init__(self) -> None:
        self.url = ""
        self.over = threading.Event()
        self._lock = threading.Lock()
        self.begin_anew()

    def begin_anew(self) -> None:
        """Forget all that was received."""
        self.secrets = [SECRET]
        self.calls: list[Call] = []
        self.taken: list[dict[str, Any]] = []
        self.manner: Callable[[Call, int], Manner] = lambda call, number: WELL
        self.now: Callable[[], float] = lambda: 0.0
        self._keys: set[str] = set()

    def receive(self, call: Call) -> Manner:
        """Take one call in, and say how to answer it."""
        with self._lock:
            manner = self.manner(call, len(self.calls))
            self.calls.append(call)
            if manner == WELL or manner.takes:
                right = self._take(call)
                return manner if manner.takes else Manner(right)
            return manner

    def _take(self, call: Call) -> int:
        timestamp, signature = call.headers[TIMESTAMP_HEADER], call.headers[SIGNATURE_HEADER]
        try:
            verify(self.secrets, timestamp, signature, call.body, self.now())
        except Forged:
            return NOT_OURS
        event = json.loads(call.body)
        if event["event_id"] != call.key:  # only the body is signed
            return MALFORMED
        if call.key not in self._keys:
            self._keys.add(call.key)
            self.taken.append(event)
        return 200

    def sequences(self) -> dict[str, list[int]]:
        """The numbers of the events that were taken, by intake, in the order they came in."""
        found: defaultdict[str, list[int]] = defaultdict(list)
        for event in self.taken:
            found[event["intake"]["id"]].append(event["sequence"])
        return dict(found)


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, platform: Platform) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.platform = platform


class _Handler(BaseHTTPRequestHandler):
    server: _Server

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        call = Call(self.path, dict(self.headers), body)
        manner = self.server.platform.receive(call)
        if manner.hangs:
            self._hang(manner.hangs)
        elif not manner.silent:
            self._answer(manner)

    def do_GET(self) -> None:  # what a redirect would be followed with
        self.do_POST()

    def _answer(self, manner: Manner) -> None:
        self.send_response(manner.status or 200)
        for name, value in manner.headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(manner.body)))
        self.end_headers()
        self.wfile.write(manner.body)

    def _hang(self, how: Hang) -> None:
        """Keep the caller waiting until it goes or the test is over."""
        begin, drop = HANGING[how]
        try:
            self.wfile.write(begin)
            while not self.server.platform.over.wait(DROP_EVERY_S):
                self.wfile.write(drop)
        except OSError:
            return

    def log_message(self, *_: Any) -> None:
        """Stay quiet."""


@contextmanager
def running_platform() -> Iterator[Platform]:
    """Serve a `Platform` on a free loopback port."""
    platform = Platform()
    server = _Server(platform)
    thread = threading.Thread(target=server.serve_forever, args=(POLL_S,), daemon=True)
    thread.start()
    platform.url = f"http://127.0.0.1:{server.server_port}/events"
    try:
        yield platform
    finally:
        platform.over.set()
        server.shutdown()
        server.server_close()
