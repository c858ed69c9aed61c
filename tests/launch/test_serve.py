"""The processes start, are watched, and end together, leaving nothing behind."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import pytest

from tests.ports import free_port

LIMIT_S = 30


class Guide:
    """A guide of stand-in processes, and what it says on the terminal."""

    def __init__(self, folder: Path, **ports: int) -> None:
        self._folder = folder
        self._names = list(ports)
        self._output = folder / "terminal"
        specs = [f"{name}={port}" for name, port in ports.items()]
        with self._output.open("w") as terminal:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "tests.launch.stand_in_guide", str(folder), *specs],
                env={**os.environ, "GUIDE_LOG_DIR": str(folder / "log")},
                stdout=terminal,
                stderr=subprocess.STDOUT,
            )

    def said(self) -> str:
        """All it said so far."""
        return self._output.read_text()

    def wait_to_say(self, words: str) -> None:
        """Return once it said `words`."""
        wait_until(lambda: words in self.said(), lambda: f"never said {words!r}:\n{self.said()}")

    def pids(self, name: str) -> list[int]:
        """The ids of a process and of its child; of every start, the latest last."""
        journal = self._folder / name
        return [int(pid) for pid in journal.read_text().split()] if journal.exists() else []

    def alive(self) -> list[int]:
        """Every process of the guide that still runs, grandchildren included."""
        pids = [pid for name in self._names for pid in self.pids(name)]
        return [pid for pid in pids if runs(pid)]

    def wait_until_nothing_runs(self) -> None:
        """Return once no process is left."""
        wait_until(lambda: not self.alive(), lambda: f"still running: {self.alive()}")


def runs(pid: int) -> bool:
    """Whether a process runs; one that only waits to be collected does not."""
    try:
        return bool(psutil.Process(pid).status() != psutil.STATUS_ZOMBIE)
    except psutil.NoSuchProcess:
        return False


def wait_until(holds: Callable[[], bool], complaint: Callable[[], str]) -> None:
    """Return as soon as `holds`; fail when it does not in time."""
    deadline = time.monotonic() + LIMIT_S
    while not holds():
        if time.monotonic() > deadline:
            pytest.fail(complaint())
        time.sleep(0.02)


@pytest.fixture
def guide(tmp_path: Path) -> Iterator[Guide]:
    """A guide that is ready."""
    guide = Guide(tmp_path, api=free_port(), bot=free_port())
    guide.wait_to_say("READY")
    yield guide
    guide.process.terminate()
    guide.process.wait(timeout=LIMIT_S)


def test_announces_itself_once(guide: Guide) -> None:
    assert guide.said().count("READY") == 1


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_ends_when_asked_and_leaves_nothing_behind(guide: Guide, number: int) -> None:
    assert len(guide.alive()) == 4
    guide.process.send_signal(number)
    assert guide.process.wait(timeout=LIMIT_S) == 0
    assert guide.alive() == []


def test_leaves_nothing_behind_when_asked_twice(guide: Guide) -> None:
    guide.process.send_signal(signal.SIGINT)
    guide.process.send_signal(signal.SIGTERM)
    assert guide.process.wait(timeout=LIMIT_S) == 0
    assert guide.alive() == []


def test_the_processes_end_even_when_the_launcher_is_killed(guide: Guide) -> None:
    guide.process.kill()
    guide.process.wait()
    wait_until(
        lambda: not (runs(guide.pids("api")[0]) or runs(guide.pids("bot")[0])),
        lambda: f"still running: {guide.alive()}",
    )
    for pid in guide.alive():
        os.kill(pid, signal.SIGKILL)


def test_starts_another_process_again_when_it_dies(guide: Guide) -> None:
    os.kill(guide.pids("bot")[0], signal.SIGKILL)
    guide.wait_to_say("bot: ready again")
    assert len(guide.pids("bot")) == 4
    assert guide.process.poll() is None


def test_ends_with_the_service(guide: Guide) -> None:
    os.kill(guide.pids("api")[0], signal.SIGKILL)
    assert guide.process.wait(timeout=LIMIT_S) == 1
    assert "api ended unexpectedly, see " in guide.said()
    guide.wait_until_nothing_runs()


def test_a_process_that_cannot_start_is_told_with_its_last_words(tmp_path: Path) -> None:
    guide = Guide(tmp_path, api=free_port(), bot=0)
    assert guide.process.wait(timeout=LIMIT_S) == 1
    assert "bot ended unexpectedly, see " in guide.said()
    assert "out of order" in guide.said()
    assert "READY" not in guide.said()
    guide.wait_until_nothing_runs()
