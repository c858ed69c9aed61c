"""Answers on one matter: a fact, the card, the notice, the list of materials."""

from datetime import date, datetime

from api.db.types import HALL_ZONE
from api.services import brief, faqs, usual_answers, wording
from api.services.answering.fields import FACT_OF_TOPIC, FIELD_TOPICS
from api.services.answering.state import settle
from api.services.answering.steps import MOST_STEPS, WHOLE, next_steps, park_buttons
from api.services.answers import HANDOFF, Answer, Question, button
from api.services.asking_part import asking_part
from api.services.intake.notice_card import notice_card
from api.services.intake.precheck_words import asking, list_card
from api.services.outcomes import Outcome
from api.services.thread.resolve import AUTHORITY_TOPICS, WHOLE_TOPICS
from api.services.thread.turns import PARK_TOPICS
from api.services.thread.words import what_of
from api.services.usual import asks_how_long_it_holds, kinds_of
from knowledge import KnowledgeBase, ServiceGuide
from knowledge.chinese_dates import in_words
from knowledge.text import normalise

PLAIN_TOPICS = frozenset({"fee", "time_limit", "online", "legal_basis"})
"""Topics on which the fact itself answers, unless a frequent question is of the same topic."""
SAID_PLAINLY = PLAIN_TOPICS | {"materials", "window"}
"""Topics that a question is of which says one of their words, whatever else it is like."""
LEAST_LIKELY = {
    "matter": faqs.LIKELY,
    # A law tells which level of the state decides; of that, much was given to the parks.
    **dict.fromkeys(AUTHORITY_TOPICS, faqs.CERTAIN),
}
"""How likely a frequent question must be, by the topic that is asked about."""
KIOSK = "kiosk"
LONGEST_ON_KIOSK = 120
"""Characters of an answer on the kiosk; a longer one is told in few words, the whole on request."""
NOTICE = (
    "这是「{name}」在{park}的一次性告知书：条件、材料、时限、收费、谁审批、去哪个窗口，都在下面。"
)
OPENED = "可以打开打印，也可以发给别人。"
SCANNED = "用手机扫卡片上的二维码就能带走。"
"""How the notice is kept; nothing is opened or printed on the kiosk."""
NOTICE_WITHOUT_PARK = (
    "「{name}」要准备的都在下面。请问您的项目在哪个园区？我再补上谁审批、去哪个窗口，"
    "给您一份可以打印、转发的告知书。"
)


