"""Holding a seat while somebody decides."""

from datetime import datetime

from fastapi import APIRouter, Response
from pydantic import BaseModel

from api.deps import LOST, CallerDep, Now, ServicesDep
from api.problems import Problem, responses
from api.routes.bookings import seated
from api.routes.matters import require_matter
from api.routes.params import MatterId, ParkId, SessionId, SlotId
from api.services.conversations import UnknownConversation

router = APIRouter(prefix="/chat/sessions/{session_id}/hold", tags=["intake"])


class HoldRequest(BaseModel):
    """The slot a seat of which is to be held."""

    park_id: ParkId
    matter_id: MatterId
    slot_id: SlotId


class HoldOut(BaseModel):
    """A seat that is held until a time; `hold` goes into the booking."""

    hold: str
    slot_id: str
    window_id: str
    start: datetime
    end: datetime
    expires_at: datetime


@router.put("", responses=responses(401, 404, 409, 422))
def hold_seat(
    session_id: SessionId, request: HoldRequest, caller: CallerDep, services: ServicesDep, now: Now
) -> HoldOut:
    """Hold a seat for ten minutes for a conversation; what it held before is given back."""
    _require(session_id, caller, services)
    require_matter(services, request.matter_id, request.park_id)
    place = request.park_id, request.matter_id, request.slot_id
    held = seated(
        services,
        request.matter_id,
        request.park_id,
        request.slot_id,
        now,
        lambda: services.holds.hold(session_id, *place, now),
    )
    assert held.held_until is not None
    return HoldOut(
        hold=held.code,
        slot_id=held.slot_id,
        window_id=held.window_id,
        start=held.starts_at,
        end=held.ends_at,
        expires_at=held.held_until,
    )


@router.delete("", status_code=204, responses=responses(401, 404, 422))
def release_seat(
    session_id: SessionId, caller: CallerDep, services: ServicesDep, now: Now
) -> Response:
    """Give back what a conversation holds, if anything."""
    _require(session_id, caller, services)
    services.holds.release(session_id, now)
    return Response(status_code=204)


def _require(session_id: str, caller: CallerDep, services: ServicesDep) -> None:
    caller.prove_for(session_id)
    try:
        services.conversations.require(session_id)
    except UnknownConversation as unknown:
        raise Problem(404, LOST) from unknown
