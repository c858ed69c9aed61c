"""What the hall's staff do with bookings on somebody's behalf; each act keeps its reason."""

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter
from pydantic import BaseModel, Field

from api.db.booking import Booking
from api.deps import Now, Services, ServicesDep, StaffMember, StaffToken
from api.problems import Problem, responses
from api.routes.bookings import (
    NOT_FOUND,
    BookingOut,
    BookingRequest,
    Code,
    Key,
    booked,
    booking_out,
    cancelled,
    moved,
)
from api.routes.params import Pool, SlotId
from api.routes.persons import Line
from api.services.booking.bookings import By
from api.services.booking.trail import Step, booking_for_staff, steps_of

router = APIRouter(
    prefix="/staff/bookings", tags=["staff"], dependencies=[StaffToken], responses=responses(401)
)

Reason = Annotated[Line, Field(max_length=200, description="Why; kept in the audit trail.")]


class BookingOnBehalf(BookingRequest):
    """A visit that the staff book for somebody who has agreed to it."""

    pool: Pool = "public"


class MoveOnBehalf(BaseModel):
    """Where a booking goes, and why."""

    slot_id: SlotId
    reason: Reason
    pool: Pool = "public"


class CancelOnBehalf(BaseModel):
    """Why a booking is cancelled."""

    reason: Reason


class StepOut(BaseModel):
    """One step of a booking's life."""

    at: datetime
    actor: str
    action: str
    status_before: str | None
    status_after: str | None
    reason: str | None


class BookingCase(BookingOut):
    """A booking as the staff see it: who comes, and everything that was done with it."""

    name: str | None
    phone: str | None
    company: str | None
    uscc: str | None
    edition_id: str
    delegation_mode: str | None
    trail: list[StepOut]


@router.post("", status_code=201, responses=responses(409, 422))
def book_on_behalf(
    request: BookingOnBehalf, key: Key, services: ServicesDep, who: StaffMember, now: Now
) -> BookingOut:
    """Book for somebody, also from the seats that are kept for the staff."""
    return booked(services, request, key, now, who, request.pool)


@router.get("/{code}", responses=responses(404, 422))
def booking_case(code: Code, services: ServicesDep, now: Now) -> BookingCase:
    """A booking with its holder and its audit trail."""
    booking = _found(services, code)
    visitor = booking.visitor
    return BookingCase(
        **booking_out(services, booking, now).model_dump(),
        name=visitor.name,
        phone=visitor.phone,
        company=visitor.company,
        uscc=visitor.uscc,
        edition_id=visitor.edition_id,
        delegation_mode=visitor.mode,
        trail=[_step_out(step) for step in steps_of(services.shared.sessions, booking.code)],
    )


@router.patch("/{code}", responses=responses(404, 409, 422))
def move_on_behalf(
    code: Code, request: MoveOnBehalf, services: ServicesDep, who: StaffMember, now: Now
) -> BookingOut:
    """Move a booking for its holder, who is told."""
    by = By(actor=who, reason=request.reason, pool=request.pool)
    return moved(services, _found(services, code), request.slot_id, now, by)


@router.post("/{code}/cancel", responses=responses(404, 409, 422))
def cancel_on_behalf(
    code: Code, request: CancelOnBehalf, services: ServicesDep, who: StaffMember, now: Now
) -> BookingOut:
    """Cancel a booking for its holder, who is told."""
    done = cancelled(services, code, now, By(actor=who, reason=request.reason))
    return booking_out(services, done, now)


def _found(services: Services, code: str) -> Booking:
    booking = booking_for_staff(services.shared.sessions, code)
    if booking is None:
        raise Problem(404, NOT_FOUND)
    return booking


def _step_out(step: Step) -> StepOut:
    return StepOut.model_validate(vars(step))
