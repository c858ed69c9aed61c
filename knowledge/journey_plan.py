"""What of a journey can be done at the same time, and what has to wait."""

from collections.abc import Sequence
from graphlib import CycleError, TopologicalSorter

from knowledge.schema.journey import Journey, JourneyStep


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
