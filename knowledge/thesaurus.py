"""Concepts of the field: which of them a text speaks of, whatever word it uses.

Words are also known by their sound, for texts typed in pinyin. The data is
knowledge/data/thesaurus.yml. Looking concepts up is linear in the text's length.
"""

import hashlib
import json
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Generic, TypeVar

from pydantic import BaseModel, ConfigDict

from knowledge.documents import read_wording
from knowledge.encoder import pinyin
from knowledge.memory import remembered
from knowledge.schema.record import Text

FILE = Path(__file__).parent / "data" / "thesaurus.yml"
MARK = "#"
"""First character of a concept among other terms."""

_LATIN = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_MOST_LATIN_WORDS = 4
_LEAST_SYLLABLES = 2  # one syllable alone may be too many words

Key = TypeVar("Key", str, tuple[str, ...])


class _Longest(Generic[Key]):
    """Finds what it knows in a text: at each place the longest counts, and it goes on behind it."""

    def __init__(self, concepts: Mapping[Key, list[str]]) -> None:
        # Filed by how they begin: most places of a text begin nothing.
        self._beginning: dict[str, list[Key]] = defaultdict(list)
        for key in sorted(concepts, key=len, reverse=True):
            self._beginning[key[0]].append(key)
        self._concepts: Mapping[Key, list[str]] = concepts

    def within(self, text: Key) -> Iterator[str]:
        start = 0
        while start < len(text):
            for key in self._beginning.get(text[start], ()):
                if text[start : start + len(key)] == key:
                    yield from self._concepts[key]
                    start += len(key)
                    break
            else:
                start += 1


class Thesaurus:
    """Finds concepts; build it once.

    Args:
        words_of: the words of each concept, in lower-case simplified Chinese or English.
        fingerprint: of what the file says.
    """

    def __init__(self, words_of: dict[str, list[str]], fingerprint: str = "") -> None:
        self.fingerprint = fingerprint
        concepts: dict[str, list[str]] = defaultdict(list)
        for concept, words in words_of.items():
            for word in words:
                concepts[word].append(MARK + concept)
        chinese = {word: c for word, c in concepts.items() if not word.isascii()}
        self._written = _Longest(chinese)
        self._spoken = _Longest(_by_sound(chinese))
        self._latin = {word: c for word, c in concepts.items() if word.isascii()}

    @remembered
    def concepts(self, text: str) -> list[str]:
        """The marked concepts of a normalised, lower-case text, in the order of their words.

        Latin letters are read as pinyin where they are, else as English.
        """
        syllables = tuple(pinyin.typed_exactly(text))
        latin = self._spoken.within(syllables) if syllables else self._of_latin(text)
        return [*self._written.within(text), *latin]

    def _of_latin(self, text: str) -> list[str]:
        words = _LATIN.findall(text)
        return [
            concept
            for start in range(len(words))
            for length in range(1, _MOST_LATIN_WORDS + 1)
            if start + length <= len(words)
            for concept in self._latin.get(" ".join(words[start : start + length]), ())
        ]


def _by_sound(concepts: Mapping[str, list[str]]) -> dict[tuple[str, ...], list[str]]:
    """Concepts by the syllables of their words, without words that sound like another concept's."""
    spoken: dict[tuple[str, ...], list[str]] = {}
    for word, meant in concepts.items():
        sounds = tuple(sound for c in word if (sound := pinyin.reading(c)))
        if len(sounds) == len(word) >= _LEAST_SYLLABLES:
            spoken[sounds] = meant if spoken.get(sounds, meant) == meant else []
    return spoken


class _File(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    concepts: dict[Text, list[Text]]


def load(file: Path = FILE) -> Thesaurus:
    """Read and check the file.

    Raises:
        WordingError: the file cannot be read or breaks its schema.
    """
    words_of = read_wording(file, _File).value.concepts
    written = json.dumps(words_of, ensure_ascii=False)
    return Thesaurus(words_of, hashlib.sha256(written.encode()).hexdigest())


@cache
def shipped() -> Thesaurus:
    """The project's own thesaurus, read once."""
    return load()


def reread() -> None:
    """Read the project's own thesaurus anew when it is next asked for."""
    shipped.cache_clear()
