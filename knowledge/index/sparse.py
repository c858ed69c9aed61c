"""The sparse channels: BM25 over words, character bigrams, pinyin and concepts.

Each target is one document made of all its texts, so a word's weight says how well it tells
matters apart, not how often people use it.
"""

import logging
import re
from collections.abc import Callable, Sequence
from itertools import pairwise
from pathlib import Path

import bm25s
import jieba
import numpy as np

from knowledge.encoder import pinyin
from knowledge.encoder.opening import FloatArray
from knowledge.thesaurus import shipped

jieba.setLogLevel(logging.WARNING)

_WORD = re.compile(r"[0-9a-z\u3400-\u9fff]+")
_CHINESE = re.compile(r"[\u3400-\u9fff]+")


def words(text: str) -> list[str]:
    """Words of a normalised text, as jieba cuts them."""
    return [word for word in jieba.cut(text) if _WORD.fullmatch(word)]


def bigrams(text: str) -> list[str]:
    """Overlapping pairs of neighbouring Chinese characters, and Latin words."""
    chunks = _WORD.findall(text)
    return [a + b for chunk in chunks if not chunk.isascii() for a, b in pairwise(chunk)] + [
        chunk for chunk in chunks if chunk.isascii()
    ]


def sounds(text: str) -> list[str]:
    """Overlapping pairs of neighbouring syllables, of characters or of typed pinyin."""
    runs = [[pinyin.of_character(c) for c in chunk] for chunk in _CHINESE.findall(text)]
    return [f"{a} {b}" for run in [*runs, pinyin.typed(text)] for a, b in pairwise(run)]


def concepts(text: str) -> list[str]:
    """The concepts of the thesaurus, however they are worded."""
    return shipped().concepts(text)


Cut = Callable[[str], list[str]]
CHANNELS: dict[str, Cut] = {
    "words": words,
    "bigrams": bigrams,
    "sounds": sounds,
    "concepts": concepts,
}
"""Every sparse channel by name, with how it cuts a text."""


class Sparse:
    """BM25 of one channel; scores are shares of what the query could reach at most."""

    def __init__(self, cut: Cut, retriever: bm25s.BM25) -> None:
        self._cut = cut
        self._retriever = retriever

    @classmethod
    def build(cls, channel: str, documents: Sequence[str]) -> "Sparse":
        cut = CHANNELS[channel]
        retriever = bm25s.BM25()
        retriever.index([cut(document) for document in documents], show_progress=False)
        return cls(cut, retriever)

    def save(self, folder: Path) -> None:
        self._retriever.save(str(folder), show_progress=False)

    @classmethod
    def load(cls, channel: str, folder: Path) -> "Sparse":
        return cls(CHANNELS[channel], bm25s.BM25.load(str(folder), load_corpus=False))

    def scores(self, query: str) -> FloatArray:
        """The BM25 score of every document; all zero when no term is known."""
        vocabulary = self._retriever.vocab_dict
        known = [term for term in self._cut(query) if term in vocabulary]
        if not known:
            return np.zeros(self._retriever.scores["num_docs"], dtype=np.float32)
        return np.asarray(self._retriever.get_scores(known), dtype=np.float32)
