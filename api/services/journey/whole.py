"""What is asked of a plan as a whole: how long, what takes longest, which windows, what it costs.

The question that waits goes on waiting: none of these answers moves anybody on.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from functools import partial

from api.services.answers import Button
from api.services.journey import wording
from api.services.journey.order import Order
from api.services.journey.reading import stages_named, steps_named
from api.services.journey.told import FIRST_STEP, SHOW, Asked, Told, plan_of
from api.services.journey.walk import Walk
from api.services.journeys import Plan, PlannedStep, guide_for, total_in_words
from api.services.outcomes import Outcome
from api.services.spoken_days import number
from knowledge import KnowledgeBase

WHOLE = ("musts", "longest", "total", "trips", "cost", "count", "together", "papers")
"""The names of these moves."""
DAYS = re.compile(
    r"(?<![月第延长\d])(?P<number>\d{1,3}|[一二两三四五六七八九十]{1,5})个?(?P<unit>工作日|日)"
)
OF_THE_APPLICANT = "申请人的期限"
"""Marks a limit that binds the applicant, not the authority."""
LONGEST_TOLD = 3
"""Steps that are named where it is asked which takes longest."""


class Whole:
    """Answers questions about all of a plan."""

    def __init__(self, kb: KnowledgeBase) -> None:
        self._kb = kb
        self._order = Order(kb)

    def moves(self) -> Mapping[str, Callable[[Asked, Walk], Told]]:
        """Every question by its name."""
        tell: dict[str, Callable[[Plan, Asked], str]] = {
            "longest": self._longest,
            "total": self._total,
            "trips": self._trips,
            "cost": self._cost,
            "musts": lambda plan, _: wording.musts(plan),
            "count": lambda plan, _: wording.count(plan),
            "papers": lambda plan, _: wording.papers(plan),
        }
        of_all = {name: partial(self._answer, one) for name, one in tell.items()}
        return {**of_all, "together": self._together}

    def _answer(self, tell: Callable[[Plan, Asked], str], asked: Asked, walk: Walk) -> Told:
        """Not understood where the words ask it of one step."""
        plan = plan_of(self._kb, walk, asked)
        if self._named(plan, asked) or stages_named(asked.query or ""):
            return Told(understood=False, walk=walk)
        return Told(tell(plan, asked), Outcome.PLAN, _buttons(), walk=walk)

    def _together(self, asked: Asked, walk: Walk) -> Told:
        """What can be done at the same time: of the steps named, or of all."""
        plan = plan_of(self._kb, walk, asked)
        if len(self._named(plan, asked)) > 1:
            return self._order.before(asked, walk)
        return Told(wording.together(plan), Outcome.PLAN, _buttons(), walk=walk)

    def _named(self, plan: Plan, asked: Asked) -> list[list[str]]:
        return steps_named(self._kb, [one.matter_id for one in plan.steps], asked.query or "")

    def _longest(self, plan: Plan, asked: Asked) -> str:
        counted = [(days, one) for one in plan.steps if (days := _days(one.limit or ""))]
        counted.sort(key=lambda pair: -pair[0][0])
        without = [one for one in plan.steps if not _days(one.limit or "")]
        waits = max(plan.steps, key=lambda one: len(one.after))
        return wording.longest(counted[:LONGEST_TOLD], without, waits)

    def _total(self, plan: Plan, asked: Asked) -> str:
        return wording.total(total_in_words(self._kb, plan.path))

    def _trips(self, plan: Plan, asked: Asked) -> str:
        park = self._kb.parks.get(asked.park_id or "")
        return wording.trips(_by_window(plan.steps), park.short_name if park else None)

    def _cost(self, plan: Plan, asked: Asked) -> str:
        fees = [(step, self._fee(step, asked)) for step in plan.steps]
        charged = [(one, fee["text"]) for one, fee in fees if fee and fee["charged"]]
        free = [one for one, fee in fees if fee and not fee["charged"]]
        return wording.cost(charged, free, [one for one, fee in fees if not fee])

    def _fee(self, step: PlannedStep, asked: Asked) -> Mapping[str, str] | None:
        guide = guide_for(self._kb, step.matter_id, asked.park_id)
        fee: Mapping[str, str] | None = guide.fields["fee"].value if guide else None
        return fee


def _buttons() -> list[Button]:
    return [FIRST_STEP, SHOW]


def _days(limit: str) -> tuple[int, str] | None:
    """The most days that a limit of the authority names, with their unit; None for none."""
    if OF_THE_APPLICANT in limit:
        return None
    found = [(number(one["number"]), one["unit"]) for one in DAYS.finditer(limit)]
    return max(found, default=None)


def _by_window(steps: Sequence[PlannedStep]) -> dict[str, list[PlannedStep]]:
    """The steps by the window where they are handled; none where no window is known."""
    found: dict[str, list[PlannedStep]] = {}
    for step in steps:
        if step.window:
            found.setdefault(step.window, []).append(step)
    return found
