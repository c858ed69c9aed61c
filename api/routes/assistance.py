"""Asking to be helped through a matter (帮办代办)."""

from typing import Literal, Self

from fastapi import APIRouter
from pydantic import BaseModel, model_validator

from api.deps import Now, Services, ServicesDep
from api.problems import Problem, responses
from api.routes.bookings import proved
from api.routes.matters import require_matter
from api.routes.params import BookingCode, MatterId, ParkId, PhoneLast4
from api.routes.persons import ApplicantIn, Consent, Lines
from api.services.intake.applicants import Applicant

router = APIRouter(prefix="/assistance-requests", tags=["intake"])

NOBODY = "请填写联系人的姓名和电话"
DELETED = "这个预约的联系信息已按期限删除，请重新填写姓名和电话。"


class OfBooking(BaseModel):
    """A booking whose applicant is the one to call."""

    code: BookingCode
    phone_last4: PhoneLast4


class AssistanceIn(BaseModel):
    """Who wants help, with what; who has booked need not say again who they are."""

    park_id: ParkId
    matter_id: MatterId | None = None
    applicant: ApplicantIn | None = None
    booking: OfBooking | None = None
    need: Lines | None = None
    consent: Consent

    @model_validator(mode="after")
    def somebody(self) -> Self:
        """Refuse a request that names nobody to call."""
        if self.applicant is None and self.booking is None:
            raise ValueError(NOBODY)
        return self


class AssistanceOut(BaseModel):
    """The request is kept; `message` is what the applicant is told."""

    request_id: str
    status: Literal["open"]
    message: str


@router.post("", status_code=201, responses=responses(404, 422))
def ask_assistance(request: AssistanceIn, services: ServicesDep, now: Now) -> AssistanceOut:
    """Ask for assisted handling of a matter, or of something that has no name yet."""
    if request.matter_id is not None:
        require_matter(services, request.matter_id, request.park_id)
    asked = services.assistance.ask(
        request.park_id, request.matter_id, _who(request, services), request.need, now
    )
    return AssistanceOut(
        request_id=asked.request_id,
        status="open",
        message=services.assistance.message(request.park_id, now),
    )


def _who(request: AssistanceIn, services: Services) -> Applicant:
    if request.applicant is not None:
        return request.applicant.to_applicant()
    assert request.booking is not None
    visitor = proved(services, request.booking.code, request.booking.phone_last4).visitor
    if not (visitor.name and visitor.phone):
        raise Problem(422, DELETED)
    return Applicant(visitor.name, visitor.phone, visitor.company)
