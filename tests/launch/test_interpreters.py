"""An interpreter counts when it runs, not when it has the right name."""

from pathlib import Path

import pytest

from launch.interpreters import find
from launch.problems import LaunchError
from tests.launch.programs import write_program

FAILING_SHIM = "echo 'pyenv: python3.10: command not found' >&2; exit 127"


def python(version: str, in_environment: bool = False) -> str:
    """A script that answers the probe as an interpreter of `version` would."""
    return f"echo '{version} {not in_environment}'"


@pytest.fixture(autouse=True)
def machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A machine whose PATH and pyenv hold only what a test puts there."""
    monkeypatch.setenv("PATH", f"{tmp_path / 'shims'}:{tmp_path / 'bin'}")
    monkeypatch.setenv("PYENV_ROOT", str(tmp_path / "pyenv"))
    return tmp_path


def test_finds_the_interpreter_on_path(machine: Path) -> None:
    expected = write_program(machine / "bin/python3.10", python("3.10"))
    assert find("3.10") == expected


def test_passes_over_a_shim_that_fails(machine: Path) -> None:
    write_program(machine / "shims/python3.10", FAILING_SHIM)
    expected = write_program(machine / "bin/python3.10", python("3.10"))
    assert find("3.10") == expected


def test_looks_into_pyenvs_versions_behind_its_shim(machine: Path) -> None:
    write_program(machine / "shims/python3.10", FAILING_SHIM)
    expected = write_program(machine / "pyenv/versions/3.10.13/bin/python3.10", python("3.10"))
    assert find("3.10") == expected


def test_asks_uv(machine: Path) -> None:
    expected = write_program(machine / "uv/python", python("3.10"))
    write_program(machine / "bin/uv", f'test "$1 $2 $3" = "python find 3.10" && echo {expected}')
    assert find("3.10") == expected


def test_believes_what_an_interpreter_says_of_itself_not_its_name(machine: Path) -> None:
    write_program(machine / "bin/python3.10", python("3.12"))
    expected = write_program(machine / "bin/python3", python("3.10"))
    assert find("3.10") == expected


def test_passes_over_a_virtual_environment(machine: Path) -> None:
    write_program(machine / "shims/python3.10", python("3.10", in_environment=True))
    expected = write_program(machine / "bin/python3.10", python("3.10"))
    assert find("3.10") == expected


def test_says_what_to_install_when_there_is_none(machine: Path) -> None:
    write_program(machine / "shims/python3.10", FAILING_SHIM)
    with pytest.raises(LaunchError) as problem:
        find("3.10")
    assert "Python 3.10 was not found" in problem.value.sentence
    assert "pyenv install 3.10" in problem.value.sentence
