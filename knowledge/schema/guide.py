"""The service guide: everything known about one matter in one park on one day."""

from datetime import date
from typing import Any

from knowledge.schema.edition import Edition
from knowledge.schema.fact import Fact
from knowledge.schema.matter import MatterFields
from knowledge.schema.record import Identifier, Record, Text

PARK_FIELDS: tuple[str, ...] = (
    "delegation_mode",
    "accepting_body",
    "deciding_body",
    "seal",
    "liable_body",
    "supervising_body",
    "appeal",
    "path",
    "windows",
)
"""Fields that differ from park to park."""

GUIDE_FIELDS: tuple[str, ...] = (*PARK_FIELDS, "hotline", *MatterFields.model_fields)
"""Every field of a service guide; each is always present, if only as missing."""


class ServiceGuide(Record):
    """One matter in one park, field by field.

    Attributes:
        as_of: the day the guide speaks of.
        edition: the edition that holds on that day.
        fields: each of `GUIDE_FIELDS`, with its source and status.
        notices: what a reader must be told beside the facts: sample data, a decree past its
            stated validity (D7), joint liability in the transition (D6).
    """

    matter_id: Identifier
    name: Text
    park_id: Identifier
    as_of: date
    edition: Edition
    fields: dict[str, Fact[Any]]
    notices: tuple[Text, ...] = ()
