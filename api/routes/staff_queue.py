"""The day in the hall for its staff: who waits where, calling, serving, sending on."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Annotated

from fastapi import APIRouter, Path, Query
from pydantic import BaseModel, Field

from api.db.queue import Ticket
from api.deps import Now, Services, ServicesDep, StaffMember, StaffToken
from api.problems import Problem, responses
from api.routes.params import BookingCode, HallId, TicketId, WindowId
from api.routes.persons import Line
from api.routes.queue import NO_HALL, Status, TicketOut, problems
from api.services.queue.accuracy import accuracies
from api.services.queue.board import WindowQueue

router = APIRouter(
    prefix="/staff", tags=["staff"], dependencies=[StaffToken], responses=responses(401)
)

NOBODY = "现在没有人在等。"
REASON_LENGTH = 200

WindowPath = Annotated[WindowId, Path()]
HallPath = Annotated[HallId, Path()]


class StaffTicket(BaseModel):
    """A ticket as the staff see it; who holds it is told by its booking."""

    ticket_id: str
    number: str
    status: Status
    window_id: str
    matter_id: str | None
    matter: str | None
    booking_code: str | None
    intake_id: str | None
    booked_for: datetime | None
    queued_at: datetime
    calls: int
    skips: int
    called_at: datetime | None

    @classmethod
    def of(cls, services: Services, ticket: Ticket) -> "StaffTicket":
        """With the name of its matter."""
        matter = services.kb.matters.get(ticket.matter_id or "")
        fields = {name: getattr(ticket, name) for name in cls.model_fields if name != "matter"}
        return cls(**fields, matter=matter.name if matter else None)


class CallOut(BaseModel):
    """Whom the window has called; no ticket when nobody waits."""

    ticket: StaffTicket | None
    message: str


class WindowQueueOut(BaseModel):
    """The queue of one window, those who wait in the order in which they are called."""

    window_id: str
    number: str
    name: str
    closed: str | None
    called: list[StaffTicket]
    serving: list[StaffTicket]
    waiting: list[StaffTicket]

    @classmethod
    def of(cls, services: Services, queue: WindowQueue) -> "WindowQueueOut":
        """The whole queue."""

        def shown(tickets: Sequence[Ticket]) -> list[StaffTicket]:
            return [StaffTicket.of(services, ticket) for ticket in tickets]

        return cls(
            window_id=queue.window.window_id,
            number=queue.window.number,
            name=queue.window.name,
            closed=queue.closed,
            called=shown(queue.called),
            serving=shown(queue.serving),
            waiting=shown(queue.waiting),
        )


class HallQueueOut(BaseModel):
    """The queue of a hall."""

    hall_id: str
    closed: str | None
    windows: list[WindowQueueOut]


class StaffCheckIn(BaseModel):
    """Somebody stands before the staff, who have seen that it is them."""

    code: BookingCode
    hall_id: HallId | None = None


class PresenceCodeOut(BaseModel):
    """What whoever is in the hall types in to take a ticket or to check in."""

    hall_id: str
    code: str
    changes_at: datetime
    """When the screen shows the next one."""
    valid_until: datetime
    """Until when this one counts, for whoever read it late."""


class TransferRequest(BaseModel):
    """Where somebody is sent on to, and why."""

    window_id: WindowId
    reason: Annotated[Line, Field(max_length=REASON_LENGTH)]


class AccuracyOut(BaseModel):
    """How right the estimated waits of one window were in one week, in seconds.

    `bias_s` is how much longer people waited than they were told, on average.
    """

    window_id: str
    week: date
    tickets: int
    mean_absolute_error_s: float
    bias_s: float
    close_share: float


class AccuracyList(BaseModel):
    """All windows that called somebody, the latest week first; close is within five minutes."""

    items: list[AccuracyOut]
    total: int


@router.get("/halls/{hall_id}/presence-code", responses=responses(404, 422))
def presence_code(hall_id: HallPath, services: ServicesDep, now: Now) -> PresenceCodeOut:
    """The code that the screen of a hall shows (现场码): who knows it can see the screen."""
    if hall_id not in services.kb.halls:
        raise Problem(404, NO_HALL)
    code = services.queue.presence.code_of(hall_id, now)
    return PresenceCodeOut(hall_id=hall_id, **vars(code))


@router.post("/check-ins", responses=responses(404, 409, 422))
def receive(
    request: StaffCheckIn, services: ServicesDep, staff: StaffMember, now: Now
) -> TicketOut:
    """Check somebody in with their booking's code alone."""
    with problems():
        standing = services.queue.tickets.receive(request.code, staff, now, request.hall_id)
    return TicketOut.of(services, standing, now)


