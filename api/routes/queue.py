"""The day in the hall for whoever comes: checking in, tickets, and the display board."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Annotated, Literal

from fastapi import APIRouter
from pydantic import BaseModel, Field

from api.db.queue import Ticket
from api.deps import Now, SentByStaff, Services, ServicesDep
from api.problems import Problem, responses
from api.routes.bookings import NOT_FOUND
from api.routes.matters import require_matter
from api.routes.params import BookingCode, HallId, MatterId, ParkId, PhoneLast4, TicketId, WindowId
from api.services.queue.board import UnknownHall, WindowQueue
from api.services.queue.presence import NotPresent, TooManyGuesses
from api.services.queue.refusals import Refused, UnknownTicket, UnknownVisit, UnknownWindow
from api.services.queue.sayings import told
from api.services.queue.tickets import Standing
from knowledge import Window

router = APIRouter(tags=["queue"])

NO_TICKET = "没有这张号，可能已经过期。请在取号处重新取号。"
NO_HALL = "没有这个大厅，请检查地址里的大厅编号。"
NO_WINDOW = "今天没有这个窗口，请刷新后重新选择。"
NOT_PRESENT = (
    "请输入大厅叫号屏幕上显示的四位现场码，它每 5 分钟换一次。"
    "看不到屏幕，请到取号处或找大厅工作人员帮您办理。"
)
TOO_MANY_GUESSES = "现场码输错的次数太多，请过一分钟再试，或到取号处找大厅工作人员帮您办理。"
SAMPLE_WINDOWS = "窗口信息是示例数据，以大厅公布为准。"
NEXT_SHOWN = 3
"""How many of the waiting numbers of a window the board shows."""

Status = Literal["waiting", "called", "serving", "done", "missed"]
PresenceCodeIn = Annotated[
    str | None,
    Field(
        max_length=32,
        examples=["4071"],
        description="What the hall's screen shows (现场码); not needed with the staff token.",
    ),
]


class CheckInRequest(BaseModel):
    """Somebody is in the hall for their booking; a kiosk says in which hall it stands."""

    code: BookingCode
    phone_last4: PhoneLast4
    hall_id: HallId | None = None
    presence_code: PresenceCodeIn = None


class WalkInRequest(BaseModel):
    """Somebody came without a booking; without a matter the assisting window receives them."""

    park_id: ParkId
    matter_id: MatterId | None = None
    window_id: WindowId | None = Field(None, description="Where several windows are competent.")
    presence_code: PresenceCodeIn = None


class TicketOut(BaseModel):
    """A ticket and where it stands. It tells nothing of who holds it."""

    ticket_id: str
    number: str
    status: Status
    hall_id: str
    hall: str
    window_id: str
    window: str
    floor: str
    booked_for: datetime | None
    """The booked time that is kept for them; None for whoever came without or too late."""
    ahead: int | None
    """How many are called before, as things stand; None once it does not wait."""
    wait_s: int | None
    """The expected wait from now on in seconds; None once it does not wait."""
    message: str
    notice: str | None
    """What must be said beside it: whether the window is sample data."""

    @classmethod
    def of(cls, services: Services, standing: Standing, now: datetime) -> "TicketOut":
        """As whoever holds it sees it."""
        ticket, window = standing.ticket, standing.window
        return cls(
            ticket_id=ticket.ticket_id,
            number=ticket.number,
            status=ticket.status,
            hall_id=ticket.hall_id,
            hall=services.kb.halls[ticket.hall_id].name,
            window_id=window.window_id,
            window=f"{window.number} {window.name}",
            floor=window.floor,
            booked_for=ticket.booked_for,
            ahead=standing.ahead,
            wait_s=standing.wait_s,
            message=told(standing, now),
            notice=_notice([window]),
        )


class CalledOut(BaseModel):
    """A number that is called; `calls` tells a repeated call from the one before."""

    number: str
    window_id: str
    window: str
    calls: int
    called_at: datetime


class BoardWindow(BaseModel):
    """One window on the board."""

    window_id: str
    number: str
    name: str
    floor: str
    closed: str | None
    called: list[str]
    serving: list[str]
    next: list[str]
    waiting: int


class Board(BaseModel):
    """What hangs on the wall: numbers and windows, no names, no matters."""

    hall_id: str
    name: str
    at: datetime
    closed: str | None
    called: list[CalledOut]
    windows: list[BoardWindow]
    notice: str | None
    """What must be said beside it: whether the windows are sample data."""


@router.post("/check-ins", responses=responses(403, 404, 409, 422, 429))
def check_in(
    request: CheckInRequest, services: ServicesDep, from_staff: SentByStaff, now: Now
) -> TicketOut:
    """Check in with a booking of today; doing it again gives the same ticket.

    403 without the presence code of the hall, unless a kiosk of the staff asks.
    """
    tickets, proof = services.queue.tickets, (request.code, request.phone_last4)
    with problems():
        if not from_staff:
            hall_id = tickets.hall_of(*proof)
            services.queue.presence.require(hall_id, request.presence_code, now)
        standing = tickets.check_in(*proof, now, request.hall_id)
    return TicketOut.of(services, standing, now)


@router.post("/tickets", status_code=201, responses=responses(403, 409, 422, 429))
def walk_in(
    request: WalkInRequest, services: ServicesDep, from_staff: SentByStaff, now: Now
) -> TicketOut:
    """Take a ticket without a booking. 409 says when the window opens or what can be booked.

    403 without the presence code of the hall, unless a kiosk of the staff asks.
    """
    if request.matter_id is not None:
        require_matter(services, request.matter_id, request.park_id)
    park_id, hall_id = request.park_id, None
    with problems():
        if not from_staff:
            hall_id = services.queue.presence.hall_in_park(park_id, request.presence_code, now)
        standing = services.queue.tickets.walk_in(
            park_id, request.matter_id, now, request.window_id, hall_id=hall_id
        )
    return TicketOut.of(services, standing, now)


@router.get("/tickets/{ticket_id}", responses=responses(404, 422))
def look_up(ticket_id: TicketId, services: ServicesDep, now: Now) -> TicketOut:
    """Where a ticket stands; its id is known to nobody but whoever holds it."""
    with problems():
        return TicketOut.of(services, services.queue.tickets.get(ticket_id, now), now)


@router.get("/halls/{hall_id}/board", responses=responses(404, 422))
def board(hall_id: HallId, services: ServicesDep, now: Now) -> Board:
    """The display board of a hall, as it is now."""
    with problems():
        queue = services.queue.boards.of(hall_id, now)
    called = [(ticket, found) for found in queue.windows for ticket in found.called]
    return Board(
        hall_id=hall_id,
        name=queue.hall.name,
        at=now,
        closed=queue.closed,
        called=sorted(
            (_called(ticket, found, now) for ticket, found in called),
            key=lambda shown: shown.called_at,
            reverse=True,
        ),
        windows=[_window(found) for found in queue.windows],
        notice=_notice(found.window for found in queue.windows),
    )


@contextmanager
def problems() -> Iterator[None]:
    """What the queue refuses, as problem details."""
    try:
        yield
    except UnknownVisit as unknown:
        raise Problem(404, NOT_FOUND) from unknown
    except UnknownTicket as unknown:
        raise Problem(404, NO_TICKET) from unknown
    except UnknownHall as unknown:
        raise Problem(404, NO_HALL) from unknown
    except UnknownWindow as unknown:
        raise Problem(404, NO_WINDOW) from unknown
    except NotPresent as absent:
        raise Problem(403, NOT_PRESENT) from absent
    except TooManyGuesses as guessed:
        raise Problem(429, TOO_MANY_GUESSES) from guessed
    except Refused as refused:
        moments = {"next_opening": refused.next_opening, "nearest": refused.nearest}
        extra = {name: moment.isoformat() for name, moment in moments.items() if moment}
        raise Problem(409, str(refused), **extra) from refused


def _notice(windows: Iterable[Window]) -> str | None:
    sample = any(window.status == "sample" for window in windows)
    return SAMPLE_WINDOWS if sample else None


def _called(ticket: Ticket, found: WindowQueue, now: datetime) -> CalledOut:
    return CalledOut(
        number=ticket.number,
        window_id=found.window.window_id,
        window=found.window.number,
        calls=ticket.calls,
        called_at=ticket.last_called_at or now,
    )


def _window(found: WindowQueue) -> BoardWindow:
    return BoardWindow(
        window_id=found.window.window_id,
        number=found.window.number,
        name=found.window.name,
        floor=found.window.floor,
        closed=found.closed,
        called=[ticket.number for ticket in found.called],
        serving=[ticket.number for ticket in found.serving],
        next=[ticket.number for ticket in found.waiting[:NEXT_SHOWN]],
        waiting=len(found.waiting),
    )
