"""What the shipped encoder sees: character n-grams, Latin words, pinyin n-grams, concepts.

Character n-grams need no word segmentation and survive a typo in their neighbourhood; pinyin
n-grams survive a wrong character of the same sound. Features of different kinds never collide:
pinyin ones start with "~", Latin ones with "@", concepts of the thesaurus with "#".
"""

import re
from itertools import pairwise

from knowledge.encoder import pinyin
from knowledge.text import normalise, standard
from knowledge.thesaurus import shipped

LONGEST_NGRAM = 4
_CHUNK = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff\U00020000-\U0003ffff]+|[a-z]+|[0-9]+")
_STEM_LENGTH = 5
_LONGEST_LATIN_WORD = 24


def _chinese(chunk: str) -> list[str]:
    size = len(chunk)
    return [
        chunk[start : start + length]
        for length in range(1, LONGEST_NGRAM + 1)
        for start in range(size - length + 1)
    ]


def _spoken(sounds: list[str]) -> list[str]:
    pairs = ["~" + a + " " + b for a, b in pairwise(sounds)]
    triples = [f"~{a} {b} {c}" for a, b, c in zip(sounds, sounds[1:], sounds[2:], strict=False)]
    return pairs + triples


def features(text: str) -> list[str]:
    """All features of a text, repeated as often as they occur."""
    text = standard(normalise(text))
    found = list(shipped().concepts(text))
    latin: list[str] = []
    for chunk in _CHUNK.findall(text):
        if chunk[0].isdigit():
            found.append("@0")
        elif chunk[0].isascii():
            latin.append(chunk[:_LONGEST_LATIN_WORD])
        else:
            found += _chinese(chunk)
            found += _spoken([sound for c in chunk if (sound := pinyin.of_character(c))])
    sounds = pinyin.typed(" ".join(latin))
    if sounds:
        return found + _spoken(sounds)
    for word in latin:
        found += ["@" + word, "@" + word[:_STEM_LENGTH] + "*"]
    return found
