"""Asking for a person to take a conversation over."""

from datetime import datetime
from typing import Literal

from fastapi import APIRouter
from pydantic import BaseModel, Field

from api.deps import LOST, CallerDep, Now, ServicesDep
from api.problems import Problem, responses
from api.routes.params import SessionId
from api.routes.persons import Lines
from api.services.conversations import UnknownConversation

router = APIRouter(prefix="/handoffs", tags=["intake"])


class HandoffRequest(BaseModel):
    """Which conversation, and why if somebody said so."""

    session_id: SessionId
    reason: Lines | None = None
    language: Literal["zh", "en"] = "zh"
    quietly: bool = Field(
        default=False, description="What was said is kept for the staff; nobody is waited for."
    )


class HandoffOut(BaseModel):
    """A person was asked for; `message` is what the applicant is told."""

    handoff_id: str
    status: Literal["waiting", "closed"]
    answer_by: datetime | None = Field(
        description="When the hall opens next; null while it is open, or when nobody can tell."
    )
    message: str


@router.post("", status_code=201, responses=responses(401, 404, 422))
def hand_off(
    request: HandoffRequest, caller: CallerDep, services: ServicesDep, now: Now
) -> HandoffOut:
    """Ask for a person; asking again while one is awaited changes nothing."""
    caller.prove_for(request.session_id)
    try:
        handoff = services.handoffs.ask(request.session_id, request.reason, now)
    except UnknownConversation as unknown:
        raise Problem(404, LOST) from unknown
    message = services.handoffs.message(handoff, now, request.language)
    if request.quietly:
        message = services.handoffs.leave_word(request.session_id, now, request.language) or message
    return HandoffOut.model_validate({**vars(handoff), "message": message})
