"""Strings with numbers, on disk: millions of them open at once and take no memory to speak of."""

from collections.abc import Collection, Iterable, Mapping
from pathlib import Path

import marisa_trie
import numpy as np
from numpy.typing import NDArray


class StringTable:
    """A trie of strings, each with some numbers and perhaps a mark; made once, then only read.

    Args:
        trie: the strings; each has a place in it.
        starts: where the numbers of the string at each place begin in `numbers`.
        numbers: the numbers of all strings.
        marked: whether the string at each place has the mark.
    """

    def __init__(
        self,
        trie: marisa_trie.Trie,
        starts: NDArray[np.int64],
        numbers: NDArray[np.int32],
        marked: NDArray[np.bool_],
    ) -> None:
        self._trie, self._starts, self._numbers, self._marked = trie, starts, numbers, marked

    @classmethod
    def build(
        cls, path: Path, entries: Mapping[str, Collection[int]], marked: Collection[str] = ()
    ) -> "StringTable":
        """Write a table to files that begin with `path`."""
        trie = marisa_trie.Trie(entries)
        ordered = [sorted(entries[trie.restore_key(place)]) for place in range(len(trie))]
        starts = np.cumsum([0, *map(len, ordered)], dtype=np.int64)
        marks = np.zeros(len(trie), dtype=bool)
        marks[[trie[string] for string in marked if string in trie]] = True
        trie.save(f"{path}.trie")
        np.save(f"{path}.starts.npy", starts)
        np.save(f"{path}.numbers.npy", np.array([n for some in ordered for n in some], np.int32))
        np.save(f"{path}.marks.npy", marks)
        return cls.load(path)

    @classmethod
    def load(cls, path: Path) -> "StringTable":
        """Open what `build` wrote, through the page cache."""
        trie = marisa_trie.Trie()
        trie.mmap(f"{path}.trie")
        starts, numbers, marks = (
            np.asarray(np.load(f"{path}.{part}.npy", mmap_mode="r"))
            for part in ("starts", "numbers", "marks")
        )
        return cls(trie, starts, numbers, marks)

    def __contains__(self, string: str) -> bool:
        return string in self._trie

    def place(self, string: str) -> int:
        """The place of a string that is in the table."""
        return int(self._trie[string])

    def key(self, place: int) -> str:
        """The string at a place."""
        return str(self._trie.restore_key(place))

    def numbers(self, string: str) -> list[int]:
        """The numbers of a string, ascending; none for a string that is not in the table."""
        if string not in self._trie:
            return []
        place = self._trie[string]
        found: list[int] = self._numbers[self._starts[place] : self._starts[place + 1]].tolist()
        return found

    def marks(self, string: str) -> bool:
        """Whether a string is in the table and marked."""
        return string in self._trie and bool(self._marked[self._trie[string]])

    def within(self, text: str, starts: Iterable[int] | None = None) -> set[str]:
        """The strings of the table that occur in a text, at some places of it or anywhere."""
        places = range(len(text)) if starts is None else starts
        return {string for start in places for string in self._trie.prefixes(text[start:])}
