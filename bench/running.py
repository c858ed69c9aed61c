"""Starts what is to be measured and stops it afterwards."""

import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_EXCEPTION, ThreadPoolExecutor, wait
from contextlib import contextmanager
from pathlib import Path

import httpx

ROOT = Path(__file__).resolve().parent.parent
LOGS = ROOT / "var" / "log"
WORK = ROOT / "var" / "bench"
START_TIMEOUT_S = 300
SECRETS = {
    f"GUIDE_{name}": "only-for-this-measure-000000000000000"
    for name in ("SECRET_KEY", "SERVICE_TOKEN", "STAFF_TOKEN")
}


def free_port() -> int:
    """A loopback port nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@contextmanager
def running(command: Sequence[str], name: str, **environment: str) -> Iterator[int]:
    """A process with its own group, its output in `var/log/<name>.log`; yields its number."""
    LOGS.mkdir(parents=True, exist_ok=True)
    with (LOGS / f"{name}.log").open("w") as log:
        process = subprocess.Popen(
            command,
            cwd=ROOT,
            env={**os.environ, **environment},
            stdout=log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        try:
            yield process.pid
        finally:
            os.killpg(process.pid, signal.SIGINT)
            try:
                process.wait(timeout=20)
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)


def wait_until_ready(url: str, name: str) -> None:
    """Return once `url` answers 200; leave with a sentence when it doesn't in time."""
    deadline = time.monotonic() + START_TIMEOUT_S
    while time.monotonic() < deadline:
        try:
            if httpx.get(url, timeout=5).status_code == 200:
                return
        except httpx.HTTPError:
            pass
        time.sleep(0.5)
    raise SystemExit(f"{name} was not ready after {START_TIMEOUT_S} s; see var/log/{name}.log")


def ask_for(seconds: float, clients: int, ask: Callable[[int, threading.Event], None]) -> None:
    """Let so many clients ask at once, for so long or until one fails.

    Args:
        seconds: how long.
        clients: how many threads.
        ask: what each runs, given its number and an event that says when to stop.

    Raises:
        Exception: what `ask` raised in any of them, once all have ended.
    """
    over = threading.Event()
    with ThreadPoolExecutor(clients) as pool:
        asking = [pool.submit(ask, number, over) for number in range(clients)]
        try:
            wait(asking, seconds, FIRST_EXCEPTION)
        finally:
            over.set()
    for client in asking:
        client.result()


@contextmanager
def running_service(name: str, folder: Path, **settings: str) -> Iterator[tuple[str, int]]:
    """The service alone, on a database of its own in a folder; yields its URL and its number.

    Args:
        settings: its settings, such as another database or `PORT`; a free one is found for it.
    """
    port = int(settings.pop("PORT", 0)) or free_port()
    base = f"http://127.0.0.1:{port}/api/v1"
    environment = {
        **SECRETS,
        "GUIDE_DATABASE_URL": f"sqlite:///{folder / 'guide.db'}",
        **settings,
    }
    subprocess.run(
        [sys.executable, "-m", "api.db", "upgrade"],
        cwd=ROOT, env={**os.environ, **environment}, check=True, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    serve = [sys.executable, "-m", "uvicorn", "api.main:create_app", "--factory"]
    quiet = ["--no-access-log", "--port", str(port)]
    with running([*serve, *quiet], name, **environment) as number:
        wait_until_ready(f"{base}/health", name)
        yield base, number


@contextmanager
def running_guide() -> Iterator[str]:
    """The whole guide, as `make run` starts it, on a new database of its own; yields its URL."""
    for left in WORK.glob("guide.db*"):  # seats taken in an earlier measure would be missing
        left.unlink()
    port = free_port()
    base = f"http://127.0.0.1:{port}"
    database = WORK / "guide.db"
    settings = {
        "PORT": str(port),
        "RASA_PORT": str(free_port()),
        "ACTIONS_PORT": str(free_port()),
        "GUIDE_DATABASE_URL": f"sqlite:///{database}",
        "GUIDE_TRACKER_URL": f"sqlite:///{WORK / 'tracker.db'}",
    }
    with running([sys.executable, "-m", "launch", "run"], "bench-guide", **settings):
        wait_until_ready(f"{base}/api/v1/ready", "bench-guide")
        yield base
