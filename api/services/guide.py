"""The guide itself: one question of one kind in, one honest answer with a way on out."""

from dataclasses import replace
from datetime import datetime

from api.db.types import HALL_ZONE
from api.services.answering.asked import WHICH_MODE, asked_in, topic_of_words
from api.services.answering.general import General
from api.services.answering.no_matter import NoMatter
from api.services.answering.on_matter import OnMatter
from api.services.answering.state import candidates, keeping_matter
from api.services.answers import Answer, Question
from api.services.outcomes import Outcome
from api.services.policy import answer_journey, answer_policy, answer_since
from api.services.thread.resolve import Resolver, Subject
from api.services.thread.together import Together
from api.services.thread.turns import PARK_TOPICS, taken_up
from api.services.usual import wants_print
from knowledge import KnowledgeBase, NotCovered
from knowledge.search import Searcher

KEEPING = frozenset({Outcome.CLARIFY, Outcome.NOT_FOUND})
"""Outcomes after which the matter spoken of before is still the current one."""
WITHOUT_MATTER = {"policy": answer_policy, "journey": answer_journey}
"""Questions that are answered without a matter, by whom."""
DAY_TOPICS = frozenset({"mode", "liability"})
"""Topics that a day asked about before still holds for."""


class Guide:
    """Answers from the knowledge base; every caller gets the same words for the same facts."""

    def __init__(self, kb: KnowledgeBase, searcher: Searcher) -> None:
        self.kb = kb
        self.searcher = searcher
        self._resolver = Resolver(kb, searcher)
        self._together = Together(kb, searcher, self._resolver)
        self._on_matter = OnMatter(kb)
        self._no_matter = NoMatter(kb)
        self._general = General(kb, self._on_matter)

    def answer(self, question: Question) -> Answer:
        """Answer one question. Never fails for want of knowledge: it says so and leads on."""
        today = datetime.now(HALL_ZONE).date()
        question = taken_up(question, today, self.kb.edition.effective_from)
        if question.topic == "matter" and question.query is not None:
            question = replace(question, topic=asked_in(self.kb, question.query))
        if question.topic == "compare" and WHICH_MODE.search(question.query or ""):
            question = replace(question, topic="mode")
        if question.matter_id and wants_print(question.query):  # "这个能打印出来吗"
            question = replace(question, topic="notice", query=None)
        return self._on_no_single_matter(question) or self._on_one_matter(question)

    def topic_of_words(self, text: str) -> str:
        """The topic whose question words occur in `text`; `matter` when none does.

        Only for the time the dialogue is away: it understands far more.
        """
        return topic_of_words(self.kb, text)

    def keeping_matter(self, question: Question, answer: Answer) -> Answer:
        """A general answer leaves the current matter and park as they were."""
        return keeping_matter(self.kb, question, answer)

    def _on_no_single_matter(self, question: Question) -> Answer | None:
        """The answer to a question about several matters, or about none."""
        since = answer_since(self.kb, question) if question.topic != "policy" else None
        if since is not None:
            since.matter_id = self._together.named(question)
            return self.keeping_matter(question, since)
        together = self._together.answer(question)
        if together is not None:
            booking = question.topic == "booking"  # whose matter is open until one is chosen
            return together if booking else self.keeping_matter(question, together)
        if question.topic in WITHOUT_MATTER:
            told = WITHOUT_MATTER[question.topic](self.kb, question)
            if told.outcome == Outcome.NOT_FOUND:  # no general question, but maybe one of a matter
                told = self._general.of_current_matter(question) or told
            return self.keeping_matter(question, told)
        return None

    def _on_one_matter(self, question: Question) -> Answer:
        subject = self._resolver.resolve(question)
        general = self._general.answer(question, subject)
        if general is not None:
            return self.keeping_matter(question, general)
        if subject.result is None and _goes_on_about_a_day(question):
            question = replace(question, as_of=question.thread.as_of)
        answer = self._on_the_current(question, subject) or self._answer_on(
            replace(question, matter_id=subject.matter_id), subject
        )
        if answer.outcome in KEEPING:  # until one is chosen, the current matter stays
            answer = self.keeping_matter(question, answer)
        answer.as_of = question.as_of
        if subject.result is not None:
            answer.decision = subject.result.decision
            answer.candidates = candidates(subject.result)
        answer.park_id = question.park_id
        if answer.topic not in self.kb.topics:
            answer.topic = "matter"
        return answer

    def _on_the_current(self, question: Question, subject: Subject) -> Answer | None:
        """The answer to a frequent question on the current matter that names no other one."""
        current, result = question.matter_id, subject.result
        if current is None or subject.matter_id or result is None or result.named:
            return None
        if result.referral is not None and subject.referred:
            return None
        answer = self._general.of_current_matter(question)
        return self.keeping_matter(question, answer) if answer is not None else None

    def _answer_on(self, question: Question, subject: Subject) -> Answer:
        if question.matter_id is None:
            return self._no_matter.answer(question, subject.result)
        if question.park_id is None and question.topic in PARK_TOPICS:
            return self._no_matter.ask_park(question)
        try:
            return self._on_matter.answer(question, question.matter_id)
        except NotCovered as gap:
            return self._no_matter.not_covered(question, gap)


def _goes_on_about_a_day(question: Question) -> bool:
    """Whether a day asked about before is still meant; a button asks about today."""
    typed = question.query is not None
    return typed and question.as_of is None and question.topic in DAY_TOPICS
