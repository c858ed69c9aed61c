"""Closing and opening days, and how many seats a window has (decree D20)."""

from collections.abc import Sequence
from datetime import date, datetime, time
from itertools import pairwise
from typing import Annotated, Self

from fastapi import APIRouter, Query
from pydantic import AfterValidator, BaseModel, Field, model_validator

from api.db.booking import DayException
from api.deps import Now, Services, ServicesDep, StaffMember, StaffToken
from api.problems import Problem, responses
from api.routes.params import DrawnId, HallId, WindowId
from api.routes.persons import Line
from api.routes.slots import SlotOut, days_asked
from api.services.booking.displacing import Affected
from api.services.booking.hall_days import Seats, UnknownException
from api.services.booking.occupancy import Occupied, occupancy
from api.services.booking.slots import DAYS_AHEAD
from api.services.days.calendar import Departure
from knowledge import Hall, Window
from knowledge.schema import OpeningPeriod

router = APIRouter(
    prefix="/staff", tags=["staff"], dependencies=[StaffToken], responses=responses(401)
)

EVERY_DAY = list(range(1, 8))
MOST_SEATS = 50
OLDEST = date(2021, 3, 10)
"""The parks took over on this day (decree D6): nobody came to their halls before."""

Weekday = Annotated[int, Field(ge=1, le=7)]


def whole_minutes(clock: time) -> time:
    """Refuse a time that no clock in the hall shows."""
    if clock.tzinfo or clock.second or clock.microsecond:
        raise ValueError("时间按北京时间写到分钟，如 09:30")
    return clock


Clock = Annotated[time, AfterValidator(whole_minutes)]


class PeriodIn(BaseModel):
    """A stretch of the day, such as 09:00 to 12:00."""

    start: Clock
    end: Clock

    @model_validator(mode="after")
    def in_order(self) -> Self:
        """Refuse a period that ends before it begins."""
        if self.start >= self.end:
            raise ValueError("开始时间要早于结束时间")
        return self


class Days(BaseModel):
    """Days from the first to the last, both included."""

    first_day: date
    last_day: date

    @model_validator(mode="after")
    def days_in_order(self) -> Self:
        """Refuse days in the wrong order, or a year and more of them."""
        if self.first_day > self.last_day:
            raise ValueError("开始日期晚于结束日期，请对调后重试")
        if (self.last_day - self.first_day).days > DAYS_AHEAD:
            raise ValueError("一次最多安排一年，请缩短日期范围")
        return self


class ExceptionIn(Days):
    """Days on which a hall, or one of its windows, departs from its rule."""

    window_id: WindowId | None = None
    weekdays: list[Weekday] = Field(EVERY_DAY, min_length=1, max_length=7)
    open: bool
    periods: list[PeriodIn] = Field([], max_length=6)
    reason: Annotated[Line, Field(max_length=100)]
    """What applicants are told, in Chinese."""

    @model_validator(mode="after")
    def hours_in_order(self) -> Self:
        """Refuse hours on a closed day, and hours that would offer a seat twice."""
        if self.periods and not self.open:
            raise ValueError("关闭的日子不能有时段，请删去时段，或改为开放")
        if any(after.start < before.end for before, after in pairwise(self.periods)):
            raise ValueError("时段要按先后顺序，不能重叠")
        return self

    def to_departure(self, hall_id: str) -> Departure:
        """In the form in which the calendar reads it."""
        periods = tuple(
            OpeningPeriod(weekdays=tuple(EVERY_DAY), start=period.start, end=period.end)
            for period in self.periods
        )
        return Departure(
            hall_id,
            self.window_id,
            self.first_day,
            self.last_day,
            self.open,
            self.reason,
            periods,
            frozenset(self.weekdays),
        )


class AffectedOut(BaseModel):
    """A visit that cannot be received any more, and what is free instead."""

    code: str
    matter_id: str
    window_id: str
    start: datetime
    end: datetime
    name: str | None
    phone: str | None
    alternatives: list[SlotOut]


class ExceptionOut(BaseModel):
    """What is set for some days."""

    exception_id: str
    hall_id: str
    window_id: str | None
    first_day: date
    last_day: date
    weekdays: list[int] | None
    open: bool
    periods: list[dict[str, str]] | None
    reason: str
    created_at: datetime


class Changed(BaseModel):
    """What was set, and whom it affects; without `exception` it was only tried."""

    exception: ExceptionOut | None
    affected: list[AffectedOut]
    message: str


class ExceptionList(BaseModel):
    """What is set for days to come."""

    items: list[ExceptionOut]
    total: int


class CapacityIn(Days):
    """How many seats each slot of a window has on some days."""

    seats: int = Field(ge=0, le=MOST_SEATS)
    staff_seats: int = Field(0, ge=0, le=MOST_SEATS)


class DayOccupancy(BaseModel):
    """A window's day: its seats over all slots, and how many are taken."""

    date: date
    closed: str | None
    provisional: bool
    slots: int
    seats: int
    booked: int
    staff_seats: int
    staff_booked: int


class OccupancyList(BaseModel):
    """A window's days in order."""

    items: list[DayOccupancy]
    total: int


