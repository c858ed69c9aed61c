"""What of a journey can be done at the same time, and what has to wait."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from graphlib import CycleError, TopologicalSorter

from knowledge.schema.journey import Journey, JourneyStep
from knowledge.schema.values import Limit


def stages(journey: Journey) -> list[list[JourneyStep]]:
    """The steps in stages: those of one stage can run in parallel, each stage waits for the last.

    Every step stands in the first stage it can, and steps of a stage keep the journey's order.

    >>> [[step.matter_id for step in stage] for stage in stages(kb.journeys["open-business"])]
    [['enterprise-name'], ['enterprise-registration'], ['investment-filing', ...]]

    Raises:
        ValueError: steps wait for each other, or for one that is not there; a knowledge base that
            was loaded has no such journey.
    """
    steps = {step.matter_id: step for step in journey.steps}
    if missing := {need for step in journey.steps for need in step.after} - steps.keys():
        raise ValueError(f"{journey.journey_id} has no step {', '.join(sorted(missing))}")
    if circle := find_circle(journey.steps):
        raise ValueError(f"steps of {journey.journey_id} wait for each other: {' → '.join(circle)}")
    order = TopologicalSorter({step.matter_id: step.after for step in journey.steps})
    order.prepare()
    found = []
    while order.is_active():
        ready = set(order.get_ready())
        found.append([step for step in journey.steps if step.matter_id in ready])
        order.done(*ready)
    return found


def find_circle(steps: Sequence[JourneyStep]) -> list[str]:
    """Matters of which each has to come before the next and the last is the first; or none."""
    try:
        TopologicalSorter({step.matter_id: step.after for step in steps}).prepare()
    except CycleError as error:
        circle: list[str] = error.args[1]
        return circle
    return []


@dataclass(frozen=True)
class CriticalPath:
    """The chain of steps that decides how long a journey takes.

    Attributes:
        matter_ids: from the first step to the last.
        totals: sums of the limits along it, by their own unit: 日 and 工作日 are never added up.
        without_limit: steps of the chain for which no limit is known in numbers.
    """

    matter_ids: tuple[str, ...]
    totals: Mapping[str, int]
    without_limit: tuple[str, ...]


def critical_path(journey: Journey, limits: Mapping[str, Limit | None]) -> CriticalPath:
    """The longest chain of steps that wait for each other.

    Chains are compared by the sum of their numbers; that mixes units, and serves for the choice
    only. What is told afterwards keeps them apart.

    Args:
        limits: the limit of each matter, promised or statutory; None where none is known.
    """
    longest: dict[str, tuple[int, tuple[str, ...]]] = {}
    for stage in stages(journey):
        for step in stage:
            before = max((longest[need] for need in step.after), default=(0, ()))
            weight = _number(limits.get(step.matter_id)) or 0
            longest[step.matter_id] = (before[0] + weight, (*before[1], step.matter_id))
    _, chain = max(longest.values(), key=lambda found: (found[0], len(found[1])))
    totals: Counter[str] = Counter()
    for matter_id in chain:
        limit = limits.get(matter_id)
        if limit and "unit" in limit and "number" in limit:
            totals[limit["unit"]] += limit["number"]
    unknown = tuple(m for m in chain if _number(limits.get(m)) is None)
    return CriticalPath(chain, dict(totals), unknown)


def _number(limit: Limit | None) -> int | None:
    return limit.get("number") if limit and "unit" in limit else None
