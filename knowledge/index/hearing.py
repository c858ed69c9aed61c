"""Writes names again that a dictation program heard right and wrote wrong: 施公许可正."""

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

import jieba

from knowledge.encoder import pinyin
from knowledge.index.string_table import StringTable
from knowledge.memory import remembered

_CHINESE = re.compile(r"[\u3400-\u9fff]+")
_SHORTEST = 3
"""Characters of a name; shorter ones sound like too much else."""
_MARK = "'"
_UNSOUNDED = "?"
_LEAST_SHARED = 0.5
"""Share of a name's characters that must be written right: of three, two."""


class Hearing:
    """Knows names by their sound.

    Args:
        sounds: how names sound, with the places of these names in `names`.
        names: every name.
    """

    def __init__(self, sounds: StringTable, names: StringTable) -> None:
        self._sounds, self._names = sounds, names

    @classmethod
    def build(cls, folder: Path, spellings: Iterable[str], names: StringTable) -> "Hearing":
        """Write how names sound.

        Args:
            spellings: names as they stand in `names`.
        """
        places: dict[str, set[int]] = {}
        for name in spellings:
            if len(name) >= _SHORTEST and _CHINESE.fullmatch(name):
                places.setdefault(_sounding(name), set()).add(names.place(name))
        return cls(StringTable.build(folder / "sounds", places), names)

    @classmethod
    def load(cls, folder: Path, names: StringTable) -> "Hearing":
        """Open what `build` wrote."""
        return cls(StringTable.load(folder / "sounds"), names)

    def respelled(self, text: str) -> str:
        """A text with the names in it written as they should be; the longer ones first."""
        return _CHINESE.sub(lambda run: self._respelled(run.group()), text)

    def _respelled(self, run: str) -> str:
        sounding, written, heard = _sounding(run), list(run), [False] * len(run)
        marks = (place for place, letter in enumerate(sounding) if letter == _MARK)
        found = self._sounds.within(sounding, marks)
        for sound in sorted(found, key=lambda sound: (-sound.count(_MARK), sound)):
            for place in _places(sound, sounding):
                name = None if any(heard[place]) else self._meant(run[place], sound)
                if name is not None and not _cuts_a_word(run, place, name):
                    written[place] = name
                    heard[place] = [True] * len(name)
        return "".join(written)

    def _meant(self, said: str, sound: str) -> str | None:
        """The name that what is said stands for; None when too little of it is written right."""
        names = [self._names.key(place) for place in self._sounds.numbers(sound)]
        name = max(names, key=lambda name: _shared(said, name))
        return name if _shared(said, name) >= _LEAST_SHARED * len(said) else None


def _sounding(text: str) -> str:
    syllables = (pinyin.of_character(character) or _UNSOUNDED for character in text)
    return _MARK + _MARK.join(syllables) + _MARK


def _places(sound: str, sounding: str) -> Iterator[slice]:
    """Where in a run of characters something sounds so."""
    length, found = sound.count(_MARK) - 1, sounding.find(sound)
    while found >= 0:
        start = sounding.count(_MARK, 0, found)
        yield slice(start, start + length)
        found = sounding.find(sound, found + 1)


@remembered  # to cut a run into words takes longer than all the rest
def _word_ends(run: str) -> list[tuple[int, int]]:
    """Where words of several characters begin and end."""
    return [(start, end) for _, start, end in jieba.tokenize(run) if end - start > 1]


def _cuts_a_word(run: str, place: slice, name: str) -> bool:
    """Whether writing a name there would spoil a word that goes on beyond it: 怎么 after 许可."""
    wrong = {place.start + at for at, letter in enumerate(name) if run[place][at] != letter}
    return bool(wrong) and any(
        not place.start <= start < end <= place.stop and not wrong.isdisjoint(range(start, end))
        for start, end in _word_ends(run)
    )


def _shared(said: str, name: str) -> int:
    """How many characters stand at the same place in both."""
    return sum(one == other for one, other in zip(said, name, strict=True))
