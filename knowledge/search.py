"""Finding the matter a message is about, or the question to ask, or whose business it is.

>>> searcher = Searcher.open(kb, Path("var/index"))
>>> searcher.search("施工许可证怎么办").candidates[0].matter_id
'construction-permit'
"""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from knowledge import clarifications
from knowledge.base import today_in_china
from knowledge.clarifications import Clarification
from knowledge.corpus import Catalogue, Kind, Target
from knowledge.encoder.opening import Encoder, FloatArray, open_encoder
from knowledge.errors import UnknownPark
from knowledge.index import builder, decision
from knowledge.index.availability import Availability
from knowledge.index.calibration import Calibration
from knowledge.index.channels import Channels, wish_in
from knowledge.index.decision import Decision
from knowledge.index.fusion import softmax
from knowledge.index.store import IndexMismatch
from knowledge.index.targets import KINDS, MATTER, VAGUE, Codes, Numbers, Scope
from knowledge.question import NONE_OF_THESE, Option, Question, ask, ask_again, ask_prepared
from knowledge.schema import Referral
from knowledge.text import QuestionWords, compact, normalise, standard

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
_BETWEEN_PARTS = re.compile(r"[，。；！？,;!?\s]+")
_SHORTEST_NAMING_NOUN = 3
_WARMING_UP = "施工许可证在哪里办 permit"
_SURE = 10.0  # added to the score of a matter named exactly
_LEAST_REFERRAL = 0.4  # of the probability of everything that is not ours
_LEAST_NAMED_REFERRAL = 0.1  # where the message says one of its keywords
_LEAST_LEAD = 2.0  # times the probability of the next
_OUTSIDE = [KINDS.index(Kind.REFERRAL), KINDS.index(Kind.TALK)]
_REFERRALS_LOOKED_AT = 10
_DOUBTFUL, _PLAIN = 1, 2  # how plainly a message says what it wants; 0 not at all
_MOST_HEARD = 256  # messages, each of which is searched several times in a turn
_MOST_SCOPES = 64  # parks and days whose lists are kept at hand
_MOST_EXACT = 50  # of the matters that bear the very name a message says


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
        self._fusion = calibration.fusion
        self._thresholds = calibration.thresholds
        self._targets = channels.targets
        number_of = {t.id: n for n, t in enumerate(self._targets) if t.kind is Kind.MATTER}
        self._availability = Availability(kb.spans(), number_of)
        self.heard = lru_cache(maxsize=_MOST_HEARD)(self._heard)
        self._scope = lru_cache(maxsize=_MOST_SCOPES)(self._new_scope)
        self._clarifications = clarifications.load(kb.matters)
        cues = [cue for topic in kb.topics.values() for cue in topic.cues]
        self._around_a_name = QuestionWords(cues, beside_a_name=True)
        titles = [referral.title for referral in kb.referrals.values()]
        self._empty = QuestionWords(  # "信访" asks who is liable, but may be all that is wanted
            cue for cue in cues if not any(title.startswith(cue) for title in titles)
        )
        self._vague_wishes = {
            compact(text)
            for entry in self._clarifications.values()
            for text in (*entry.nouns, *entry.examples)
        }

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

    def options(self, matter_ids: Sequence[str]) -> list[Option]:
        """The choices of the question that offers these matters, in its own words if prepared."""
        names = {one: self.catalogue.matters[one].name for one in matter_ids}
        return ask_again(names, list(self._clarifications.values())).options

    def kinds_of(self, matter_id: str) -> Question | None:
        """The narrowest prepared question that tells a matter from others like it, if any."""
        having = [
            entry
            for entry in self._clarifications.values()
            if any(one.matter_id == matter_id for one in entry.options)
        ]
        if not having:
            return None
        entry = min(having, key=lambda entry: len(entry.options))
        return ask_prepared(entry, [one.matter_id for one in entry.options])

    def names_in(self, query: str) -> list[str]:
        """The names of matters, vague wishes and referrals that the message contains."""
        return self.channels.names.contained(normalise(query, _CHARACTERS))

    def _heard(self, query: str) -> str:
        """A message with names in it written right that a dictation program wrote wrong.

        What says what it wants as it is stays so: words that sound alike are not always mistaken.
        """
        text = normalise(query, _CHARACTERS)
        respelled = self.channels.names.respelled(text)
        if respelled == text:
            return query
        as_said, meant = self._plainness(text), self._plainness(respelled)
        return respelled if meant == _PLAIN > as_said or meant == as_said == _DOUBTFUL else query

    def _plainness(self, text: str) -> int:
        """How plainly a text says which matter is meant."""
        weighed = self.weigh(text)
        if weighed is None or weighed.decision == "none":
            return 0
        return _PLAIN if weighed.named or weighed.decision == "match" else _DOUBTFUL

    def _new_scope(self, park_id: str | None, day: date) -> Scope:
        """What may be answered for a park on a day."""
        if park_id is not None and park_id not in self.catalogue.parks:
            raise UnknownPark(park_id)
        return self.channels.scope(self._availability.on(day, park_id, len(self._targets)))

    def weigh(
        self, query: str, park_id: str | None = None, as_of: date | None = None
    ) -> "Weighed | None":
        """Weigh everything a message may be about; what `search` answers from.

        Returns:
            None when the message says nothing or the park has no matter on the day.

        Raises:
            UnknownPark: there is no such park.
        """
        text = normalise(query, _CHARACTERS)
        scope = self._scope(park_id, as_of or today_in_china())
        allowed = scope.matters
        if not _SAYS_SOMETHING.search(text) or not allowed.any():
            return None
        names = self.channels.names
        owners = names.exact(text) or names.asked(standard(text), self._around_a_name)
        exact = [number for number in sorted(owners) if allowed[number]]
        numbers, table = self.channels.evidence(text, scope, exact[:_MOST_EXACT])
        kinds = self._targets.kinds[numbers]
        logits = self._fusion.logits(table, kinds)
        found = decision.signs(table, logits, kinds)
        verdict = self._thresholds.decide(found)
        ours = self._thresholds.ours.probability(found.ours)
        right = self._thresholds.right.probability(found.right)
        if not exact and verdict == "clarify":
            exact = [number for number in sorted(self._named_in_a_part(text)) if allowed[number]]
        elsewhere = self._elsewhere(owners) if not exact else None
        if elsewhere:
            verdict, ours = "none", 0.0
        if exact:
            verdict, ours = "match" if len(exact) == 1 else "clarify", 1.0
            right = 1 / len(exact)
            said = np.isin(numbers, exact)
            logits[said] += _SURE + logits.max() - logits[said].min(initial=np.inf)
        empty = not exact and self._says_nothing(text)
        if empty:
            verdict, ours = "none", 0.0
        matters = np.flatnonzero(kinds == MATTER)
        shares = softmax(logits[matters])
        prepared = None
        if found.vague > self._thresholds.most_vague and not exact:
            vaguest = np.flatnonzero(kinds == VAGUE)[np.argmax(logits[kinds == VAGUE])]
            prepared = self._clarifications[self._targets[int(numbers[vaguest])].id]
            meant = {answer.matter_id for answer in prepared.options}
            ids = [self._targets[number].id for number in numbers[matters].tolist()]
            shares = _shared_out(shares, np.isin(ids, list(meant)), found.vague)
        return Weighed(
            verdict,
            text=text,
            numbers=numbers,
            kinds=kinds,
            table=table,
            logits=logits,
            ranked=[
                Likely(self._targets[int(numbers[matters[n]])].id, float(shares[n]))
                for n in np.argsort(-shares, kind="stable").tolist()
            ],
            ours=ours,
            right=right,
            prepared=prepared,
            named=bool(exact) or self._names_a_matter(text, allowed),
            empty=empty,
            elsewhere=elsewhere,
        )

    def _named_in_a_part(self, text: str) -> frozenset[int]:
        """The target that one part of the message names: "新开公司，要办营业执照".

        Parts that name different ones name none.
        """
        parts = _BETWEEN_PARTS.split(standard(text))
        asked = (self.channels.names.asked(part, self._around_a_name) for part in parts if part)
        named = [owners for owners in asked if owners]
        return frozenset.intersection(*named) if named else frozenset()

    def _elsewhere(self, owners: Collection[int]) -> str | None:
        """The matter whose name is all that is said, where it is one that is not in scope."""
        targets = [self._targets[number] for number in owners]
        if len(targets) != 1 or targets[0].kind is not Kind.MATTER:
            return None
        return targets[0].id

    def _candidates(
        self, weighed: "Weighed", limit: int, offered: Collection[str | None] = ()
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

    def _names_a_matter(self, text: str, allowed: NDArray[np.bool_]) -> bool:
        names = self.channels.names
        return any(
            len(owners := names.owners(name)) == 1 and allowed[next(iter(owners))]
            for name in names.contained(text)
            if len(name) >= _SHORTEST_NAMING_NOUN
        )

    def _says_nothing(self, text: str) -> bool:
        """Whether a message is nothing but question words, which name no matter and nobody."""
        if compact(text) in self._vague_wishes:
            return False
        return self.channels.names.nothing(standard(text), self._empty)

    def _referral(self, weighed: "Weighed") -> Referral | None:
        """Whose business a message is that is not ours; None when nobody can tell."""
        outside = np.flatnonzero(np.isin(weighed.kinds, _OUTSIDE))
        if len(outside) < 2:
            return None
        shares = softmax(weighed.logits[outside])
        order = np.argsort(-shares, kind="stable")
        likely = [
            (self._targets[int(weighed.numbers[outside[n]])], float(shares[n]))
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

    def _question(self, weighed: "Weighed") -> Question:
        likely = {matter.matter_id: matter.share for matter in weighed.ranked}
        if weighed.prepared and (question := ask_prepared(weighed.prepared, likely)):
            return question
        names = {matter_id: self.catalogue.matters[matter_id].name for matter_id in likely}
        return ask(likely, names, list(self._clarifications.values()))


def _shared_out(
    shares: NDArray[np.float64], meant: NDArray[np.bool_], vague: float
) -> NDArray[np.float64]:
    """Give what a vague wish has of the probability to the matters that it may mean."""
    if not meant.any():
        return shares
    given = np.where(meant, shares, 0.0)
    return np.asarray((1 - vague) * shares + vague * given / given.sum())


class Likely(NamedTuple):
    """A matter and its share of the probability of all matters."""

    matter_id: str
    share: float


@dataclass(frozen=True)
class Weighed:
    """One message, weighed.

    Attributes:
        text: the message, normalised.
        numbers: of the targets that were weighed; kinds, table and logits: the kind, the evidence
            and the fused score of each.
        ranked: the matters among them with their shares of the probability, best first.
        ours: how likely the message is the parks'; right: how likely the first matter is meant.
        prepared: the question that is likelier than any matter.
        named: it contains the very name of one matter.
        empty: the message is nothing but question words.
        elsewhere: the message is the name of this matter, which the park does not have on the day.
    """

    decision: Decision
    text: str
    numbers: Numbers
    kinds: Codes
    table: FloatArray
    logits: NDArray[np.float64]
    ranked: list[Likely]
    ours: float
    right: float
    prepared: Clarification | None
    named: bool
    empty: bool
    elsewhere: str | None

    @property
    def wish(self) -> str:
        """What of the message says what is wanted."""
        return wish_in(self.text)
