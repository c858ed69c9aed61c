"""Which list of matters this is, from when it holds, and on which document it rests."""

from datetime import date

from knowledge.schema.fact import Fact, Source, Status
from knowledge.schema.record import Identifier, Record, Text


class Edition(Record):
    """One version of the list of delegated matters.

    Attributes:
        status: `sample` until the decree's annex has been imported.
        effective_from: first day on which the parks handle the matters (decree 二、（二）1).
        effective_to: last such day; None while the edition is in force.
        document: the decree the edition rests on.
        document_valid_until: last day of the decree's stated validity; later answers say so.
        transition_until: last day of the two-month transition with joint liability (二、（二）3).
        hotline: the number to call about any matter.
        sample_source: what values with status `sample` name as their source.
    """

    id: Identifier
    title: Text
    status: Status
    effective_from: date
    effective_to: date | None = None
    document: Source
    document_valid_until: date
    transition_until: date
    hotline: Fact[Text]
    sample_source: Source
