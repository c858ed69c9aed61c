"""Answers for several matters at once: both of two, their order, or side by side."""

from dataclasses import replace

from api.services import brief
from api.services.answering.either_park import PARKS_DIFFER
from api.services.answering.referred import HOTLINE
from api.services.answering.steps import choice, park_buttons
from api.services.answers import HANDOFF, Answer, Button, Question, button
from api.services.outcomes import Outcome
from api.services.thread import about, compare
from api.services.thread.order import asks_order, say_order, without_order
from api.services.thread.pairs import Pairs
from api.services.thread.resolve import Resolver
from api.services.thread.turns import FACT_TOPICS, PARK_TOPICS
from api.services.thread.words import asks_difference, says_both
from api.services.wording import say_field, say_notices, say_time_limit
from knowledge import KnowledgeBase, NotCovered, ServiceGuide
from knowledge.question import Option, short_title
from knowledge.search import Searcher
from knowledge.text import normalise

Pair = tuple[str, str]

MOST_BUTTONS = 3
WHICH = "您要比哪两样？比如“报告表和登记表有什么区别”“直接赋权和服务前移有什么不一样”。"
NO_ORDER_WITH = (
    "「{}」不在园区大厅，由{}办理（电话{}）；"
    "它和园区大厅办的事之间，没有查到谁先谁后的规定，可以分头办。"
)
WHAT_ELSE = "您还要办的另一件是什么？告诉我，我帮您看要什么、去哪办。"
NO_ORDER = "这两件事的先后，我还没有查到可靠来源，不敢随便说。可以拨打 12345，或者转人工核实。"


