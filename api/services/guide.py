"""The guide itself: one question of one kind in, one honest answer with a way on out."""

import re
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from api.db.types import HALL_ZONE
from api.services import brief, faqs, wording
from api.services.answers import Answer, Button, Question, button
from api.services.cued import best
from api.services.intake.notice_card import notice_card
from api.services.intake.precheck_words import asking, list_card
from api.services.outcomes import Outcome
from api.services.policy import answer_generally, answer_journey, answer_policy, answer_since
from api.services.thread.resolve import WHOLE_TOPICS, Resolver, Subject
from api.services.thread.together import Together
from api.services.thread.turns import FACT_TOPICS, PARK_TOPICS, taken_up
from api.services.thread.words import goes_back, without_way_back
from api.services.usual import asks_how_long_it_holds, wants_print
from knowledge import KnowledgeBase, NotCovered, ServiceGuide
from knowledge.chinese_dates import in_words
from knowledge.delegation import joint_liability
from knowledge.search import Result, Searcher
from knowledge.text import normalise

HANDOFF = button("转人工", "request_handoff")
NEXT_STEPS: dict[str, tuple[tuple[str, str], ...]] = {
    "matter": (
        ("要带什么材料", "ask_materials"),
        ("去哪个窗口", "ask_window"),
        ("预约办理", "book"),
    ),
    "materials": (
        ("核对材料", "ask_precheck"),
        ("去哪个窗口", "ask_window"),
        ("预约办理", "book"),
    ),
    "window": (("要带什么材料", "ask_materials"), ("谁来审批", "ask_mode"), ("预约办理", "book")),
    "mode": (("出了问题找谁", "ask_liability"), ("去哪个窗口", "ask_window"), ("预约办理", "book")),
    "liability": (("谁来审批", "ask_mode"), ("办理依据", "ask_legal_basis"), ("预约办理", "book")),
    "notice": (
        ("核对材料", "ask_precheck"),
        ("多久能办好", "ask_time_limit"),
        ("预约办理", "book"),
    ),
}
MOST_STEPS = 3
LIKELY_GENERAL = 0.6
"""From this likeness on, words in which no matter is found are taken to ask a general thing."""
SURE_CUE = 3
"""Characters of question words that are surely meant as a question."""
KIOSK = "kiosk"
LONGEST_ON_KIOSK = 120
"""Characters of an answer on the kiosk; a longer one is told in few words, the whole on request."""
WHOLE = button("看完整说明", "repeat", detail="full")
DEFAULT_STEPS: tuple[tuple[str, str], ...] = (
    ("多久能办好", "ask_time_limit"),
    ("去哪个窗口", "ask_window"),
    ("预约办理", "book"),
)
FIELD_TOPICS = {
    "fee": ("fee", "收费"),
    "legal_basis": ("basis", "办理依据"),
    "conditions": ("conditions", "办理条件"),
    "online": ("online_entrance", "网上办理入口"),
    "result": ("result", "办理结果"),
}
KEEPING = frozenset({Outcome.CLARIFY, Outcome.NOT_FOUND})
"""Outcomes after which the matter spoken of before is still the current one."""
WITHOUT_MATTER = {"policy": answer_policy, "journey": answer_journey}
"""Questions that are answered without a matter, by whom."""
WHICH_MODE = re.compile(r"(?:属于?|是|算|归)(?:于|在)?哪一?[种类个](?!.*(?:区别|不同|差))")
"""Asks in which of the modes a matter runs: it compares nothing."""
DAY_TOPICS = frozenset({"mode", "liability"})
"""Topics that a day asked about before still holds for."""
EXPLAINED_TOPICS = frozenset({"mode", "precheck"})
"""Topics on which people ask for a notion of the decree as often as for a matter's fact."""
NOTICE = (
    "这是「{name}」在{park}的一次性告知书：条件、材料、时限、收费、谁审批、去哪个窗口，都在下面。"
    "可以打开打印，也可以发给别人。"
)
NOTICE_WITHOUT_PARK = (
    "「{name}」要准备的都在下面。请问您的项目在哪个园区？我再补上谁审批、去哪个窗口，"
    "给您一份可以打印、转发的告知书。"
)
COMMITMENT = "commitment"
"""The general subject of 告知承诺."""
BROKEN_PROMISE = re.compile(
    r"承诺[^。]{0,10}(?:做不到|没做到|办不到|达不到|没兑现|兑现不了|不实|是假|造假|不符|反悔|不履行|没履行|失信|后果)"
    r"|(?:违反|违背|不履行|没履行|没兑现|虚假|做不到|没做到)[^。]{0,6}承诺"
)
"""Asks what follows when a promise is not kept."""
NOTION = re.compile(r"什么是|是什么|是啥|什么叫|啥是|啥叫|什么意思|怎么回事|解释")
"""Asks for a notion, such as 容缺受理, rather than for somebody's own case."""
PROGRESS = (
    "办件进度我这里还查不到。想看预约，请说“我的预约”；窗口已经受理的，"
    "请凭受理单拨打 12345 政务服务便民热线查询，或者转人工。"
)
WHATEVER_THE_MATTER = {
    "mode": (
        "由谁审批要看赋权方式：直接赋权的由园区管委会批、盖“行政审批专用章”；"
        "服务前移的由市直部门派驻园区的机构批；审批直报的由园区审核后直接报省级部门。"
        "（依据：郴政办发〔2021〕4号二、（一））"
    ),
    "liability": (
        "谁负责要看赋权方式：直接赋权和审批直报的由园区管委会承担法律责任，"
        "服务前移的由市直部门承担（依据：郴政办发〔2021〕4号二、（一））。"
        "对决定不服的，可以在六十日内申请行政复议，或者六个月内起诉，以决定书载明为准。"
    ),
}
"""What can be told of a question before its matter is known (decree D1-D4)."""
FACT_OF_TOPIC = {
    "materials": "materials",
    "window": "windows",
    "mode": "delegation_mode",
    "liability": "liable_body",
    "time_limit": "statutory_limit",
    **{topic: name for topic, (name, _) in FIELD_TOPICS.items()},
}