class OnMatter:
    """Answers from the service guide of a matter."""

    def __init__(self, kb: KnowledgeBase) -> None:
        self._kb = kb

    def answer(self, question: Question, matter_id: str) -> Answer:
        """What is known of the matter, for the park told or any that has it.

        Raises:
            NotCovered: the park did not handle it on the day asked about.
        """
        having = self._kb.park_ids(matter_id, question.as_of)
        park_id = question.park_id or next(iter(having or self._kb.parks))
        guide = self._kb.guide(matter_id, park_id, question.as_of)
        known_park = question.park_id is not None
        answer = self.usual(guide, question)
        if answer is None:
            answer = self._of_topic(guide, question)
            if question.detail == "brief" or _too_long(answer, question):
                answer = self._in_brief(guide, question)
        answer.matter_id = matter_id
        if known_park:
            settle(answer, guide)
        return answer

    def _of_topic(self, guide: ServiceGuide, question: Question) -> Answer:
        known_park = question.park_id is not None
        match question.topic:
            case "notice":
                return self._notice(guide, question, known_park)
            case "precheck":
                return self._precheck(guide, known_park)
            case topic if topic in FACT_OF_TOPIC:
                return self._fact(guide, question)
            case _:
                return self._card(guide, known_park)

    def _notice(self, guide: ServiceGuide, question: Question, known_park: bool) -> Answer:
        """The one complete notice (decree D16), without what depends on an unknown park."""
        park = self._kb.parks[guide.park_id]
        day = question.as_of or datetime.now(HALL_ZONE).date()
        card = notice_card(self._kb, guide.matter_id, guide.park_id, day, known_park)
        if known_park:
            kept = SCANNED if question.channel == KIOSK else OPENED
            text = NOTICE.format(name=guide.name, park=park.short_name) + kept
            buttons = next_steps("notice")
        else:
            text = NOTICE_WITHOUT_PARK.format(name=guide.name)
            buttons = park_buttons(self._kb, "notice")
        return Answer(Outcome.NOTICE, "matter", text, buttons=buttons, card=card)

    def _precheck(self, guide: ServiceGuide, known_park: bool) -> Answer:
        """The question that begins a pre-check (decree D13), or that there is no list."""
        text = asking(guide)
        if guide.fields["materials"].value is None:
            buttons = [
                button("一次性告知书", "ask_notice"),
                button("去哪个窗口", "ask_window"),
                HANDOFF,
            ]
            return Answer(Outcome.MISSING_FACT, "precheck", text, buttons=buttons)
        card = list_card(guide, self._kb.parks[guide.park_id] if known_park else None)
        steps = [button("预约办理", "book"), HANDOFF]
        return Answer(Outcome.ASKED, "precheck", text, buttons=steps, card=card)

    def usual(self, guide: ServiceGuide, question: Question) -> Answer | None:
        """The answer to what people often ask about just this matter, or about any."""
        if question.query is None or what_of(question.query):  # 那登记表呢 asks the same again
            return None
        whole = question.topic in WHOLE_TOPICS
        asked = asking_part(question.query)
        if whole and "without" not in kinds_of(asked):
            return None
        topic = "result" if asks_how_long_it_holds(asked) else question.topic
        fits = question.topic in faqs.OF_A_FACT
        least = faqs.CERTAIN if fits else LEAST_LIKELY.get(question.topic, faqs.SURE)
        text = faqs.answer_of(self._kb, guide, asked, self._cues(question), least)
        known = True
        of_all = not whole and question.topic not in AUTHORITY_TOPICS  # 要自己跑省里吗: who decides
        if (
            text is None
            and of_all
            and (usual := usual_answers.usual_answer(self._kb, guide, asked))
        ):
            text, known = usual
        if text is None:
            return None
        outcome = Outcome.ANSWERED if known else Outcome.MISSING_FACT
        return Answer(outcome, topic, text, buttons=next_steps(topic, not known))

    def frequent(self, guide: ServiceGuide, question: Question, least: float) -> Answer | None:
        """The answer to the frequent question that the words put with such a likelihood."""
        asked = question.query or ""
        text = faqs.answer_of(self._kb, guide, asked, self._cues(question), least)
        if text is None:
            return None
        topic = "result" if asks_how_long_it_holds(asked) else question.topic
        topic = "matter" if topic in WHOLE_TOPICS else topic
        return Answer(Outcome.ANSWERED, topic, text, buttons=next_steps(topic))

    def _cues(self, question: Question) -> tuple[str, ...]:
        """The words that show the topic, where the question says one; then it is surely of it."""
        topic = self._kb.topics.get(question.topic)
        cues = tuple(topic.cues) if topic is not None else ()
        said = any(cue in normalise(question.query or "") for cue in cues)
        return cues if said and question.topic in SAID_PLAINLY else ()

    def _in_brief(self, guide: ServiceGuide, question: Question) -> Answer:
        """The same in few words; the whole of it is a button away."""
        topic = question.topic if question.topic in FACT_OF_TOPIC else "matter"
        missing = topic != "matter" and guide.fields[FACT_OF_TOPIC[topic]].value is None
        outcome = Outcome.MISSING_FACT if missing else Outcome.ANSWERED
        text = brief.in_brief(self._kb, guide, topic)
        text = _on_its_day(text, topic, guide, question.as_of)
        buttons = [WHOLE, *next_steps(topic, missing)][:MOST_STEPS]
        return Answer(outcome, topic, text, buttons=buttons)

    def _fact(self, guide: ServiceGuide, question: Question) -> Answer:
        topic = question.topic
        missing = guide.fields[FACT_OF_TOPIC[topic]].value is None
        outcome = Outcome.MISSING_FACT if missing else Outcome.ANSWERED
        short = topic == "time_limit" and question.detail is None and brief.shortens(guide)
        text = (
            wording.say_time_limit(guide, brief.say_limit(guide))
            if short
            else self._say(guide, topic, question.query or "")
        )
        text = _on_its_day(text, topic, guide, question.as_of)
        steps = next_steps(topic, missing)
        return Answer(outcome, topic, text, buttons=[WHOLE, *steps] if short else steps)

    def _say(self, guide: ServiceGuide, topic: str, asked: str) -> str:
        park = self._kb.parks[guide.park_id]
        match topic:
            case "materials":
                return wording.say_materials(guide)
            case "window":
                return wording.say_window(guide, park, asked)
            case "mode":
                return wording.say_mode(guide, park, asked)
            case "liability":
                return wording.say_liability(guide, park, asked)
            case "time_limit":
                return wording.say_time_limit(guide)
            case "result":
                return wording.say_result(guide)
            case "fee":
                return wording.say_fee(guide, self._kb.rules["fee_collection"])
            case _:
                return wording.say_field(guide, *FIELD_TOPICS[topic])

    def _card(self, guide: ServiceGuide, known_park: bool) -> Answer:
        park = self._kb.parks[guide.park_id] if known_park else None
        card = {
            "type": "matter",
            "matter_id": guide.matter_id,
            "name": guide.name,
            "park_id": park.park_id if park else None,
            "park_name": park.short_name if park else None,
            "rows": wording.card_rows(guide, known_park),
            "notice": "".join(guide.notices) or None,
        }
        if park is not None:
            text = f"您要办的是「{guide.name}」，在{park.short_name}办理的要点如下。"
            buttons = next_steps("matter")
        else:
            text = (
                f"您要办的是「{guide.name}」。"
                "请问您的项目在哪个园区？我再告诉您谁来审批、去哪个窗口。"
            )
            buttons = [*park_buttons(self._kb, "matter"), *next_steps("matter")[:1]]
        return Answer(Outcome.CARD, "matter", text, buttons=buttons, card=card)


def _too_long(answer: Answer, question: Question) -> bool:
    """Whether a fact is to be told in few words at once: people read a kiosk standing."""
    on_kiosk = question.channel == KIOSK and question.detail is None
    return on_kiosk and question.topic in FACT_OF_TOPIC and len(answer.text) > LONGEST_ON_KIOSK


def _on_its_day(text: str, topic: str, guide: ServiceGuide, then: date | None) -> str:
    """`text` with the day it holds for, and what must be said beside it."""
    if then is not None:
        text = f"按{in_words(then)}的规定：{text}"
    return text + wording.say_notices([guide]) if topic in PARK_TOPICS else text
