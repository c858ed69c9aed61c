"""What the hall's staff need on the day: who comes, who waits for a person, who asked for help."""

from dataclasses import asdict
from datetime import date, datetime
from typing import Annotated, Any

from fastapi import APIRouter, Query, Response
from pydantic import BaseModel, Field

from api.deps import Now, ServicesDep, StaffToken
from api.problems import Problem, responses
from api.routes.chat import Context, Transcript
from api.routes.params import DrawnId, ParkId
from api.routes.persons import StaffAnswer
from api.services.booking.day_list import bookings_of_day
from api.services.conversations import UnknownConversation
from api.services.intake.handoff_words import say_reason
from api.services.intake.handoffs import UnknownHandoff, Waiting

router = APIRouter(
    prefix="/staff", tags=["staff"], dependencies=[StaffToken], responses=responses(401)
)

GONE = "这段对话已经没有人在等了，请刷新列表。"
HANDED_BACK = "工作人员已处理完。还有别的事要办，直接告诉我就行。"


class ExpectedVisit(BaseModel):
    """A booked visit, with what the counter needs to receive it."""

    code: str
    status: str
    matter_id: str
    window_id: str
    start: datetime
    end: datetime
    provisional: bool
    displaced: str | None
    """Why the hall cannot receive it at its time, in Chinese; None where it can."""
    name: str | None
    phone: str | None
    company: str | None


class DayList(BaseModel):
    """The visits of a park on a day, in order of time."""

    items: list[ExpectedVisit]
    total: int


class VisitOut(BaseModel):
    """A visit that is booked, or, without a code, a seat that is held for one."""

    code: str | None
    status: str
    start: datetime
    end: datetime
    window_id: str


class TickedOut(BaseModel):
    """One material of the last pre-check."""

    name: str
    there: bool


class CaseOut(BaseModel):
    """What the person must know first."""

    matter: str | None
    park: str | None
    mode: str | None
    edition: str
    language: str
    last_question: str | None
    materials: list[TickedOut]
    visit: VisitOut | None


class WaitingOut(BaseModel):
    """A conversation that waits for a person."""

    handoff_id: str
    channel: str
    since: datetime
    answer_by: datetime | None
    reason: str | None
    reason_name: str | None
    phone: str | None = Field(description="Whom to call back, if they left a number for it.")
    call_by: datetime | None = Field(description="Until when they were promised to be called.")
    case: CaseOut
    context: Context


class WaitingList(BaseModel):
    """All conversations that wait, the longest wait first."""

    items: list[WaitingOut]
    total: int


class StaffMessage(BaseModel):
    """What a person answers."""

    text: StaffAnswer


class HelpWanted(BaseModel):
    """Somebody who asked for assisted handling."""

    request_id: str
    matter_id: str | None
    name: str
    phone: str
    company: str | None
    need: str | None
    created_at: datetime


class HelpList(BaseModel):
    """The requests nobody has settled, the oldest first."""

    items: list[HelpWanted]
    total: int


@router.get("/bookings", responses=responses(422))
def day_list(
    services: ServicesDep,
    now: Now,
    park_id: Annotated[ParkId, Query()],
    day: Annotated[date | None, Query(alias="date")] = None,
) -> DayList:
    """Who is expected on a day; today unless one is given."""
    found = bookings_of_day(services.shared.sessions, park_id, day or now.date())
    items = [
        ExpectedVisit.model_validate(
            {
                **vars(booking.visitor),
                **vars(booking),
                "start": booking.starts_at,
                "end": booking.ends_at,
            }
        )
        for booking in found
    ]
    return DayList(items=items, total=len(items))


@router.get("/assistance-requests", responses=responses(422))
def help_wanted(services: ServicesDep, park_id: Annotated[ParkId, Query()]) -> HelpList:
    """Who asked for assisted handling and was not helped yet."""
    found = services.assistance.open_requests(park_id)
    items = [HelpWanted.model_validate(vars(asked)) for asked in found]
    return HelpList(items=items, total=len(items))


@router.get("/handoffs")
def waiting(services: ServicesDep) -> WaitingList:
    """Who waits for a person."""
    items = [_shown(services, found) for found in services.handoffs.waiting()]
    return WaitingList(items=items, total=len(items))


def _shown(services: ServicesDep, found: Waiting) -> WaitingOut:
    handoff, conversation = found.handoff, found.conversation
    said = services.conversations.transcript(conversation.conversation_id)
    return WaitingOut.model_validate(
        {
            **vars(handoff),
            "channel": conversation.channel,
            "since": handoff.created_at,
            "reason_name": say_reason(handoff.reason),
            "case": asdict(services.case_cards.of(found, said)),
            "context": conversation.context,
        }
    )


@router.get("/handoffs/{handoff_id}/messages", responses=responses(404, 422))
def read_conversation(services: ServicesDep, handoff_id: DrawnId) -> Transcript:
    """What was said in a conversation that waits."""
    conversation_id = _conversation_of(services, handoff_id)
    try:
        conversation = services.conversations.require(conversation_id)
    except UnknownConversation as gone:
        raise Problem(404, GONE) from gone
    return Transcript.model_validate(
        {
            "messages": services.conversations.transcript(conversation_id),
            "context": conversation.context,
        }
    )


@router.post("/handoffs/{handoff_id}/messages", status_code=204, responses=responses(404, 422))
def answer_applicant(services: ServicesDep, handoff_id: DrawnId, message: StaffMessage) -> Response:
    """Answer the applicant; an open page shows it at once, others find it in the transcript."""
    _tell(services, _conversation_of(services, handoff_id), "staff", message.text)
    return Response(status_code=204)


@router.delete("/handoffs/{handoff_id}", status_code=204, responses=responses(404, 422))
def hand_back(services: ServicesDep, handoff_id: DrawnId) -> Response:
    """The person is done: the guide answers again."""
    try:
        handoff = services.handoffs.close(handoff_id)
    except UnknownHandoff as gone:
        raise Problem(404, GONE) from gone
    _tell(services, handoff.conversation_id, "guide", HANDED_BACK)
    services.shared.stream.publish(handoff.conversation_id, "context", {"handoff": False})
    return Response(status_code=204)


def _conversation_of(services: ServicesDep, handoff_id: str) -> str:
    try:
        return services.handoffs.get(handoff_id).conversation_id
    except UnknownHandoff as gone:
        raise Problem(404, GONE) from gone


def _tell(services: ServicesDep, conversation_id: str, sender: str, text: str) -> None:
    body: dict[str, Any] = {"text": text, "buttons": [], "card": None}
    try:
        services.conversations.record(conversation_id, [(sender, body)])
    except UnknownConversation as gone:
        raise Problem(404, GONE) from gone
    services.shared.stream.publish(conversation_id, "message", {"sender": sender, **body})
