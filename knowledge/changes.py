"""Changing the data folder: all of a change or nothing, even if the machine stops half-way.

A change is first written whole beside the data (`.pending/`) and marked complete; only then do its
files take their places. Whoever loads the folder afterwards finishes a change that is complete and
drops one that is not. A lock keeps readers out while files are being moved.
"""

import contextlib
import fcntl
import os
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path

PENDING = ".pending"
COMPLETE = "complete"

Files = Mapping[str, str]
"""New contents by path below the data folder."""


class Outdated(Exception):
    """Somebody has changed a file since the change to it was planned; nothing was written."""


def apply(data: Path, files: Files, before: Files | None = None) -> None:
    """Write all the files, or none.

    Args:
        before: what files must still hold; None to write whatever they hold.

    Raises:
        Outdated: a file holds something else by now; nothing has changed then.
        OSError: the disk is full or not writable; nothing has changed then.
    """
    pending = data / PENDING
    with locked(data, exclusively=True):
        _finish_or_drop(data)
        if before is not None and any(read(data / name) != text for name, text in before.items()):
            raise Outdated
        try:
            for name, text in files.items():
                _write(pending / "files" / name, text)
            _write(pending / COMPLETE, "")
        except OSError:
            shutil.rmtree(pending, ignore_errors=True)
            raise
        _finish_or_drop(data)


def recover(data: Path) -> None:
    """Finish a change that was complete when the machine stopped; drop one that was not."""
    if (data / PENDING).exists():
        with locked(data, exclusively=True):
            _finish_or_drop(data)


def read(file: Path) -> str:
    """A data file with its line ends as they are."""
    return file.read_bytes().decode("utf-8")


@contextlib.contextmanager
def previewed(data: Path, files: Files) -> Iterator[Path]:
    """A copy of the data folder in which the files are changed already; gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="knowledge-") as folder:
        copy = Path(folder) / "data"
        with locked(data):
            shutil.copytree(data, copy, ignore=shutil.ignore_patterns(PENDING))
        for name, text in files.items():
            _write(copy / name, text)
        yield copy


@contextlib.contextmanager
def locked(data: Path, exclusively: bool = False) -> Iterator[None]:
    """Wait until nobody changes the folder (or, exclusively, reads it), and keep it so."""
    folder = os.open(data, os.O_RDONLY | os.O_DIRECTORY)
    try:
        fcntl.flock(folder, fcntl.LOCK_EX if exclusively else fcntl.LOCK_SH)
        yield
    finally:
        os.close(folder)


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:  # line ends stay as they are
        file.write(text.encode("utf-8"))
        file.flush()
        os.fsync(file.fileno())


def _finish_or_drop(data: Path) -> None:
    pending = data / PENDING
    files = pending / "files"
    if (pending / COMPLETE).exists():
        for file in sorted(path for path in files.rglob("*") if path.is_file()):
            target = data / file.relative_to(files)
            target.parent.mkdir(parents=True, exist_ok=True)
            if target.exists():
                shutil.copymode(target, file)
            file.replace(target)
    shutil.rmtree(pending, ignore_errors=True)
