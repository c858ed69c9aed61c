"""Pinyin, folded so that what sounds alike to a Hunan ear or a dictation program is alike.

Typed pinyin and wrong characters of the same sound then share features with the right words.
"""

import re
from functools import cache

from pypinyin import lazy_pinyin
from pypinyin.constants import PINYIN_DICT

_TONE_MARKS = str.maketrans("āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜüńňǹḿ", "aaaaeeeeiiiioooouuuuvvvvvnnnm")
_LATIN_RUN = re.compile(r"[a-z']+")
_LONGEST_SYLLABLE = 6
_PINYIN_SHARE = 0.75  # of a text's Latin letters, from which on it is taken for typed pinyin


@cache
def syllables() -> frozenset[str]:
    """Every syllable of Mandarin without tone, as typed on a keyboard (ü as v)."""
    readings = ",".join(PINYIN_DICT.values()).translate(_TONE_MARKS).split(",")
    return frozenset(r for r in readings if r.isascii() and any(v in r for v in "aeiouv"))


@cache
def fold(syllable: str) -> str:
    """Merge what southern speakers and dictation mix up: zh/z, ch/c, sh/s, n/l, -ng/-n."""
    if syllable[1:2] == "h":
        syllable = syllable[0] + syllable[2:]
    if syllable.startswith("l"):
        syllable = "n" + syllable[1:]
    return syllable.removesuffix("g") if syllable.endswith("ng") else syllable


@cache
def reading(character: str) -> str:
    """The first reading of one Chinese character, without tone; "" for anything else."""
    readings = lazy_pinyin(character, errors="ignore")
    return str(readings[0]).replace("ü", "v") if readings else ""


@cache
def of_character(character: str) -> str:
    """The folded first reading of one Chinese character; "" for anything else."""
    return fold(reading(character))


def split(word: str) -> list[str] | None:
    """The syllables a Latin word consists of, longest first; None when it is not pinyin."""
    parts: list[str] = []
    start = 0
    while start < len(word):
        for end in range(min(len(word), start + _LONGEST_SYLLABLE), start, -1):
            rest_starts_syllable = end == len(word) or word[end] not in "aeiouv"
            if word[start:end] in syllables() and rest_starts_syllable:
                parts.append(word[start:end])
                start = end
                break
        else:
            return None
    return parts


def typed_exactly(text: str) -> list[str]:
    """The syllables of a text typed in pinyin; [] when its Latin letters are not pinyin."""
    runs = _LATIN_RUN.findall(text.lower())
    words = [word for run in runs for word in run.split("'") if word]
    letters = sum(map(len, words))
    found = [(word, parts) for word in words if (parts := split(word)) is not None]
    if not letters or sum(len(word) for word, _ in found) < _PINYIN_SHARE * letters:
        return []
    all_parts = [syllable for _, parts in found for syllable in parts]
    return all_parts if len(all_parts) > 1 else []


def typed(text: str) -> list[str]:
    """The folded syllables of a text typed in pinyin; [] when its Latin letters are not pinyin."""
    return [fold(syllable) for syllable in typed_exactly(text)]
