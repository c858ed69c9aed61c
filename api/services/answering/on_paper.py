"""Answers to whether one paper is wanted for a matter: 资金证明要不要, 没有发票咋办."""

from api.services import faqs
from api.services.answering.state import current_guide, settle
from api.services.answers import HANDOFF, Answer, Question, button
from api.services.intake import paper_questions
from api.services.intake.asked_papers import answer_asked, is_its_own
from api.services.outcomes import Outcome
from api.services.said.papers import AskedPaper, asked_paper, named_paper
from knowledge import KnowledgeBase, NotCovered, ServiceGuide
from knowledge.search import Searcher

ASKED_AS = frozenset(
    {"matter", "materials", "conditions", "policy", "online", "precheck", "result", "compare"}
)
"""Kinds of question that one about a paper is taken for."""
ASKED_OF_MAKER = ASKED_AS | {"mode", "liability", "window"}
"""The same for who makes one."""


class OnPaper:
    """Answers what is asked of one paper, for the matter it is asked for."""

    def __init__(self, kb: KnowledgeBase, searcher: Searcher) -> None:
        self._kb = kb
        self._searcher = searcher

    def answer(self, question: Question) -> Answer | None:
        """Whether a paper is wanted; None where none is asked about, or no matter is known."""
        query = question.query or ""
        if made := self._made_by(question):
            return made
        asked = asked_paper(query) if question.topic in ASKED_AS else None
        matter_id = self._matter(question, asked) if asked else None
        if asked is None or matter_id is None or is_its_own(self._kb, matter_id, asked.name):
            return None
        having = self._kb.park_ids(matter_id, question.as_of)
        park_id = question.park_id or next(iter(having or self._kb.parks))
        try:
            guide = self._kb.guide(matter_id, park_id, question.as_of)
        except NotCovered:
            return None
        often = None if asked.lacks else faqs.answer_of(guide, self._kb.matters[matter_id], query)
        text = often or answer_asked(self._kb, guide, asked)
        return self._told(text, question, guide)

    def _made_by(self, question: Question) -> Answer | None:
        """Who makes a paper of the current matter; None where nothing of the kind is asked."""
        query = question.query or ""
        guide = current_guide(self._kb, question)
        named = named_paper(query) if guide and question.topic in ASKED_OF_MAKER else None
        if guide is None or named is None or not paper_questions.asks_who_makes(query):
            return None
        if is_its_own(self._kb, guide.matter_id, named):
            return None
        told = paper_questions.answer(self._kb, guide, query, ())
        return self._told(told.text, question, guide) if told.text else None

    def _told(self, text: str, question: Question, guide: ServiceGuide) -> Answer:
        steps = [button("要带什么材料", "ask_materials"), button("预约办理", "book"), HANDOFF]
        answer = Answer(Outcome.ANSWERED, "materials", text, matter_id=guide.matter_id)
        answer.buttons = steps
        if question.park_id is not None:
            settle(answer, guide)
        return answer

    def _matter(self, question: Question, asked: AskedPaper) -> str | None:
        """The matter that is named beside the paper, else the current one."""
        beside = (question.query or "").replace(asked.name, "")
        if self._searcher.names_in(beside):
            found = self._searcher.search(beside, question.park_id, question.as_of)
            if found.decision == "match":
                return found.candidates[0].matter_id
        current = question.matter_id
        return current if current in self._kb.matters else None
