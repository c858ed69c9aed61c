"""Concepts of the field: which of them a text speaks of, whatever word it uses.

The data is knowledge/data/thesaurus.yml. Looking concepts up is linear in the text's length.
"""

import re
from collections import defaultdict
from functools import cache
from pathlib import Path

import yaml

from knowledge.errors import WordingError

FILE = Path(__file__).parent / "data" / "thesaurus.yml"
MARK = "#"
"""First character of a concept among other terms."""

_LATIN = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_MOST_LATIN_WORDS = 4


class Thesaurus:
    """Finds concepts; build it once.

    Args:
        words_of: the words of each concept, in lower-case simplified Chinese or English.
    """

    def __init__(self, words_of: dict[str, list[str]]) -> None:
        concepts: dict[str, list[str]] = defaultdict(list)
        for concept, words in words_of.items():
            for word in words:
                concepts[word].append(MARK + concept)
        self._chinese = {word: c for word, c in concepts.items() if not word.isascii()}
        self._latin = {word: c for word, c in concepts.items() if word.isascii()}
        self._lengths = sorted({len(word) for word in self._chinese}, reverse=True)

    def concepts(self, text: str) -> list[str]:
        """The marked concepts of a normalised, lower-case text, in the order of their words.

        At each place the longest word counts, and the search goes on behind it.
        """
        return self._of_chinese(text) + self._of_latin(text)

    def _of_chinese(self, text: str) -> list[str]:
        found: list[str] = []
        start = 0
        while start < len(text):
            for length in self._lengths:
                if concepts := self._chinese.get(text[start : start + length]):
                    found += concepts
                    start += length
                    break
            else:
                start += 1
        return found

    def _of_latin(self, text: str) -> list[str]:
        words = _LATIN.findall(text)
        return [
            concept
            for start in range(len(words))
            for length in range(1, _MOST_LATIN_WORDS + 1)
            if start + length <= len(words)
            for concept in self._latin.get(" ".join(words[start : start + length]), ())
        ]


def load(file: Path = FILE) -> Thesaurus:
    """Read and check the file.

    Raises:
        WordingError: it is not a list of words by concept.
    """
    try:
        words_of = yaml.safe_load(file.read_text(encoding="utf-8"))["concepts"]
    except (OSError, yaml.YAMLError, KeyError, TypeError) as error:
        raise WordingError(f"{file.name}: {error}") from error
    for concept, words in words_of.items():
        if not isinstance(words, list) or not all(isinstance(word, str) for word in words):
            raise WordingError(f"{file.name}: {concept}: must be a list of words")
    return Thesaurus(words_of)


@cache
def shipped() -> Thesaurus:
    """The project's own thesaurus, read once."""
    return load()