@router.get("/halls/{hall_id}/exceptions", responses=responses(404, 422))
def list_exceptions(hall_id: HallId, services: ServicesDep, now: Now) -> ExceptionList:
    """What is set for days from today on."""
    _hall(services, hall_id)
    items = [_exception_out(one) for one in services.hall_days.in_force(hall_id, now.date())]
    return ExceptionList(items=items, total=len(items))


@router.post("/halls/{hall_id}/exceptions", status_code=201, responses=responses(404, 422))
def set_exception(
    hall_id: HallId,
    request: ExceptionIn,
    services: ServicesDep,
    who: StaffMember,
    now: Now,
    dry_run: Annotated[bool, Query(description="Only show who would be affected.")] = False,
) -> Changed:
    """Close or open days. The visits it affects are told at once, with what is free instead."""
    hall = _hall(services, hall_id)
    if request.window_id is not None and request.window_id not in _window_ids(hall):
        raise Problem(422, "这个大厅没有这个窗口，请核对窗口编号。")
    _require_ahead(request, now.date())
    wanted = request.to_departure(hall_id)
    if dry_run:
        affected = services.hall_day_changes.preview(wanted, now)
        return _changed(None, affected, f"试算：会影响 {len(affected)} 个预约，还没有改动。")
    exception, affected = services.hall_day_changes.apply(wanted, who, now)
    told = f"已保存。影响 {len(affected)} 个预约，已逐一通知并附上可改约的时段。"
    return _changed(exception, affected, told)


@router.delete("/exceptions/{exception_id}", responses=responses(404, 422))
def withdraw_exception(
    exception_id: DrawnId, services: ServicesDep, who: StaffMember, now: Now
) -> Changed:
    """Take back what was set; visits that can be received again are told so."""
    try:
        exception, affected = services.hall_day_changes.withdraw(exception_id, who, now)
    except UnknownException as unknown:
        raise Problem(404, "没有这条安排，或者已经撤销，请刷新列表。") from unknown
    return _changed(exception, affected, "已撤销，这些日子恢复平常的安排。")


@router.put("/windows/{window_id}/capacity", responses=responses(404, 422))
def set_capacity(
    window_id: WindowId, request: CapacityIn, services: ServicesDep, who: StaffMember, now: Now
) -> OccupancyList:
    """Set a window's seats on some days. Visits that are booked stay, even if there are more."""
    window = _window(services, window_id)
    _require_ahead(request, now.date())
    seats = Seats(request.seats, request.staff_seats)
    services.hall_days.set_capacity(window_id, request.first_day, request.last_day, seats, who, now)
    return _occupancy(services, window, request.first_day, request.last_day)


@router.get("/windows/{window_id}/capacity", responses=responses(404, 422))
def show_capacity(
    window_id: WindowId,
    services: ServicesDep,
    now: Now,
    first: Annotated[date | None, Query(alias="from")] = None,
    last: Annotated[date | None, Query(alias="to")] = None,
) -> OccupancyList:
    """How full a window's days are; two weeks from today unless days are given."""
    first, last = days_asked(first, last, now.date())
    if first < OLDEST:
        raise Problem(422, f"{OLDEST:%Y-%m-%d} 以前没有记录，请选近一些的日期。")
    return _occupancy(services, _window(services, window_id), first, last)


def _require_ahead(wanted: Days, today: date) -> None:
    if wanted.last_day < today:
        raise Problem(422, "这些日子已经过了，请选今天以后的日子。")
    if (wanted.last_day - today).days > DAYS_AHEAD:
        raise Problem(422, "只能安排一年以内的日子，请选近一些的日期。")


def _hall(services: Services, hall_id: str) -> Hall:
    if hall_id not in services.kb.halls:
        raise Problem(404, "没有这个大厅，请核对大厅编号。")
    return services.kb.halls[hall_id]


def _window_ids(hall: Hall) -> set[str]:
    return {window.window_id for window in hall.windows}


def _window(services: Services, window_id: str) -> Window:
    if window_id not in services.kb.windows:
        raise Problem(404, "没有这个窗口，请核对窗口编号。")
    return services.kb.windows[window_id]


def _occupancy(services: Services, window: Window, first: date, last: date) -> OccupancyList:
    found = occupancy(services.shared.sessions, services.hall_days, window, first, last)
    items = [_day_out(day) for day in found]
    return OccupancyList(items=items, total=len(items))


def _day_out(day: Occupied) -> DayOccupancy:
    return DayOccupancy.model_validate(vars(day) | {"date": day.day})


def _changed(exception: DayException | None, affected: Sequence[Affected], message: str) -> Changed:
    return Changed(
        exception=exception and _exception_out(exception),
        affected=[_affected_out(found) for found in affected],
        message=message,
    )


def _exception_out(exception: DayException) -> ExceptionOut:
    return ExceptionOut.model_validate(vars(exception))


def _affected_out(found: Affected) -> AffectedOut:
    booking = found.booking
    return AffectedOut(
        code=booking.code,
        matter_id=booking.matter_id,
        window_id=booking.window_id,
        start=booking.starts_at,
        end=booking.ends_at,
        name=booking.visitor.name,
        phone=booking.visitor.phone,
        alternatives=[SlotOut.of(opening) for opening in found.alternatives],
    )
