"""Questions people ask about just one matter, by their English words."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from api.services.english.asking import GOES_WITHOUT
from api.services.english.wording import source_note
from api.services.faqs import read_in
from knowledge import Fact, ServiceGuide
from knowledge.english import Translation
from knowledge.english.likeness import likeness

SURELY_ASKED = 0.5
"""From this likeness on, a prepared question is the one that was asked."""
ON_BREACH = re.compile(r"^What happens if\b", re.IGNORECASE)
"""A prepared question on what comes of it when the rule is not kept."""
LIKE_A_BREACH = 0.15
"""The same where the words ask what it is to go without: few prepared questions do."""


@dataclass(frozen=True)
class _Prepared:
    question: str
    answer: str
    fact: Fact[Any]


def answer_of(guide: ServiceGuide, query: str, english: Translation) -> str | None:
    """The answer to the prepared question that words ask; None when they ask none of them."""
    fact: Fact[Any] = guide.fields["faqs"]
    prepared = list(_prepared(fact, english))
    goes_without = GOES_WITHOUT.search(query) is not None
    asked = _on_going_without(query, prepared) if goes_without else _nearest(query, prepared)
    return f"{asked.answer}\n{source_note(asked.fact, english)}".rstrip() if asked else None


def _nearest(
    query: str, prepared: Sequence[_Prepared], least: float = SURELY_ASKED
) -> _Prepared | None:
    """The prepared question most like the words, if it is like them enough."""
    scored = [(likeness(query, one.question), one) for one in prepared]
    share, best = max(scored, key=lambda pair: pair[0], default=(0.0, None))
    return best if share >= least else None


def _on_going_without(query: str, prepared: Sequence[_Prepared]) -> _Prepared | None:
    """The one on going without, for words that ask that; they need not be very like it."""
    breaches = [one for one in prepared if ON_BREACH.search(one.question)]
    fitting = [one for one in prepared if one in breaches or GOES_WITHOUT.search(one.question)]
    return _nearest(query, fitting, LIKE_A_BREACH) or next(iter(breaches), None)


def _prepared(fact: Fact[Any], english: Translation) -> Iterable[_Prepared]:
    """The questions of a matter that have English words, with their answers."""
    for one in fact.value or ():
        question, answer = english.of(one["question"]), english.of(one["answer"])
        if question and answer:
            yield _Prepared(question, answer, read_in(one, fact))
