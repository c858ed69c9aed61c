"""Waiting for a seat on full days (候补), and taking the one that is offered."""

from datetime import date, datetime
from typing import Literal, Self

from fastapi import APIRouter, Response
from pydantic import BaseModel, model_validator

from api.db.booking import Booking, WaitingEntry
from api.deps import Now, Services, ServicesDep
from api.problems import HELP, Problem, responses
from api.routes.bookings import BookingOut, Proof, booking_out
from api.routes.matters import require_matter
from api.routes.params import DrawnId, MatterId, ParkId
from api.routes.persons import ApplicantIn, Consent
from api.services.booking.card import window_label
from api.services.booking.holds import is_over
from api.services.booking.quota import TooManyBookings
from api.services.booking.seats import SlotUnavailable
from api.services.booking.slots import DAYS_AHEAD
from api.services.booking.waiting_list import (
    MOST_DAYS,
    NoOffer,
    TooManyEntries,
    UnknownEntry,
    Wish,
)
from api.services.intake.proof import PROOF_DIGITS

router = APIRouter(prefix="/waiting-list", tags=["intake"])

NOT_FOUND = f"没有找到这个候补：请核对编号和登记时留的电话后四位。{HELP}"
TOLD = {
    "waiting": "已排上候补。有人退号时会为您留一个时段，并发消息通知您；不想等了可以随时取消。",
    "offered": "有空出来的时段，已为您留着，请在截止时间前确认，过时会让给下一位。",
    "booked": "候补成功，已经为您约好。",
    "withdrawn": "候补已取消。",
    "expired": "候补已结束：日子过了，或者留的时段没有确认。可以重新预约或再排一次。",
}


class WaitingIn(BaseModel):
    """What somebody waits for, and who they are."""

    park_id: ParkId
    matter_id: MatterId
    first_day: date
    last_day: date
    applicant: ApplicantIn
    consent: Consent

    @model_validator(mode="after")
    def in_order(self) -> Self:
        """Refuse days in the wrong order, or too many."""
        if self.first_day > self.last_day:
            raise ValueError("开始日期晚于结束日期，请对调后重试")
        if (self.last_day - self.first_day).days >= MOST_DAYS:
            raise ValueError(f"一次最多候补 {MOST_DAYS} 天，请缩短日期范围")
        return self


class Offer(BaseModel):
    """A seat that is held for the entry until a time."""

    window_id: str
    window: str | None
    """The window's number, name and floor; None when the list in service no longer has it."""
    start: datetime
    end: datetime
    expires_at: datetime


class WaitingOut(BaseModel):
    """An entry of the waiting list; `message` is what the applicant is told."""

    entry_id: str
    status: Literal["waiting", "offered", "booked", "withdrawn", "expired"]
    park_id: str
    park_name: str | None
    matter_id: str
    matter_name: str | None
    first_day: date
    last_day: date
    offer: Offer | None
    booking_code: str | None
    """Of the visit that has come of it."""
    message: str


@router.post("", status_code=201, responses=responses(409, 422))
def join(request: WaitingIn, services: ServicesDep, now: Now) -> WaitingOut:
    """Wait for a seat; one that is free already is offered at once."""
    require_matter(services, request.matter_id, request.park_id)
    _require_days(request, now.date())
    wish = Wish(request.park_id, request.matter_id, request.first_day, request.last_day)
    applicant = request.applicant.to_applicant()
    try:
        entry = services.waiting_list.join(wish, applicant, now)
    except TooManyEntries as limit:
        raise Problem(409, str(limit)) from limit
    found = services.waiting_list.get(entry.entry_id, applicant.phone[-PROOF_DIGITS:])
    return _out(services, *found, now)


@router.get("/{entry_id}", responses=responses(404, 422))
def look_up(entry_id: DrawnId, phone_last4: Proof, services: ServicesDep, now: Now) -> WaitingOut:
    """How an entry stands, and what is offered to it."""
    try:
        return _out(services, *services.waiting_list.get(entry_id, phone_last4), now)
    except UnknownEntry as unknown:
        raise Problem(404, NOT_FOUND) from unknown


@router.post("/{entry_id}/accept", responses=responses(404, 409, 422))
def accept(entry_id: DrawnId, phone_last4: Proof, services: ServicesDep, now: Now) -> BookingOut:
    """Take what is offered: it becomes a booking."""
    try:
        booking = services.waiting_list.accept(entry_id, phone_last4, now)
    except UnknownEntry as unknown:
        raise Problem(404, NOT_FOUND) from unknown
    except NoOffer as nothing:
        raise Problem(409, str(nothing)) from nothing
    except SlotUnavailable as closed:
        raise Problem(409, f"{closed}。您的候补还在排，有空出来的时段会通知您。") from closed
    except TooManyBookings as limit:
        raise Problem(409, str(limit)) from limit
    return booking_out(services, booking, now)


@router.delete("/{entry_id}", status_code=204, responses=responses(404, 422))
def withdraw(entry_id: DrawnId, phone_last4: Proof, services: ServicesDep, now: Now) -> Response:
    """Wait no longer; doing it again changes nothing."""
    try:
        services.waiting_list.withdraw(entry_id, phone_last4, now)
    except UnknownEntry as unknown:
        raise Problem(404, NOT_FOUND) from unknown
    return Response(status_code=204)


def _require_days(request: WaitingIn, today: date) -> None:
    if request.last_day < today:
        raise Problem(422, "这些日子已经过了，请选今天以后的日子。")
    if (request.last_day - today).days > DAYS_AHEAD:
        raise Problem(422, "只能候补一年以内的日子，请选近一些的日期。")


def _out(
    services: Services, entry: WaitingEntry, booking: Booking | None, now: datetime
) -> WaitingOut:
    status = entry.status
    if status == "offered" and (booking is None or is_over(booking, now)):
        status = "expired"  # the list itself is told a little later
    park = services.kb.parks.get(entry.park_id)
    matter = services.kb.matters.get(entry.matter_id)
    shown = {
        **vars(entry),
        "status": status,
        "park_name": park.short_name if park else None,
        "matter_name": matter.name if matter else None,
        "offer": _offer(services, booking) if booking and status == "offered" else None,
        "booking_code": entry.offered_code if status == "booked" else None,
        "message": TOLD[status],
    }
    return WaitingOut.model_validate(shown)


def _offer(services: Services, held: Booking) -> Offer | None:
    if held.held_until is None:
        return None
    window = services.kb.windows.get(held.window_id)
    return Offer(
        window_id=held.window_id,
        window=window_label(window) if window else None,
        start=held.starts_at,
        end=held.ends_at,
        expires_at=held.held_until,
    )
