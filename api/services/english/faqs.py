"""Questions people ask about just one matter, by their English words."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from api.services.english.asking import GOES_WITHOUT
from api.services.english.wording import source_note
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


def answer_of(guide: ServiceGuide, query: str, english: Translation) -> str | None:
    """The answer to the prepared question that words ask; None when they ask none of them."""
    fact: Fact[Any] = guide.fields["faqs"]
    without = GOES_WITHOUT.search(query) is not None
    fitting = [
        one
        for one in _prepared(fact, english)
        if not without or GOES_WITHOUT.search(one.question) or ON_BREACH.search(one.question)
    ]
    scored = [(likeness(query, one.question), one) for one in fitting]
    share, best = max(scored, key=lambda pair: pair[0], default=(0.0, None))
    if best is None or share < (LIKE_A_BREACH if without else SURELY_ASKED):
        return None
    return f"{best.answer}\n{source_note(fact, english)}".rstrip()


def _prepared(fact: Fact[Any], english: Translation) -> Iterable[_Prepared]:
    """The questions of a matter that have English words, with their answers."""
    for one in fact.value or ():
        question, answer = english.of(one["question"]), english.of(one["answer"])
        if question and answer:
            yield _Prepared(question, answer)
