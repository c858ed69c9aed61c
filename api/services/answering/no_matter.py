"""Answers where no single matter can be told: asked back, referred, or not covered."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from api.services import wording
from api.services.answering.either_park import say_in_either
from api.services.answering.fields import FACT_OF_TOPIC
from api.services.answering.referred import answer_referral, say_referral
from api.services.answering.state import keeping_matter
from api.services.answering.steps import choice, park_buttons
from api.services.answers import HANDOFF, Answer, Question, button
from api.services.cued import best_in_a_part
from api.services.outcomes import Outcome
from api.services.policy import LIKELY_GENERAL, answer_policy
from api.services.thread.offer import Offer, is_open
from knowledge import KnowledgeBase, NotCovered
from knowledge import question as which
from knowledge.chinese_dates import in_words
from knowledge.delegation import joint_liability
from knowledge.labels import FIELD_NAMES
from knowledge.schema.rule import RuleName
from knowledge.search import Result, Searcher
from knowledge.text import compact, normalise

STILL_OPEN = "还对不上是哪一种。您看下面哪一条像您的情况？点一下就行，也可以再说细一点。"
WHICH_OF_THESE = "您是下面哪种情况？点一下我就告诉您。"
WHICH_WINDOW = "去哪个窗口，要看您办什么事，比如“开饭店要办什么证”“厂房要装修”。您要办的是哪件事？"
BARE = 4
"""Characters up to which a question says nothing but its kind: 收钱不."""
"""Begins a choice that is put again."""
WHATEVER_THE_MATTER: Mapping[str, tuple[RuleName, ...]] = {
    "mode": ("who_decides",),
    "liability": ("who_is_liable", "appeal"),
}
"""The rules that are told of a question before its matter is known (decree D1-D4)."""


class NoMatter:
    """Leads on where the matter is not settled."""

    def __init__(self, kb: KnowledgeBase, searcher: Searcher) -> None:
        self._kb = kb
        self._offer = Offer(searcher)

    def answer(self, question: Question, result: Result | None) -> Answer:
        """The answer to words in which `result` found no matter."""
        if result is None:
            return self._ask_matter(question)
        if result.decision == "clarify" and result.question is not None:
            return self._ask_which(question, result.question)
        if result.referral is not None and not _only_dated(question, result.referral.keywords):
            return answer_referral(result.referral, say_referral(result.referral))
        general = self._general_after_all(question)
        if question.topic in FACT_OF_TOPIC or question.topic == "booking":  # but of what?
            return general or self._ask_matter(question)
        if general is not None:
            return general
        if is_open(question):
            return self._which_of_the_open(question, STILL_OPEN)
        return Answer(
            Outcome.NOT_FOUND,
            "none",
            "这件事我没能对上园区办理的事项。您可以换个说法，比如“开饭店要办什么证”；"
            "也可以转人工，或拨打 12345 政务服务便民热线。",
            buttons=[HANDOFF],
        )

    def _ask_which(self, question: Question, asked: which.Question) -> Answer:
        """The question with its answers on buttons."""
        choices = [
            choice(option.title, option.matter_id, question.topic) for option in asked.options
        ]
        return Answer(Outcome.CLARIFY, question.topic, self._which(asked), buttons=choices)

    def _which(self, asked: which.Question) -> str:
        """The question, and what the matters are called whose answers are put in plain words."""
        names = [
            which.short_title(self._kb.matters[option.matter_id].name)
            for option in asked.options
            if option.matter_id and option.title not in self._kb.matters[option.matter_id].name
        ]
        return f"{asked.text}\n（分别是：{'、'.join(names)}）" if names else asked.text

    def _ask_matter(self, question: Question) -> Answer:
        """Ask for the matter; what holds for any matter is told at once."""
        if is_open(question):
            return self._which_of_the_open(question, self._asked_of_each(question))
        ask = "请先告诉我您要办什么事，比如“开饭店要办什么证”“厂房要装修”，我好帮您查准。"
        if question.topic == "window":
            ask = f"{self._halls(question.park_id)}\n{WHICH_WINDOW}"
        if question.topic in WHATEVER_THE_MATTER:
            ask = f"{self._whatever_the_matter(question)}\n您要办的是哪件事？告诉我，我好说准。"
        offered = [m for m in question.thread.offered if m in self._kb.matters]
        choices = [choice(self._kb.matters[m].name, m, question.topic) for m in offered]
        return Answer(Outcome.ASK_MATTER, question.topic, ask, buttons=choices or [HANDOFF])

    def _halls(self, park_id: str | None) -> str:
        """Where the halls are, of the park that is told or of both."""
        halls = [hall for hall in self._kb.halls.values() if park_id in (None, hall.park_id)]
        lines = [
            f"{hall.name}：{hall.address.value}" if hall.address.value else f"{hall.name}：地址暂缺"
            for hall in halls
        ]
        return "\n".join([*lines, wording.SAMPLE_NOTE])

    def _which_of_the_open(self, question: Question, asked: str) -> Answer:
        """The open question once more, with its choices."""
        options = self._offer.options(question)
        choices = [choice(one.title, one.matter_id, question.topic) for one in options]
        return Answer(Outcome.ASK_MATTER, question.topic, asked, buttons=choices)

    def _asked_of_each(self, question: Question) -> str:
        """What holds whichever is chosen, or that it depends on the choice."""
        if question.topic in WHATEVER_THE_MATTER:
            return f"{self._whatever_the_matter(question)}\n{WHICH_OF_THESE}"
        label = FIELD_NAMES.get(FACT_OF_TOPIC.get(question.topic, ""))
        return f"{label}要看办的是哪一种。{WHICH_OF_THESE}" if label else STILL_OPEN

    def _whatever_the_matter(self, question: Question) -> str:
        """What holds of every matter, on the day asked about (decree D1-D6)."""
        edition, day = self._kb.edition, question.as_of
        if day is not None and day < edition.effective_from:
            liable = "，责任也由市直部门承担" if question.topic == "liability" else ""
            return (
                f"{in_words(day)}还没有下放：{in_words(edition.effective_from)}起由园区办理，"
                f"在那以前找市直部门，由市直部门办理{liable}。"
                f"（依据：{edition.document.title}二、（二）1）"
            )
        rules = [self._kb.rules[name] for name in WHATEVER_THE_MATTER[question.topic]]
        said = "".join(map(wording.say_rule, rules)) + self._if_joint(question)
        notices = "".join(self._kb.policy_notices("modes", day))
        return f"{said}\n{notices}".rstrip()

    def _if_joint(self, question: Question) -> str:
        """What holds for every matter in the transition (decree D6)."""
        edition, day = self._kb.edition, question.as_of
        if day is None or edition.transition_until is None or question.topic != "liability":
            return ""
        joint = edition.effective_from <= day <= edition.transition_until
        return f"\n{joint_liability(edition)}（二、（二）3）。" if joint else ""

    def ask_park(self, question: Question) -> Answer:
        """Ask for the park, on which the answer depends; what does not depend on it is told."""
        if (before := self._before_delegation(question)) is not None:
            return before
        return Answer(
            Outcome.ASK_PARK,
            question.topic,
            say_in_either(self._kb, question),
            matter_id=question.matter_id,
            buttons=park_buttons(self._kb, question.topic),
        )

    def _before_delegation(self, question: Question) -> Answer | None:
        """Who had every matter, in both parks, on a day before the decree (D5)."""
        day = question.as_of
        told = question.topic in WHATEVER_THE_MATTER
        if not told or day is None or day >= self._kb.edition.effective_from:
            return None
        return Answer(
            Outcome.NOT_COVERED,
            question.topic,
            self._whatever_the_matter(question),
            matter_id=question.matter_id,
            buttons=[button("现在由谁审批", "ask_mode"), HANDOFF],
        )

    def not_covered(self, question: Question, gap: NotCovered) -> Answer:
        """Who handled it then, and on what that rests (decree D5, D6)."""
        edition = self._kb.edition
        liable = f"那时的审批责任由{gap.handled_by}承担。" if question.topic == "liability" else ""
        note = wording.SAMPLE_NOTE if edition.status == "sample" else ""
        return Answer(
            Outcome.NOT_COVERED,
            question.topic,
            f"{gap}{liable}\n（依据：{edition.document.title}二、（二）1）{note}",
            matter_id=question.matter_id,
            buttons=[button("现在由谁审批", "ask_mode"), HANDOFF],
        )

    def _general_after_all(self, question: Question) -> Answer | None:
        """The general fact that words speak of in which no matter was found."""
        if question.query is None:
            return None
        fact = best_in_a_part(question.query, list(self._kb.policy.values()), LIKELY_GENERAL)
        if fact is None:
            return None
        subject = replace(question, subject=fact.subject)
        return keeping_matter(self._kb, question, answer_policy(self._kb, subject))


def _only_dated(question: Question, keywords: Sequence[str]) -> bool:
    """Whether nothing that is somebody else's business is named, be it that a day is."""
    words = normalise(question.query or "")
    bare = question.as_of is not None or len(compact(words)) <= BARE
    return bare and not any(keyword in words for keyword in keywords)