class Guide:
    """Answers from the knowledge base; every caller gets the same words for the same facts."""

    def __init__(self, kb: KnowledgeBase, searcher: Searcher) -> None:
        self.kb = kb
        self.searcher = searcher
        self._resolver = Resolver(kb, searcher)
        self._together = Together(kb, searcher, self._resolver)

    def answer(self, question: Question) -> Answer:
        """Answer one question. Never fails for want of knowledge: it says so and leads on."""
        today = datetime.now(HALL_ZONE).date()
        question = taken_up(question, today, self.kb.edition.effective_from)
        if question.topic == "matter" and question.query is not None:
            question = replace(question, topic=self._asked_in(question.query))
        if question.topic == "compare" and WHICH_MODE.search(question.query or ""):
            question = replace(question, topic="mode")
        if question.matter_id and wants_print(question.query):  # "这个能打印出来吗"
            question = replace(question, topic="notice", query=None)
        return self._on_no_single_matter(question) or self._on_one_matter(question)

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
                told = self._of_current_matter(question) or told
            return self.keeping_matter(question, told)
        return None

    def _of_current_matter(self, question: Question) -> Answer | None:
        """The answer to a usual question on the current matter, if there is one."""
        guide = self._current_guide(question)
        return self._usual(guide, question) if guide and question.query else None

    def _current_guide(self, question: Question) -> ServiceGuide | None:
        current = question.matter_id
        if current is None or current not in self.kb.matters:
            return None
        park_id = question.park_id or next(iter(self.kb.park_ids(current, question.as_of)), None)
        if park_id is None or not self.kb.has(current, park_id, question.as_of):
            return None
        return self.kb.guide(current, park_id, question.as_of)

    def _on_one_matter(self, question: Question) -> Answer:
        subject = self._resolver.resolve(question)
        general = self._on_broken_promise(question) or self._general(question, subject)
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
            answer.candidates = _candidates(subject.result)
        answer.park_id = question.park_id
        if answer.topic not in self.kb.topics:
            answer.topic = "matter"
        return answer

    def _general(self, question: Question, subject: Subject) -> Answer | None:
        """The answer to a question that is not about the matter it seems to be about."""
        if question.topic == "progress":
            return self._of_current_matter(question) or Answer(
                Outcome.MISSING_FACT,
                "progress",
                PROGRESS,
                buttons=[button("我的预约", "booking_lookup"), HANDOFF],
            )
        if question.topic in ("matter", "notice") or question.query is None:
            return None
        if subject.matter_id and wording.asks_for_appeal(question.topic, question.query):
            return None
        named = subject.result is not None and subject.result.decision != "none"
        if named and question.topic not in EXPLAINED_TOPICS:
            return None
        has_matter = subject.matter_id is not None
        if question.topic == "precheck" and has_matter and not NOTION.search(question.query):
            return None
        return answer_generally(self.kb, question, has_matter)

    def _on_broken_promise(self, question: Question) -> Answer | None:
        """What follows from a promise that is not kept, where the matter tells nothing itself."""
        if COMMITMENT not in self.kb.policy or not BROKEN_PROMISE.search(question.query or ""):
            return None
        guide = self._current_guide(question)
        if guide is not None and self._usual(guide, question) is not None:
            return None
        subject = replace(question, subject=COMMITMENT)
        return self.keeping_matter(question, answer_policy(self.kb, subject))

    def _general_after_all(self, question: Question) -> Answer | None:
        """The general fact that words speak of in which no matter was found."""
        if question.query is None:
            return None
        fact = best(question.query, list(self.kb.policy.values()), LIKELY_GENERAL)
        if fact is None:
            return None
        subject = replace(question, subject=fact.subject)
        return self.keeping_matter(question, answer_policy(self.kb, subject))

    def keeping_matter(self, question: Question, answer: Answer) -> Answer:
        """A general answer leaves the current matter and park as they were."""
        matter_id = answer.matter_id or question.matter_id
        if matter_id is None or matter_id not in self.kb.matters:
            return replace(answer, park_id=question.park_id)
        answer = replace(answer, matter_id=matter_id, park_id=question.park_id)
        if question.park_id and self.kb.has(matter_id, question.park_id, question.as_of):
            _settle(answer, self.kb.guide(matter_id, question.park_id, question.as_of))
        return answer

    def _asked_in(self, words: str) -> str:
        """What kind of question `words` ask beside the name of a matter, `matter` if none.

        A long name drowns the words that ask, so that the dialogue takes them for a wish.
        """
        words = normalise(without_way_back(words) if goes_back(words) else words)
        asked = (topic for topic in self.kb.topics.values() if topic.topic in FACT_TOPICS)
        for topic in asked:
            if any(cue in words for cue in topic.cues if len(cue) >= SURE_CUE):
                return topic.topic
        return "matter"

    def topic_of_words(self, text: str) -> str:
        """The topic whose question words occur in `text`; `matter` when none does.

        Only for the time the dialogue is away: it understands far more.
        """
        words = normalise(text)
        for topic in self.kb.topics.values():
            told = topic.topic in FACT_OF_TOPIC or topic.topic in WHOLE_TOPICS
            if told and any(cue in words for cue in topic.cues):
                return topic.topic
        return "matter"

    def _on_the_current(self, question: Question, subject: Subject) -> Answer | None:
        """The answer to a frequent question on the current matter that names no other one."""
        current, result = question.matter_id, subject.result
        if current is None or subject.matter_id or result is None or result.named:
            return None
        if result.referral is not None and subject.referred:
            return None
        guide = self._current_guide(question)
        answer = self._usual(guide, question) if guide else None
        if answer is not None:
            answer = self.keeping_matter(question, answer)
        return answer

    def _answer_on(self, question: Question, subject: Subject) -> Answer:
        if question.matter_id is None:
            return self._without_matter(question, subject.result)
        if question.park_id is None and question.topic in PARK_TOPICS:
            return self._ask_park(question)
        try:
            return self._about_matter(question, question.matter_id)
        except NotCovered as gap:
            return self._not_covered(question, gap)

    def _without_matter(self, question: Question, result: Result | None) -> Answer:
        if result is None:
            return self._ask_matter(question)
        if result.decision == "clarify" and result.question is not None:
            return Answer(
                Outcome.CLARIFY,
                question.topic,
                result.question.text,
                buttons=[
                    choice(option.title, option.matter_id, question.topic)
                    for option in result.question.options
                ],
            )
        if result.referral is not None:
            return Answer(Outcome.REFERRED, "referral", _referral_text(result), buttons=[HANDOFF])
        if question.topic in FACT_OF_TOPIC or question.topic == "booking":  # but of what?
            return self._ask_matter(question)
        general = self._general_after_all(question)
        if general is not None:
            return general
        return Answer(
            Outcome.NOT_FOUND,
            "none",
            "这件事我没能对上园区办理的事项。您可以换个说法，比如“开饭店要办什么证”；"
            "也可以转人工，或拨打 12345 政务服务便民热线。",
            buttons=[HANDOFF],
        )

    def _ask_matter(self, question: Question) -> Answer:
        """Ask for the matter; what holds for any matter is told at once."""
        ask = "请先告诉我您要办什么事，比如“开饭店要办什么证”“厂房要装修”，我好帮您查准。"
        if question.topic in WHATEVER_THE_MATTER:
            said = WHATEVER_THE_MATTER[question.topic] + self._if_joint(question)
            notices = "".join(self.kb.policy_notices("modes", question.as_of))
            ask = f"{said}\n{notices}\n您要办的是哪件事？告诉我，我好说准。"
        offered = [m for m in question.thread.offered if m in self.kb.matters]
        choices = [choice(self.kb.matters[m].name, m, question.topic) for m in offered]
        return Answer(Outcome.ASK_MATTER, question.topic, ask, buttons=choices or [HANDOFF])

    def _if_joint(self, question: Question) -> str:
        """What holds for every matter in the transition (decree D6)."""
        edition, day = self.kb.edition, question.as_of
        if day is None or edition.transition_until is None or question.topic != "liability":
            return ""
        joint = edition.effective_from <= day <= edition.transition_until
        return f"\n{joint_liability(edition)}（二、（二）3）。" if joint else ""

    def _ask_park(self, question: Question) -> Answer:
        return Answer(
            Outcome.ASK_PARK,
            question.topic,
            "两个园区的大厅和窗口不一样，请问您的项目在哪个园区？",
            matter_id=question.matter_id,
            buttons=self._park_buttons(question.topic),
        )

    def _park_buttons(self, topic: str) -> list[Button]:
        return [
            button(park.short_name, "choose_park", park_id=park.park_id, topic=topic)
            for park in self.kb.parks.values()
        ]

    def _about_matter(self, question: Question, matter_id: str) -> Answer:
        having = self.kb.park_ids(matter_id, question.as_of)
        park_id = question.park_id or next(iter(having or self.kb.parks))
        guide = self.kb.guide(matter_id, park_id, question.as_of)
        known_park = question.park_id is not None
        answer = self._usual(guide, question)
        if answer is None:
            answer = self._of_topic(guide, question)
            if question.detail == "brief" or _too_long(answer, question):
                answer = self._in_brief(guide, question)
        answer.matter_id = matter_id
        if known_park:
            _settle(answer, guide)
        return answer

    def _of_topic(self, guide: ServiceGuide, question: Question) -> Answer:
        known_park = question.park_id is not None
        match question.topic:
            case "notice":
                return self._notice(guide, question.as_of, known_park)
            case "precheck":
                return self._precheck(guide, known_park)
            case topic if topic in FACT_OF_TOPIC:
                return self._fact(guide, question)
            case _:
                return self._card(guide, known_park)

    def _notice(self, guide: ServiceGuide, then: date | None, known_park: bool) -> Answer:
        """The one complete notice (decree D16), without what depends on an unknown park."""
        park = self.kb.parks[guide.park_id]
        day = then or datetime.now(HALL_ZONE).date()
        card = notice_card(self.kb, guide.matter_id, guide.park_id, day, known_park)
        if known_park:
            text = NOTICE.format(name=guide.name, park=park.short_name)
            buttons = _next_steps("notice")
        else:
            text = NOTICE_WITHOUT_PARK.format(name=guide.name)
            buttons = self._park_buttons("notice")
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
        card = list_card(guide, self.kb.parks[guide.park_id] if known_park else None)
        steps = [button("预约办理", "book"), HANDOFF]
        return Answer(Outcome.ASKED, "precheck", text, buttons=steps, card=card)

    def _usual(self, guide: ServiceGuide, question: Question) -> Answer | None:
        """The answer to what people often ask about just this matter, or about any."""
        if question.query is None or question.topic in WHOLE_TOPICS:
            return None
        topic = "result" if asks_how_long_it_holds(question.query) else question.topic
        text = faqs.answer_of(guide, self.kb.matters[guide.matter_id], question.query)
        known = True
        if text is None and (usual := faqs.usual_answer(guide, question.query)):
            text, known = usual
        if text is None:
            return None
        outcome = Outcome.ANSWERED if known else Outcome.MISSING_FACT
        return Answer(outcome, topic, text, buttons=_next_steps(topic, not known))

    def _in_brief(self, guide: ServiceGuide, question: Question) -> Answer:
        """The same in few words; the whole of it is a button away."""
        topic = question.topic if question.topic in FACT_OF_TOPIC else "matter"
        missing = topic != "matter" and guide.fields[FACT_OF_TOPIC[topic]].value is None
        outcome = Outcome.MISSING_FACT if missing else Outcome.ANSWERED
        text = brief.in_brief(guide, self.kb.parks[guide.park_id], topic)
        text = _on_its_day(text, topic, guide, question.as_of)
        buttons = [WHOLE, *_next_steps(topic, missing)][:MOST_STEPS]
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
        steps = _next_steps(topic, missing)
        return Answer(outcome, topic, text, buttons=[WHOLE, *steps] if short else steps)

    def _say(self, guide: ServiceGuide, topic: str, asked: str) -> str:
        park = self.kb.parks[guide.park_id]
        match topic:
            case "materials":
                return wording.say_materials(guide)
            case "window":
                return wording.say_window(guide, park)
            case "mode":
                return wording.say_mode(guide, park, asked)
            case "liability":
                return wording.say_liability(guide, park, asked)
            case "time_limit":
                return wording.say_time_limit(guide)
            case "result":
                return wording.say_result(guide)
            case "fee":
                return wording.say_fee(guide)
            case _:
                return wording.say_field(guide, *FIELD_TOPICS[topic])

    def _card(self, guide: ServiceGuide, known_park: bool) -> Answer:
        park = self.kb.parks[guide.park_id] if known_park else None
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
            buttons = _next_steps("matter")
        else:
            text = (
                f"您要办的是「{guide.name}」。"
                "请问您的项目在哪个园区？我再告诉您谁来审批、去哪个窗口。"
            )
            buttons = [*self._park_buttons("matter"), *_next_steps("matter")[:1]]
        return Answer(Outcome.CARD, "matter", text, buttons=buttons, card=card)

    def _not_covered(self, question: Question, gap: NotCovered) -> Answer:
        """Who handled it then, and on what that rests (decree D5, D6)."""
        edition = self.kb.edition
        liable = f"那时的审批责任由{gap.handled_by}承担。" if question.topic == "liability" else ""
        note = wording.SAMPLE_NOTE if edition.status == "sample" else ""
        return Answer(
            Outcome.NOT_COVERED,
            question.topic,
            f"{gap}{liable}\n（依据：{edition.document.title}二、（二）1）{note}",
            matter_id=question.matter_id,
            buttons=[button("现在由谁审批", "ask_mode"), HANDOFF],
        )


