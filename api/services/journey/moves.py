"""The moves by which an applicant goes through a journey, each answered from the plan."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from api.services.answers import Button, button
from api.services.journey import wording
from api.services.journey.finding import find_journeys, offered, with_matter
from api.services.journey.reading import in_words, read_answers, steps_named
from api.services.journey.walk import Walk, begun
from api.services.journeys import Plan, PlannedStep, plan_card, plan_journey
from api.services.outcomes import Outcome
from knowledge import KnowledgeBase
from knowledge.journey_answers import UNKNOWN
from knowledge.search import Searcher

HANDOFF = button("转人工", "request_handoff")
FIRST_STEP = button("第一步做什么", "walk_journey", move="first")
GO_ON = button("下一步做什么", "walk_journey", move="next")
WHAT_IS_LEFT = button("还剩哪些", "walk_journey", move="left")
SHOW = button("看整个计划", "walk_journey", move="show")
STEP_DONE = button("这步办好了", "walk_journey", move="done")
BOOK = button("预约办理", "book")
MOST_STEPS_OFFERED = 3
DIGITS = {digit: value for value, digit in enumerate("一二三四五六七八九十", start=1)} | {"两": 2}
NUMBER = r"(\d{1,2}|[一二两三四五六七八九十]{1,3})"
STAGE = re.compile(rf"第{NUMBER}(?:个)?(?:步|阶段|环节)")
FIRST_STAGES = re.compile(rf"前(?:面)?{NUMBER}(?:个)?步")
EVERYTHING = re.compile(r"全部|全都|所有|通通|统统|一切")
BY_CERTAINTY = ("sure", "likely", "open")


@dataclass(frozen=True)
class Asked:
    """One move.

    Attributes:
        query: the applicant's words; None for a button.
        walk: where the applicant stands, None before any plan.
        park_id, matter_id: the current ones.
        subject, question, option: what a button names.
    """

    query: str | None = None
    walk: Walk | None = None
    park_id: str | None = None
    matter_id: str | None = None
    subject: str | None = None
    question: str | None = None
    option: str | None = None


@dataclass
class Told:
    """What is said, and where the applicant stands then.

    Attributes:
        understood: whether the words were such a move at all; nothing else counts when not.
        matter_id: the matter that is spoken of now; None where it stays as it was.
        matters: the matters that the words name, if it was asked which these are.
    """

    text: str = ""
    outcome: Outcome = Outcome.PLAN
    buttons: list[Button] = field(default_factory=list)
    card: dict[str, Any] | None = None
    walk: Walk | None = None
    matter_id: str | None = None
    understood: bool = True
    waits_for: str | None = None


class JourneyMoves:
    """Answers the moves from one knowledge base."""

    def __init__(self, kb: KnowledgeBase, searcher: Searcher) -> None:
        self._kb = kb
        self._searcher = searcher

    def take(self, move: str, asked: Asked) -> Told:
        """Answer a move; one that needs a plan before there is one begins with choosing it."""
        if move == "start" or asked.walk is None:
            return self._start(asked)
        moves: dict[str, Callable[[Asked, Walk], Told]] = {
            "answer": self._answer,
            "choose": self._choose,
            "ask": self._ask_again,
            "unknown": self._unknown,
            "show": self._show,
            "first": lambda asked, walk: self._stage(replace(walk, at=1), asked),
            "next": self._next,
            "stage": self._nth_stage,
            "left": self._left,
            "done": self._done,
            "undone": self._undone,
            "step": self._step,
        }
        return moves[move](asked, asked.walk)

    # ---- which journey, and what decides its path

    def _start(self, asked: Asked) -> Told:
        if asked.question and asked.subject in self._kb.journeys:
            return self._choose(asked, begun(self._kb, asked.subject))
        found = (
            [self._kb.journeys[asked.subject]]
            if asked.subject in self._kb.journeys
            else find_journeys(self._kb, asked.query)
        )
        if not found and asked.walk is not None:
            return self._ask_or_show(asked.walk, asked)
        if not found:
            found = with_matter(self._kb, asked.matter_id)
        if len(found) != 1:
            text, buttons = wording.offer(offered(self._kb, found), several=bool(found))
            return Told(text, Outcome.CLARIFY, buttons, walk=asked.walk, waits_for="which")
        return self._begin(found[0].journey_id, asked)

    def _begin(self, journey_id: str, asked: Asked) -> Told:
        walk = begun(self._kb, journey_id, asked.walk.done if asked.walk else ())
        if asked.walk and asked.walk.id == walk.id:
            walk = asked.walk
        told = read_answers(walk.questions(self._kb), asked.query or "")
        walk = walk.told(self._kb, told)
        if walk.open_questions(self._kb):
            opening = wording.opening(self._plan(walk, asked))
            begun_with = self._ask(walk, asked, opening, with_card=True)
        else:
            begun_with = self._whole(walk, asked)
        return replace(begun_with, matter_id=self._matter_meant(walk, asked))

    def _matter_meant(self, walk: Walk, asked: Asked) -> str | None:
        """The step that the words surely name: 开饭店 means the food business permit above all."""
        if asked.query is None:
            return None
        result = self._searcher.search(asked.query, asked.park_id)
        steps = {step.matter_id for step in walk.journey(self._kb).steps}
        best = result.candidates[0].matter_id if result.decision == "match" else None
        return best if best in steps else None

    def _answer(self, asked: Asked, walk: Walk) -> Told:
        """Take what the words tell; words that tell nothing new are no answer."""
        told = read_answers(walk.questions(self._kb), asked.query or "", walk.asked)
        new = {key: value for key, value in told.items() if walk.answers.get(key) != value}
        if not new and not (told and walk.asked in told):
            return Told(understood=False, walk=walk)
        return self._take_answers(asked, walk, told)

    def _choose(self, asked: Asked, walk: Walk) -> Told:
        """Take the option on a button, also one of an earlier question."""
        known = {question.question_id for question in walk.questions(self._kb)}
        if asked.question not in known and asked.subject in self._kb.journeys:
            walk = begun(self._kb, asked.subject, walk.done)
        return self._take_answers(asked, walk, {asked.question or "": asked.option or UNKNOWN})

    def _unknown(self, asked: Asked, walk: Walk) -> Told:
        """The question was not answered twice: both ways stay in the plan."""
        return self._take_answers(asked, walk, {walk.asked: UNKNOWN} if walk.asked else {})

    def _take_answers(self, asked: Asked, before: Walk, told: dict[str, str]) -> Told:
        walk = before.told(self._kb, told)
        new = {key: value for key, value in told.items() if before.answers.get(key) != value}
        lead = wording.noted(
            in_words([*before.questions(self._kb), *self._new_questions(before, walk)], new),
            unknown=UNKNOWN in told.values(),
            changed=any(before.answers.get(key) not in (None, UNKNOWN) for key in new),
            led_to=walk.journey(self._kb).title if walk.id != before.id else None,
        )
        plan_changed = self._steps(walk) != self._steps(before)
        return self._ask_or_show(walk, asked, lead, with_card=plan_changed)

    def _new_questions(self, before: Walk, walk: Walk) -> list[Any]:
        known = {question.question_id for question in before.questions(self._kb)}
        return [one for one in walk.questions(self._kb) if one.question_id not in known]

    def _steps(self, walk: Walk) -> list[tuple[str, str]]:
        plan = plan_journey(self._kb, walk.journey(self._kb), None, walk.answers)
        return [(step.matter_id, step.certainty) for step in plan.steps]

    def _ask_or_show(
        self, walk: Walk, asked: Asked, lead: str = "", with_card: bool = False
    ) -> Told:
        if walk.open_questions(self._kb):
            return self._ask(walk, asked, lead, with_card)
        return self._whole(walk, asked, lead)

    def _ask(self, walk: Walk, asked: Asked, lead: str = "", with_card: bool = False) -> Told:
        question, *more = walk.open_questions(self._kb)
        walk = replace(walk, asked=question.question_id)
        text, buttons = wording.ask(walk.journey(self._kb), question, len(more))
        card = plan_card(self._kb, self._plan(walk, asked), asking=True) if with_card else None
        return Told(
            f"{lead}\n{text}".strip(), Outcome.ASKED, buttons, card, walk, waits_for="question"
        )

    def _ask_again(self, asked: Asked, walk: Walk) -> Told:
        """The question that waits; not understood when none does."""
        if walk.asked is None or not walk.open_questions(self._kb):
            return Told(understood=False, walk=walk)
        return self._ask(walk, asked)

    # ---- the plan

    def _plan(self, walk: Walk, asked: Asked) -> Plan:
        journey = walk.journey(self._kb)
        return plan_journey(self._kb, journey, asked.park_id, walk.answers, walk.done)

    def _whole(self, walk: Walk, asked: Asked, lead: str = "") -> Told:
        plan = self._plan(walk, asked)
        forward = GO_ON if plan.done else FIRST_STEP
        return Told(
            f"{lead}\n{wording.whole(plan)}".strip(),
            Outcome.PLAN,
            [forward, WHAT_IS_LEFT, HANDOFF] if plan.done else [forward, HANDOFF],
            plan_card(self._kb, plan),
            replace(walk, asked=None),
        )

    def _show(self, asked: Asked, walk: Walk) -> Told:
        """The plan as it is, with questions that are open left open."""
        return self._whole(walk, asked)

    # ---- step by step

    def _nth_stage(self, asked: Asked, walk: Walk) -> Told:
        plan = self._plan(walk, asked)
        numbers = stages_named(asked.query or "")
        number = numbers[0] if numbers else max(1, walk.at)
        if not 0 < number <= len(plan.stages):
            text = f"这份计划一共{len(plan.stages)}步，没有第{number}步。"
            return Told(text, Outcome.PLAN, [FIRST_STEP, SHOW], walk=replace(walk, asked=None))
        return self._stage(replace(walk, at=number), asked)

    def _next(self, asked: Asked, walk: Walk) -> Told:
        plan = self._plan(walk, asked)
        later = [number for number in _open_stages(plan) if number > walk.at]
        if later:
            return self._stage(replace(walk, at=later[0]), asked)
        return self._end(plan, walk, "这已经是最后一步了。" if walk.at else "")

    def _end(self, plan: Plan, walk: Walk, lead: str) -> Told:
        if plan.done == len(plan.steps):
            return Told(wording.all_done(plan), Outcome.PLAN, [SHOW, HANDOFF], walk=walk)
        return Told(
            f"{lead}{wording.left_over(plan)}",
            Outcome.PLAN,
            [*self._step_buttons(plan)[:2], SHOW],
            walk=replace(walk, asked=None),
        )

    def _stage(self, walk: Walk, asked: Asked, lead: str = "") -> Told:
        plan = self._plan(walk, asked)
        steps = [step for step in plan.stages[walk.at - 1] if not step.done]
        current = _first(steps or plan.stages[walk.at - 1])
        text = wording.stage(plan, walk.at)
        if len(steps) > 1:
            text += f"\n先从「{current.name}」说起：材料、窗口都可以问，也可以直接预约。"
        materials = button(
            "要带什么材料", "choose_matter", matter_id=current.matter_id, topic="materials"
        )
        return Told(
            f"{lead}\n{text}".strip(),
            Outcome.PLAN,
            [materials, BOOK, STEP_DONE] if steps else [GO_ON, WHAT_IS_LEFT],
            walk=replace(walk, asked=None),
            matter_id=current.matter_id,
            card=plan_card(self._kb, plan) if lead else None,
        )

    def _left(self, asked: Asked, walk: Walk) -> Told:
        plan = self._plan(walk, asked)
        if plan.done == len(plan.steps):
            return self._end(plan, walk, "")
        return Told(
            wording.left_over(plan),
            Outcome.PLAN,
            [GO_ON, SHOW, HANDOFF],
            plan_card(self._kb, plan),
            replace(walk, asked=None),
        )

    def _done(self, asked: Asked, walk: Walk) -> Told:
        plan = self._plan(walk, asked)
        meant = self._meant(asked, walk, plan)
        if not meant:
            return self._which_step(plan, walk)
        walk = walk.with_done(meant)
        plan = self._plan(walk, asked)
        lead = wording.marked(plan, [self._kb.matters[matter_id].name for matter_id in meant])
        following = _following(plan, walk.at)
        if following is None:
            told = self._end(plan, walk, "")
            return replace(told, text=f"{lead}\n{told.text}", card=plan_card(self._kb, plan))
        if any(number < following for number in _open_stages(plan)):
            lead += "前面还有没办的，说“还剩哪些”可以看。"
        return self._stage(replace(walk, at=following), asked, f"{lead}接下来：")

    def _undone(self, asked: Asked, walk: Walk) -> Told:
        plan = self._plan(walk, asked)
        meant = [one for one in self._meant(asked, walk, plan) if one in walk.done]
        if not meant:
            return self._left(asked, walk)
        walk = walk.without_done(meant)
        names = [self._kb.matters[matter_id].name for matter_id in meant]
        following = _open_stages(self._plan(walk, asked))
        return self._stage(replace(walk, at=following[0]), asked, wording.taken_back(names))

    def _meant(self, asked: Asked, walk: Walk, plan: Plan) -> list[str]:
        """The steps that the words speak of: numbered, named, all, or the one just spoken of."""
        words = asked.query or ""
        if numbers := [one for one in stages_named(words) if one <= len(plan.stages)]:
            return [step.matter_id for one in numbers for step in plan.stages[one - 1]]
        if named := steps_named(self._kb, [step.matter_id for step in plan.steps], words):
            return [matter_id for names in named for matter_id in self._only(names, plan)]
        if EVERYTHING.search(words):
            return [step.matter_id for step in plan.steps]
        in_plan = {step.matter_id for step in plan.steps}
        here = plan.stages[walk.at - 1] if 0 < walk.at <= len(plan.stages) else []
        if "都" in words and here:
            return [step.matter_id for step in here]
        if asked.matter_id in in_plan:
            return [asked.matter_id]
        return [here[0].matter_id] if len(here) == 1 else []

    def _only(self, names: list[str], plan: Plan) -> list[str]:
        """Of several that one name fits, all when they are alternatives, else none of them."""
        certainty = {step.matter_id: step.certainty for step in plan.steps}
        alternatives = all(certainty[matter_id] != "sure" for matter_id in names)
        return names if len(names) == 1 or alternatives else []

    def _which_step(self, plan: Plan, walk: Walk) -> Told:
        return Told(
            "请问是哪一项办好了？可以说名字，比如“立项办好了”，也可以说“第一步办好了”。",
            Outcome.ASKED,
            [WHAT_IS_LEFT, SHOW, HANDOFF],
            walk=walk,
        )

    def _step(self, asked: Asked, walk: Walk) -> Told:
        """The matter of the step that the words name; not understood when they name none."""
        plan = self._plan(walk, asked)
        numbers = [one for one in stages_named(asked.query or "") if one <= len(plan.stages)]
        if numbers:
            steps: Sequence[PlannedStep] = plan.stages[numbers[0] - 1]
            found = _first([step for step in steps if not step.done] or steps)
            return Told(walk=replace(walk, at=numbers[0]), matter_id=found.matter_id)
        ids = [step.matter_id for step in plan.steps]
        named = steps_named(self._kb, ids, asked.query or "")
        if not named:
            return Told(understood=False, walk=walk)
        found = _first([step for step in plan.steps if step.matter_id in named[0]])
        return Told(walk=walk, matter_id=found.matter_id)

    def _step_buttons(self, plan: Plan) -> list[Button]:
        return [
            button(step.name, "choose_matter", matter_id=step.matter_id)
            for step in plan.steps
            if not step.done
        ][:MOST_STEPS_OFFERED]


def stages_named(words: str) -> list[int]:
    """The numbers of the stages that the words name: 第二步, or all of 前两步."""
    if found := FIRST_STAGES.search(words):
        return list(range(1, _number(found[1]) + 1))
    return [_number(number) for number in STAGE.findall(words)]


def _number(said: str) -> int:
    if said.isdigit():
        return int(said)
    if "十" in said:
        tens, _, ones = said.partition("十")
        return DIGITS.get(tens, 1) * 10 + DIGITS.get(ones, 0)
    return DIGITS[said[0]]


def _first(steps: Sequence[PlannedStep]) -> PlannedStep:
    """The surest of some steps."""
    return min(steps, key=lambda step: BY_CERTAINTY.index(step.certainty))


def _following(plan: Plan, at: int) -> int | None:
    """The stage to go on with: from where the applicant is, the first with something to do.

    What is only done in some cases holds nobody up while something else is to be done for sure.
    """
    left = _open_stages(plan)
    firm = [
        number
        for number in left
        if any(not step.done and step.certainty != "open" for step in plan.stages[number - 1])
    ]
    for stages in (firm, left):
        if here := [number for number in stages if number >= at]:
            return here[0]
    return left[0] if left else None


def _open_stages(plan: Plan) -> list[int]:
    """The numbers of the stages in which something is left."""
    return [
        number
        for number, steps in enumerate(plan.stages, 1)
        if not all(step.done for step in steps)
    ]
