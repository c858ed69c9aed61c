"""The guide itself: one question of one kind in, one honest answer with a way on out."""

import re
from dataclasses import replace
from datetime import datetime

from api.db.types import HALL_ZONE
from api.services import faqs
from api.services.answering.asked import (
    as_appeal,
    as_asked_at_last,
    as_authority,
    as_fees,
    as_notion,
    as_online,
    as_papers,
    as_source,
    as_time_limit,
    asked_in,
    asks_of_modes,
    asks_which_mode,
    asks_who_decides,
    topic_of_words,
)
from api.services.answering.beside import answer_beside, asks, goes_on
from api.services.answering.by_mode import answer_by_mode
from api.services.answering.certainty import answer_certainty, asks_if_certain, doubts
from api.services.answering.facets import tell_each, topics_asked
from api.services.answering.general import General
from api.services.answering.kinds import Kinds
from api.services.answering.no_matter import NoMatter
from api.services.answering.on_matter import OnMatter
from api.services.answering.on_paper import OnPaper
from api.services.answering.referred import Referred
from api.services.answering.state import candidates, current_guide, keeping_matter
from api.services.answering.together import Together
from api.services.answers import Answer, Question
from api.services.outcomes import Outcome
from api.services.policy import APPEALS, MODES, answer_journey, answer_policy, answer_since
from api.services.said.keeping import wants_to_keep
from api.services.said.papers import asked_paper
from api.services.thread import about
from api.services.thread.resolve import AUTHORITY_TOPICS, Resolver, Subject
from api.services.thread.turns import FACT_TOPICS, LIABILITY_WORDS, PARK_TOPICS, taken_up
from knowledge import KnowledgeBase, NotCovered
from knowledge.search import Result, Searcher

KEEPING = frozenset({Outcome.CLARIFY, Outcome.NOT_FOUND, Outcome.ASK_MATTER})
"""Outcomes after which the matter spoken of before is still the current one."""
LIKELY_ENOUGH = 0.3
"""Share of all matters from which it is asked whether one is meant that is not named."""
OF_RULES = re.compile(r"文件|政策|规定|赋权|制度|补贴|奖|优惠|隐私|信息|投诉|园区|管委会|你")
"""Speaks of what holds whatever the matter, or of the guide itself."""
OF_DECREE = re.compile(
    r"号文|文件(?!夹)|政策|赋权|放权|下放|章(?![程节])|[省市](?:里|局|级|直)|隐私|手机号"
)
"""Speaks of the decree, of authorities or of the guide itself."""
WITH_ITS_OWN_ANSWER = AUTHORITY_TOPICS | {"compare"}
"""Topics whose answer is never in a frequent question."""
TRANSITION = "transition"
"""The general subject of the time after the takeover (decree D6)."""
JOINT = re.compile(
    r"两[家边方头个].{0,6}[担负管赔责]|共同|一起(?:担|负|承担)|都要?[担负]|过渡|哪天到哪天|几号到几号|从哪天|到哪天|到什么时候|多长时间"
)
"""Asks why both are liable, or how long they are."""
THEN = re.compile(r"那(?:个)?(?:时候?|会儿|期间|阵子|段时间|两个月)|当时|期间|期内")
"""The time that a general answer was about."""


