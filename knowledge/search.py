"""Finding the matter a message is about, or the question to ask, or whose business it is.

>>> searcher = Searcher.open(kb, Path("var/index"))
>>> searcher.search("施工许可证怎么办").candidates[0].matter_id
'construction-permit'
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import numpy as np

from knowledge.clarifications import Clarification
from knowledge.corpus import Catalogue, Kind, Target
from knowledge.encoder.opening import Encoder, open_encoder
from knowledge.index import builder
from knowledge.index.calibration import Calibration
from knowledge.index.channels import Channels
from knowledge.index.decision import Decision
from knowledge.index.fusion import softmax
from knowledge.index.store import IndexMismatch
from knowledge.index.targets import KINDS
from knowledge.memory import remembering
from knowledge.misheard import Misheard
from knowledge.question import (
    NONE_OF_THESE,
    Option,
    Question,
    ask,
    ask_again,
    ask_kinds,
    ask_prepared,
)
from knowledge.schema import Referral
from knowledge.text import normalise
from knowledge.weighing import MOST_CHARACTERS, Weighed, Weigher

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
_WARMING_UP = "施工许可证在哪里办 permit"
_LEAST_REFERRAL = 0.4  # of the probability of everything that is not ours
_LEAST_NAMED_REFERRAL = 0.1  # where the message says one of its keywords
_LEAST_LEAD = 2.0  # times the probability of the next
_OUTSIDE = [KINDS.index(Kind.REFERRAL), KINDS.index(Kind.TALK)]
_REFERRALS_LOOKED_AT = 10


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
            What a question offers is always among them.
        question: what to ask, for `clarify` only.
        referral: whose business it is, for `none` only and where that is known.
        named: the message contains the very name of a matter.
        elsewhere: for `none` only: the matter named, which the park does not have on the day.
    """

    decision: Decision
    candidates: list[Candidate]
    question: Question | None = None
    referral: Referral | None = None
    named: bool = False
    elsewhere: str | None = None


class Searcher:
    """Searches one knowledge base with one built index; safe to share between threads."""

    def __init__(self, kb: Catalogue, channels: Channels, calibration: Calibration) -> None:
        self.catalogue = kb
        self.channels = channels
        self.calibration = calibration
        self._weigher = Weigher(kb, channels, calibration)
        self._misheard = Misheard(channels.names, self.weigh)

    @classmethod
    def open(
        cls, kb: Catalogue, index_dir: Path = DEFAULT_INDEX, encoder: Encoder | None = None
    ) -> "Searcher":
        """Open the index built for this knowledge base and encoder.

        Raises:
            IndexMismatch: there is none, or it was built for other data or another encoder.
            EncoderError: the encoder that is set cannot be opened.
        """
        channels, calibration = builder.load(kb, encoder or open_encoder(), index_dir)
        searcher = cls(kb, channels, calibration)
        searcher.search(_WARMING_UP)  # word lists are read now, not while somebody waits
        return searcher

    @property
    def encoder_id(self) -> str:
        """Which encoder the index was built with: its name and the start of its fingerprint."""
        encoder = self.channels.encoder
        return f"{encoder.name}@{encoder.fingerprint[:12]}"

    @remembering()
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
            limit: most candidates returned, but for those that a question offers.

        Raises:
            UnknownPark: there is no such park.
        """
        weighed = self.weigh(self.heard(query), park_id, as_of)
        if weighed is None:
            return Result("none", [])
        if weighed.empty:
            return Result("none", self._candidates(weighed, limit))
        named = weighed.named
        if weighed.decision == "match":
            return Result("match", self._candidates(weighed, limit), named=named)
        if weighed.decision == "none":
            candidates = self._candidates(weighed, limit)
            if weighed.elsewhere:
                return Result("none", candidates, elsewhere=weighed.elsewhere)
            return Result("none", candidates, referral=self._referral(weighed), named=named)
        question = self._question(weighed)
        offered = {option.matter_id for option in question.options}
        candidates = self._candidates(weighed, limit, offered)
        return Result("clarify", candidates, question, named=named)

    def heard(self, query: str) -> str:
        """A message with names in it written right that a dictation program wrote wrong."""
        return self._misheard.heard(query)

    def weigh(
        self, query: str, park_id: str | None = None, as_of: date | None = None
    ) -> Weighed | None:
        """Weigh everything a message may be about, as it is written; what `search` answers from.

        Returns:
            None when the message says nothing or the park has no matter on the day.

        Raises:
            UnknownPark: there is no such park.
        """
        return self._weigher.weigh(query, park_id, as_of)

    def options(self, matter_ids: Sequence[str]) -> list[Option]:
        """The choices of the question that offers these matters, in its own words if prepared."""
        names = {one: self.catalogue.matters[one].name for one in matter_ids}
        return ask_again(names, self._prepared()).options

    def kinds_of(self, matter_id: str) -> Question | None:
        """The narrowest prepared question that tells a matter from others like it, if any."""
        return ask_kinds(matter_id, self._prepared())

    def names_in(self, query: str) -> list[str]:
        """The names of matters, vague wishes and referrals that the message contains."""
        return self.channels.names.contained(normalise(query, MOST_CHARACTERS))

    def _candidates(
        self, weighed: Weighed, limit: int, offered: Collection[str | None] = ()
    ) -> list[Candidate]:
        """The best `limit` matters, and those offered further down."""
        return [
            Candidate(
                matter_id=likely.matter_id,
                name=self.catalogue.matters[likely.matter_id].name,
                score=round(likely.share * weighed.ours, 4),
            )
            for place, likely in enumerate(weighed.ranked)
            if place < limit or likely.matter_id in offered
        ]

    def _referral(self, weighed: Weighed) -> Referral | None:
        """Whose business a message is that is not ours; None when nobody can tell."""
        outside = np.flatnonzero(np.isin(weighed.kinds, _OUTSIDE))
        if len(outside) < 2:
            return None
        shares = softmax(weighed.logits[outside])
        order = np.argsort(-shares, kind="stable")
        likely = [
            (self.channels.targets[int(weighed.numbers[outside[n]])], float(shares[n]))
            for n in order[:_REFERRALS_LOOKED_AT].tolist()
        ]
        (first, most), (_, next_most) = likely[:2]
        if most >= max(_LEAST_REFERRAL, _LEAST_LEAD * next_most) and first.kind is Kind.REFERRAL:
            return self.catalogue.referrals[first.id]
        return self._named_referral(likely, weighed.text)

    def _named_referral(self, likely: Sequence[tuple[Target, float]], text: str) -> Referral | None:
        """The likeliest referral of those whose keywords the text says, if it is likely at all."""
        for target, share in likely:
            referral = self.catalogue.referrals.get(target.id)
            if share < _LEAST_NAMED_REFERRAL:
                return None
            if referral and any(keyword in text for keyword in referral.keywords):
                return referral
        return None

    def _question(self, weighed: Weighed) -> Question:
        likely = {matter.matter_id: matter.share for matter in weighed.ranked}
        if weighed.prepared and (question := ask_prepared(weighed.prepared, likely)):
            return question
        names = {matter_id: self.catalogue.matters[matter_id].name for matter_id in likely}
        return ask(likely, names, self._prepared())

    def _prepared(self) -> list[Clarification]:
        return list(self._weigher.clarifications.values())
