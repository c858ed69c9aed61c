"""Questions people ask about just one matter, by their English words."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from api.services.english.wording import source_note
from knowledge import Fact, ServiceGuide
from knowledge.english import Translation
from knowledge.english.likeness import likeness

SURELY_ASKED = 0.5
"""From this likeness on, a prepared question is the one that was asked."""


@dataclass(frozen=True)
class _Prepared:
    question: str
    answer: str


def answer_of(guide: ServiceGuide, query: str, english: Translation) -> str | None:
    """The answer to the prepared question that words ask; None when they ask none of them."""
    fact: Fact[Any] = guide.fields["faqs"]
    scored = [(likeness(query, one.question), one) for one in _prepared(fact, english)]
    share, best = max(scored, key=lambda pair: pair[0], default=(0.0, None))
    if best is None or share < SURELY_ASKED:
        return None
    return f"{best.answer}\n{source_note(fact)}".rstrip()


def _prepared(fact: Fact[Any], english: Translation) -> Iterable[_Prepared]:
    """The questions of a matter that have English words, with their answers."""
    for one in fact.value or ():
        question, answer = english.of(one["question"]), english.of(one["answer"])
        if question and answer:
            yield _Prepared(question, answer)
