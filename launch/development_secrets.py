"""The two secrets of a development installation, made once and readable by its owner only."""

from __future__ import annotations

import os
import secrets
from pathlib import Path
from typing import Mapping

from launch.problems import LaunchError

NAMES = ("GUIDE_SECRET_KEY", "GUIDE_SERVICE_TOKEN")
BYTES = 36


def service_secrets(environment: Mapping[str, str], path: Path) -> dict[str, str]:
    """Both secrets: from the environment where set, else from `path`, which is made if needed.

    Raises:
        LaunchError: outside development, where nothing is made up, one is not set.
    """
    given = {name: environment[name] for name in NAMES if environment.get(name)}
    missing = [name for name in NAMES if name not in given]
    if not missing:
        return given
    if environment.get("GUIDE_ENV", "development") != "development":
        raise LaunchError(f"GUIDE_ENV is not development: set {' and '.join(missing)}.")
    if not path.exists():
        _create(path)
    return {**_read(path), **given}


def _create(path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    lines = [f"{name}={secrets.token_urlsafe(BYTES)}\n" for name in NAMES]
    descriptor = os.open(str(path), os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        file.writelines(lines)


def _read(path: Path) -> dict[str, str]:
    pairs = (line.split("=", 1) for line in path.read_text(encoding="ascii").split())
    return {name: value for name, value in pairs if name in NAMES}
