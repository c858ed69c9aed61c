"""Finding the matter that an English message is about: BM25 over names and the ways to ask.

The Chinese index is not touched: what is written in English is compared with English alone.
"""

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

import bm25s
import numpy as np
from numpy.typing import NDArray

from knowledge.base import KnowledgeBase
from knowledge.english.translation import Translation
from knowledge.english.words import telling, words
from knowledge.question import Option, Question
from knowledge.search import Candidate, Result

NONE_OF_THESE = "None of these"
WHICH = "Which of these do you mean?"
THIS = "Do you mean this?"
LEAST_COVERED = 0.4
"""Of what a message says, weighed by how rare each word is: below this it is not ours."""
LEAST_COVERED_AT_LENGTH = 0.25
"""The same for a message that says much of one matter beside all else."""
MUCH = 6.0
"""The weight of about two rare words."""
SURELY_COVERED = 0.5
LEAST_LEAD = 0.2
"""By which share of its score the best must lead the next for it to be taken without a question."""
CLOSE = 0.3
"""Behind the best by at most this share of its score, a matter is worth offering."""
MOST_OPTIONS = 4
LIMIT = 5
LENGTH_MATTERS = 0.5
"""BM25's b: the texts of one matter are many short wishes, so length says less than in prose."""


@dataclass(frozen=True)
class _Target:
    """A matter or a referral, with its texts cut into words."""

    target_id: str
    is_matter: bool
    texts: tuple[frozenset[str], ...]

    @cached_property
    def words(self) -> frozenset[str]:
        return frozenset().union(*self.texts)


class Finder:
    """Searches the English of one knowledge base; safe to share between threads."""

    def __init__(self, kb: KnowledgeBase, english: Translation) -> None:
        self._kb = kb
        self._english = english
        self._targets = [
            *(_target(m.matter_id, True, (m.name, *m.asked)) for m in english.matters.values()),
            *(
                _target(r.referral_id, False, (r.title, *r.asked))
                for r in english.referrals.values()
            ),
        ]
        self._in_targets = Counter(word for target in self._targets for word in target.words)
        self._numbers = {word: number for number, word in enumerate(self._in_targets)}
        self._index = bm25s.BM25(b=LENGTH_MATTERS)
        texts = [[self._numbers[w] for text in t.texts for w in text] for t in self._targets]
        self._index.index((texts, self._numbers), show_progress=False)

    def find(
        self,
        query: str,
        park_id: str | None = None,
        as_of: date | None = None,
        going_on: bool = False,
    ) -> Result:
        """What an English message is about, in the same shape as the Chinese search tells it.

        Names of candidates and the question are in English.

        Args:
            going_on: a matter is spoken of already, so that another one must be named more surely.
        """
        whole = frozenset(words(query))
        said = (going_on and telling(whole)) or whole
        if all(word.isdecimal() for word in said):
            return Result("none", [])
        scores, covered = self._weigh(said)
        best = int(np.argmax(scores))
        share = float(covered[best])
        sure = share >= SURELY_COVERED or not going_on
        if not (sure and self._is_enough(share, self._weight(said))):
            return Result("none", self._candidates(scores))
        target = self._targets[best]
        if going_on and not target.is_matter and not self._is_wished(whole, target):
            return Result("none", self._candidates(scores))
        if not target.is_matter:
            return self._outside(scores, best)
        if not self._kb.has(target.target_id, park_id, as_of):
            return Result("none", self._candidates(scores), elsewhere=target.target_id)
        if covered[best] >= SURELY_COVERED and _lead(scores, best) >= LEAST_LEAD:
            return Result("match", self._candidates(scores))
        close = self._close(scores, park_id, as_of)
        return Result("clarify", self._candidates(scores), self._question(close))

    def _weigh(self, said: frozenset[str]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Score of every target, and the share of what is said that its texts cover."""
        known = [self._numbers[word] for word in said if word in self._numbers]
        bm25 = np.zeros(len(self._targets))
        if known:
            bm25 = np.asarray(self._index.get_scores_from_ids(known), dtype=np.float64)
        total = self._weight(said)
        covered = [self._covered(said, target, total) for target in self._targets]
        alike = [max(self._likeness(said, text) for text in t.texts) for t in self._targets]
        return bm25 / total + np.array(alike), np.array(covered)

    def _covered(self, said: frozenset[str], target: _Target, total: float) -> float:
        """The share of a message that a target's texts cover; a whole wish in it is enough.

        Who writes at length says much beside the wish.
        """
        share = self._weight(said & target.words) / total
        wished = self._is_wished(said, target)
        return max(share, SURELY_COVERED) if wished else share

    def _is_wished(self, said: frozenset[str], target: _Target) -> bool:
        """Whether a whole wish of a target, of several words, is said."""
        return any(len(text) > 1 and text <= said for text in target.texts)

    def _is_enough(self, share: float, weight: float) -> bool:
        """Whether so much of a message is about the best target that it is worth a question."""
        at_length = share * weight >= MUCH and share >= LEAST_COVERED_AT_LENGTH
        return share >= LEAST_COVERED or at_length

    def _likeness(self, said: frozenset[str], text: frozenset[str]) -> float:
        """How much two texts say in common, from 0 to 1 (F1 over the weights of their words)."""
        both = self._weight(said) + self._weight(text)
        return 2 * self._weight(said & text) / both if both else 0.0

    def _weight(self, said: frozenset[str]) -> float:
        """How much words tell: the rarer among the targets, the more."""
        return sum(self._rarity(self._in_targets[word]) for word in said)

    def _rarity(self, occurrences: int) -> float:
        return math.log1p((len(self._targets) - occurrences + 0.5) / (occurrences + 0.5))

    def _outside(self, scores: NDArray[np.float64], best: int) -> Result:
        referral = self._kb.referrals[self._targets[best].target_id]
        return Result("none", self._candidates(scores), referral=referral)

    def _close(
        self, scores: NDArray[np.float64], park_id: str | None, as_of: date | None
    ) -> list[str]:
        """The matters that may be meant as well as the best, best first."""
        least = scores.max() * (1 - CLOSE)
        likely = [
            self._targets[n] for n in np.argsort(-scores, kind="stable") if scores[n] >= least
        ]
        return [
            target.target_id
            for target in likely
            if target.is_matter and self._kb.has(target.target_id, park_id, as_of)
        ][:MOST_OPTIONS]

    def _candidates(self, scores: NDArray[np.float64]) -> list[Candidate]:
        order = np.argsort(-scores, kind="stable")
        total = float(scores.sum()) or 1.0
        return [
            Candidate(
                target.target_id, self.name_of(target.target_id), round(float(scores[n]) / total, 4)
            )
            for n in order
            if (target := self._targets[int(n)]).is_matter and scores[n] > 0
        ][:LIMIT]

    def _question(self, matter_ids: Sequence[str]) -> Question:
        options = [Option(self.name_of(matter_id), matter_id) for matter_id in matter_ids]
        asks = WHICH if len(options) > 1 else THIS
        return Question(asks, [*options, Option(NONE_OF_THESE, None)])

    def name_of(self, matter_id: str) -> str:
        """A matter's English name; its Chinese one where there is none."""
        named = self._english.matters.get(matter_id)
        return named.name if named else self._kb.matters[matter_id].name


def _target(target_id: str, is_matter: bool, texts: Sequence[str]) -> _Target:
    return _Target(target_id, is_matter, tuple(frozenset(words(text)) for text in texts))


def _lead(scores: NDArray[np.float64], best: int) -> float:
    others = np.delete(scores, best)
    return float((scores[best] - others.max(initial=0.0)) / scores[best])
