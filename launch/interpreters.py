"""Finds a Python of a given version by running candidates: a name on PATH proves nothing."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path
from typing import Iterator

from launch.problems import LaunchError

# A virtual environment is passed over: it may be the one about to be replaced. `ensurepip` is
# missing where a distribution keeps it in a package of its own.
PROBE = (
    "import sys, venv, ensurepip\n"
    "print('%d.%d' % sys.version_info[:2], sys.prefix == sys.base_prefix)"
)
PROBE_TIMEOUT_S = 20


def find(version: str) -> Path:
    """An interpreter of `version` ("3.11") that runs and can make environments.

    Raises:
        LaunchError: there is none on this machine.
    """
    for candidate in _candidates(version):
        if _works(candidate, version):
            return candidate
    raise LaunchError(
        f"Python {version} was not found; install it with its venv module, for example "
        f"`pyenv install {version}`, `uv python install {version}` or "
        f"`apt install python{version} python{version}-venv`, and start again."
    )


def _candidates(version: str) -> Iterator[Path]:
    yield from _on_path(version)
    yield from _of_pyenv(version)
    yield from _of_uv(version)


def _on_path(version: str) -> Iterator[Path]:
    for name in (f"python{version}", "python3", "python"):
        for folder in os.environ.get("PATH", "").split(os.pathsep):
            candidate = Path(folder or ".") / name
            if os.access(str(candidate), os.X_OK):
                yield candidate.absolute()


def _of_pyenv(version: str) -> Iterator[Path]:
    root = Path(os.environ.get("PYENV_ROOT") or Path.home() / ".pyenv")
    yield from sorted(root.glob(f"versions/{version}*/bin/python{version}"), reverse=True)


def _of_uv(version: str) -> Iterator[Path]:
    uv = shutil.which("uv")
    if uv:
        found = _output([uv, "python", "find", version])
        if found:
            yield Path(found)


def _works(candidate: Path, version: str) -> bool:
    return _output([str(candidate), "-c", PROBE]) == f"{version} True"


def _output(command: list[str]) -> str:
    """What a command prints; empty when it fails, for whatever reason."""
    try:
        done = subprocess.run(
            command, capture_output=True, text=True, timeout=PROBE_TIMEOUT_S, check=False
        )
    except (OSError, subprocess.SubprocessError, UnicodeError):
        return ""
    return done.stdout.strip() if done.returncode == 0 else ""
