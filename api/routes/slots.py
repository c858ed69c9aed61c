"""What can be booked, and why not on the other days."""

from datetime import date, datetime, timedelta
from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import BaseModel

from api.deps import Now, ServicesDep
from api.problems import Problem, responses
from api.routes.params import MatterId, ParkId
from api.services.booking.slots import DAYS_AHEAD, Opening

router = APIRouter(tags=["intake"])

DEFAULT_DAYS = 14
MOST_DAYS = 31


class SlotOut(BaseModel):
    """A stretch of time at one window and the seats left in it (0 when it is full)."""

    slot_id: str
    window_id: str
    start: datetime
    end: datetime
    remaining: int
    window: str
    """The window's number and name, as on its sign."""
    provisional: bool
    """Whether the holidays of its year are not published yet."""

    @classmethod
    def of(cls, opening: Opening) -> "SlotOut":
        """As the contract shows it."""
        return cls(
            slot_id=opening.slot_id,
            window_id=opening.window.window_id,
            start=opening.start,
            end=opening.end,
            remaining=opening.remaining,
            window=f"{opening.window.number} {opening.window.name}",
            provisional=opening.provisional,
        )


class ClosedOut(BaseModel):
    """A day that cannot be booked, and the reason in Chinese."""

    date: date
    reason: str


class SlotList(BaseModel):
    """What the days asked about offer."""

    slots: list[SlotOut]
    closed: list[ClosedOut]


@router.get("/slots", responses=responses(404, 422))
def list_slots(
    services: ServicesDep,
    now: Now,
    park_id: Annotated[ParkId, Query()],
    matter_id: Annotated[MatterId, Query()],
    first: Annotated[date | None, Query(alias="from")] = None,
    last: Annotated[date | None, Query(alias="to")] = None,
) -> SlotList:
    """The openings ahead for one matter in one park; two weeks from today unless days are given."""
    first, last = days_asked(first, last, now.date())
    if not services.kb.has(matter_id, park_id):
        raise Problem(404, "这个园区没有这个事项，请先用搜索说说您要办什么事，或拨打 12345 咨询。")
    found = services.slots.offered(matter_id, park_id, first, last, now)
    return SlotList(
        slots=[SlotOut.of(opening) for opening in found.slots],
        closed=[ClosedOut(date=closed.day, reason=closed.reason) for closed in found.closed],
    )


def days_asked(first: date | None, last: date | None, today: date) -> tuple[date, date]:
    """The days asked about, checked; two weeks from today unless they are given."""
    limit = today + timedelta(days=DAYS_AHEAD)
    first = first or min(today, last or today)
    if first > limit:
        raise Problem(422, "只能查一年以内的时段，请选近一些的日期。")
    last = last or first + timedelta(days=DEFAULT_DAYS)
    if first > last:
        raise Problem(422, "开始日期晚于结束日期，请对调后重试。")
    if (last - first).days > MOST_DAYS:
        raise Problem(422, f"一次最多查 {MOST_DAYS} 天，请缩短日期范围。")
    return first, last
