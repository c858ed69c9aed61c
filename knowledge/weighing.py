"""Weighing all that a message may be about: what the search answers from."""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from knowledge import clarifications
from knowledge.base import today_in_china
from knowledge.clarifications import Clarification
from knowledge.corpus import Catalogue, Kind
from knowledge.encoder.opening import FloatArray
from knowledge.errors import UnknownPark
from knowledge.index import decision
from knowledge.index.availability import Availability
from knowledge.index.calibration import Calibration
from knowledge.index.channels import Channels, wish_in
from knowledge.index.decision import Decision, Signs
from knowledge.index.fusion import softmax
from knowledge.index.targets import MATTER, VAGUE, Codes, Numbers, Scope
from knowledge.memory import remembered
from knowledge.text import QuestionWords, compact, normalise, standard

MOST_CHARACTERS = 400
"""A wish is told in fewer; what follows is cut for speed."""
_SAYS_SOMETHING = re.compile(r"\w")
_BETWEEN_PARTS = re.compile(r"[，。；！？,;!?\s]+")
_SHORTEST_NAMING_NOUN = 3
_SURE = 10.0  # added to the score of a matter named exactly
_MOST_SCOPES = 64  # parks and days whose lists are kept at hand
_MOST_EXACT = 50  # of the matters that bear the very name a message says


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


