"""Describes an event for other platforms: the rows as they stand, and what the knowledge adds."""

from typing import Any, TypeVar

from sqlalchemy import select
from sqlalchemy.orm import InstrumentedAttribute, Session

from api.cipher import cipher
from api.db.booking import Booking
from api.db.intake import Commitment, Gap, Intake, Precheck, TimeLimit
from api.services.connectors.schema import (
    Applicant,
    Described,
    EditionRef,
    IntakeEvent,
    IntakeState,
    Limit,
    Named,
    OpenMaterial,
    Prepared,
    Promise,
    Responsible,
    Stated,
    Visit,
)
from api.services.connectors.terms import Policy
from api.services.events import Event
from api.services.masking import mask_name, mask_phone
from knowledge import KnowledgeBase, NotCovered, UnknownMatter, UnknownPark
from knowledge.schema import ServiceGuide

REF_LENGTH = 16
SHOWN_OF_COMPANY, SHOWN_OF_USCC = 2, 4

Shape = TypeVar("Shape", bound=Described)


def guide_of(kb: KnowledgeBase, event: Event) -> ServiceGuide | None:
    """The service guide under which the intake began; None where the knowledge has it no more."""
    intake = event.intake
    began = intake.created_at.date()
    try:
        return kb.guide(intake.matter_id, intake.park_id, began, today=event.at.date())
    except (UnknownMatter, UnknownPark, NotCovered):
        return None


def department_of(guide: ServiceGuide | None) -> str | None:
    """Who supervises the matter."""
    return guide.fields["department"].value if guide else None


class Description:
    """One event, described once and then told to each platform as far as it may know.

    Args:
        session: in the transaction of the change, so that the rows are read as it leaves them.
    """

    def __init__(
        self, session: Session, kb: KnowledgeBase, event: Event, guide: ServiceGuide | None
    ) -> None:
        intake = event.intake
        self._intake = intake
        self._shared: dict[str, Any] = {
            "kind": event.kind,
            "occurred_at": event.at,
            "intake": _state(kb, intake),
            "booking": _visit(event.booking) if event.booking else None,
            "limits": _each(session, intake, TimeLimit.limit_id, Limit),
            "gaps": _each(session, intake, Gap.gap_id, OpenMaterial),
            "commitments": _each(session, intake, Commitment.commitment_id, Promise),
            "precheck": _prepared(session, intake),
            "responsible": _responsible(guide),
        }

    def told(self, event_id: str, sequence: int, policy: Policy) -> IntakeEvent:
        """The event as one platform is told of it."""
        return IntakeEvent(
            event_id=event_id,
            sequence=sequence,
            applicant=_applicant(self._intake, policy),
            **self._shared,
        )


def _state(kb: KnowledgeBase, intake: Intake) -> IntakeState:
    park, matter = kb.parks.get(intake.park_id), kb.matters.get(intake.matter_id)
    statuses = {edition.id: edition.status for edition in kb.editions}
    return IntakeState.model_validate(
        {
            "id": intake.intake_id,
            "status": intake.status,
            "park": Named(id=intake.park_id, name=park and park.name),
            "matter": Named(id=intake.matter_id, name=matter and matter.name),
            "edition": EditionRef(id=intake.edition_id, status=statuses.get(intake.edition_id)),
            "mode": intake.mode,
            "journey": intake.journey_id,
            "created_at": intake.created_at,
            "accepted_at": intake.accepted_at,
            "decided_at": intake.decided_at,
            "outcome": intake.outcome,
        }
    )


def _visit(booking: Booking) -> Visit:
    return Visit.model_validate(
        {
            "ref": cipher().index(f"booking {booking.code}")[:REF_LENGTH],
            "status": booking.status,
            "start": booking.starts_at,
            "end": booking.ends_at,
            "window_id": booking.window_id,
            "provisional": bool(booking.provisional),
            "displaced": booking.displaced,
        }
    )


def _each(
    session: Session, intake: Intake, key: InstrumentedAttribute[str], shape: type[Shape]
) -> list[Shape]:
    """The rows of an intake in a table, in an order that stays the same.

    Args:
        key: the primary key of the table.
        shape: has the names of the columns that are told.
    """
    rows = select(key.class_).filter_by(intake_id=intake.intake_id).order_by(key)
    return [
        shape.model_validate({name: getattr(row, name) for name in shape.model_fields})
        for row in session.scalars(rows)
    ]


def _prepared(session: Session, intake: Intake) -> Prepared | None:
    precheck = session.get(Precheck, intake.precheck_id) if intake.precheck_id else None
    return Prepared(result=precheck.result, missing=precheck.missing) if precheck else None


def _responsible(guide: ServiceGuide | None) -> Responsible:
    return Responsible(**{name: _stated(guide, name) for name in Responsible.model_fields})


def _stated(guide: ServiceGuide | None, field: str) -> Stated:
    if guide is None:
        return Stated(value=None, status="missing")
    return Stated(value=guide.fields[field].value, status=guide.fields[field].status)


def _applicant(intake: Intake, policy: Policy) -> Applicant | None:
    if policy == "none" or intake.name is None:
        return None
    if policy == "full":
        return Applicant(
            masked=False,
            name=intake.name,
            phone=intake.phone,
            company=intake.company,
            uscc=intake.uscc,
        )
    return Applicant(
        masked=True,
        name=mask_name(intake.name),
        phone=intake.phone and mask_phone(intake.phone),
        company=intake.company and f"{intake.company[:SHOWN_OF_COMPANY]}***",
        uscc=intake.uscc and f"***{intake.uscc[-SHOWN_OF_USCC:]}",
    )
