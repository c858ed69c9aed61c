"""An environment is made once, and again only when it has to be."""

import shutil
from pathlib import Path
from typing import NamedTuple

import pytest

from launch import environments
from launch.environments import Environment, ensure
from launch.problems import LaunchError
from tests.launch.programs import write_program

# Answers the probe; makes an "environment" whose Python notes what it is asked to install.
PYTHON = """
case "$1 $2" in
"-m venv") mkdir -p "$3/bin"; cp "$PIP" "$3/bin/python"; echo made >> "$JOURNAL" ;;
*) echo "3.10 True" ;;
esac
"""
PIP = 'for last; do :; done; echo "installed $(basename "$last")" >> "$JOURNAL"'
FAILING_PIP = "echo 'ERROR: No matching distribution found for honesty==1.0'; exit 1"
FULL_DISK_PIP = "echo 'OSError: [Errno 28] No space left on device'; exit 1"


class Workshop(NamedTuple):
    """An environment to make, and a journal of what was done for it."""

    environment: Environment
    pip: Path
    journal: Path

    def done(self) -> list[str]:
        """What was done so far."""
        return self.journal.read_text().splitlines() if self.journal.exists() else []


@pytest.fixture
def workshop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Workshop:
    pins = tmp_path / "requirements"
    pins.mkdir()
    (pins / "bot.txt").write_text("rasa==3.6.21\n")
    (pins / "bot-test.txt").write_text("pytest==8.4.2\n")
    write_program(tmp_path / "bin/python3.10", PYTHON)
    pip = write_program(tmp_path / "pip", PIP)
    journal = tmp_path / "journal"
    monkeypatch.setenv("PATH", f"{tmp_path / 'bin'}:/usr/bin:/bin")
    monkeypatch.setenv("PIP", str(pip))
    monkeypatch.setenv("JOURNAL", str(journal))
    monkeypatch.setattr(environments, "LOGS", tmp_path / "log")
    bot = Environment("bot", "bot-test", "3.10", tmp_path / "venv", 1, requirements=pins)
    return Workshop(bot, pip, journal)


def test_is_made_and_filled_at_the_first_start(workshop: Workshop) -> None:
    ensure(environments=[workshop.environment])
    assert workshop.done() == ["made", "installed bot.txt"]


def test_is_left_alone_at_the_second_start(workshop: Workshop) -> None:
    ensure(environments=[workshop.environment])
    ensure(environments=[workshop.environment])
    assert workshop.done() == ["made", "installed bot.txt"]


def test_gets_what_tests_need_on_top(workshop: Workshop) -> None:
    ensure(environments=[workshop.environment])
    ensure(tests=True, environments=[workshop.environment])
    ensure(tests=True, environments=[workshop.environment])
    assert workshop.done() == ["made", "installed bot.txt", "installed bot-test.txt"]


def test_is_remade_when_its_pins_change(workshop: Workshop) -> None:
    ensure(environments=[workshop.environment])
    workshop.environment.pins("bot").write_text("rasa==3.6.20\n")
    ensure(environments=[workshop.environment])
    assert workshop.done() == ["made", "installed bot.txt"] * 2


def test_is_remade_when_its_interpreter_went_away(workshop: Workshop) -> None:
    ensure(environments=[workshop.environment])
    workshop.environment.python.unlink()
    ensure(environments=[workshop.environment])
    assert workshop.done() == ["made", "installed bot.txt"] * 2


def test_that_could_not_be_filled_is_told_in_one_sentence_with_pips_last_words(
    workshop: Workshop,
) -> None:
    write_program(workshop.pip, FAILING_PIP)
    with pytest.raises(LaunchError) as problem:
        ensure(environments=[workshop.environment])
    assert "could not be made: the packages could not be installed" in problem.value.sentence
    assert "No matching distribution found" in problem.value.details


def test_that_is_half_made_is_remade(workshop: Workshop) -> None:
    write_program(workshop.pip, FAILING_PIP)
    with pytest.raises(LaunchError):
        ensure(environments=[workshop.environment])
    write_program(workshop.pip, PIP)
    ensure(environments=[workshop.environment])
    assert workshop.done() == ["made", "made", "installed bot.txt"]


def test_that_fills_the_disk_is_told_as_such(workshop: Workshop) -> None:
    write_program(workshop.pip, FULL_DISK_PIP)
    with pytest.raises(LaunchError, match="The disk filled up"):
        ensure(environments=[workshop.environment])


def test_is_not_begun_when_the_disk_is_too_small(
    workshop: Workshop, monkeypatch: pytest.MonkeyPatch
) -> None:
    usage = shutil.disk_usage("/")._replace(free=200_000)
    monkeypatch.setattr(shutil, "disk_usage", lambda path: usage)
    with pytest.raises(LaunchError, match=r"need about 0\.0 GB of disk"):
        ensure(environments=[workshop.environment])
    assert workshop.done() == []


def test_is_not_begun_without_an_interpreter(
    workshop: Workshop, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(workshop.journal.parent / "nowhere"))
    monkeypatch.setenv("PYENV_ROOT", str(workshop.journal.parent / "nowhere"))
    with pytest.raises(LaunchError, match=r"Python 3\.10 was not found"):
        ensure(environments=[workshop.environment])
    assert workshop.done() == []
