"""From an intent to an ordered plan of matters (一件事一次办, decree row D11)."""

from collections import Counter
from typing import Literal, Self

from pydantic import Field, field_validator, model_validator

from knowledge.schema.fact import Source, Status
from knowledge.schema.record import Identifier, Record, Text

RegionalAssessment = Literal[
    "heritage", "mineral_overlay", "water_resources", "energy", "geological_hazard"
]
"""What a park assesses once for its whole area (区域评估, decree 二、（二）5, row D12)."""

USUAL_ORDER = "通常顺序"
MOST_QUESTIONS = 5
"""A plan asks no more than this (issue 6): people came for an answer."""
MOST_OPTIONS = 4


class JourneyStep(Record):
    """One matter of a journey.

    Attributes:
        needs: matters of the journey that a law wants settled first.
        usually_after: matters of the journey that usually come first, though no law we know of
            says so. Steps that wait for nothing any more can run in parallel.
        when: in which case the step applies; None when always.
        source: the rule that sets when the step comes, where there is one.
        regional: the region-wide assessment whose result may stand in for the project's own.
        instead_of: the step of the journey that takes this one's place in other cases; whoever has
            done one of both does not do the other.
        when_told: whether the step is in the plan only for whoever told that its case is given;
            for a rare case that would only confuse the others.
    """

    matter_id: Identifier
    needs: tuple[Identifier, ...] = ()
    usually_after: tuple[Identifier, ...] = ()
    when: Text | None = None
    note: Text | None = None
    source: tuple[Source, ...] = ()
    regional: RegionalAssessment | None = None
    instead_of: Identifier | None = None
    when_told: bool = False

    @property
    def after(self) -> tuple[Identifier, ...]:
        """All matters of the journey that come first, by law or usually."""
        return (*self.needs, *self.usually_after)

    @property
    def basis(self) -> str:
        """What the step's place rests on, in words: the rules, or that it is the usual one."""
        rules = [f"{source.title}{source.article or ''}" for source in self.source]
        return "、".join(rules) or USUAL_ORDER

    @property
    def status(self) -> Status:
        """How far the step's place can be trusted; `sample` where it is only the usual one."""
        return "law" if self.source and not self.usually_after else "sample"


class JourneyOption(Record):
    """One answer to a question of a journey, and what it does to the plan.

    Only steps with a `when` can be changed: an answer tells whether that case is given, it makes
    no rule of its own. Without the answer the step stays, with its `when`.

    Attributes:
        title: the answer as a short statement, such as 不涉及危化品.
        cues: words in which people give this answer; `…` stands for a few others between them, and
            a cue that ends with `。` is a whole clause.
        means: what follows from it, told when it is taken.
        affirms: whether a plain yes (true) or no (false) means this answer; None for neither.
        adds: steps that are surely to be done then.
        likely: steps that mostly are; the body in charge decides.
        drops: steps whose case is surely not given.
        journey: the journey that fits better then; the conversation goes on in it.
    """

    option_id: Identifier
    title: Text
    cues: tuple[Text, ...] = ()
    means: Text | None = None
    affirms: bool | None = None
    adds: tuple[Identifier, ...] = ()
    likely: tuple[Identifier, ...] = ()
    drops: tuple[Identifier, ...] = ()
    journey: Identifier | None = None

    @property
    def has_effect(self) -> bool:
        """Whether the plan is another one after this answer."""
        return bool(self.adds or self.likely or self.drops or self.journey)


class JourneyQuestion(Record):
    """What decides the path of a journey.

    Attributes:
        text: the question.
        about: words that show that somebody speaks of it; whether yes or no, the rest tells.
        in_passing: whether it is never asked, and only heard where somebody tells it.
    """

    question_id: Identifier
    text: Text
    about: tuple[Text, ...] = ()
    in_passing: bool = False
    options: tuple[JourneyOption, ...] = Field(min_length=2, max_length=MOST_OPTIONS)

    def option(self, option_id: str | None) -> JourneyOption | None:
        """The option of this id; None when there is none."""
        return next((one for one in self.options if one.option_id == option_id), None)


def _asked(questions: tuple[JourneyQuestion, ...]) -> int:
    return sum(not question.in_passing for question in questions)


class GeneralPlan(Record):
    """Which places of business without a plan of their own a journey serves as the general one.

    Attributes:
        places: words for such a place, with which what people want to open ends, such as 店.
        trades: words that what is made or sold there has in its name, such as 酒; any when empty.
    """

    places: tuple[Text, ...] = Field(min_length=1)
    trades: tuple[Text, ...] = ()


class Journey(Record):
    """An ordered plan for one intent; `questions` tell which of its steps one applicant has.

    Attributes:
        general: for which trades without a plan of their own it serves; None for none.
        offered_at: its place among the plans that are offered when nothing tells which one is
            meant, 1 first; None when it is not offered then.
    """

    journey_id: Identifier
    title: Text
    text: Text
    cues: tuple[Text, ...] = Field(min_length=1)
    examples: tuple[Text, ...] = ()
    general: GeneralPlan | None = None
    offered_at: int | None = Field(None, ge=1)
    status: Status
    source: tuple[Source, ...] = Field(min_length=1)
    questions: tuple[JourneyQuestion, ...] = ()
    steps: tuple[JourneyStep, ...] = Field(min_length=2)

    @property
    def leads_to(self) -> dict[str, tuple[JourneyQuestion, JourneyOption]]:
        """The journeys that an answer leads over to, each with the question and the answer."""
        return {
            option.journey: (question, option)
            for question in self.questions
            for option in question.options
            if option.journey
        }

    @property
    def steps_at_first(self) -> tuple[JourneyStep, ...]:
        """The steps of its plan before anything is told."""
        return tuple(step for step in self.steps if not step.when_told)

    @property
    def asks(self) -> int:
        """How many questions it asks."""
        return _asked(self.questions)

    @field_validator("questions")
    @classmethod
    def _not_too_many(cls, questions: tuple[JourneyQuestion, ...]) -> tuple[JourneyQuestion, ...]:
        if _asked(questions) > MOST_QUESTIONS:
            raise ValueError(f"最多写 {MOST_QUESTIONS} 条要问的：请删去几条，或者写上 in_passing")
        return questions

    @model_validator(mode="after")
    def _every_matter_once(self) -> Self:
        (matter_id, times), *_ = Counter(step.matter_id for step in self.steps).most_common(1)
        if times > 1:
            raise ValueError(f"{matter_id} 写了两步：请只留一步")
        return self
