"""Booking a visit, and looking it up, moving or cancelling it with its code and phone."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Annotated, Any, Literal, TypeVar

from fastapi import APIRouter, Header, Path, Query, Response
from pydantic import BaseModel, Field

from api.db.booking import PUBLIC, Booking
from api.deps import Now, Services, ServicesDep
from api.problems import HELP, Problem, responses
from api.routes.deliveries import Address
from api.routes.matters import require_matter
from api.routes.params import BookingCode, DrawnId, JourneyId, MatterId, ParkId, PhoneLast4, SlotId
from api.routes.persons import ApplicantIn, Consent, Line
from api.routes.slots import SlotOut
from api.services.audit import APPLICANT
from api.services.booking.bookings import By, NotChangeable, UnknownBooking
from api.services.booking.calendar_file import calendar_file
from api.services.booking.card import booking_card
from api.services.booking.keys import KeyReused
from api.services.booking.life import CONFIRMED
from api.services.booking.quota import TooManyBookings
from api.services.booking.seats import SlotUnavailable
from api.services.booking.slots import UnknownSlot
from api.services.days.calendar import PROVISIONAL
from api.services.intake.completing import NotFit
from api.services.intake.life import NotPossible
from api.services.intake.requests import Extras, Request
from api.services.limits.progress import progress_of
from api.services.masking import mask_name, mask_phone
from knowledge import NotCovered

router = APIRouter(prefix="/bookings", tags=["intake"])

Result = TypeVar("Result")

NO_SUCH_SLOT = "没有这个时段，或这个窗口不办理这个事项，请从可约时段里选一个。"
KEY_REUSED = "这个 Idempotency-Key 已用于另一份内容不同的预约，请换一个再提交。"
NOT_FOUND = f"没有找到这个预约：请核对预约码和预约时留的电话后四位。{HELP}"

Status = Literal[
    "held", "confirmed", "checked_in", "called", "serving", "done", "missed", "cancelled", "expired"
]

Code = Annotated[BookingCode, Path(description="The booking code, in any case.")]
Proof = Annotated[PhoneLast4, Query(description="The last four digits of the phone booked with.")]
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
    hold: BookingCode | None = None
    """The code of the seat that is held for it, if one is."""
    precheck_id: DrawnId | None = None
    journey_id: JourneyId | None = None
    commitments: list[Annotated[Line, Field(max_length=200)]] = Field([], max_length=20)
    """The materials for which the applicant makes a commitment (告知承诺)."""
    courier_address: Address | None = None
    """Where the result is to be sent, for those who do not want to fetch it."""

    def to_request(self) -> Request:
        """In the form in which it is booked."""
        return Request(
            self.park_id,
            self.matter_id,
            self.slot_id,
            self.applicant.to_applicant(),
            self.hold,
            Extras(
                self.precheck_id,
                self.journey_id,
                tuple(self.commitments),
                self.courier_address,
            ),
        )


class MoveRequest(BaseModel):
    """The slot a booking is to be moved to."""

    slot_id: SlotId


class CourierRequest(BaseModel):
    """Where the result is to be sent."""

    address: Address


class CourierOut(BaseModel):
    """The result will be sent."""

    status: Literal["requested"]


class ProgressOut(BaseModel):
    """How far the matter has come: in a few characters, and everything that is known."""

    status: str
    text: str


class BookingOut(BaseModel):
    """A booking. The applicant is shown masked: a code may be read over a shoulder."""

    code: str
    status: Status
    park_id: str
    matter_id: str
    window_id: str
    slot_id: str
    start: datetime
    end: datetime
    provisional: bool
    """Whether the holidays of its year are not published yet, so that it may have to be moved."""
    notice: str | None
    """What its holder must know, in Chinese: it is provisional, or the hall closes."""
    group_id: str | None
    progress: ProgressOut
    applicant: dict[str, str]
    card: dict[str, Any]


@router.post("", status_code=201, responses=responses(409, 422))
def book(request: BookingRequest, key: Key, services: ServicesDep, now: Now) -> BookingOut:
    """Book a visit. 409 when the slot is not to be had, with the nearest free ones."""
    return booked(services, request, key, now)


@router.get("/{code}", responses=responses(404, 422))
def look_up(code: Code, phone_last4: Proof, services: ServicesDep, now: Now) -> BookingOut:
    """A booking, for whoever has its code and the last digits of its phone."""
    return booking_out(services, proved(services, code, phone_last4), now)


@router.get(
    "/{code}/calendar.ics",
    response_class=Response,
    responses={200: {"content": {"text/calendar": {}}}, **responses(404, 422)},
)
def in_calendar(code: Code, phone_last4: Proof, services: ServicesDep, now: Now) -> Response:
    """The booking as a file for the holder's own calendar."""
    booking = proved(services, code, phone_last4)
    return Response(
        calendar_file(services.kb, booking, now),
        media_type="text/calendar",
        headers={"Content-Disposition": f'attachment; filename="{booking.code}.ics"'},
    )


