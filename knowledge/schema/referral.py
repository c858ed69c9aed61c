"""Requests that are not the parks': whom they belong to (decree 一、（一）, row D8)."""

from datetime import date

from pydantic import Field

from knowledge.schema.fact import Source, Status
from knowledge.schema.record import Identifier, Record, Saying, Text


class Referral(Record):
    """A kind of request that stays with the districts or with somebody else.

    Attributes:
        text: what to tell the person: who handles it and how to get there.
        body: who handles it.
        bring: what to bring, where that is known.
        keywords: words that name the kind of request.
        examples: what people say; held_out: the same, kept for measuring.
    """

    referral_id: Identifier
    title: Text
    text: Text
    body: Text
    phone: Text | None = None
    phone_status: Status | None = None
    district_by_park: dict[str, Text] | None = None
    bring: tuple[Text, ...] = ()
    source: tuple[Source, ...] = Field(min_length=1)
    status: Status
    checked_on: date | None = None
    keywords: tuple[Text, ...] = ()
    examples: tuple[Saying, ...] = ()
    held_out: tuple[Saying, ...] = ()
