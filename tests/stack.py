"""The whole guide as a user has it: api, the trained bot and the actions, started for real."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import psutil
import pytest

from tests.ports import free_port

ROOT = Path(__file__).resolve().parent.parent
START_TIMEOUT_S = 240


@dataclass(frozen=True)
class Stack:
    """A running guide."""

    url: str
    process: subprocess.Popen[bytes]

    def kill(self, words: str) -> None:
        """Kill the child process whose command line contains `words`, without warning."""
        victims = [
            child
            for child in psutil.Process(self.process.pid).children(recursive=True)
            if words in " ".join(child.cmdline())
        ]
        assert victims, f"no child runs {words!r}"
        for victim in victims:
            victim.kill()

    def is_ready(self) -> bool:
        """Whether all parts can be used."""
        try:
            return httpx.get(f"{self.url}/api/v1/ready", timeout=5).status_code == 200
        except httpx.HTTPError:
            return False


def wait_until(holds: Callable[[], bool], timeout_s: float, what: str) -> None:
    """Return as soon as `holds`; fail with `what` when it doesn't in time."""
    deadline = time.monotonic() + timeout_s
    while not holds():
        if time.monotonic() > deadline:
            pytest.fail(f"{what}: not within {timeout_s:.0f} s")
        time.sleep(0.2)


def start_stack(folder: Path) -> Iterator[Stack]:
    """Start the guide on free ports with a database of its own in `folder`, stop it afterwards."""
    port = free_port()
    environment = {
        **os.environ,
        "PORT": str(port),
        # Several guides may start on a machine at the same moment, each looking for free ports.
        "RASA_PORT": str(free_port()),
        "ACTIONS_PORT": str(free_port()),
        "GUIDE_DATABASE_URL": f"sqlite:///{folder / 'guide.db'}",
        "GUIDE_TRACKER_URL": f"sqlite:///{folder / 'tracker.db'}",
    }
    with (folder / "stack.log").open("wb") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "launch", "run"],
            cwd=ROOT, env=environment, stdout=log, stderr=subprocess.STDOUT,
        )  # fmt: skip
        stack = Stack(f"http://127.0.0.1:{port}", process)
        try:
            wait_until(
                lambda: stack.is_ready() or process.poll() is not None,
                START_TIMEOUT_S,
                f"the guide did not start, see {folder / 'stack.log'}",
            )
            if process.poll() is not None:
                pytest.fail(
                    f"the guide ended at once:\n{(folder / 'stack.log').read_text()[-3000:]}"
                )
            yield stack
        finally:
            process.send_signal(signal.SIGINT)
            process.wait(timeout=40)


class Applicant:
    """Someone who talks to the guide over the chat contract."""

    def __init__(self, url: str, park_id: str | None = None, channel: str = "widget") -> None:
        self._http = httpx.Client(base_url=f"{url}/api/v1", timeout=60)
        body = {"channel": channel, "park_id": park_id}
        self.session = self._http.post("/chat/sessions", json=body).raise_for_status().json()
        self._http.headers["Authorization"] = f"Bearer {self.session['token']}"
        self.turn: dict[str, Any] = {"messages": [], "context": {}}

    @property
    def path(self) -> str:
        """The path of this conversation."""
        return f"/chat/sessions/{self.session['session_id']}"

    def say(self, text: str) -> dict[str, Any]:
        """Send words; returns the whole turn."""
        return self.send({"text": text})

    def press(self, title: str) -> dict[str, Any]:
        """Press the button of the last turn whose title contains `title`."""
        for button in self.buttons:
            if title in button["title"]:
                return self.send({"payload": button["payload"]})
        raise AssertionError(f"no button {title!r}, only {[b['title'] for b in self.buttons]}")

    def press_first(self, intent: str) -> dict[str, Any]:
        """Press the first button of the last turn that sends `intent`."""
        for button in self.buttons:
            if button["payload"].startswith(f"/{intent}"):
                return self.send({"payload": button["payload"]})
        raise AssertionError(f"no button sends /{intent}: {self.buttons}")

    def send(self, body: dict[str, str]) -> dict[str, Any]:
        answer = self._http.post(f"{self.path}/messages", json=body)
        self.turn = answer.raise_for_status().json()
        return self.turn

    @property
    def buttons(self) -> list[dict[str, str]]:
        """All buttons of the last turn."""
        return [button for message in self.turn["messages"] for button in message["buttons"]]

    @property
    def text(self) -> str:
        """All the text of the last turn."""
        return "\n".join(message["text"] for message in self.turn["messages"])

    @property
    def context(self) -> dict[str, Any]:
        """The context after the last turn."""
        context: dict[str, Any] = self.turn["context"]
        return context

    @property
    def cards(self) -> list[dict[str, Any]]:
        """The cards of the last turn."""
        return [message["card"] for message in self.turn["messages"] if message["card"]]

    def close(self) -> None:
        """Stop talking."""
        self._http.close()