class Guide:
    """Answers from the knowledge base; every caller gets the same words for the same facts."""

    def __init__(self, kb: KnowledgeBase, searcher: Searcher) -> None:
        self.kb = kb
        self.searcher = searcher
        asking = about.Asking(kb)
        self._resolver = Resolver(kb, searcher, asking)
        self.kb.frequent_questions  # noqa: B018 - learned now, not while somebody waits
        self._together = Together(kb, searcher, self._resolver)
        self._on_matter = OnMatter(kb)
        self._on_paper = OnPaper(kb, searcher)
        self._kinds = Kinds(kb, searcher)
        self._no_matter = NoMatter(kb, searcher)
        self._general = General(kb, self._on_matter, asking)
        self._referred = Referred(kb, self._resolver, asking)

    def answer(self, question: Question) -> Answer:
        """Answer one question. Never fails for want of knowledge: it says so and leads on."""
        answer = self._answered(question)
        answer.park_id = answer.park_id or question.park_id  # once told, the park stays
        return answer

    def _answered(self, question: Question) -> Answer:
        if asks_if_certain(question.query):
            return answer_certainty(self.kb, question)
        if question.query is not None:
            question = replace(question, query=self.searcher.heard(question.query))
        today = datetime.now(HALL_ZONE).date()
        question = taken_up(question, today, self.kb.edition.effective_from)
        question = self._understood(question)
        return (
            self._frequently_asked(question)
            or self._on_paper.answer(question)
            or self._kinds.answer(question)
            or self._referred.follow_up(question)
            or self._goes_on(question)
            or self._on_no_single_matter(question)
            or self._on_one_matter(question)
        )

    def _goes_on(self, question: Question) -> Answer | None:
        """The answer to what goes on about a general fact, and names no matter."""
        told = self._general.follow_up(question)
        appeal = about.is_general(told.about, APPEALS) if told else False
        query = question.query or ""
        other = self.searcher.names_in(query) if appeal else self._resolver.names_one(question)
        if told is None or question.as_of or other:
            return None
        return self.keeping_matter(question, told)

    def _understood(self, question: Question) -> Question:
        """The question with the topic its words ask for, beside what the dialogue took it for."""
        if asks_of_modes(question):
            return replace(question, topic="policy", subject=MODES)
        if asks_which_mode(question) or asks_who_decides(question):
            question = replace(question, topic="mode")
        question = as_papers(as_online(self.kb, as_asked_at_last(self.kb, question)))
        question = as_time_limit(self.kb, question)
        if question.topic == "matter" and question.query is not None:
            question = replace(question, topic=asked_in(self.kb, question.query))
        if question.matter_id and wants_to_keep(question.query or ""):  # "这个能打印出来吗"
            return replace(question, topic="notice", query=None)
        question = as_fees(as_authority(self._in_transition(question)))
        return as_appeal(as_notion(as_source(question)))

    def _frequently_asked(self, question: Question) -> Answer | None:
        """The answer to a frequent question on the current matter that is surely put.

        Where another matter is named or offered, the question must be put nearly word for word.
        """
        guide = current_guide(self.kb, question)
        if guide is None or question.query is None or question.topic in WITH_ITS_OWN_ANSWER:
            return None
        if not faqs.asks(question.query) or topics_asked(self.kb, question.query):  # 几天，多少钱
            return None
        answer = self._on_matter.frequent(guide, question, self._least_likely(question))
        return self.keeping_matter(question, answer) if answer is not None else None

    def _least_likely(self, question: Question) -> float:
        """How likely a frequent question must be, given what else the words may be."""
        words = question.query or ""
        elsewhere = (
            question.thread.offered
            or self._resolver.names_others(question)
            or OF_DECREE.search(words)
        )
        if elsewhere or question.topic in faqs.OF_A_FACT or asked_paper(words):
            return faqs.CERTAIN
        return faqs.SURE if self._resolver.finds_one(question) else faqs.LIKELY

    def asks_frequent_question(self, words: str, matter_id: str | None) -> bool:
        """Whether words surely put a frequent question on the current matter, if there is one."""
        question = self._understood(Question("matter", words, matter_id))
        return self._frequently_asked(question) is not None

    def _in_transition(self, question: Question) -> Question:
        """The question with the day it is about, where that is the time of transition (D6)."""
        if self._asks_of_transition(question):
            return replace(question, topic="policy", subject=TRANSITION)
        until = self.kb.edition.transition_until
        words, spoken_of = question.query or "", about.is_general(question.thread.about, TRANSITION)
        then = "过渡期" in words or (spoken_of and THEN.search(words))
        if until is None or question.topic not in AUTHORITY_TOPICS or question.as_of or not then:
            return question
        return replace(question, as_of=until)

    def _asks_of_transition(self, question: Question) -> bool:
        """Whether a question goes on about both being liable on the day that was asked about."""
        edition, day = self.kb.edition, question.thread.as_of
        if day is None or edition.transition_until is None or question.as_of is not None:
            return False
        joint = edition.effective_from <= day <= edition.transition_until
        return joint and JOINT.search(question.query or "") is not None

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
        since = answer_since(self.kb, question) if question.subject is None else None
        if since is not None:
            since.matter_id = self._together.named(question)
            return self.keeping_matter(question, since)
        if listed := answer_by_mode(self.kb, question):
            return self.keeping_matter(question, listed)
        together = self._together.answer(question)
        if together is not None:
            if together.outcome == Outcome.ASK_MATTER and question.topic == "compare":
                together = self._general.once_more(question) or together
            booking = question.topic == "booking"  # whose matter is open until one is chosen
            return together if booking else self.keeping_matter(question, together)
        if question.topic == "policy":
            return self._on_policy(question)
        if question.topic == "journey":
            told = answer_journey(self.kb, question)
            if told.outcome == Outcome.NOT_FOUND:  # no journey, but maybe a question on a matter
                told = (
                    self._general.of_current_matter(question) or self._after_all(question) or told
                )
            return self.keeping_matter(question, told)
        return None

    def _on_policy(self, question: Question) -> Answer:
        """The general fact asked about, or what is asked of a matter after all."""
        told = answer_policy(self.kb, question)
        if told.outcome == Outcome.NOT_FOUND:
            told = (
                self._general.of_current_matter(question)
                or self._after_all(question)
                or self._general.same_again(question)
                or self._fact_after_all(question)
                or self._open_on_the_matter(question)
                or (answer_certainty(self.kb, question) if doubts(question.query) else told)
            )
        return self.keeping_matter(question, told)

    def _open_on_the_matter(self, question: Question) -> Answer | None:
        """That the current matter's guide does not tell what is asked, be it no rule at large."""
        words = question.query or ""
        if OF_RULES.search(words) or doubts(words) or not asks(words) or not goes_on(question):
            return None
        return None if self._resolver.names_a_thing(question) else answer_beside(self.kb, question)

    def _fact_after_all(self, question: Question) -> Answer | None:
        """A fact of the current matter that words ask for which name nothing general."""
        topic = asked_in(self.kb, question.query or "")
        if question.matter_id not in self.kb.matters or topic == "matter":
            return None
        return self._on_one_matter(replace(question, topic=topic))

    def _after_all(self, question: Question) -> Answer | None:
        """The answer to what was taken for a general question, and is none."""
        if question.query is None:
            return None
        if question.as_of is not None:
            topic = "liability" if LIABILITY_WORDS.search(question.query) else "mode"
            return self._on_one_matter(replace(question, topic=topic))
        if not self._resolver.names_one(question):
            return None
        return self._on_one_matter(replace(question, topic="matter"))

    def _on_one_matter(self, question: Question) -> Answer:
        subject = self._resolver.resolve(question)
        general = self._general.answer(question, subject)
        if general is not None:
            return self.keeping_matter(question, general)
        if subject.result is None and _goes_on_about_a_day(question):
            question = replace(question, as_of=question.thread.as_of)
        answer = self._on_the_current(question, subject) or self._beside(question, subject)
        settled = replace(question, matter_id=subject.matter_id)
        answer = answer or self._with_others(self._answer_on(settled, subject), settled, subject)
        if answer.outcome in KEEPING:  # until one is chosen, the current matter stays
            answer = self.keeping_matter(question, answer)
        answer.as_of = question.as_of
        if subject.result is not None:
            answer.decision = subject.result.decision
            answer.candidates = candidates(subject.result)
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

    def _with_others(self, answer: Answer, question: Question, subject: Subject) -> Answer:
        """The answer with the other facts that the same message asks for."""
        told = answer.outcome in (Outcome.ANSWERED, Outcome.MISSING_FACT, Outcome.ASK_PARK)
        if question.matter_id is None or question.topic not in FACT_TOPICS or not told:
            return answer
        topics = topics_asked(self.kb, question.query or "")
        if not topics:
            return answer
        return tell_each(answer, topics, question, lambda one: self._answer_on(one, subject))

    def _beside(self, question: Question, subject: Subject) -> Answer | None:
        """What is said to words about the current matter in which nothing of their own is found."""
        result = subject.result
        if result is None or subject.matter_id is not None or subject.referred:
            return None
        if question.topic != "matter" or not goes_on(question):
            return None
        if self._resolver.names_a_thing(question) or _is_likely(result):
            return None
        return answer_beside(self.kb, question)

    def _answer_on(self, question: Question, subject: Subject) -> Answer:
        if question.matter_id is None:
            return self._no_matter.answer(question, subject.result)
        if question.park_id is None and question.topic in PARK_TOPICS:
            return self._no_matter.ask_park(question)
        try:
            return self._on_matter.answer(question, question.matter_id)
        except NotCovered as gap:
            return self._no_matter.not_covered(question, gap)


def _is_likely(result: Result) -> bool:
    """Whether one of the matters found may well be meant, though it is not named."""
    return result.decision == "clarify" and result.candidates[0].score >= LIKELY_ENOUGH


def _goes_on_about_a_day(question: Question) -> bool:
    """Whether a day asked about before is still meant; a button asks about today."""
    typed = question.query is not None
    return typed and question.as_of is None and question.topic in AUTHORITY_TOPICS
