"""Answers to whether one paper is wanted for a matter: 资金证明要不要, 没有发票咋办."""

import re

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


ONE = "这份材料"
"""Stands for a paper that is not on the list."""
LEFT_OUT = re.compile(
    r"(?:那|这个|是)*(?:谁|哪家|哪里|找谁|自己)(?:来|给|去|能|可以)?(?:做|写|编|画|测|评|弄|出具)[的呢啊呀吗]*[?？]?"
)
"""Asks who makes it, and leaves out of which paper that is asked: 谁给测."""


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
        often = None if asked.lacks else faqs.answer_of(self._kb, guide, query, least=faqs.CERTAIN)
        text = often or answer_asked(self._kb, guide, asked)
        return self._told(text, question, guide)

    def _made_by(self, question: Question) -> Answer | None:
        """Who makes a paper of the current matter; None where nothing of the kind is asked."""
        query, guide = question.query or "", current_guide(self._kb, question)
        asks = question.topic in ASKED_OF_MAKER and paper_questions.asks_who_makes(query)
        if guide is None or not asks:
            return None
        named = named_paper(query)
        lately = question.thread.last_topic == "materials" and LEFT_OUT.fullmatch(query)
        if (named and is_its_own(self._kb, guide.matter_id, named)) or not (named or lately):
            return None
        told = paper_questions.answer(self._kb, guide, f"{ONE}{query}", ())
        text = (told.text or "").replace(ONE, f"「{named}」" if named else ONE)
        return self._told(text, question, guide) if text else None

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
