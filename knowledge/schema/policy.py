"""General facts of the decree and of this service, as short answers to common questions."""

from datetime import date
from typing import Self

from pydantic import Field, model_validator

from knowledge.schema.fact import Source, Status
from knowledge.schema.record import Record, SubjectName, Text


class PolicyFact(Record):
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
    source: tuple[Source, ...] = Field(min_length=1)
    status: Status
    checked_on: date | None = None
    effective_from: date | None = None
    effective_to: date | None = None
    clauses: tuple[Text, ...] = ()
    cues: tuple[Text, ...] = Field(min_length=1)
    examples: tuple[Text, ...] = ()

    @model_validator(mode="after")
    def _an_answer_is_never_missing(self) -> Self:
        if self.status == "missing":
            raise ValueError("leave out a subject nothing is known about; do not mark it missing")
        if self.status != "sample" and self.checked_on is None:
            raise ValueError("a sourced answer needs checked_on: the day its source was read")
        if self.effective_from and self.effective_to and self.effective_to < self.effective_from:
            raise ValueError("effective_to lies before effective_from: correct one of them")
        return self
