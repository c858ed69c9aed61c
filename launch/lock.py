"""Resolves the direct dependencies into full lists of pins: requirements/*.in -> *.txt."""

from __future__ import annotations

import json
import subprocess
import tempfile
from pathlib import Path

from launch.console import say
from launch.environments import APP, RASA, Environment
from launch.paths import REQUIREMENTS
from launch.problems import LaunchError

HEADER = "# Resolved from {source} by `make lock`; edit that file, not this one.\n"


def lock() -> None:
    """Rewrite every list of pins with the newest versions that fit together.

    Raises:
        LaunchError: pip found no set of versions that fits.
    """
    for environment in (APP, RASA):
        base = _resolve(environment, [f"{environment.name}.in"])
        _write(environment.name, base)
        tests = _resolve(environment, [f"{environment.name}.txt", f"{environment.test_layer}.in"])
        _write(environment.test_layer, {n: v for n, v in tests.items() if n not in base})


def _resolve(environment: Environment, sources: list[str]) -> dict[str, str]:
    """Versions by normalised name. A local version such as `+cpu` is a builder's, not a pin."""
    say(f"Resolving {' + '.join(sources)}")
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "report.json"
        command = [str(environment.python), "-m", "pip", "install", "--dry-run", "--quiet"]
        command += ["--ignore-installed", "--report", str(report)]
        for source in sources:
            command += ["-r", str(REQUIREMENTS / source)]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        if done.returncode != 0:
            raise LaunchError(f"pip could not resolve {sources[-1]}.", done.stderr)
        items = json.loads(report.read_text())["install"]
    names = ((item["metadata"]["name"], item["metadata"]["version"]) for item in items)
    return {name.lower().replace("_", "-"): version.split("+")[0] for name, version in names}


def _write(name: str, pins: dict[str, str]) -> None:
    lines = [f"{package}=={version}\n" for package, version in sorted(pins.items())]
    text = HEADER.format(source=f"{name}.in") + "".join(lines)
    (REQUIREMENTS / f"{name}.txt").write_text(text, encoding="utf-8")
