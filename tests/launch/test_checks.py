"""Every check runs, each closes with its last line, and one failure fails the whole."""

from pathlib import Path

import pytest

from launch.checks import Check, run_all
from launch.environments import Environment
from launch.problems import LaunchError
from tests.launch.programs import write_program


@pytest.fixture
def environment(tmp_path: Path) -> Environment:
    """An environment whose Python prints its second argument and ends with its third."""
    write_program(tmp_path / "bin" / "python", 'echo "first line"; echo "$3"; echo; exit "$4"')
    return Environment("app", "test", "3.11", tmp_path, 1)


def test_the_closing_lines_of_all_are_the_last_to_be_seen(
    environment: Environment, capfd: pytest.CaptureFixture[str]
) -> None:
    first = Check("App", environment, ("pytest", "==== 3 passed in 1s ====", "0"))
    second = Check("Bot", environment, ("pytest", "\x1b[32m==== 2 passed in 1s ====\x1b[0m", "0"))
    run_all([first, second])
    closing = capfd.readouterr().out.splitlines()[-2:]
    assert [line.split("] ")[1] for line in closing] == [
        "App: 3 passed in 1s",
        "Bot: 2 passed in 1s",
    ]


def test_the_others_still_run_after_one_failed(
    environment: Environment, capfd: pytest.CaptureFixture[str]
) -> None:
    failing = Check("App", environment, ("pytest", "1 failed", "1"))
    passing = Check("Bot", environment, ("pytest", "2 passed", "0"))
    with pytest.raises(LaunchError, match=r"^Failed: App\.$"):
        run_all([failing, passing])
    assert "Bot: 2 passed" in capfd.readouterr().out
