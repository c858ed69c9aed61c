"""The sparse channels: BM25 over words, character bigrams, pinyin and concepts.

Each target is one document made of all its texts, so a word's weight says how well it tells
matters apart, not how often people use it.
"""

import logging
import re
from collections.abc import Callable, Iterable, Sequence
from itertools import pairwise
from pathlib import Path

import bm25s
import jieba
import numpy as np
from numpy.typing import NDArray

from knowledge.encoder import pinyin
from knowledge.encoder.opening import FloatArray
from knowledge.index.targets import Numbers, Scope
from knowledge.text import is_question_word
from knowledge.thesaurus import shipped

jieba.setLogLevel(logging.WARNING)

_MOST_POSTINGS = 60_000

_WORD = re.compile(r"[0-9a-z\u3400-\u9fff]+")
_CHINESE = re.compile(r"[\u3400-\u9fff]+")


def words(text: str) -> list[str]:
    """Words of a normalised text, as jieba cuts them, without those any question is made of."""
    return [
        word for word in jieba.cut(text) if _WORD.fullmatch(word) and not is_question_word(word)
    ]


def bigrams(text: str) -> list[str]:
    """Overlapping pairs of neighbouring Chinese characters, and Latin words that are no question
    words."""
    chunks = _WORD.findall(text)
    return [a + b for chunk in chunks if not chunk.isascii() for a, b in pairwise(chunk)] + [
        chunk for chunk in chunks if chunk.isascii() and not is_question_word(chunk)
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
    """BM25 of one channel.

    Args:
        cut: how a text becomes terms.
        retriever: the built index: for each term the documents it occurs in, ascending, and how
            much it adds to the score of each.
    """

    def __init__(self, cut: Cut, retriever: bm25s.BM25) -> None:
        self._cut = cut
        self._retriever = retriever
        for part in ("data", "indices", "indptr"):  # plain views: mapped arrays are slow to cut up
            retriever.scores[part] = np.asarray(retriever.scores[part])
        self._adds: FloatArray = retriever.scores["data"]
        self._documents: NDArray[np.int32] = retriever.scores["indices"]
        self._starts: NDArray[np.int64] = retriever.scores["indptr"]

    @classmethod
    def build(cls, folder: Path, channel: str, documents: Iterable[str]) -> "Sparse":
        """Index documents and write the index."""
        number_of = {"": 0}  # so that a channel in which no text says anything is an index, too
        cut = CHANNELS[channel]
        numbered = [
            [number_of.setdefault(term, len(number_of)) for term in cut(document)]
            for document in documents
        ]
        retriever = bm25s.BM25()
        numbered = [terms or [0] for terms in numbered]
        retriever.index((numbered, number_of), show_progress=False)
        retriever.save(str(folder / channel), show_progress=False)
        return cls.load(folder, channel)

    @classmethod
    def load(cls, folder: Path, channel: str) -> "Sparse":
        """Open what `build` wrote; the postings are read through the page cache."""
        retriever = bm25s.BM25.load(str(folder / channel), load_corpus=False, mmap=True)
        return cls(CHANNELS[channel], retriever)

    def terms(self, query: str) -> list[int]:
        """The known terms of a normalised text, as often as they occur."""
        vocabulary = self._retriever.vocab_dict
        return [vocabulary[term] for term in self._cut(query) if term in vocabulary]

    def scores(self, terms: Sequence[int]) -> FloatArray:
        """The score of every document."""
        scores = np.zeros(self._retriever.scores["num_docs"], dtype=np.float32)
        if terms:  # all at once: there are many of them, each with a few documents
            starts, ends = self._starts[terms].tolist(), self._starts[np.add(terms, 1)].tolist()
            spans = [slice(*span) for span in zip(starts, ends, strict=True)]
            documents = np.concatenate([self._documents[span] for span in spans])
            np.add.at(scores, documents, np.concatenate([self._adds[span] for span in spans]))
        return scores

    def scores_of(self, terms: Sequence[int], numbers: Numbers) -> FloatArray:
        """The score of the documents asked for, however many others there are."""
        scores = np.zeros(len(numbers), dtype=np.float32)
        for term in terms:
            documents, adds = self._postings(term)
            place = np.minimum(np.searchsorted(documents, numbers), len(documents) - 1)
            found = documents[place] == numbers
            scores[found] += adds[place[found]]
        return scores

    def strongest(self, terms: Sequence[int], scope: Scope, count: int) -> Numbers:
        """Matters in scope that score high by the rarest terms of a question.

        Frequent terms say little and occur in most documents: they are left out here once
        `_MOST_POSTINGS` entries have been read, and count again in `scores_of`.
        """
        read, found = 0, list[NDArray[np.int32]]()
        scores = np.zeros(self._retriever.scores["num_docs"], dtype=np.float32)
        for term in sorted(
            set(terms), key=lambda term: self._starts[term + 1] - self._starts[term]
        ):
            documents, adds = self._postings(term)
            read += len(documents)
            if read > _MOST_POSTINGS and found:
                break
            scores[documents] += adds
            found.append(documents)
        if not found:
            return np.empty(0, dtype=np.int64)
        documents = np.concatenate(found)
        documents = documents[scope.matters[documents]]
        if len(documents) > count * len(found):
            # a document may stand there once for each term
            last = count * len(found)
            documents = documents[np.argpartition(-scores[documents], last)[:last]]
        documents = np.unique(documents)
        return documents[np.argsort(-scores[documents], kind="stable")[:count]].astype(np.int64)

    def shared(self, query: str, number: int) -> dict[str, float]:
        """The terms of a normalised text that a document shares, with what each adds."""
        found: dict[str, float] = {}
        for string in dict.fromkeys(self._cut(query)):
            if string in self._retriever.vocab_dict:
                term = self._retriever.vocab_dict[string]
                adds = float(self.scores_of([term], np.array([number]))[0])
                if adds > 0:
                    found[string] = adds
        return found

    def _postings(self, term: int) -> tuple[NDArray[np.int32], FloatArray]:
        start, end = self._starts[term], self._starts[term + 1]
        return self._documents[start:end], self._adds[start:end]
