"""What comes before a step of a plan, and which of several comes first."""

import re

from api.services.answers import button
from api.services.journey import wording
from api.services.journey.reading import stages_named, steps_named
from api.services.journey.steps import KIND, earliest
from api.services.journey.told import SHOW, Asked, Told, plan_of
from api.services.journey.walk import Walk
from api.services.journeys import Plan, PlannedStep, plan_card
from api.services.outcomes import Outcome
from knowledge import KnowledgeBase

MOST_OFFERED = 2
FIRST_OF = re.compile(r"(?:和|跟|与|同|还是|、)")
"""Names two things whose order is asked for."""


class Order:
    """Answers questions about the order of a plan's steps."""

    def __init__(self, kb: KnowledgeBase) -> None:
        self._kb = kb

    def before(self, asked: Asked, walk: Walk) -> Told:
        """What is done before the step that the words name, or before the current one."""
        plan = plan_of(self._kb, walk, asked)
        steps = self._meant(asked, plan)
        if spared := self._spared(asked, walk, plan):
            return spared
        if not steps:
            return Told(understood=False, walk=walk)
        if len(steps) > 1 and (together := _numbered(plan, steps))[0][0] != together[-1][0]:
            return self._told(wording.in_order(together), steps[0], plan, walk)
        step = steps[0]
        first = _those(plan, step.after)
        earlier = [one for one in _all_before(plan, first) if one not in first]
        return self._told(wording.before(plan, step, first, earlier), step, plan, walk, first)

    def needed(self, asked: Asked, walk: Walk) -> Told:
        """Whether the step that the words name is needed; not understood when they name none."""
        plan = plan_of(self._kb, walk, asked)
        ids = [step.matter_id for step in plan.steps]
        named = steps_named(self._kb, ids, asked.query or "")
        steps = [step for step in plan.steps if any(step.matter_id in ids for ids in named)]
        if spared := self._spared(asked, walk, plan):
            return spared
        if not steps:
            return Told(understood=False, walk=walk)
        return self._told(wording.needed(steps), steps[0], plan, walk)

    def _spared(self, asked: Asked, walk: Walk, plan: Plan) -> Told | None:
        """That a step which the words name is not to be done in this case; None for others."""
        planned = {step.matter_id for step in plan.steps}
        every = [one.matter_id for one in walk.journey(self._kb).steps_at_first]
        named = steps_named(self._kb, every, asked.query or "")
        if not named or any(one in planned for ids in named for one in ids):
            return None
        text = wording.spared([self._kb.matters[ids[0]].name for ids in named])
        return Told(text, Outcome.PLAN, [SHOW], walk=walk, matter_id=named[0][0])

    def of_first(self, asked: Asked, walk: Walk) -> Told | None:
        """What comes before the step that "what first" names; None when it names none."""
        ids = [step.matter_id for step in plan_of(self._kb, walk, asked).steps]
        return self.before(asked, walk) if steps_named(self._kb, ids, asked.query or "") else None

    def _told(
        self,
        text: str,
        step: PlannedStep,
        plan: Plan,
        walk: Walk,
        first: list[PlannedStep] | None = None,
    ) -> Told:
        buttons = [
            button(one.name, "choose_matter", matter_id=one.matter_id)
            for one in (first or [])
            if not one.done
        ]
        return Told(
            text,
            Outcome.PLAN,
            [*buttons[:MOST_OFFERED], SHOW],
            plan_card(self._kb, plan),
            walk,
            step.matter_id,
        )

    def _meant(self, asked: Asked, plan: Plan) -> list[PlannedStep]:
        """The steps that the words name, by name or number, or by what they allow."""
        words = asked.query or ""
        named = steps_named(self._kb, [step.matter_id for step in plan.steps], words)
        if named and (kind := KIND.search(words)) and FIRST_OF.search(words):
            named += [[one] for one in earliest(kind[0], plan) if not _in_any(one, named)]
        if named:
            return [next(step for step in plan.steps if step.matter_id in ids) for ids in named]
        numbers = [one for one in stages_named(words) if one <= len(plan.stages)]
        if numbers:
            return list(plan.stages[numbers[0] - 1][:1])
        ids = (*self._allowing(words), asked.matter_id)
        return _those(plan, tuple(one for one in ids if one))[:1]

    def _allowing(self, words: str) -> list[str]:
        """The matters without which one must not begin what the words speak of."""
        meant = (one for one in self._kb.events.values() if one.is_meant(words))
        return [one.matter_id for event in list(meant)[:1] for one in event.allowed_by]


def _in_any(matter_id: str, named: list[list[str]]) -> bool:
    return any(matter_id in ids for ids in named)


def _those(plan: Plan, matter_ids: tuple[str, ...]) -> list[PlannedStep]:
    return [step for step in plan.steps if step.matter_id in matter_ids]


def _all_before(plan: Plan, steps: list[PlannedStep]) -> list[PlannedStep]:
    """All steps that come before some steps, in the order of the plan."""
    ids = {before for step in steps for before in step.after}
    while more := {b for one in _those(plan, tuple(ids)) for b in one.after} - ids:
        ids |= more
    return _those(plan, tuple(ids))


def _numbered(plan: Plan, steps: list[PlannedStep]) -> list[tuple[int, PlannedStep]]:
    """Some steps with the numbers of their stages, the first one first."""
    numbers = {
        step.matter_id: number for number, stage in enumerate(plan.stages, 1) for step in stage
    }
    return sorted(((numbers[one.matter_id], one) for one in steps), key=lambda pair: pair[0])
