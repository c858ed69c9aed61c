"""What the answers to a journey's questions make of its plan (D11)."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Literal

from knowledge.schema.journey import Journey, JourneyOption, JourneyQuestion, JourneyStep

Certainty = Literal["sure", "likely", "open"]
"""Whether a step is surely to be done, mostly is, or only in the case its `when` names."""

Answers = Mapping[str, str]
"""The option chosen, by question; an answer that is no option means "not known"."""

UNKNOWN = "unknown"
"""The answer of somebody who does not know: both ways stay in the plan."""


@dataclass(frozen=True)
class Tailored:
    """A journey for one applicant.

    Attributes:
        journey: with the steps that are left. A step that waited for one that is gone waits for
            what that one waited for.
        certainty: of each step that is left.
        dropped: the matters that are not needed, in their order.
    """

    journey: Journey
    certainty: Mapping[str, Certainty]
    dropped: tuple[str, ...]


def tailor(journey: Journey, answers: Answers, done: Collection[str] = ()) -> Tailored:
    """The journey as the answers leave it.

    What one answer drops and another one needs stays; what is done stays in any case, and its
    alternatives go. Answers to questions of other journeys change nothing.
    """
    chosen = chosen_options(journey, answers)
    sure = {matter_id for option in chosen for matter_id in option.adds}
    likely = {matter_id for option in chosen for matter_id in option.likely} - sure
    dropped = {matter_id for option in chosen for matter_id in option.drops} - sure - likely
    told = sure | likely
    unheard = {one.matter_id for one in journey.steps if one.when_told} - told
    instead = {one.matter_id for one in journey.steps if one.when_told} & sure
    gone = (dropped | unheard | _replaced(journey, {*done, *instead})) - set(done) - instead
    left = tuple(_closed_up(step, journey, gone) for step in journey.steps
                 if step.matter_id not in gone)  # fmt: skip
    return Tailored(
        journey.model_copy(update={"steps": left}),
        {step.matter_id: _certainty(step, sure, likely) for step in left},
        tuple(step.matter_id for step in journey.steps if step.matter_id in gone - unheard),
    )


def _replaced(journey: Journey, done: Collection[str]) -> set[str]:
    """The steps whose alternative is done."""
    pairs = [(step.matter_id, step.instead_of) for step in journey.steps if step.instead_of]
    return {one for one, other in pairs if other in done} | {
        other for one, other in pairs if one in done
    }


def chosen_options(journey: Journey, answers: Answers) -> list[JourneyOption]:
    """The options that were chosen, in the order of the questions."""
    found = (question.option(answers.get(question.question_id)) for question in journey.questions)
    return [option for option in found if option is not None]


def entrance(
    journeys: Mapping[str, Journey], journey_id: str
) -> tuple[str, JourneyQuestion, JourneyOption] | None:
    """The journey whose answer leads over to this one, with the question and that answer.

    The same question is asked on both sides, so that somebody can change their mind.
    """
    for other_id, other in journeys.items():
        if journey_id in other.leads_to:
            return (other_id, *other.leads_to[journey_id])
    return None


def questions_of(journeys: Mapping[str, Journey], journey_id: str) -> tuple[JourneyQuestion, ...]:
    """All questions that decide the path, the one that leads to this journey first."""
    led = entrance(journeys, journey_id)
    return (*((led[1],) if led else ()), *journeys[journey_id].questions)


def settled(
    journeys: Mapping[str, Journey], journey_id: str, answers: Answers
) -> tuple[str, dict[str, str]]:
    """The journey that fits the answers, and the answers with the one that led to it."""
    led = entrance(journeys, journey_id)
    told = dict(answers)
    base = journey_id
    if led is not None:
        base, question, option = led
        told.setdefault(question.question_id, option.option_id)
    for option in chosen_options(journeys[base], told):
        if option.journey:
            return option.journey, told
    return base, told


def _closed_up(step: JourneyStep, journey: Journey, gone: set[str]) -> JourneyStep:
    """The step without what is gone; it waits, as is usual, for what that waited for."""
    if not gone.intersection(step.after):
        return step
    steps = {one.matter_id: one for one in journey.steps}
    instead: list[str] = []
    for before in step.after:
        for matter_id in _what_is_left_of(before, steps, gone):
            if matter_id not in instead:
                instead.append(matter_id)
    needs = tuple(matter_id for matter_id in step.needs if matter_id not in gone)
    usual = tuple(matter_id for matter_id in instead if matter_id not in needs)
    return step.model_copy(update={"needs": needs, "usually_after": usual})


def _what_is_left_of(matter_id: str, steps: Mapping[str, JourneyStep], gone: set[str]) -> list[str]:
    if matter_id not in gone:
        return [matter_id]
    return [
        left for before in steps[matter_id].after for left in _what_is_left_of(before, steps, gone)
    ]


def _certainty(step: JourneyStep, sure: set[str], likely: set[str]) -> Certainty:
    if step.when is None or step.matter_id in sure:
        return "sure"
    return "likely" if step.matter_id in likely else "open"