@router.patch("/{code}", responses=responses(404, 409, 422))
def move(
    code: Code, phone_last4: Proof, request: MoveRequest, services: ServicesDep, now: Now
) -> BookingOut:
    """Move a booking to another slot; if that is not to be had, the old one stays."""
    booking = proved(services, code, phone_last4)
    return moved(services, booking, request.slot_id, now, By(phone_last4=phone_last4))


@router.put("/{code}/courier", responses=responses(404, 409, 422))
def send_by_courier(
    code: Code, phone_last4: Proof, request: CourierRequest, services: ServicesDep, now: Now
) -> CourierOut:
    """Have the result sent; asking again replaces the address until it is on its way."""
    booking = proved(services, code, phone_last4)
    try:
        delivery = services.couriers.ask(booking.visitor.intake_id, request.address, now)
    except NotPossible as refused:
        raise Problem(409, str(refused)) from refused
    return CourierOut(status=delivery.status)


@router.delete("/{code}", status_code=204, responses=responses(404, 409, 422))
def cancel(code: Code, phone_last4: Proof, services: ServicesDep, now: Now) -> Response:
    """Cancel a booking; cancelling it once more changes nothing."""
    cancelled(services, code, now, By(phone_last4=phone_last4))
    return Response(status_code=204)


def booked(
    services: Services,
    request: BookingRequest,
    key: str,
    now: datetime,
    actor: str = APPLICANT,
    pool: str = PUBLIC,
) -> BookingOut:
    """The new booking; problems say what to do."""
    require_matter(services, request.matter_id, request.park_id)
    booking = seated(
        services,
        request.matter_id,
        request.park_id,
        request.slot_id,
        now,
        lambda: services.bookings.book(request.to_request(), key, now, actor, pool),
        pool,
    )
    return booking_out(services, booking, now)


def moved(services: Services, booking: Booking, slot_id: str, now: datetime, by: By) -> BookingOut:
    """The booking in its new slot; problems say what to do."""
    try:
        changed = seated(
            services,
            booking.matter_id,
            booking.park_id,
            slot_id,
            now,
            lambda: services.bookings.move(booking.code, slot_id, now, by),
            by.pool,
        )
    except UnknownBooking as unknown:
        raise Problem(404, NOT_FOUND) from unknown
    except NotChangeable as refused:
        raise Problem(409, str(refused), alternatives=[]) from refused
    return booking_out(services, changed, now)


def cancelled(services: Services, code: str, now: datetime, by: By) -> Booking:
    """The booking, cancelled; problems say what to do."""
    try:
        return services.bookings.cancel(code, now, by)
    except UnknownBooking as unknown:
        raise Problem(404, NOT_FOUND) from unknown
    except NotChangeable as refused:
        raise Problem(409, str(refused)) from refused


def seated(
    services: Services,
    matter_id: str,
    park_id: str,
    slot_id: str,
    now: datetime,
    act: Callable[[], Result],
    pool: str = PUBLIC,
) -> Result:
    """The result of `act`; where its slot is not to be had, a 409 with the nearest free ones."""
    try:
        return act()
    except UnknownSlot as unknown:
        raise Problem(422, NO_SUCH_SLOT) from unknown
    except (NotFit, NotCovered) as unfit:
        raise Problem(422, str(unfit)) from unfit
    except KeyReused as reused:
        raise Problem(422, KEY_REUSED) from reused
    except TooManyBookings as limit:
        raise Problem(409, str(limit), alternatives=[]) from limit
    except SlotUnavailable as gone:
        reason, cause = str(gone), gone
    wanted = services.slots.wanted_time(slot_id)
    nearest = services.slots.nearest_free(matter_id, park_id, wanted, now, pool)
    alternatives = [SlotOut.of(slot).model_dump(mode="json") for slot in nearest]
    raise Problem(409, f"{reason}。", alternatives=alternatives) from cause


def proved(services: Services, code: str, phone_last4: str) -> Booking:
    """The booking of a code, for whoever has the last digits of its phone, too."""
    try:
        return services.bookings.get(code, phone_last4)
    except UnknownBooking as unknown:
        raise Problem(404, NOT_FOUND) from unknown


def booking_out(services: Services, booking: Booking, now: datetime) -> BookingOut:
    """A booking as its holder sees it."""
    visitor = booking.visitor
    return BookingOut(
        code=booking.code,
        status=booking.status,
        park_id=booking.park_id,
        matter_id=booking.matter_id,
        window_id=booking.window_id,
        slot_id=booking.slot_id,
        start=booking.starts_at,
        end=booking.ends_at,
        provisional=booking.provisional,
        notice=_notice(booking),
        group_id=booking.group_id,
        progress=_progress(services, booking, now.date()),
        applicant={
            "name": mask_name(visitor.name or ""),
            "phone": mask_phone(visitor.phone or ""),
        },
        card=booking_card(services.kb, booking),
    )


def _progress(services: Services, booking: Booking, today: date) -> ProgressOut:
    return ProgressOut(**vars(progress_of(services.shared.sessions, booking.visitor, today)))


def _notice(booking: Booking) -> str | None:
    if booking.status != CONFIRMED:
        return None
    if booking.displaced:
        return f"大厅当时不能接待（{booking.displaced}），请改约其他时间，预约码不变。"
    return f"{PROVISIONAL}。" if booking.provisional else None
