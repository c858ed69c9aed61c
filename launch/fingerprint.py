"""Tells whether the inputs of a build step changed since it last succeeded."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Iterable, Iterator

LEFTOVERS = {".pyc", ".pyo"}


def fingerprint(inputs: Iterable[Path], settings: Iterable[str] = ()) -> str:
    """A hash of the names and contents of all files under `inputs`, and of `settings`.

    An input that does not exist counts as empty; what Python leaves behind is not looked at.
    """
    digest = hashlib.sha256()
    for setting in settings:
        digest.update(setting.encode() + b"\0")
    for root in inputs:
        for path in _files(root):
            digest.update(path.relative_to(root.parent).as_posix().encode() + b"\0")
            digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


def _files(root: Path) -> Iterator[Path]:
    if root.is_file():
        yield root
        return
    for path in sorted(root.rglob("*")):
        if path.is_file() and path.suffix not in LEFTOVERS:
            yield path


class Stamp:
    """Remembers the fingerprint with which a step last succeeded.

    Args:
        path: the file it is kept in.
    """

    def __init__(self, path: Path) -> None:
        self._path = path

    def matches(self, value: str) -> bool:
        """Whether the step last succeeded with this fingerprint."""
        return self._path.is_file() and self._path.read_text(encoding="ascii") == value

    def clear(self) -> None:
        """Forget: the step is about to run, and may be interrupted."""
        if self._path.exists():
            self._path.unlink()

    def set(self, value: str) -> None:
        """The step succeeded."""
        self._path.parent.mkdir(parents=True, exist_ok=True)
        self._path.write_text(value, encoding="ascii")
