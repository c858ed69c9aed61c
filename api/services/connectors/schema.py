"""The shape of an event as other platforms receive it.

Fields may be added to version 1 and receivers ignore those they do not know; any other change makes
it another version. `intake-event.schema.json` beside this file is the same for receivers.
"""

import json
from datetime import date, datetime
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from api.services.events import Kind


class Described(BaseModel):
    """Immutable; what is null is written out, so that a receiver sees that it is not known."""

    model_config = ConfigDict(frozen=True)


class Named(Described):
    """Something with an id and its name; the name is null where it has left the list."""

    id: str = Field(examples=["construction-permit"])
    name: str | None = Field(examples=["建筑工程施工许可证核发"])


class EditionRef(Described):
    """The edition of the matter list that was in force when the intake began."""

    id: str = Field(examples=["sample-2021"])
    status: str | None = Field(
        description="`sample` until the official list is imported: modes are demonstrations then."
    )


class Stated(Described):
    """A fact, and how far it can be trusted; `sample` is made up for demonstration."""

    value: str | None
    status: Literal["official", "law", "guide", "sample", "missing"]


class Responsible(Described):
    """Who answers for the matter in the park, and who supervises it afterwards (审管联动)."""

    department: Stated
    liable_body: Stated
    supervising_body: Stated


class IntakeState(Described):
    """The intake as it stands after the event."""

    id: str
    status: Literal["expected", "accepted", "paused", "decided", "withdrawn"]
    park: Named
    matter: Named
    edition: EditionRef
    mode: Literal["direct", "stationed", "direct_report"] | None = Field(
        description="The delegation mode (赋权方式) that the edition gives the matter in the park."
    )
    journey: str | None = Field(description="The journey (一件事) it belongs to.")
    created_at: datetime
    accepted_at: datetime | None
    decided_at: datetime | None
    outcome: Literal["granted", "refused", "withdrawn"] | None


class Visit(Described):
    """The booking that the event is about, without its code: that opens it."""

    ref: str = Field(
        description="Equal for equal bookings; leads nobody to the code.",
        examples=["5b1e0f0c7a9d4e21"],
    )
    status: Literal[
        "held", "confirmed", "checked_in", "called", "serving", "done", "missed", "cancelled",
        "expired",
    ]  # fmt: skip
    start: datetime
    end: datetime
    window_id: str
    provisional: bool = Field(
        description="The holidays of its year were not published when it was made."
    )
    displaced: str | None = Field(
        description="Why the hall cannot receive it at its time any more."
    )


class Limit(Described):
    """A time limit that runs on the intake. 日 and 工作日 are never turned into each other."""

    kind: Literal["statutory", "promised"]
    number: int
    unit: Literal["日", "工作日"]
    starts_on: date
    due_on: date
    provisional: bool
    status: Literal["running", "paused", "met", "exceeded"]


class OpenMaterial(Described):
    """A material that may follow after conditional acceptance (容缺受理)."""

    material: str
    status: Literal["open", "handed_in", "overdue"]
    due_on: date
    provisional: bool


class Promise(Described):
    """A commitment that takes the place of a material (告知承诺)."""

    material: str
    text_id: str
    version: str
    agreed_at: datetime


class Prepared(Described):
    """What going through the materials before the visit has come to."""

    result: str = Field(examples=["gaps"])
    missing: list[str]


class Applicant(Described):
    """Who it is, as far as the receiver may know: with stars, or in full."""

    masked: bool
    name: str
    phone: str | None
    company: str | None
    uscc: str | None = Field(description="Unified social credit code (统一社会信用代码).")


class IntakeEvent(Described):
    """One event of one intake. The events of an intake count up from 1, for each receiver."""

    schema_version: Literal["1"] = "1"
    event_id: str = Field(
        description="The idempotency key: the same however often the event is sent.",
        pattern="^[0-9a-f]{32}$",
    )
    sequence: int = Field(ge=1, description="Its place among the intake's events to the receiver.")
    kind: Kind
    occurred_at: datetime
    intake: IntakeState
    booking: Visit | None
    limits: list[Limit]
    gaps: list[OpenMaterial]
    commitments: list[Promise]
    precheck: Prepared | None
    responsible: Responsible
    applicant: Applicant | None = Field(
        description="Null where the receiver needs not know, and once it is deleted."
    )


def json_schema() -> dict[str, Any]:
    """The event's JSON schema (2020-12)."""
    schema = IntakeEvent.model_json_schema(mode="serialization")
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema}


if __name__ == "__main__":
    print(json.dumps(json_schema(), ensure_ascii=False, indent=2))
