"""The three processes: how each is started, and how it is known to be ready."""

from __future__ import annotations

import urllib.request
from dataclasses import dataclass
from typing import Mapping

from launch.environments import APP, RASA
from launch.paths import MODEL, ROOT
from launch.ports import HOST
from launch.training import RASA_SETTINGS

# Never through a proxy: everything asked here is on this machine.
_opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
ANSWER_S = 2.0


@dataclass(frozen=True)
class Part:
    """One process.

    Args:
        command: what starts it.
        ready_url: answers 200 once the process can do its work.
        restarts: whether the guide goes on without it until it is back.
    """

    name: str
    title: str
    command: tuple[str, ...]
    ready_url: str
    restarts: bool = True

    def is_ready(self) -> bool:
        """Whether it can do its work now."""
        try:
            with _opener.open(self.ready_url, timeout=ANSWER_S) as answer:
                return bool(answer.status == 200)
        except (OSError, ValueError):
            return False


@dataclass(frozen=True)
class Ports:
    """One loopback port each."""

    api: int
    rasa: int
    actions: int


def parts(ports: Ports) -> list[Part]:
    """The guide's processes. Nothing listens beyond loopback."""
    return [_api(ports.api), _rasa(ports.rasa), _actions(ports.actions)]


def settings(ports: Ports, secrets: Mapping[str, str]) -> dict[str, str]:
    """The variables by which the processes find and trust each other."""
    return {
        **RASA_SETTINGS,
        **secrets,
        "PORT": str(ports.api),
        "RASA_PORT": str(ports.rasa),
        "ACTIONS_PORT": str(ports.actions),
        "GUIDE_API_URL": f"http://{HOST}:{ports.api}",
        "GUIDE_RASA_URL": f"http://{HOST}:{ports.rasa}",
        "GUIDE_ACTIONS_URL": f"http://{HOST}:{ports.actions}/webhook",
        # The action server has no option for its address; it would listen everywhere.
        "SANIC_HOST": HOST,
        "PYTHONPATH": str(ROOT),
        "PYTHONUNBUFFERED": "1",
    }


def _api(port: int) -> Part:
    # No access log: the proof of a booking, part of a phone number, is in the query string.
    # Streams stay open for as long as a page is: without a limit they would hold up the end.
    command = f"-m uvicorn api.main:create_app --factory --host {HOST} --port {port}"
    options = "--no-access-log --timeout-graceful-shutdown 3"
    return Part(
        "api",
        "The guide's service",
        (str(APP.python), *command.split(), *options.split()),
        f"http://{HOST}:{port}/api/v1/health",
        restarts=False,
    )


def _rasa(port: int) -> Part:
    files = ["--model", str(MODEL), "--endpoints", str(ROOT / "bot" / "endpoints.yml")]
    files += ["--credentials", str(ROOT / "bot" / "credentials.yml")]
    return Part(
        "rasa",
        "The dialogue engine",
        (str(RASA.python), "-m", "rasa", "run", *files, "--interface", HOST, "--port", str(port)),
        f"http://{HOST}:{port}/webhooks/guide/ready",
    )


def _actions(port: int) -> Part:
    return Part(
        "actions",
        "The action server",
        (str(RASA.python), "-m", "rasa_sdk", "--actions", "actions", "--port", str(port)),
        f"http://{HOST}:{port}/health",
    )
