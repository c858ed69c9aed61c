"""General facts of the decree and of this service, as short answers to common questions."""

from datetime import date
from typing import Self

from pydantic import Field, model_validator

from knowledge.schema.fact import Sourced
from knowledge.schema.record import SubjectName, Text


class PolicyFact(Sourced):
    """One general question with its answer.

    Attributes:
        clauses: the rows of the project's reading of the decree it answers, such as D2.
        effective_from, effective_to: first and last day the answer holds; None where its sources
            name none.
        cues: words in a question that ask for it.
        examples: what people say.
    """

    subject: SubjectName
    title: Text
    text: Text
    effective_from: date | None = None
    effective_to: date | None = None
    clauses: tuple[Text, ...] = ()
    cues: tuple[Text, ...] = Field(min_length=1)
    examples: tuple[Text, ...] = ()

    @model_validator(mode="after")
    def _ends_after_it_begins(self) -> Self:
        if self.effective_from and self.effective_to and self.effective_to < self.effective_from:
            raise ValueError("effective_to（截止日）早于 effective_from（起始日）：请改正其中一个")
        return self