class Together:
    """Answers questions that are about more than one matter."""

    def __init__(self, kb: KnowledgeBase, searcher: Searcher, resolver: Resolver) -> None:
        self._kb = kb
        self._searcher = searcher
        self._pairs = Pairs(kb, searcher)
        self._resolver = resolver
        self._asking = about.Asking(kb)

    def answer(self, question: Question) -> Answer | None:
        """The answer to a question about several matters; None when it is about one."""
        if question.topic == "compare" and not asks_order(question.query):
            return self._compare(question)
        if self._asks_difference(question):
            return self._compare(question)
        pair = self._pair(question)
        if pair is None:
            return self._of_no_pair(question)
        if asks_order(question.query):
            return self._order(pair)
        if question.topic == "matter":
            question = replace(question, topic=self._topic_of_words(question))
        if question.topic in ("matter", "booking"):
            return self._which(question, pair)
        return self._both(question, pair) if question.topic in FACT_TOPICS else None

    def _of_no_pair(self, question: Question) -> Answer | None:
        """An order, or a difference, of what is not known to be two matters."""
        if question.topic == "compare":  # an order of nothing known may still be a comparison
            return self._compare(question)
        if asks_order(question.query) and self._only_asks_order(question):
            return self._order_of_others(question)
        return None

    def _only_asks_order(self, question: Question) -> bool:
        """Whether the words name nothing beside the order they ask for: 那先搞哪一个."""
        return self._asking.names_nothing(without_order(question.query or ""))

    def _order_of_others(self, question: Question) -> Answer | None:
        """Where one of the two is somebody else's business, or was not told yet."""
        told = about.referral_told(self._kb, question.thread.about)
        recent = (question.matter_id, *question.thread.recent)
        ours = next((one for one in recent if one in self._kb.matters), None)
        if told is None:
            return None
        text = NO_ORDER_WITH.format(told.title, told.body, told.phone or HOTLINE)
        if ours is None:
            text += WHAT_ELSE
        buttons = self._choices((ours,), "matter") if ours else [HANDOFF]
        return replace(
            Answer(Outcome.REFERRED, "referral", text, buttons=buttons), about=question.thread.about
        )

    def _asks_difference(self, question: Question) -> bool:
        """Whether a question of another kind compares modes, parks or matters after all."""
        words = question.query or ""
        if not asks_difference(words) or question.topic == "policy":
            return False
        compared = compare.names_modes(words) or compare.names_parks(words)
        return compared or self._pairs.find(words, question.park_id, None, loose=True) is not None

    def named(self, question: Question) -> str | None:
        """The one matter that a question names among other words."""
        return self._pairs.one(question.query or "", question.park_id)

    def _topic_of_words(self, question: Question) -> str:
        """What is asked of two matters: their names drown the words that ask."""
        words = normalise(question.query or "")
        asked = (topic for topic in self._kb.topics.values() if topic.topic in FACT_TOPICS)
        return next((t.topic for t in asked if any(cue in words for cue in t.cues)), "matter")

    def _pair(self, question: Question) -> Pair | None:
        if len(question.matters) == 2:
            return self._known(question.matters)
        if question.query is None or question.topic in ("policy", "progress"):
            return None
        named = self._pairs.find(
            question.query, question.park_id, question.as_of, loose=asks_order(question.query)
        )
        if named:
            return named
        if asks_order(question.query):
            return self._to_be_ordered(question)
        if question.topic == "matter":
            return None
        if says_both(question.query) or not self._resolver.names_something(question):
            return self._known(question.thread.pair)
        return None

    def _to_be_ordered(self, question: Question) -> Pair | None:
        """The two whose order is asked for: those of before, or the current and a named one."""
        if self._only_asks_order(question):
            return self._known(question.thread.pair or _last_two(question))
        other = self._pairs.one(without_order(question.query or ""), question.park_id)
        current = question.matter_id
        return self._known((current, other)) if current and other and current != other else None

    def _known(self, matters: tuple[str, ...]) -> Pair | None:
        known = [matter_id for matter_id in matters if matter_id in self._kb.matters]
        return (known[0], known[1]) if len(known) == 2 else None

    def _both(self, question: Question, pair: Pair) -> Answer:
        if question.park_id is None and question.topic in PARK_TOPICS:
            return self._about(pair, self._ask_park(question.topic))
        guides = self._guides(pair, question)
        if len(guides) < 2:
            return self._which(question, pair)
        text = "\n\n".join(brief.in_brief(self._kb, guide, question.topic) for guide in guides)
        if question.topic in PARK_TOPICS:
            text += say_notices(guides)
        buttons = [*self._choices(pair, question.topic), button("两件有什么区别", "compare")]
        return self._about(pair, Answer(Outcome.ANSWERED, question.topic, text, buttons=buttons))

    def _which(self, question: Question, pair: Pair) -> Answer:
        names = [self._kb.matters[matter_id].name for matter_id in pair]
        verb = "约" if question.topic == "booking" else "看"
        text = f"您说的是两件事：「{names[0]}」和「{names[1]}」。先{verb}哪一件？"
        answer = Answer(
            Outcome.CLARIFY, question.topic, text, buttons=self._choices(pair, question.topic)
        )
        answer.decision = "clarify"
        answer.candidates = [
            {"matter_id": matter_id, "name": name, "score": 0.5}
            for matter_id, name in zip(pair, names, strict=True)
        ]
        return answer if question.topic == "booking" else self._about(pair, answer)

    def _order(self, pair: Pair) -> Answer:
        said = say_order(self._kb, pair)
        outcome = Outcome.ANSWERED if said else Outcome.MISSING_FACT
        buttons = self._choices(pair, "matter") if said else [HANDOFF]
        return self._about(pair, Answer(outcome, "journey", said or NO_ORDER, buttons=buttons))

    def _compare(self, question: Question) -> Answer:
        if question.detail == "brief" and len(question.matters) > 1:
            return self._kinds(question)
        words = question.query or ""
        if compare.names_modes(words):
            return self._modes(question)
        if compare.names_parks(words):
            return self._parks(question)
        matters = self._compared(question)
        guides = self._guides(matters, question)
        if len(guides) < 2:
            if question.matter_id and question.park_id and self._asking.names_nothing(words):
                return self._parks(question)  # "有啥不同", with the notice of the other park
            return self._kinds_of_one(question) or Answer(
                Outcome.ASK_MATTER, "matter", WHICH, buttons=[HANDOFF]
            )
        text = compare.say_matters(self._kb, guides)
        buttons = self._choices(matters, "matter")[:MOST_BUTTONS]
        answer = Answer(Outcome.COMPARED, "matter", text, buttons=buttons)
        pair = self._known(matters)
        return self._about(pair, answer) if pair else answer

    def _kinds(self, question: Question) -> Answer:
        """What each of the matters on offer is for, in a line."""
        options = [one for one in self._searcher.options(question.matters) if one.matter_id]
        lines = [f"{n}. {self._kind(one, question)}" for n, one in enumerate(options, 1)]
        buttons = [choice(one.title, one.matter_id, "matter") for one in options]
        return Answer(Outcome.COMPARED, "matter", "\n".join(lines), buttons=buttons)

    def _kind(self, option: Option, question: Question) -> str:
        """The case in plain words and the matter it leads to, or when the matter is needed."""
        assert option.matter_id is not None
        name = short_title(self._kb.matters[option.matter_id].name)
        if option.title not in name:
            return f"{option.title}：办「{name}」"
        guides = self._guides((option.matter_id,), question)
        return f"{name}：{compare.say_when(guides[0])}" if guides else name

    def _kinds_of_one(self, question: Question) -> Answer | None:
        """Two kinds of one matter side by side, as its conditions and limits tell them apart."""
        matter_id = self._pairs.same(question.query or "", question.park_id)
        guides = self._guides((matter_id,), question) if matter_id else []
        if not guides:
            return None
        guide = guides[0]
        text = (
            f"您说的都在「{guide.name}」里办，办哪一种看下面的条件，时限也分开算。\n"
            f"{say_field(guide, 'conditions', '办理条件')}\n{say_time_limit(guide)}"
        )
        answer = Answer(Outcome.COMPARED, "matter", text, matter_id=matter_id, buttons=[HANDOFF])
        answer.buttons = [button("要带什么材料", "ask_materials"), button("预约办理", "book")]
        return answer

    def _compared(self, question: Question) -> tuple[str, ...]:
        words = question.query or ""
        pair = self._pairs.find(words, question.park_id, question.as_of, loose=True)
        if pair is not None:
            return pair
        named = self._pairs.one(words, question.park_id)
        if named and question.matter_id and named != question.matter_id:
            return question.matter_id, named
        return question.thread.pair or question.thread.offered or _last_two(question)

    def _modes(self, question: Question) -> Answer:
        notices = self._kb.policy_notices("modes", question.as_of)
        clause = f"（依据：{self._kb.edition.document.title}二、（一））"
        said = compare.say_modes(self._kb, question.park_id, question.query or "")
        text = "\n".join([said, *notices, clause])
        return Answer(Outcome.COMPARED, "mode", text, buttons=[HANDOFF])

    def _parks(self, question: Question) -> Answer:
        words = compare.without_parks(question.query or "")
        named = None if self._asking.names_nothing(words) else self._pairs.one(words, None)
        matter_id = named or question.matter_id
        if matter_id is None:
            text = (
                "两个园区办事的规矩都是同一个文件定的，大厅和窗口不同；"
                "具体到哪件事，请告诉我您要办什么，我给您对一对。"
            )
            return Answer(Outcome.ASK_MATTER, "matter", text, buttons=[HANDOFF])
        having = self._kb.park_ids(matter_id, question.as_of)
        guides = [self._kb.guide(matter_id, park_id, question.as_of) for park_id in having]
        if not guides:
            return Answer(Outcome.ASK_MATTER, "matter", WHICH, buttons=[HANDOFF])
        text = compare.say_parks(self._kb, guides)
        ways = [button("要带什么材料", "ask_materials"), button("预约办理", "book")]
        return Answer(Outcome.COMPARED, "mode", text, matter_id=matter_id, buttons=ways)

    def _guides(self, matters: tuple[str, ...], question: Question) -> list[ServiceGuide]:
        found = []
        for matter_id in matters[: compare.MOST_COMPARED]:
            having = self._kb.park_ids(matter_id, question.as_of)
            park_id = question.park_id or next(iter(having or self._kb.parks))
            try:
                found.append(self._kb.guide(matter_id, park_id, question.as_of))
            except NotCovered:
                continue
        return found

    def _choices(self, matters: tuple[str, ...], topic: str) -> list[Button]:
        return [choice(self._kb.matters[one].name, one, topic) for one in matters]

    def _ask_park(self, topic: str) -> Answer:
        buttons = park_buttons(self._kb, topic)
        return Answer(Outcome.ASK_PARK, topic, PARKS_DIFFER, buttons=buttons)

    @staticmethod
    def _about(pair: Pair, answer: Answer) -> Answer:
        """The answer, with the pair it is about; the first stands for both."""
        answer.matter_id = pair[0]
        answer.pair = list(pair)
        return answer


def _last_two(question: Question) -> tuple[str, ...]:
    """The matter before and the current one; the last two where something else was told since."""
    current = question.matter_id
    return (*question.thread.recent[:1], current) if current else question.thread.recent[1::-1]
