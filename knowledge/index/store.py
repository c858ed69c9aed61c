"""Where a built index lives on disk, and how one takes the place of another.

A build goes into a folder of its own; the file `current` names the one
in use and is replaced in one step. A reader therefore sees the old index or the new one, whole.
"""

import json
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from knowledge.changes import locked

_CURRENT = "current"
_MANIFEST = "manifest.json"
_FORSAKEN_S = 86_400  # a build takes minutes


class IndexMismatch(Exception):
    """There is no index, or it was built for other data, another encoder or other code."""


@dataclass(frozen=True)
class Manifest:
    """What an index was built from (fingerprints) and when.

    Attributes:
        data: of every text that is indexed or fitted on.
        encoder: of the encoder's files; encoder_name is the setting it was opened by.
        code: of the modules that cut, encode and index texts.
        built_at: UTC, ISO 8601.
    """

    data: str
    encoder: str
    encoder_name: str
    dimension: int
    code: str
    texts: int
    built_at: str

    def differs_from(self, other: "Manifest") -> list[str]:
        """Which inputs are not the same, in words."""
        named = {"data": "资料", "encoder": "编码器", "code": "检索程序"}
        return [
            words for field, words in named.items() if getattr(self, field) != getattr(other, field)
        ]


def write_json(file: Path, content: Any) -> None:
    """Write one JSON file, readable by people."""
    file.write_text(json.dumps(content, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def read_json(file: Path) -> Any:
    """Read one JSON file."""
    return json.loads(file.read_text(encoding="utf-8"))


def current(index_dir: Path) -> tuple[Path, Manifest]:
    """The folder of the index in use, and its manifest.

    Raises:
        IndexMismatch: nothing usable has been built there.
    """
    try:
        folder = index_dir / (index_dir / _CURRENT).read_text(encoding="utf-8").strip()
        return folder, Manifest(**read_json(folder / _MANIFEST))
    except (OSError, ValueError, TypeError) as error:
        raise IndexMismatch(
            f"{index_dir} 里没有索引：请运行 `python -m knowledge build`"
        ) from error


@contextmanager
def reading(index_dir: Path) -> Iterator[tuple[Path, Manifest]]:
    """The same, while no other build removes it.

    Raises:
        IndexMismatch: nothing usable has been built there.
    """
    current(index_dir)  # raises before there is a folder to lock
    with locked(index_dir):
        yield current(index_dir)


class Replacement:
    """A new index in the making: a context manager that puts it in place when all went well.

    Attributes:
        folder: where to build it; no other build ever uses the same.
    """

    def __init__(self, index_dir: Path, manifest: Manifest) -> None:
        self._index_dir = index_dir
        self._manifest = manifest

    def __enter__(self) -> "Replacement":
        self._index_dir.mkdir(parents=True, exist_ok=True)
        self.folder = Path(tempfile.mkdtemp(prefix="index-", dir=self._index_dir))
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        if kind is not None:
            shutil.rmtree(self.folder, ignore_errors=True)
            return
        write_json(self.folder / _MANIFEST, asdict(self._manifest))
        with locked(self._index_dir, exclusively=True):
            pointer = self._index_dir / f"{_CURRENT}.{self.folder.name}"
            pointer.write_text(self.folder.name + "\n", encoding="utf-8")
            pointer.replace(self._index_dir / _CURRENT)
            self._remove_others()

    def _remove_others(self) -> None:
        """Remove the index before, and what builds left that were killed long ago."""
        for other in self._index_dir.iterdir():
            if not other.is_dir() or other == self.folder:
                continue
            forsaken = time.time() - other.stat().st_mtime > _FORSAKEN_S
            if (other / _MANIFEST).exists() or forsaken:
                shutil.rmtree(other, ignore_errors=True)
