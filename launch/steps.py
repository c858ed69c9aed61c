"""One step of the build, repeated only when its inputs changed or its output is gone."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Callable

from launch import command
from launch.console import say
from launch.fingerprint import Stamp, fingerprint
from launch.paths import LOGS, VAR, shown
from launch.problems import LaunchError


@dataclass(frozen=True)
class Step:
    """What goes in and what comes out.

    Args:
        name: of its log and of the stamp that remembers its last success.
        title: what the terminal calls it.
        inputs: files and folders.
        settings: what else the output depends on.
    """

    name: str
    title: str
    inputs: tuple[Path, ...]
    output: Path
    settings: tuple[str, ...] = ()

    @property
    def log(self) -> Path:
        """Where the output of its commands goes."""
        return LOGS / f"{self.name}.log"

    def refresh(self, work: Callable[[], None]) -> None:
        """Do `work`, unless the output is up to date."""
        stamp = Stamp(VAR / "stamps" / self.name)
        key = fingerprint(self.inputs, self.settings)
        if self.output.exists() and stamp.matches(key):
            say(f"{self.title}: up to date")
            return
        work()
        stamp.set(key)

    def run(self, doing: str, argv: list[str]) -> None:
        """Run one command of the step.

        Args:
            doing: what it does, as a noun, e.g. "building the index".

        Raises:
            LaunchError: it failed.
        """
        try:
            command.run(f"{self.title}: {doing}", argv, self.log)
        except command.CommandFailed as failure:
            raise LaunchError(
                f"{self.title}: {doing} failed, see {shown(failure.log)}.", failure.tail
            ) from failure