class Weigher:
    """Weighs messages against one knowledge base with one built index."""

    def __init__(self, kb: Catalogue, channels: Channels, calibration: Calibration) -> None:
        self._parks = kb.parks
        self._channels, self._targets, self._names = channels, channels.targets, channels.names
        self._fusion, self._thresholds = calibration.fusion, calibration.thresholds
        number_of = {t.id: n for n, t in enumerate(self._targets) if t.kind is Kind.MATTER}
        self._availability = Availability(kb.spans(), number_of)
        self._scope = lru_cache(maxsize=_MOST_SCOPES)(self._new_scope)
        self.clarifications = clarifications.load(kb.matters)
        cues = [cue for topic in kb.topics.values() for cue in topic.cues]
        self._around_a_name = QuestionWords(cues, beside_a_name=True)
        titles = [referral.title for referral in kb.referrals.values()]
        self._empty = QuestionWords(  # "信访" asks who is liable, but may be all that is wanted
            cue for cue in cues if not any(title.startswith(cue) for title in titles)
        )
        self._vague_wishes = {
            compact(text)
            for entry in self.clarifications.values()
            for text in (*entry.nouns, *entry.examples)
        }

    def weigh(
        self, query: str, park_id: str | None = None, as_of: date | None = None
    ) -> Weighed | None:
        """Weigh everything a message may be about.

        Returns:
            None when the message says nothing or the park has no matter on the day.

        Raises:
            UnknownPark: there is no such park.
        """
        text = normalise(query, MOST_CHARACTERS)
        return self._weighed(text, park_id, as_of or today_in_china())

    @remembered
    def _weighed(self, text: str, park_id: str | None, day: date) -> Weighed | None:
        scope = self._scope(park_id, day)
        if not _SAYS_SOMETHING.search(text) or not scope.matters.any():
            return None
        owners = self._names.exact(text) or self._names.asked(standard(text), self._around_a_name)
        exact = _allowed(owners, scope)
        numbers, table = self._channels.evidence(text, scope, exact[:_MOST_EXACT])
        kinds = self._targets.kinds[numbers]
        logits = self._fusion.logits(table, kinds)
        found = decision.signs(table, logits, kinds)
        verdict = self._thresholds.decide(found)
        ours = self._thresholds.ours.probability(found.ours)
        right = self._thresholds.right.probability(found.right)
        if not exact and verdict == "clarify":
            exact = _allowed(self._named_in_a_part(text), scope)
        elsewhere = self._elsewhere(owners) if not exact else None
        empty = not exact and self._says_nothing(text)
        if elsewhere or empty:
            verdict, ours = "none", 0.0
        elif exact:
            verdict, ours, right = _named_exactly(exact)
            said = np.isin(numbers, exact)
            logits[said] += _SURE + logits.max() - logits[said].min(initial=np.inf)
        prepared = None if exact else self._prepared(found, numbers, kinds, logits)
        return Weighed(
            verdict,
            text=text,
            numbers=numbers,
            kinds=kinds,
            table=table,
            logits=logits,
            ranked=self._ranked(numbers, kinds, logits, prepared, found.vague),
            ours=ours,
            right=right,
            prepared=prepared,
            named=bool(exact) or self._names_a_matter(text, scope),
            empty=empty,
            elsewhere=elsewhere,
        )

    def _new_scope(self, park_id: str | None, day: date) -> Scope:
        """What may be answered for a park on a day."""
        if park_id is not None and park_id not in self._parks:
            raise UnknownPark(park_id)
        return self._channels.scope(self._availability.on(day, park_id, len(self._targets)))

    def _prepared(
        self, found: Signs, numbers: Numbers, kinds: Codes, logits: NDArray[np.float64]
    ) -> Clarification | None:
        """The question that was prepared for a wish as vague as this one."""
        if found.vague <= self._thresholds.most_vague:
            return None
        vague = np.flatnonzero(kinds == VAGUE)
        vaguest = int(numbers[vague[np.argmax(logits[vague])]])
        return self.clarifications[self._targets[vaguest].id]

    def _ranked(
        self,
        numbers: Numbers,
        kinds: Codes,
        logits: NDArray[np.float64],
        prepared: Clarification | None,
        vague: float,
    ) -> list[Likely]:
        """The matters with their shares, best first."""
        matters = np.flatnonzero(kinds == MATTER)
        ids = [self._targets[number].id for number in numbers[matters].tolist()]
        shares = softmax(logits[matters])
        if prepared is not None:
            meant = {answer.matter_id for answer in prepared.options}
            shares = _shared_out(shares, np.isin(ids, list(meant)), vague)
        told = shares.tolist()
        return [Likely(ids[n], told[n]) for n in np.argsort(-shares, kind="stable").tolist()]

    def _named_in_a_part(self, text: str) -> frozenset[int]:
        """The target that one part of the message names: "新开公司，要办营业执照".

        Parts that name different ones name none.
        """
        parts = _BETWEEN_PARTS.split(standard(text))
        asked = (self._names.asked(part, self._around_a_name) for part in parts if part)
        named = [owners for owners in asked if owners]
        return frozenset.intersection(*named) if named else frozenset()

    def _elsewhere(self, owners: Collection[int]) -> str | None:
        """The matter whose name is all that is said, where it is one that is not in scope."""
        targets = [self._targets[number] for number in owners]
        if len(targets) != 1 or targets[0].kind is not Kind.MATTER:
            return None
        return targets[0].id

    def _names_a_matter(self, text: str, scope: Scope) -> bool:
        return any(
            len(owners := self._names.owners(name)) == 1 and scope.matters[next(iter(owners))]
            for name in self._names.contained(text)
            if len(name) >= _SHORTEST_NAMING_NOUN
        )

    def _says_nothing(self, text: str) -> bool:
        """Whether a message is nothing but question words, which name no matter and nobody."""
        if compact(text) in self._vague_wishes:
            return False
        return self._names.nothing(standard(text), self._empty)


def _allowed(owners: Collection[int], scope: Scope) -> list[int]:
    """Those of some targets that are matters in scope."""
    return [number for number in sorted(owners) if scope.matters[number]]


def _named_exactly(exact: Sequence[int]) -> tuple[Decision, float, float]:
    """What is decided, and how likely it is ours and right, where the very name is said."""
    return "match" if len(exact) == 1 else "clarify", 1.0, 1 / len(exact)


def _shared_out(
    shares: NDArray[np.float64], meant: NDArray[np.bool_], vague: float
) -> NDArray[np.float64]:
    """Give what a vague wish has of the probability to the matters that it may mean."""
    if not meant.any():
        return shares
    given = np.where(meant, shares, 0.0)
    return np.asarray((1 - vague) * shares + vague * given / given.sum())
