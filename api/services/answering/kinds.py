"""Which of two kinds within one matter it is: 不知道是报告书还是报告表.

Told in the sentences of the service guide that speak of both; where there are none, as open.
"""

import re
from collections.abc import Iterator
from dataclasses import replace

from api.services.answering.beside import answer_beside
from api.services.answering.state import current_guide, settle
from api.services.answers import HANDOFF, Answer, Question, button
from api.services.intake.guide_sentences import sentences
from api.services.outcomes import Outcome
from api.services.usual import kinds_of
from api.services.wording import source_note
from knowledge import KnowledgeBase, ServiceGuide
from knowledge.search import Searcher
from knowledge.text import compact, normalise

ASKED_AS = frozenset({"matter", "materials", "conditions", "policy", "compare", "precheck"})
"""Kinds of question that one about kinds is taken for."""
OR = re.compile(r"还是(?:要|办|做|编|写|弄|走|算)?")
DIRECT = re.compile(r"要|办|做|编|写|弄|走|算|是|的|得|[，。？！,?!\s]")
TELLS = re.compile(r"确定|可能|造成|属于|以上|以下|规模|名录")
"""Tells which of two kinds it is."""
LEAST, MOST = 2, 8
"""Characters of what a kind is called."""
MOST_SENTENCES = 2


class Kinds:
    """Tells which kind of one matter it is, as far as its guide tells the kinds apart."""

    def __init__(self, kb: KnowledgeBase, searcher: Searcher) -> None:
        self._kb = kb
        self._searcher = searcher

    def answer(self, question: Question) -> Answer | None:
        """The answer to such a question; None where the words ask nothing of the kind."""
        query = normalise(question.query or "")
        if question.topic not in ASKED_AS or not OR.search(query) or "copies" in kinds_of(query):
            return None
        for guide in self._guides(question, query):
            told = self._of(guide, query)
            if told:
                return _answer("\n".join(told), question, guide)
        open_one = not self._searcher.names_in(query) and _names_kinds(query)
        return answer_beside(self._kb, question) if open_one else None

    def _guides(self, question: Question, query: str) -> Iterator[ServiceGuide]:
        """The guide of the current matter, or of the one that is named before the two kinds."""
        if current := current_guide(self._kb, question):
            yield current
        if self._searcher.names_in(query):
            found = self._searcher.search(query, question.park_id, question.as_of).candidates
            named = next(iter(found), None)
            if named and (guide := self._guide(named.matter_id, question)):
                yield guide

    def _guide(self, matter_id: str, question: Question) -> ServiceGuide | None:
        return current_guide(self._kb, replace(question, matter_id=matter_id))

    def _of(self, guide: ServiceGuide, query: str) -> list[str]:
        said = list(sentences(guide))
        whole = compact("".join(sentence for _, sentence in said))
        pair = _pair(query, whole)
        if pair is None:
            return []
        both = [one for one in said if all(kind in compact(one[1]) for kind in pair)]
        both.sort(key=lambda one: TELLS.search(one[1]) is None)
        found = [f"{sentence.strip()}。{source_note(fact)}" for fact, sentence in both]
        if not found:
            return []
        return [
            f"「{guide.name}」里，是「{pair[0]}」还是「{pair[1]}」这样定：",
            *found[:MOST_SENTENCES],
        ]


def _names_kinds(query: str) -> bool:
    """Whether two kinds of one thing stand side by side, as names show: 报告书, 报告表."""
    at = OR.search(query)
    left, right = (DIRECT.split(query[: at.start()])[-1], query[at.end() :]) if at else ("", "")
    return any(left[-size:-1] == right[: size - 1] for size in range(3, MOST)) and len(left) > LEAST


def _pair(query: str, text: str) -> tuple[str, str] | None:
    """The two kinds that the words put beside each other and `text` speaks of."""
    at = OR.search(query)
    if at is None:
        return None
    left = DIRECT.split(query[: at.start()])[-1]
    right = query[at.end() :]
    first = next((left[-n:] for n in range(MOST, LEAST - 1, -1) if left[-n:] in text), None)
    then = next((right[:n] for n in range(MOST, LEAST - 1, -1) if right[:n] in text), None)
    if not first or not then or first == then or min(len(first), len(then)) < LEAST:
        return None
    return first, then


def _answer(text: str, question: Question, guide: ServiceGuide) -> Answer:
    steps = [
        button("要带什么材料", "ask_materials"),
        button("多久能办好", "ask_time_limit"),
        HANDOFF,
    ]
    answer = Answer(Outcome.ANSWERED, "conditions", text, matter_id=guide.matter_id, buttons=steps)
    if question.park_id is not None:
        settle(answer, guide)
    return answer
