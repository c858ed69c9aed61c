"""Runs a slow command: its output goes to a log, its progress to the terminal."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import threading
from pathlib import Path
from typing import Iterator, Mapping, Sequence

from launch.console import say
from launch.paths import ROOT

HEARTBEAT_S = 15.0
TAIL_LINES = 15

_running: set[subprocess.Popen[str]] = set()


class CommandFailed(Exception):
    """The command ended with an error.

    Args:
        tail: the last lines it printed.
        log: the file with all of them.
    """

    def __init__(self, code: int, tail: str, log: Path) -> None:
        super().__init__(f"exit code {code}")
        self.code = code
        self.tail = tail
        self.log = log


class Progress:
    """What a command is busy with, in words, learnt from the lines it prints."""

    def read(self, line: str) -> None:
        """Learn from a line of output."""

    def note(self) -> str:
        """A few words for the terminal; empty when there is nothing to tell."""
        return ""


def run(
    title: str,
    command: Sequence[str],
    log: Path,
    environment: Mapping[str, str] | None = None,
    progress: Progress | None = None,
) -> None:
    """Run `command` in the project folder and tell every few seconds that it goes on.

    Raises:
        CommandFailed: it ended with an exit code other than 0.
    """
    progress = progress or Progress()
    log.parent.mkdir(parents=True, exist_ok=True)
    say(title)
    with log.open("w", encoding="utf-8") as sink, _start(command, environment) as process:
        _running.add(process)
        with _heartbeat(title, progress):
            for line in process.stdout or ():
                sink.write(line)
                progress.read(line)
        code = process.wait()
        _running.discard(process)
    if code != 0:
        raise CommandFailed(code, tail(log), log)


def stop_all() -> None:
    """Kill every command that still runs, with all it started."""
    for process in tuple(_running):
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)


def tail(log: Path, lines: int = TAIL_LINES) -> str:
    """The last lines of a log; empty when there is none."""
    try:
        text = log.read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""
    return "\n".join(text.splitlines()[-lines:])


def _start(command: Sequence[str], environment: Mapping[str, str] | None) -> subprocess.Popen[str]:
    return subprocess.Popen(
        command,
        cwd=str(ROOT),
        env={**os.environ, **(environment or {})},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        errors="replace",
        start_new_session=True,
    )


@contextlib.contextmanager
def _heartbeat(title: str, progress: Progress) -> Iterator[None]:
    ended = threading.Event()

    def beat() -> None:
        while not ended.wait(HEARTBEAT_S):
            note = progress.note()
            say(f"{title}: {note}" if note else f"{title}: still at it")

    thread = threading.Thread(target=beat, daemon=True)
    thread.start()
    try:
        yield
    finally:
        ended.set()
        thread.join()
