"""The two Python environments: made once, remade when their pins change or a making broke off."""

from __future__ import annotations

import shutil
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Sequence

from launch import command, interpreters
from launch.fingerprint import Stamp, fingerprint
from launch.paths import LOGS, REQUIREMENTS, VAR, shown
from launch.problems import LaunchError

NO_SPACE = "No space left on device"


@dataclass(frozen=True)
class Environment:
    """One virtual environment.

    Args:
        name: of its list of pins, `requirements/<name>.txt`.
        test_layer: the list of pins that tests need on top.
        version: of Python.
        megabytes: of disk it needs while it is made, packages included.
    """

    name: str
    test_layer: str
    version: str
    folder: Path
    megabytes: int
    requirements: Path = REQUIREMENTS

    @property
    def python(self) -> Path:
        """Its interpreter."""
        return self.folder / "bin" / "python"

    @property
    def title(self) -> str:
        """What the terminal calls it."""
        return f"Environment {self.name} (Python {self.version})"

    def pins(self, layer: str) -> Path:
        """The list of pins of one of its layers."""
        return self.requirements / f"{layer}.txt"

    def stamp(self, layer: str) -> Stamp:
        """Remembers that a layer is installed; goes when the folder goes."""
        return Stamp(self.folder / f".{layer}-installed")

    def key(self, layer: str) -> str:
        """Changes with the layer's pins, the version, and the folder: scripts hold its path."""
        return fingerprint([self.pins(layer)], [self.version, str(self.folder.resolve())])

    def has(self, layer: str) -> bool:
        """Whether a layer is installed and its interpreter still exists."""
        return self.python.exists() and self.stamp(layer).matches(self.key(layer))


APP = Environment("app", "test", "3.11", VAR / "venv", megabytes=3000)
RASA = Environment("rasa", "rasa-test", "3.10", VAR / "venv-rasa", megabytes=3500)


def ensure(tests: bool = False, environments: Sequence[Environment] = (APP, RASA)) -> None:
    """Make what is missing of the environments, all at once; with what `tests` need on top.

    Raises:
        LaunchError: an interpreter, the disk space or a package is missing.
    """
    missing = [each for each in environments if not each.has(each.name)]
    found = {each.name: interpreters.find(each.version) for each in missing}
    check_space(sum(each.megabytes for each in missing))
    with ThreadPoolExecutor() as workers:
        jobs = [workers.submit(_make, each, found.get(each.name), tests) for each in environments]
        try:
            for job in jobs:
                job.result()
        except BaseException:
            # The others would go on for minutes before its failure is told.
            command.stop_all()
            raise


def check_space(megabytes: int) -> None:
    """Raises `LaunchError` when the disk that holds `var/` has less free than that."""
    VAR.mkdir(exist_ok=True)
    free = shutil.disk_usage(str(VAR)).free / 1e6
    if free < megabytes:
        raise LaunchError(
            f"The environments need about {megabytes / 1000:.1f} GB of disk in {VAR}, where only "
            f"{free / 1000:.1f} GB are free; make room and start again."
        )


def _make(environment: Environment, interpreter: Path | None, tests: bool) -> None:
    if interpreter:
        # Whatever is there is half-made or outdated.
        shutil.rmtree(str(environment.folder), ignore_errors=True)
        log = LOGS / f"environment-{environment.name}.log"
        create = [str(interpreter), "-m", "venv", str(environment.folder)]
        try:
            command.run(f"{environment.title}: creating it", create, log)
        except command.CommandFailed as failure:
            raise _failed(environment, failure) from failure
        _install(environment, environment.name)
    if tests and not environment.has(environment.test_layer):
        _install(environment, environment.test_layer)


def _install(environment: Environment, layer: str) -> None:
    pins = environment.pins(layer)
    pip = [str(environment.python), "-m", "pip", "install", "--no-input", "--progress-bar", "off"]
    environment.stamp(layer).clear()
    try:
        command.run(
            f"{environment.title}: installing {shown(pins)}",
            [*pip, "--disable-pip-version-check", "-r", str(pins)],
            LOGS / f"environment-{layer}.log",
            progress=PipProgress(pins),
        )
    except command.CommandFailed as failure:
        raise _failed(environment, failure) from failure
    environment.stamp(layer).set(environment.key(layer))


def _failed(environment: Environment, failure: command.CommandFailed) -> LaunchError:
    if NO_SPACE in failure.tail:
        return LaunchError(
            f"The disk filled up while {shown(environment.folder)} was made; make room, also where "
            "temporary files go, and start again."
        )
    return LaunchError(
        f"The environment {shown(environment.folder)} could not be made: the packages could not "
        f"be installed, see {shown(failure.log)}.",
        failure.tail,
    )


class PipProgress(command.Progress):
    """Counts packages as pip names them."""

    def __init__(self, pins: Path) -> None:
        lines = pins.read_text(encoding="utf-8").splitlines()
        self._total = sum("==" in line for line in lines)
        self._seen = 0
        self._unpacking = False

    def read(self, line: str) -> None:
        """Learn from a line of pip's output."""
        if line.startswith(("Collecting ", "Requirement already satisfied: ")):
            self._seen += 1
        elif line.startswith("Installing collected packages"):
            self._unpacking = True

    def note(self) -> str:
        """How far pip is."""
        if self._unpacking:
            return f"unpacking {self._total} packages"
        return f"{min(self._seen, self._total)} of {self._total} packages fetched"
