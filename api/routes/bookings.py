"""Booking a visit, and looking it up, moving or cancelling it with its code and phone."""

from collections.abc import Callable
from datetime import datetime
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Header, Path, Query, Response
from pydantic import BaseModel, Field

from api.db.intake import Booking
from api.deps import Now, Services, ServicesDep
from api.problems import HELP, Problem, responses
from api.routes.matters import require_matter
from api.routes.params import MatterId, ParkId
from api.routes.persons import ApplicantIn, Consent
from api.routes.slots import SlotOut
from api.services.booking.bookings import (
    MOST_OPEN_BOOKINGS,
    KeyReused,
    NotChangeable,
    Request,
    TooManyBookings,
    UnknownBooking,
)
from api.services.booking.card import booking_card
from api.services.booking.slots import SlotUnavailable, UnknownSlot
from api.services.masking import mask_name, mask_phone

router = APIRouter(prefix="/bookings", tags=["intake"])

NOT_FOUND = f"没有找到这个预约：请核对预约码和预约时留的电话后四位。{HELP}"

SlotId = Annotated[str, Field(max_length=96, examples=["gaoxin-01-20261125T0900"])]
Code = Annotated[str, Path(max_length=32, description="The booking code, in any case.")]
Proof = Annotated[
    str, Query(max_length=32, description="The last four digits of the phone booked with.")
]
Key = Annotated[
    str,
    Header(
        alias="Idempotency-Key",
        pattern=r"^[\x21-\x7e]{1,200}$",
        description="Chosen by the caller; repeating it makes no second booking.",
    ),
]


class BookingRequest(BaseModel):
    """A visit to be booked."""

    park_id: ParkId
    matter_id: MatterId
    slot_id: SlotId
    applicant: ApplicantIn
    consent: Consent


class MoveRequest(BaseModel):
    """The slot a booking is to be moved to."""

    slot_id: SlotId


class BookingOut(BaseModel):
    """A booking. The applicant is shown masked: a code may be read over a shoulder."""

    code: str
    status: Literal["confirmed", "cancelled"]
    park_id: str
    matter_id: str
    window_id: str
    slot_id: str
    start: datetime
    end: datetime
    applicant: dict[str, str]
    card: dict[str, Any]


@router.post("", status_code=201, responses=responses(409, 422))
def book(request: BookingRequest, key: Key, services: ServicesDep, now: Now) -> BookingOut:
    """Book a visit. 409 when the slot is not to be had, with the nearest free ones."""
    require_matter(services, request.matter_id, request.park_id)
    asked = Request(
        request.park_id, request.matter_id, request.slot_id, request.applicant.to_applicant()
    )
    try:
        booking = _seated(
            services,
            request.matter_id,
            request.park_id,
            request.slot_id,
            now,
            lambda: services.bookings.book(asked, key, now),
        )
    except KeyReused as reused:
        raise Problem(
            422, "这个 Idempotency-Key 已用于另一份内容不同的预约，请换一个再提交。"
        ) from reused
    except TooManyBookings as limit:
        raise Problem(
            409,
            f"这个电话已有 {MOST_OPEN_BOOKINGS} 个还没办理的预约，请先取消不需要的，再约新的。",
            alternatives=[],
        ) from limit
    return _out(services, booking)


@router.get("/{code}", responses=responses(404, 422))
def look_up(code: Code, phone_last4: Proof, services: ServicesDep) -> BookingOut:
    """A booking, for whoever has its code and the last digits of its phone."""
    try:
        return _out(services, services.bookings.get(code, phone_last4))
    except UnknownBooking as unknown:
        raise Problem(404, NOT_FOUND) from unknown


@router.patch("/{code}", responses=responses(404, 409, 422))
def move(
    code: Code, phone_last4: Proof, request: MoveRequest, services: ServicesDep, now: Now
) -> BookingOut:
    """Move a booking to another slot; if that is not to be had, the old one stays."""
    try:
        booking = services.bookings.get(code, phone_last4)
        moved = _seated(
            services,
            booking.matter_id,
            booking.park_id,
            request.slot_id,
            now,
            lambda: services.bookings.move(code, phone_last4, request.slot_id, now),
        )
    except UnknownBooking as unknown:
        raise Problem(404, NOT_FOUND) from unknown
    except NotChangeable as refused:
        raise Problem(409, str(refused), alternatives=[]) from refused
    return _out(services, moved)


@router.delete("/{code}", status_code=204, responses=responses(404, 409, 422))
def cancel(code: Code, phone_last4: Proof, services: ServicesDep, now: Now) -> Response:
    """Cancel a booking; cancelling it once more changes nothing."""
    try:
        services.bookings.cancel(code, phone_last4, now)
    except UnknownBooking as unknown:
        raise Problem(404, NOT_FOUND) from unknown
    except NotChangeable as refused:
        raise Problem(409, str(refused)) from refused
    return Response(status_code=204)


def _seated(
    services: Services,
    matter_id: str,
    park_id: str,
    slot_id: str,
    now: datetime,
    act: Callable[[], Booking],
) -> Booking:
    """The result of `act`; where its slot is not to be had, a 409 with the nearest free ones."""
    try:
        return act()
    except UnknownSlot as unknown:
        raise Problem(
            422, "没有这个时段，或这个窗口不办理这个事项，请从可约时段里选一个。"
        ) from unknown
    except SlotUnavailable as gone:
        reason, cause = str(gone), gone
    wanted = services.slots.wanted_time(slot_id)
    nearest = services.slots.nearest_free(matter_id, park_id, wanted, now)
    alternatives = [SlotOut.of(slot).model_dump(mode="json") for slot in nearest]
    raise Problem(409, f"{reason}。", alternatives=alternatives) from cause


def _out(services: Services, booking: Booking) -> BookingOut:
    return BookingOut(
        code=booking.code,
        status=booking.status,
        park_id=booking.park_id,
        matter_id=booking.matter_id,
        window_id=booking.window_id,
        slot_id=booking.slot_id,
        start=booking.starts_at,
        end=booking.ends_at,
        applicant={
            "name": mask_name(booking.name),
            "phone": mask_phone(booking.phone),
        },
        card=booking_card(services.kb, booking),
    )
