"""Tests, checks and measures, each in the environment it belongs to."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from dataclasses import dataclass
from typing import Sequence

from launch.console import say
from launch.environments import APP, RASA, Environment
from launch.paths import ROOT
from launch.problems import LaunchError
from launch.training import RASA_SETTINGS

BOT_TESTS = ("tests/actions", "tests/bot")
BOT_TYPES = ("--python-version", RASA.version, "--python-executable", str(RASA.python))
COLOUR = re.compile(r"\x1b\[[0-9;]*m")


@dataclass(frozen=True)
class Check:
    """One command of an environment, run in the project folder."""

    title: str
    environment: Environment
    arguments: tuple[str, ...]

    def run(self) -> tuple[int, str]:
        """Its exit code, and the last line it printed; the output goes to the terminal."""
        say(self.title)
        command = [str(self.environment.python), "-m", *self.arguments]
        with subprocess.Popen(
            command,
            cwd=str(ROOT),
            env={**os.environ, **RASA_SETTINGS},
            stdout=subprocess.PIPE,
            encoding="utf-8",
            errors="replace",
        ) as process:
            last = ""
            for line in process.stdout or ():
                sys.stdout.write(line)
                sys.stdout.flush()
                last = line.strip() or last
            return process.wait(), COLOUR.sub("", last).strip("= ")


TESTS = (
    Check(
        "Tests of the app",
        APP,
        ("pytest", "tests", *(f"--ignore={folder}" for folder in BOT_TESTS)),
    ),
    Check("Tests of bot and actions", RASA, ("pytest", *BOT_TESTS)),
)
LINT = (
    Check("Style", APP, ("ruff", "check", ".")),
    Check("Format", APP, ("ruff", "format", "--check", ".")),
    Check("Types of the app", APP, ("mypy",)),
    Check(
        "Types of bot and actions",
        APP,
        ("mypy", *BOT_TYPES, "actions", "bot", *BOT_TESTS),
    ),
)
MEASURES = (
    Check("Turn latency", APP, ("bench.turn_latency",)),
    Check("Knowledge base", APP, ("bench.knowledge_base",)),
    Check("Search", APP, ("bench.search_speed",)),
    Check("Long list", APP, ("bench.large_index",)),
    Check("Last seats", APP, ("bench.appointments.last_seats",)),
    Check("Killed while booking", APP, ("bench.appointments.crash",)),
    Check("Bookings a second", APP, ("bench.appointments.writes",)),
    Check("A full table", APP, ("bench.appointments.full_table",)),
    Check("Waiting times", APP, ("bench.waiting_time",)),
)
EVALUATION = (
    Check("Routing", APP, ("bench.routing",)),
    Check("Kinds of messages", RASA, ("bench.kinds",)),
    Check("Conversations", APP, ("bench.conversations",)),
)


def run_all(checks: Sequence[Check]) -> None:
    """Run all of them, also after one failed, and close with one line each.

    Raises:
        LaunchError: at least one failed.
    """
    results = [(check, *check.run()) for check in checks]
    for check, _, last in results:
        say(f"{check.title}: {last}")
    failed = [check.title for check, code, _ in results if code != 0]
    if failed:
        raise LaunchError(f"Failed: {', '.join(failed)}.")