def _too_long(answer: Answer, question: Question) -> bool:
    """Whether a fact is to be told in few words at once: people read a kiosk standing."""
    on_kiosk = question.channel == KIOSK and question.detail is None
    return on_kiosk and question.topic in FACT_OF_TOPIC and len(answer.text) > LONGEST_ON_KIOSK


def _settle(answer: Answer, guide: ServiceGuide) -> None:
    """Let mode and window follow the matter and the park of a guide."""
    windows = guide.fields["windows"].value or []
    answer.window_id = windows[0]["window_id"] if windows else None
    answer.delegation_mode = guide.fields["delegation_mode"].value


def _goes_on_about_a_day(question: Question) -> bool:
    """Whether a day asked about before is still meant; a button asks about today."""
    typed = question.query is not None
    return typed and question.as_of is None and question.topic in DAY_TOPICS


def _on_its_day(text: str, topic: str, guide: ServiceGuide, then: date | None) -> str:
    """`text` with the day it holds for, and what must be said beside it."""
    if then is not None:
        text = f"按{in_words(then)}的规定：{text}"
    if topic in PARK_TOPICS and guide.notices:
        return f"{text}\n（{''.join(guide.notices)}）"
    return text


def _candidates(result: Result) -> list[dict[str, Any]]:
    """The matters found, those a question offers in the order in which it offers them.

    Somebody who says "the second one" counts the buttons.
    """
    offered = [option.matter_id for option in result.question.options] if result.question else []
    ranked = sorted(
        result.candidates,
        key=lambda c: offered.index(c.matter_id) if c.matter_id in offered else len(offered),
    )
    return [{"matter_id": c.matter_id, "name": c.name, "score": c.score} for c in ranked]


def choice(title: str, matter_id: str | None, topic: str) -> Button:
    """One answer to the question which matter is meant; None for none of them."""
    if matter_id is None:
        return button(title, "none_of_these")
    return button(title, "choose_matter", matter_id=matter_id, topic=topic)


def _next_steps(topic: str, missing: bool = False) -> list[Button]:
    offered = NEXT_STEPS.get(topic, DEFAULT_STEPS)
    steps = [button(title, intent) for title, intent in offered if intent != f"ask_{topic}"]
    return [HANDOFF, *steps[1:]] if missing else steps


def _referral_text(result: Result) -> str:
    referral = result.referral
    assert referral is not None
    parts = [referral.text]
    if referral.phone and referral.phone not in referral.text:
        parts.append(f"电话：{referral.phone}")
    if referral.bring:
        parts.append(f"一般要带：{'、'.join(referral.bring)}")
    return "\n".join(parts)
