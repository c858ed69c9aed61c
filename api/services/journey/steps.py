"""Going through a plan step by step, and keeping what is done."""

import re
from collections.abc import Sequence
from dataclasses import replace

from api.services.answers import HANDOFF, Button, button
from api.services.journey import wording
from api.services.journey.reading import stages_named, steps_named
from api.services.journey.told import (
    BOOK,
    FIRST_STEP,
    GO_ON,
    SHOW,
    STEP_DONE,
    WHAT_IS_LEFT,
    Asked,
    Told,
    plan_of,
)
from api.services.journey.walk import Walk
from api.services.journeys import Plan, PlannedStep, plan_card
from api.services.outcomes import Outcome
from knowledge import KnowledgeBase
from knowledge.text import normalise

MOST_STEPS_OFFERED = 3
EVERYTHING = re.compile(r"全部|全都|所有|通通|统统|一切")
KIND = re.compile(r"备案|核准|验收")
"""A kind of matter, by which the first such step of a plan is called."""
ASKS_ON = re.compile(r"下一?[个]?[步项]|接下来|然后|接着|再往下|再办")
"""Asks for the next step beside what is done."""
BY_CERTAINTY = ("sure", "likely", "open")


class Steps:
    """Tells the stages of a plan, and notes which steps are done."""

    def __init__(self, kb: KnowledgeBase) -> None:
        self._kb = kb

    def first(self, asked: Asked, walk: Walk) -> Told:
        """The first stage, whatever is done."""
        return self.stage(replace(walk, at=1), asked)

    def nth_stage(self, asked: Asked, walk: Walk) -> Told:
        """The stage that the words number, or the one that was told last."""
        plan = plan_of(self._kb, walk, asked)
        numbers = stages_named(asked.query or "")
        number = numbers[0] if numbers else max(1, walk.at)
        if not 0 < number <= len(plan.stages):
            text = f"这份计划一共{len(plan.stages)}步，没有第{number}步。"
            return Told(text, Outcome.PLAN, [FIRST_STEP, SHOW], walk=replace(walk, asked=None))
        return self.stage(replace(walk, at=number), asked)

    def next(self, asked: Asked, walk: Walk) -> Told:
        """The stage after the one told last in which something is left, or after a step named."""
        plan = plan_of(self._kb, walk, asked)
        named = steps_named(self._kb, [step.matter_id for step in plan.steps], asked.query or "")
        if named and (following := _after(plan, [one for ids in named for one in ids])):
            return self.stage(replace(walk, at=following), asked)
        later = [number for number in _open_stages(plan) if number > walk.at]
        if later:
            return self.stage(replace(walk, at=later[0]), asked)
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

    def stage(self, walk: Walk, asked: Asked, lead: str = "") -> Told:
        """The stage at which the applicant is; its surest step is spoken of from now on."""
        plan = plan_of(self._kb, walk, asked)
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

    def left(self, asked: Asked, walk: Walk) -> Told:
        """What is not done yet."""
        plan = plan_of(self._kb, walk, asked)
        if plan.done == len(plan.steps):
            return self._end(plan, walk, "")
        return Told(
            wording.left_over(plan),
            Outcome.PLAN,
            [GO_ON, SHOW, HANDOFF],
            plan_card(self._kb, plan),
            replace(walk, asked=None),
        )

    def done(self, asked: Asked, walk: Walk) -> Told:
        """Note the steps that the words mean as done, and go on."""
        plan = plan_of(self._kb, walk, asked)
        if name := self._named_elsewhere(asked, plan):
            text = wording.not_in_plan(name, plan)
            return Told(text, Outcome.ASKED, [WHAT_IS_LEFT, SHOW, HANDOFF], walk=walk)
        meant = self._meant(asked, walk, plan)
        if not meant and ASKS_ON.search(asked.query or ""):
            return self.next(asked, walk)
        if not meant:
            return self._which_step(plan, walk)
        implied = [one for one in self._needed_by(meant, walk, plan) if one not in walk.done]
        walk = walk.with_done([*implied, *meant])
        plan = plan_of(self._kb, walk, asked)
        names, before = ([self._kb.matters[one].name for one in ids] for ids in (meant, implied))
        lead = wording.marked(plan, names, before)
        following = _after(plan, meant) or _following(plan, walk.at)
        if following is None:
            told = self._end(plan, walk, "")
            return replace(told, text=f"{lead}\n{told.text}", card=plan_card(self._kb, plan))
        if any(number < following for number in _open_stages(plan)):
            lead += "前面还有没办的，说“还剩哪些”可以看。"
        return self.stage(replace(walk, at=following), asked, f"{lead}接下来：")

    def _named_elsewhere(self, asked: Asked, plan: Plan) -> str | None:
        """The matter that the words name whole, where no step of the plan is named."""
        words, ids = normalise(asked.query or ""), [step.matter_id for step in plan.steps]
        if steps_named(self._kb, ids, words) or stages_named(words):
            return None
        named = (
            matter
            for matter in self._kb.matters.values()
            if matter.matter_id not in ids
            and any(normalise(name) in words for name in (matter.name, *matter.aliases))
        )
        return next((matter.name for matter in named), None)

    def _needed_by(self, done: Sequence[str], walk: Walk, plan: Plan) -> list[str]:
        """The steps of the plan that a law wants settled before these could be."""
        needs = {step.matter_id: step.needs for step in walk.journey(self._kb).steps}
        before = {one for matter_id in done for one in needs.get(matter_id, ())}
        while more := {one for matter_id in before for one in needs.get(matter_id, ())} - before:
            before |= more
        return [step.matter_id for step in plan.steps if step.matter_id in before - set(done)]

    def undone(self, asked: Asked, walk: Walk) -> Told:
        """Take back what was noted as done."""
        plan = plan_of(self._kb, walk, asked)
        ids = [step.matter_id for step in plan.steps]
        named = steps_named(self._kb, ids, asked.query or "")
        meant = [one for one in self._meant(asked, walk, plan) if one in walk.done]
        meant = meant or ([] if named else list(walk.done[-1:]))
        if not meant:
            return self.left(asked, walk)
        walk = walk.without_done(meant)
        names = [self._kb.matters[matter_id].name for matter_id in meant]
        following = _open_stages(plan_of(self._kb, walk, asked))
        return self.stage(replace(walk, at=following[0]), asked, wording.taken_back(names))

    def _meant(self, asked: Asked, walk: Walk, plan: Plan) -> list[str]:
        """The steps that the words speak of: numbered, named, all, or the one just spoken of."""
        words = asked.query or ""
        if numbers := [one for one in stages_named(words) if one <= len(plan.stages)]:
            return [step.matter_id for one in numbers for step in _firm(plan.stages[one - 1])]
        if named := steps_named(self._kb, [step.matter_id for step in plan.steps], words):
            return [matter_id for names in named for matter_id in self._only(names, plan)]
        if kind := KIND.search(words):
            return earliest(kind[0], plan)
        if EVERYTHING.search(words):
            return [step.matter_id for step in plan.steps]
        in_plan = {step.matter_id for step in plan.steps}
        here = plan.stages[walk.at - 1] if 0 < walk.at <= len(plan.stages) else []
        if "都" in words and here:
            return [step.matter_id for step in _firm(here)]
        if asked.matter_id in in_plan:
            return [asked.matter_id]
        return [here[0].matter_id] if len(here) == 1 else []

    def _only(self, names: list[str], plan: Plan) -> list[str]:
        """Of several that one name fits, all when they are alternatives, else the only sure one."""
        certainty = {step.matter_id: step.certainty for step in plan.steps}
        sure = [matter_id for matter_id in names if certainty[matter_id] == "sure"]
        if len(names) == 1 or not sure:
            return names
        return sure if len(sure) == 1 else []

    def _which_step(self, plan: Plan, walk: Walk) -> Told:
        return Told(
            "请问是哪一项办好了？可以说名字，比如“立项办好了”，也可以说“第一步办好了”。",
            Outcome.ASKED,
            [WHAT_IS_LEFT, SHOW, HANDOFF],
            walk=walk,
        )

    def step(self, asked: Asked, walk: Walk) -> Told:
        """The matter of the step that the words name; not understood when they name none."""
        plan = plan_of(self._kb, walk, asked)
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


def earliest(kind: str, plan: Plan) -> list[str]:
    """The step of this kind that comes first; none where several come at the same time."""
    for stage in plan.stages:
        if found := [one.matter_id for one in stage if kind in one.name and not one.done]:
            return found if len(found) == 1 else []
    return []


def _firm(steps: Sequence[PlannedStep]) -> Sequence[PlannedStep]:
    """The steps that are to be done; all of them where none surely is.

    Whoever is through with a stage need not have done what is only done in some cases.
    """
    return [step for step in steps if step.certainty != "open"] or steps


def _first(steps: Sequence[PlannedStep]) -> PlannedStep:
    """The surest of some steps."""
    return min(steps, key=lambda step: BY_CERTAINTY.index(step.certainty))


def _after(plan: Plan, done: Sequence[str]) -> int | None:
    """The first stage that holds a step which waited for what is done now."""
    waited = (
        number
        for number, steps in enumerate(plan.stages, 1)
        if any(not step.done and set(step.after) & set(done) for step in steps)
    )
    return next(waited, None)


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
