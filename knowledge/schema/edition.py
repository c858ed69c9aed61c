"""Which list of matters holds when, how each park handles them, and on which document it rests."""

from datetime import date
from typing import Literal, Self

from pydantic import model_validator

from knowledge.schema.fact import Fact, Source, Status
from knowledge.schema.record import Identifier, Record, Text

DelegationMode = Literal["direct", "stationed", "direct_report"]
"""直接赋权, 服务前移, 审批直报 (decree 二、（一）)."""


class MatterInPark(Record):
    """How one park handles a matter under one edition (decree rows D1, D5).

    Attributes:
        status: `sample` until the decree's annex confirms the mode.
        source: where the mode was read; a sample needs none, it names the edition's.
        listed_as: the matter's name as the list writes it, where that is another than ours.
        department: who handled it before, as the list names it; the matter's own when None.
        remarks: what the list says beside.
        since: first day the park has the matter; the edition's first day when None.
        until: last such day; the edition's last day when None.
    """

    delegation_mode: DelegationMode
    status: Status
    source: tuple[Source, ...] = ()
    checked_on: date | None = None
    listed_as: Text | None = None
    department: Text | None = None
    remarks: Text | None = None
    since: date | None = None
    until: date | None = None


class Edition(Record):
    """One version of the list of delegated matters. Editions follow one another without gaps.

    An edition that does not say when it ends holds until the next one begins.

    Attributes:
        status: `sample` until the decree's annex has been imported.
        effective_from: first day on which the parks handle the matters (decree 二、（二）1).
        effective_to: last such day; None where nobody has set one.
        replaces: editions that this one takes the place of from the start, such as a sample.
        document: the decree the edition rests on.
        document_valid_until: last day of the document's stated validity; later answers say so.
        transition_until: last day of the two-month transition with joint liability (二、（二）3).
        hotline: the number to call about any matter.
        sample_source: what values with status `sample` name as their source.
        matters: for each matter on the list, the parks that have it and how.
    """

    id: Identifier
    title: Text
    status: Status
    effective_from: date
    effective_to: date | None = None
    replaces: tuple[Identifier, ...] = ()
    document: Source
    document_valid_until: date | None = None
    transition_until: date | None = None
    hotline: Fact[Text]
    sample_source: Source
    matters: dict[Identifier, dict[Identifier, MatterInPark]]

    @model_validator(mode="after")
    def _ends_after_it_begins(self) -> Self:
        if self.effective_to is not None and self.effective_to < self.effective_from:
            raise ValueError(
                f"结束日期 effective_to {self.effective_to} 比开始日期 effective_from "
                f"{self.effective_from} 还早：请改正其中一个"
            )
        return self

    def holds_on(self, day: date) -> bool:
        """Whether this is the list in force on a day."""
        return self.effective_from <= day and (
            self.effective_to is None or day <= self.effective_to
        )

    def span(self, in_park: MatterInPark) -> tuple[date, date | None]:
        """First and last day on which a park has a matter under this edition."""
        return in_park.since or self.effective_from, in_park.until or self.effective_to
