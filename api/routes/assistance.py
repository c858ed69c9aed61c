"""Asking to be helped through a matter (帮办代办)."""

from typing import Literal

from fastapi import APIRouter
from pydantic import BaseModel

from api.deps import Now, ServicesDep
from api.problems import responses
from api.routes.matters import require_matter
from api.routes.params import MatterId, ParkId
from api.routes.persons import ApplicantIn, Consent, Lines

router = APIRouter(prefix="/assistance-requests", tags=["intake"])

TAKEN = "帮办申请收到了，园区帮办代办人员会按您留的电话联系您。急事请拨打 12345。"


class AssistanceIn(BaseModel):
    """Who wants help, with what."""

    park_id: ParkId
    matter_id: MatterId | None = None
    applicant: ApplicantIn
    need: Lines | None = None
    consent: Consent


class AssistanceOut(BaseModel):
    """The request is kept; `message` is what the applicant is told."""

    request_id: str
    status: Literal["open"]
    message: str = TAKEN


@router.post("", status_code=201, responses=responses(422))
def ask_assistance(request: AssistanceIn, services: ServicesDep, now: Now) -> AssistanceOut:
    """Ask for assisted handling of a matter, or of something that has no name yet."""
    if request.matter_id is not None:
        require_matter(services, request.matter_id, request.park_id)
    asked = services.assistance.ask(
        request.park_id, request.matter_id, request.applicant.to_applicant(), request.need, now
    )
    return AssistanceOut.model_validate(vars(asked))
