"""From an intent to an ordered plan of matters (一件事一次办, decree row D11)."""

from collections.abc import Iterator
from typing import Self

from pydantic import Field, model_validator

from knowledge.schema.fact import Source, Status
from knowledge.schema.record import Identifier, Record, Text


class JourneyStep(Record):
    """One matter of a journey.

    Attributes:
        needs: matters of the journey that must be settled first; steps whose needs are settled
            can run in parallel.
        when: in which case the step applies; None when always.
        source: the rule that sets the order, where there is one.
    """

    matter_id: Identifier
    needs: tuple[Identifier, ...] = ()
    when: Text | None = None
    note: Text | None = None
    source: tuple[Source, ...] = ()


class Journey(Record):
    """An ordered plan for one intent."""

    journey_id: Identifier
    title: Text
    text: Text
    cues: tuple[Text, ...] = Field(min_length=1)
    examples: tuple[Text, ...] = ()
    status: Status
    source: tuple[Source, ...] = Field(min_length=1)
    steps: tuple[JourneyStep, ...] = Field(min_length=2)

    @model_validator(mode="after")
    def _steps_in_an_order_that_works(self) -> Self:
        problem = next(_order_problems(self.steps), None)
        if problem:
            raise ValueError(problem)
        return self


def _order_problems(steps: tuple[JourneyStep, ...]) -> Iterator[str]:
    done: set[str] = set()
    for step in steps:
        if step.matter_id in done:
            yield f"{step.matter_id} occurs twice: keep one step"
        for need in step.needs:
            if need not in done:
                yield (
                    f"{step.matter_id} needs {need}, which is not an earlier step:"
                    f" put {need} before it"
                )
        done.add(step.matter_id)
