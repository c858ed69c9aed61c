"""Which of some prepared questions a message asks."""

import re
from collections.abc import Iterable, Mapping

from knowledge.english.words import stem
from knowledge.text import normalise

_WORD = re.compile(r"[a-z]+|\d+")
_LITTLE_WORDS = """
a an the i me my we us our you your it is are am be do does can could would will to of for in on at
and or please tell about there any all step steps everything whole procedure need
"""
_LITTLE = frozenset(_LITTLE_WORDS.split())
_ASKING_WORDS = "what how when where who which why much many if may must have"
_ASKING = frozenset(_ASKING_WORDS.split())
"""Words with which nearly every question begins: alike they say nothing."""
LEAST_SAID = 0.75
"""The share of a prepared question's words that a message must say."""


def nearest(message: str, asked: Mapping[str, Iterable[str]]) -> str | None:
    """The key of the question whose words a message says; None when it says none well enough."""
    said = _words(message)
    scored = [
        (len(words & said) / len(words), len(words), key)
        for key, texts in asked.items()
        for text in texts
        if (words := _words(text))
    ]
    share, _, best = max(scored, default=(0.0, 0, ""))
    return best if share >= LEAST_SAID else None


def likeness(message: str, question: str) -> float:
    """How much two questions say in common, from 0 to 1 (F1 over their telling words)."""
    said, asked = _words(message) - _ASKING, _words(question) - _ASKING
    return 2 * len(said & asked) / (len(said) + len(asked)) if said and asked else 0.0


def _words(text: str) -> frozenset[str]:
    found = _WORD.findall(normalise(text).casefold())
    return frozenset(stem(word) for word in found if word not in _LITTLE)
