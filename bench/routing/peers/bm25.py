"""BM25 over words, as a search engine would do it."""

import logging
import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import product

import bm25s
import jieba
import numpy as np

from bench.routing.answers import Answer, Example
from bench.routing.peers.pooling import Pool, Scores, separation, top1
from knowledge.text import normalise

jieba.setLogLevel(logging.WARNING)


@dataclass(frozen=True)
class Bm25:
    """Jieba's words, the usual parameters."""

    engine: bm25s.BM25
    pool: Pool
    note: str = ""
    name: str = "BM25"

    @classmethod
    def taught(cls, texts: Sequence[Example], held_out: Sequence[Example]) -> "Bm25":
        """The better way to cut documents and to tell what is not ours, on the held-out texts."""
        started = time.perf_counter()
        messages = [example.text for example in held_out]
        tried = []
        for whole, minus_others in product((False, True), repeat=2):
            engine = cls.indexed(texts, whole, minus_others)
            answers = engine.answer(messages)
            quality = top1(answers, held_out), separation(answers, held_out)
            per, by = "target" if whole else "text", "lead over" if minus_others else "score, not"
            note = f"one document a {per}; ours by {by} the rest"
            tried.append((quality, note, engine))
        _, note, best = max(tried, key=lambda entry: entry[0])
        return replace(best, note=f"{note}; {time.perf_counter() - started:.0f} s")

    @classmethod
    def indexed(cls, texts: Sequence[Example], whole: bool, minus_others: bool) -> "Bm25":
        """One document a text, or one for the `whole` of what is said about a target."""
        if whole:
            merged = {text.target: "" for text in texts}
            labels = {text.target: text.label for text in texts}
            for text in texts:
                merged[text.target] += text.text.lower() + "\n"
            documents, owners = list(merged.values()), list(labels.values())
        else:
            documents = [text.text.lower() for text in texts]
            owners = [text.label for text in texts]
        engine = bm25s.BM25()
        engine.index([_words(document) for document in documents], show_progress=False)
        return cls(engine, Pool(owners, minus_others))

    def answer(self, messages: Sequence[str]) -> list[Answer]:
        wishes = [normalise(message).lower() for message in messages]
        return [self.pool.answer(self._scores(wish), floor=0.0) for wish in wishes]

    def _scores(self, wish: str) -> Scores:
        """Of every document; all zero when no word is known."""
        known = [word for word in _words(wish) if word in self.engine.vocab_dict]
        if not known:
            return np.zeros(len(self.pool.labels), dtype=np.float32)
        return np.asarray(self.engine.get_scores(known), dtype=np.float32)


def _words(text: str) -> list[str]:
    """Words as jieba cuts them, without punctuation."""
    return [word for word in jieba.cut(text) if word.isalnum()]
