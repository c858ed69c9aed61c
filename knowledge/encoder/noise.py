"""Mistakes that people and dictation make, put into training texts on purpose."""

import random
from collections import defaultdict
from collections.abc import Iterable

from pypinyin import lazy_pinyin

from knowledge.encoder import pinyin

_SHORTEST_TO_CROP = 14


class Noise:
    """Makes one noisy copy of a text at a time, by a seeded generator.

    Args:
        texts: where wrong characters are drawn from, so that only ordinary ones are used.
        rng: the only source of chance.
    """

    def __init__(self, texts: Iterable[str], rng: random.Random) -> None:
        self._rng = rng
        alike: dict[str, set[str]] = defaultdict(set)
        for character in sorted({c for text in texts for c in text}):
            if sound := pinyin.of_character(character):
                alike[sound].add(character)
        self._alike = {sound: sorted(characters) for sound, characters in alike.items()}

    def _sounds_like(self, character: str) -> str:
        others = self._alike.get(pinyin.of_character(character), [])
        return self._rng.choice(others) if others else character

    def _misspelt(self, text: str) -> str:
        share = self._rng.uniform(0.05, 0.3)
        return "".join(self._sounds_like(c) if self._rng.random() < share else c for c in text)

    def _with_gaps(self, text: str) -> str:
        return "".join(c for c in text if self._rng.random() > 0.08)

    def _in_pinyin(self, text: str) -> str:
        return self._rng.choice(["", " "]).join(lazy_pinyin(text))

    def _cropped(self, text: str) -> str:
        if len(text) < _SHORTEST_TO_CROP:
            return text
        length = self._rng.randint(len(text) // 2, len(text))
        start = self._rng.randint(0, len(text) - length)
        return text[start : start + length]

    def __call__(self, text: str) -> str:
        """The text as it is (half the time) or with one kind of mistake."""
        kinds = [self._misspelt, self._with_gaps, self._cropped, self._in_pinyin]
        if self._rng.random() < 0.5:
            return text
        return self._rng.choices(kinds, weights=[4, 2, 3, 1])[0](text)