@router.get("/queue", responses=responses(404, 422))
def queue(services: ServicesDep, now: Now, hall_id: Annotated[HallId, Query()]) -> HallQueueOut:
    """Who is called, served and waits at the windows of a hall."""
    with problems():
        found = services.queue.boards.of(hall_id, now)
    windows = [WindowQueueOut.of(services, window) for window in found.windows]
    return HallQueueOut(hall_id=hall_id, closed=found.closed, windows=windows)


@router.get("/queue/estimates", responses=responses(422))
def estimates(
    services: ServicesDep,
    now: Now,
    hall_id: Annotated[HallId | None, Query()] = None,
    weeks: Annotated[int, Query(ge=1, le=52)] = 8,
) -> AccuracyList:
    """How right the estimated waits were, by window and week: from the ticket to the first call."""
    found = accuracies(services.shared.sessions, hall_id, weeks, now)
    items = [AccuracyOut(**vars(one)) for one in found]
    return AccuracyList(items=items, total=len(items))


@router.post("/windows/{window_id}/call-next", responses=responses(404, 409, 422))
def call_next(
    window_id: WindowPath, services: ServicesDep, staff: StaffMember, now: Now
) -> CallOut:
    """Call whose turn it is at a window. 409 when all its counters are taken."""
    with problems():
        ticket = services.queue.calling.call_next(window_id, staff, now)
    if ticket is None:
        return CallOut(ticket=None, message=NOBODY)
    return CallOut(ticket=StaffTicket.of(services, ticket), message=f"请叫 {ticket.number} 号。")


@router.post("/tickets/{ticket_id}/recall", responses=responses(404, 409, 422))
def recall(ticket_id: TicketId, services: ServicesDep, staff: StaffMember, now: Now) -> StaffTicket:
    """Call again; at most three times in all."""
    with problems():
        return StaffTicket.of(services, services.queue.calling.recall(ticket_id, staff, now))


@router.post("/tickets/{ticket_id}/skip", responses=responses(404, 409, 422))
def skip(ticket_id: TicketId, services: ServicesDep, staff: StaffMember, now: Now) -> StaffTicket:
    """Call three others first; the third time the ticket is missed."""
    with problems():
        return StaffTicket.of(services, services.queue.calling.skip(ticket_id, staff, now))


@router.post("/tickets/{ticket_id}/start", responses=responses(404, 409, 422))
def start(ticket_id: TicketId, services: ServicesDep, staff: StaffMember, now: Now) -> StaffTicket:
    """They are at the counter."""
    with problems():
        return StaffTicket.of(services, services.queue.calling.start(ticket_id, staff, now))


@router.post("/tickets/{ticket_id}/finish", responses=responses(404, 409, 422))
def finish(ticket_id: TicketId, services: ServicesDep, staff: StaffMember, now: Now) -> StaffTicket:
    """They have been served."""
    with problems():
        return StaffTicket.of(services, services.queue.calling.finish(ticket_id, staff, now))


@router.post("/tickets/{ticket_id}/missed", responses=responses(404, 409, 422))
def missed(ticket_id: TicketId, services: ServicesDep, staff: StaffMember, now: Now) -> StaffTicket:
    """They did not come, though called three times."""
    with problems():
        return StaffTicket.of(services, services.queue.calling.missed(ticket_id, staff, now))


@router.post("/tickets/{ticket_id}/transfer", responses=responses(404, 409, 422))
def transfer(
    ticket_id: TicketId,
    request: TransferRequest,
    services: ServicesDep,
    staff: StaffMember,
    now: Now,
) -> StaffTicket:
    """Send somebody on to another window of the hall, with their case and their place."""
    with problems():
        ticket = services.queue.calling.transfer(
            ticket_id, request.window_id, request.reason, staff, now
        )
    return StaffTicket.of(services, ticket)
