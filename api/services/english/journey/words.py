"""How a plan is told in English: the question, the plan, one stage of it, what is left."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from api.services.answers import Button, button
from api.services.english.texts import OUR_TRANSLATION, SAMPLE_NOTE
from api.services.journeys import Plan, PlannedStep
from knowledge.english import Translation
from knowledge.schema import Journey, JourneyQuestion
from knowledge.schema.journey import USUAL_ORDER

NOT_KNOWN = "I don't know"
NONE_OF_THESE = button("None of these", "none_of_these")
DECIDED = "Whether it is needed, the department in charge decides by the rules."
FLAGS = {"sure": "", "likely": " (most likely)", "open": " (depends)"}
REGIONAL = {
    "文物": "cultural relics",
    "压覆矿产": "mineral deposits",
    "水资源": "water resources",
    "节能": "energy saving",
    "地质灾害": "geological hazards",
}
"""What a park assesses once for its whole area (decree D12)."""
REGIONAL_NOTE = (
    "where the park has done this assessment for its whole area, its result can be shared; ask "
    "the hall first whether yours can be left out"
)
UNITS = {"日": "days", "工作日": "working days"}
ONE_OF_SEVERAL = "These may be what you mean. Which one is it?"
WHICH = (
    "I can list what has to be done, in order. What is it that you want to do? If it is not on the "
    "list, just say it."
)
LONGEST_LIMIT = 100
"""Characters of a limit that is told in passing."""


class Words:
    """Words for the plans of one knowledge base.

    Args:
        name_of: the English name of a matter.
    """

    def __init__(self, english: Translation, name_of: Callable[[str], str]) -> None:
        self._english = english
        self._name_of = name_of

    def title(self, journey: Journey) -> str:
        """What a journey is called."""
        known = self._english.journeys.get(journey.journey_id)
        return known.title if known else journey.title

    def said(self, text: str) -> str:
        """The English of a text; the text itself where there is none."""
        return self._english.of(text) or text

    def in_english(self, plan: Plan, journey: Journey) -> Plan:
        """A plan with English names, cases, notes and limits."""
        return replace(
            plan,
            title=self.title(journey),
            stages=[[self._step(step) for step in stage] for stage in plan.stages],
            told=[self.said(one) for one in plan.told],
            open=[self.said(one) for one in plan.open],
            spared=[REGIONAL.get(one, one) for one in plan.spared],
        )

    def _step(self, step: PlannedStep) -> PlannedStep:
        return replace(
            step,
            name=self._name_of(step.matter_id),
            when=step.when and self.said(step.when),
            note=step.note and self.said(step.note),
            basis="usual order" if step.basis == USUAL_ORDER else step.basis,
            regional=step.regional and REGIONAL_NOTE,
            limit=step.limit and self.said(step.limit),
            mode=self._mode(step.mode),
            window=step.window and self._window(step.window),
        )

    def _mode(self, name: str | None) -> str | None:
        modes = (mode.name for mode in self._english.modes.values())
        return next((mode for mode in modes if name and name in mode), name)

    def _window(self, window: str) -> str:
        return " ".join(self.said(part) for part in window.split(" ", 1))

    def offer(self, journeys: Sequence[Journey], several: bool) -> tuple[str, list[Button]]:
        """Which of these it is."""
        ways = [button(self.title(one), "ask_journey", subject=one.journey_id) for one in journeys]
        return ONE_OF_SEVERAL if several else WHICH, [*ways, NONE_OF_THESE]

    def ask(
        self, journey: Journey, question: JourneyQuestion, left: int
    ) -> tuple[str, list[Button]]:
        """One question with its options, and how many come after it."""
        more = f" ({left} more to come; say “show the plan” to skip them)" if left else ""
        options = [(self.said(one.title), one.option_id) for one in question.options]
        buttons = [
            button(
                title,
                "walk_journey",
                subject=journey.journey_id,
                question=question.question_id,
                option=option,
            )
            for title, option in [*options, (NOT_KNOWN, "unknown")]
        ]
        return f"{self.said(question.text)}{more}", buttons


def opening(plan: Plan) -> str:
    """What the first plan is, before anything was asked."""
    told = f"Noted: {'; '.join(plan.told)}. " if plan.told else ""
    return (
        f"{told}{plan.title} takes at most {len(plan.steps)} matters in {len(plan.stages)} steps; "
        "not all of them are always needed. With a few answers the plan fits you better."
    )


def noted(told: Sequence[str], unknown: bool) -> str:
    """What was understood of an answer."""
    parts = [f"Noted: {'; '.join(told)}."] if told else []
    if unknown:
        parts.append("No problem, the plan keeps both cases.")
    return " ".join(parts)


def whole(plan: Plan) -> str:
    """The whole plan in lines, and what it rests on."""
    told = f" As you said: {'; '.join(plan.told)}." if plan.told else ""
    done = f", {plan.done} of them done" if plan.done else ""
    lines = [
        f"{plan.title}: usually {len(plan.stages)} steps, {len(plan.steps)} matters in all{done}."
        f"{told} What stands in one step can be done at the same time:",
        *(_numbered(number, stage) for number, stage in enumerate(plan.stages, 1)),
    ]
    if any(step.certainty != "sure" for step in plan.steps):
        lines.append(f"Marked “depends” or “most likely”: {DECIDED[0].lower()}{DECIDED[1:]}")
    lines += [line for line in (regional(plan),) if line]
    lines.append(SAMPLE_NOTE if plan.status == "sample" else OUR_TRANSLATION)
    return "\n".join(lines)


def _numbered(number: int, stage: Sequence[PlannedStep]) -> str:
    return f"{number}. {'; '.join(flagged(step) for step in stage)}"


def flagged(step: PlannedStep) -> str:
    """A step with whether it is done, or only done in some cases."""
    return f"{step.name} (done)" if step.done else f"{step.name}{FLAGS[step.certainty]}"


def regional(plan: Plan) -> str | None:
    """Which single assessments the region-wide one may replace (decree D12)."""
    if not plan.spared:
        return None
    return f"{', '.join(plan.spared).capitalize()}: {REGIONAL_NOTE}."


def total(plan: Plan, name_of: Callable[[str], str]) -> str:
    """How long the longest chain takes by law, each unit by itself, and what is not counted."""
    parts = [f"{number} {UNITS[unit]}" for unit, number in plan.path.totals.items()]
    if not parts:
        return "No matter on the longest chain has a time limit by law in figures."
    unknown = ", ".join(name_of(matter_id) for matter_id in plan.path.without_limit)
    left = f"; without a figure and so not counted: {unknown}" if unknown else ""
    return (
        f"The limits by law on the longest chain: {' and '.join(parts)} (days and working days are "
        f"counted apart{left})."
    )


def stage(plan: Plan, number: int) -> str:
    """One stage: what is done in it, and in which case."""
    steps = [step for step in plan.stages[number - 1] if not step.done]
    head = f"Step {number} of {len(plan.stages)}"
    if not steps:
        return f"{head} is done."
    if len(steps) == 1:
        return f"{head}: {steps[0].name}. {of_step(steps[0])}{_details(steps[0])}".rstrip()
    lines = [f"· {step.name}. {of_step(step)}".rstrip() for step in steps]
    decided = f"\n{DECIDED}" if any(step.certainty != "sure" for step in steps) else ""
    return (
        f"{head}; these {len(steps)} can be done at the same time:\n" + "\n".join(lines) + decided
    )


def of_step(step: PlannedStep) -> str:
    """In which case a step is done, and what is to be known of it."""
    note = f"{_sentence(step.note)} " if step.note else ""
    if step.certainty == "sure":
        return note
    lead = "Most likely needed" if step.certainty == "likely" else "Depends"
    return f"{lead}: {step.when}. {note}"


def _details(step: PlannedStep) -> str:
    limit = step.limit if step.limit and len(step.limit) <= LONGEST_LIMIT else None
    parts = (
        step.regional and _sentence(step.regional),
        limit and f"Time limit by law: {limit}.",
        step.window and f"Window: {step.window}. {SAMPLE_NOTE}",
        DECIDED if step.certainty != "sure" else None,
    )
    return " ".join(part for part in parts if part)


def _sentence(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}."


def left_over(plan: Plan) -> str:
    """What is not done yet."""
    open_steps = [step for step in plan.steps if not step.done]
    if not open_steps:
        return f"All {len(plan.steps)} matters of this plan are done. Congratulations!"
    lines = [
        f"Step {number}: {'; '.join(flagged(step) for step in steps if not step.done)}"
        for number, steps in enumerate(plan.stages, 1)
        if not all(step.done for step in steps)
    ]
    head = f"{plan.done} of {len(plan.steps)} matters are done, {len(open_steps)} are left:"
    return "\n".join([head, *lines])


def before(plan: Plan, step: PlannedStep, first: Sequence[PlannedStep]) -> str:
    """Where a step stands, and what comes before it."""
    at = next(number for number, steps in enumerate(plan.stages, 1) if step in steps)
    place = f"{step.name} is in step {at} of {len(plan.stages)}."
    if not first:
        return f"{place} Nothing has to be done before it. {of_step(step)}".rstrip()
    names = "; ".join(flagged(one) for one in first)
    basis = SAMPLE_NOTE if step.basis == "usual order" else f"(Source: {step.basis})"
    return f"{place} To be done before it: {names}.\n{basis}"


def needed(step: PlannedStep) -> str:
    """Whether a step is to be done, and in which case."""
    if step.done:
        return f"{step.name} is done."
    sure = "Yes, it is needed. " if step.certainty == "sure" else ""
    decided = DECIDED if step.certainty != "sure" else ""
    return f"{step.name}: {sure}{of_step(step)}{decided}".rstrip()
