"""The secrets of a development installation, made once and readable by its owner only."""

from __future__ import annotations

import os
import secrets
from pathlib import Path
from typing import Mapping

from launch.problems import LaunchError

NAMES = ("GUIDE_SECRET_KEY", "GUIDE_SERVICE_TOKEN", "GUIDE_STAFF_TOKEN")
BYTES = 36


def service_secrets(environment: Mapping[str, str], path: Path) -> dict[str, str]:
    """Every secret: from the environment where set, else from `path`, which is filled if needed.

    Raises:
        LaunchError: outside development, where nothing is made up, one is not set.
    """
    given = {name: environment[name] for name in NAMES if environment.get(name)}
    missing = [name for name in NAMES if name not in given]
    if not missing:
        return given
    if environment.get("GUIDE_ENV", "development") != "development":
        raise LaunchError(f"GUIDE_ENV is not development: set {' and '.join(missing)}.")
    kept = _read(path)
    made = {name: secrets.token_urlsafe(BYTES) for name in NAMES if name not in kept}
    if made:
        _add(path, made)
    return {**kept, **made, **given}


def _add(path: Path, made: Mapping[str, str]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(str(path), os.O_CREAT | os.O_APPEND | os.O_WRONLY, 0o600)
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        file.writelines(f"{name}={value}\n" for name, value in made.items())


def _read(path: Path) -> dict[str, str]:
    if not path.exists():
        return {}
    pairs = (line.split("=", 1) for line in path.read_text(encoding="ascii").split())
    return {name: value for name, value in pairs if name in NAMES}
