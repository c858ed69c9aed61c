"""Questions for which the dialogue has no kind of its own: usual ones, comparisons, the notice."""

from collections.abc import Sequence
from dataclasses import replace

from api.services.answering.fields import FACT_OF_TOPIC
from api.services.answering.state import current_guide
from api.services.answering.steps import choice, next_steps
from api.services.answers import HANDOFF, Answer, Question
from api.services.english import asking, faqs
from api.services.english.comparing import WHICH, Comparing
from api.services.english.texts import OUR_TRANSLATION
from api.services.english.usual import GENERAL, Usual
from api.services.english.wording import Wording
from api.services.guide import Guide
from api.services.intake.notice_card import OF_A_PARK, ON_THE_CARD
from api.services.outcomes import Outcome
from knowledge import ServiceGuide
from knowledge.english import Translation
from knowledge.english.finding import Finder
from knowledge.search import Result

NOTICE = (
    "This is the complete notice for {matter} in {park}: conditions, documents, time limit, fee, "
    "who decides and which window. Open it to print it or to send it on; the printed page is in "
    "Chinese, as the hall reads it."
)
NOTICE_WITHOUT_PARK = (
    "Here is what to prepare for {matter}. In which park is your project? Then I add who decides "
    "and which window, and give you a page to print or to send on."
)
BOTH_PARKS = "两个园区有什么区别"
"""The question in Chinese whose answer settles the state of a comparison of the parks."""


class Beyond:
    """Answers such questions; the guide settles state and next steps."""

    def __init__(
        self, guide: Guide, english: Translation, finder: Finder, wording: Wording
    ) -> None:
        self._guide = guide
        self._kb = guide.kb
        self._english = english
        self._wording = wording
        self._usual = Usual(wording)
        self._comparing = Comparing(guide.kb, finder, wording)

    def prepared(self, question: Question) -> Answer | None:
        """The answer to a question that people ask about just the current matter."""
        guide = current_guide(self._kb, question)
        if guide is None or not question.query:
            return None
        told = faqs.answer_of(guide, question.query, self._english)
        return self._told(question, told, known=True) if told else None

    def usual(self, question: Question, result: Result | None) -> Answer | None:
        """The answer to a question that people ask about nearly every matter."""
        kind = asking.kind_of(question.query or "", self._english)
        if kind is None or question.topic == "precheck":
            return None
        if result is not None and result.decision == "match":
            question = replace(question, matter_id=result.candidates[0].matter_id)
        elif result is not None and (result.referral or result.elsewhere):
            return None
        guide = current_guide(self._kb, question)
        if guide is None:
            return self._of_any(question, kind)
        text, known = self._usual.tell(kind, guide)
        return self._told(question, text, known)

    def _of_any(self, question: Question, kind: str) -> Answer | None:
        """What holds of every matter, where none is spoken of."""
        if kind not in GENERAL or question.matter_id:
            return None
        answer = Answer(Outcome.ANSWERED, "policy", GENERAL[kind], buttons=[HANDOFF])
        return replace(answer, park_id=question.park_id)

    def _told(self, question: Question, text: str, known: bool) -> Answer:
        """A text about the current matter, with the state that goes with it."""
        topic = question.topic if question.topic in FACT_OF_TOPIC else "matter"
        answer = Answer(
            Outcome.ANSWERED if known else Outcome.MISSING_FACT,
            topic,
            text,
            buttons=next_steps(topic if topic != "matter" else "conditions", not known),
        )
        return self._guide.keeping_matter(question, answer)

    def compared(self, question: Question) -> Answer:
        """Two matters side by side, or one matter in both parks."""
        query = question.query or ""
        if asking.BOTH_PARKS.search(query):
            return self._parks(question)
        named = self._comparing.named(query, question.matter_id, question.park_id)
        ids = named if len(named) > 1 else self._spoken_of(question)
        guides = self._guides(ids, question)
        if len(guides) < 2:
            which = Answer(Outcome.ASK_MATTER, "matter", WHICH, buttons=[HANDOFF])
            return self._guide.keeping_matter(question, which)
        text = self._comparing.matters(guides)
        titles = [self._kb.matters[guide.matter_id].name for guide in guides]
        buttons = [
            choice(title, guide.matter_id, "matter")
            for title, guide in zip(titles, guides, strict=True)
        ]
        answer = Answer(Outcome.COMPARED, "matter", text, buttons=buttons[:3])
        pair = [guide.matter_id for guide in guides]
        answer.matter_id, answer.pair = pair[0], pair if len(pair) == 2 else []
        return self._guide.keeping_matter(question, answer)

    def _spoken_of(self, question: Question) -> Sequence[str]:
        """The matters that were offered or spoken of last."""
        thread = question.thread
        last = (*thread.recent[:1], question.matter_id) if question.matter_id else ()
        return thread.pair or thread.offered or last

    def _guides(self, ids: Sequence[str], question: Question) -> list[ServiceGuide]:
        asked = [replace(question, matter_id=one) for one in ids]
        found = (current_guide(self._kb, one) for one in asked)
        return [guide for guide in found if guide is not None][:4]

    def _parks(self, question: Question) -> Answer:
        answer = self._guide.answer(replace(question, query=BOTH_PARKS, language=None))
        having = self._kb.park_ids(question.matter_id or "", question.as_of)
        asked = [replace(question, park_id=park_id) for park_id in having]
        guides = [guide for one in asked if (guide := current_guide(self._kb, one))]
        text = self._comparing.parks(guides) if guides else WHICH
        return replace(answer, text=text)

    def notice(self, question: Question, answer: Answer, guide: ServiceGuide) -> Answer:
        """The complete notice (decree D16): what the guide answered in Chinese, in English."""
        known_park = question.park_id is not None
        shown = [field for field in ON_THE_CARD if known_park or field not in OF_A_PARK]
        matter, park = self._wording.matter(guide.matter_id), self._wording.park(guide.park_id)
        text = (NOTICE if known_park else NOTICE_WITHOUT_PARK).format(matter=matter, park=park)
        card = {
            **(answer.card or {}),
            "name": matter,
            "park_name": park if known_park else None,
            "rows": [self._wording.row(field, guide) for field in shown],
            "notice": f"{self._wording.notices(guide)} {OUR_TRANSLATION}".strip(),
        }
        return replace(answer, text=text, card=card)
