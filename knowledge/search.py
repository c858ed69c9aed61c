"""Finding the matter a message is about, or the question to ask, or whose business it is.

>>> searcher = Searcher.open(kb, Path("var/index"))
>>> searcher.search("施工许可证怎么办").candidates[0].matter_id
'construction-permit'
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from knowledge import clarifications
from knowledge.base import KnowledgeBase
from knowledge.clarifications import Clarification
from knowledge.corpus import Kind, Target
from knowledge.encoder.opening import Encoder, open_encoder
from knowledge.errors import UnknownPark
from knowledge.index import builder, decision
from knowledge.index.calibration import Calibration
from knowledge.index.channels import Channels
from knowledge.index.decision import Decision
from knowledge.index.fusion import softmax
from knowledge.index.store import IndexMismatch
from knowledge.question import NONE_OF_THESE, Option, Question, ask, ask_prepared
from knowledge.schema import Referral
from knowledge.text import normalise

__all__ = [
    "NONE_OF_THESE",
    "Candidate",
    "Decision",
    "IndexMismatch",
    "Option",
    "Question",
    "Result",
    "Searcher",
]

DEFAULT_INDEX = Path("var/index")
_CHARACTERS = 400  # a wish is told in fewer; what follows is cut for speed
_SAYS_SOMETHING = re.compile(r"\w")
_SHORTEST_NAMING_NOUN = 3
_LEAST_REFERRAL = 0.5  # of the probability of everything that is not ours


@dataclass(frozen=True)
class Candidate:
    """A matter the message may be about; `score` from 0 to 1, best first in a result."""

    matter_id: str
    name: str
    score: float


@dataclass(frozen=True)
class Result:
    """What a message seems to be about.

    Attributes:
        decision: `match` sure of the first candidate; `clarify` worth one question; `none` not
            ours, or nothing that can be understood.
        candidates: best first; also given for `none`, for whoever wants to see what came close.
        question: what to ask, for `clarify` only.
        referral: whose business it is, for `none` only and where that is known.
        named: the message contains the very name of a matter.
    """

    decision: Decision
    candidates: list[Candidate]
    question: Question | None = None
    referral: Referral | None = None
    named: bool = False


class Searcher:
    """Searches one knowledge base with one built index; safe to share between threads."""

    def __init__(self, kb: KnowledgeBase, channels: Channels, calibration: Calibration) -> None:
        self._kb = kb
        self._channels = channels
        self._fusion = calibration.fusion
        self._thresholds = calibration.thresholds
        self._targets: list[Target] = channels.targets
        self._matters = np.array([target.kind is Kind.MATTER for target in self._targets])
        self._clarifications: dict[str, Clarification] = clarifications.load(kb.matters)

    @classmethod
    def open(
        cls, kb: KnowledgeBase, index_dir: Path = DEFAULT_INDEX, encoder: Encoder | None = None
    ) -> "Searcher":
        """Open the index built for this knowledge base and encoder.

        Raises:
            IndexMismatch: there is none, or it was built for other data or another encoder.
            EncoderError: the encoder that is set cannot be opened.
        """
        channels, calibration = builder.load(kb, encoder or open_encoder(), index_dir)
        return cls(kb, channels, calibration)

    def search(
        self,
        query: str,
        park_id: str | None = None,
        as_of: date | None = None,
        limit: int = 5,
    ) -> Result:
        """Find what a message is about.

        Args:
            query: the message as it came; it is normalised here.
            park_id: only matters this park has.
            as_of: only matters a park has on this day.
            limit: most candidates returned.

        Raises:
            UnknownPark: there is no such park.
        """
        text = normalise(query, _CHARACTERS)
        allowed = self._allowed(park_id, as_of)
        if not _SAYS_SOMETHING.search(text) or not allowed.any():
            return Result("none", [])
        evidence = self._channels.evidence(text)
        logits = self._fusion.logits(evidence, self._targets)
        logits = np.where(allowed | ~self._matters, logits, -np.inf)
        found = decision.signs(evidence, logits, self._targets, self._matters)
        verdict = self._thresholds.decide(found)
        exact = [n for n in self._channels.names.exact(text) if allowed[n]]
        if exact:
            verdict = "match" if len(exact) == 1 else "clarify"
            logits[exact] += logits.max() - logits[exact].min() + 10.0
        shares = softmax(np.where(self._matters, logits, -np.inf))
        ours = 1.0 if exact else self._thresholds.ours.probability(found.ours)
        ranked = [int(n) for n in np.argsort(-shares, kind="stable") if allowed[n]]
        named = bool(exact) or self._names_a_matter(text, allowed)
        if verdict == "match":
            return Result("match", self._candidates(ranked, shares * ours, limit), named=named)
        if verdict == "none":
            referral = self._referral(logits)
            candidates = self._candidates(ranked, shares * ours, limit)
            return Result("none", candidates, referral=referral, named=named)
        question = self._question(ranked, shares, logits, allowed, vague=found.vague)
        offered = [option.matter_id for option in question.options if option.matter_id]
        ranked.sort(key=lambda n: self._targets[n].id not in offered)  # stable: best first in each
        candidates = self._candidates(ranked, shares * ours, max(limit, len(offered)))
        return Result("clarify", candidates, question, named=named)

    def _allowed(self, park_id: str | None, as_of: date | None) -> NDArray[np.bool_]:
        if park_id is not None and park_id not in self._kb.parks:
            raise UnknownPark(park_id)
        return np.array(
            [
                target.kind is Kind.MATTER and self._kb_has(target.id, park_id, as_of)
                for target in self._targets
            ]
        )

    def _kb_has(self, matter_id: str, park_id: str | None, as_of: date | None) -> bool:
        parks = self._kb.matters[matter_id].parks
        return any(
            as_of is None
            or (
                as_of >= (handled.since or self._kb.edition.effective_from)
                and (handled.until is None or as_of <= handled.until)
            )
            for park, handled in parks.items()
            if park_id in {None, park}
        )

    def _candidates(
        self, ranked: Sequence[int], scores: NDArray[np.float64], limit: int
    ) -> list[Candidate]:
        return [
            Candidate(matter_id, self._kb.matters[matter_id].name, round(float(scores[n]), 4))
            for n in ranked[:limit]
            if (matter_id := self._targets[n].id)
        ]

    def _names_a_matter(self, text: str, allowed: NDArray[np.bool_]) -> bool:
        names = self._channels.names
        return any(
            len(owners := names.owners(name)) == 1 and allowed[next(iter(owners))]
            for name in names.contained(text)
            if len(name) >= _SHORTEST_NAMING_NOUN
        )

    def _referral(self, logits: NDArray[np.float64]) -> Referral | None:
        outside = np.array([t.kind in {Kind.REFERRAL, Kind.TALK} for t in self._targets])
        if not outside.any():
            return None
        shares = softmax(np.where(outside, logits, -np.inf))
        best = int(np.argmax(shares))
        target = self._targets[best]
        if target.kind is not Kind.REFERRAL or shares[best] < _LEAST_REFERRAL:
            return None
        return self._kb.referrals[target.id]

    def _question(
        self,
        ranked: Sequence[int],
        shares: NDArray[np.float64],
        logits: NDArray[np.float64],
        allowed: NDArray[np.bool_],
        vague: float,
    ) -> Question:
        available = {self._targets[n].id for n in np.flatnonzero(allowed)}
        likely = {self._targets[n].id: float(shares[n]) for n in ranked}
        if vague > self._thresholds.most_vague:
            best = max(
                (n for n, target in enumerate(self._targets) if target.kind is Kind.CLARIFICATION),
                key=lambda n: float(logits[n]),
            )
            prepared = self._clarifications[self._targets[best].id]
            if question := ask_prepared(prepared, available):
                return question
        names = {matter_id: self._kb.matters[matter_id].name for matter_id in likely}
        return ask(likely, names, list(self._clarifications.values()))
