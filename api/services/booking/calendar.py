"""When a window is open: the national calendar, the window's pattern, and the hall's exceptions."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

import chinese_calendar

from knowledge import CalendarOverride, Window
from knowledge.schema import OpeningPeriod

NOT_PUBLISHED = "这一年的节假日安排还没有公布"
SATURDAY, SUNDAY = 6, 7
LOOK_AHEAD_DAYS = 40
"""Longer than any run of closed days, so that the next opening is found."""


class NotPublished(Exception):
    """The state has not yet published the holidays of that year: nobody may guess them."""


@dataclass(frozen=True)
class DayPlan:
    """A window's day: when it serves, or why it does not (in Chinese)."""

    periods: tuple[OpeningPeriod, ...] = ()
    closed: str | None = None


@dataclass(frozen=True)
class NationalDay:
    """A day as the State Council's notice has it.

    Attributes:
        working: whether offices work on it.
        holiday: the holiday it belongs to, also for make-up workdays; None on ordinary days.
    """

    working: bool
    holiday: str | None


def national_day(day: date) -> NationalDay:
    """What the published holiday arrangement says of a day. Raises `NotPublished`."""
    try:
        off, name = chinese_calendar.get_holiday_detail(day)
    except NotImplementedError as unknown:
        raise NotPublished(day.year) from unknown
    return NationalDay(not off, chinese_calendar.Holiday(name).chinese if name else None)


class Calendar:
    """Decides for each window and day whether it is open (decree D20).

    An exception of the hall overrules everything; a window's pattern never overrules a statutory
    holiday unless the window is one that opens on holidays (节假日受理).

    Args:
        exceptions: days on which a hall departs from the rule.
    """

    def __init__(self, exceptions: Iterable[CalendarOverride]) -> None:
        self._exceptions = tuple(exceptions)

    def plan(self, window: Window, day: date) -> DayPlan:
        """The window's hours on a day, or the reason why it is closed."""
        exception = self._exception(window, day)
        if exception is None:
            return _by_rule(window, day)
        if not exception.open:
            return DayPlan(closed=exception.reason)
        return _open(exception.periods or _usual_hours(window, day))

    def is_open(self, windows: Iterable[Window], moment: datetime) -> bool:
        """Whether any of the windows serves people at this moment."""
        clock = moment.time()
        return any(
            period.start <= clock < period.end
            for window in windows
            for period in self.plan(window, moment.date()).periods
        )

    def next_opening(self, windows: Sequence[Window], after: datetime) -> datetime | None:
        """When the first of the windows opens next; None when no calendar reaches that far."""
        for offset in range(LOOK_AHEAD_DAYS):
            day = after.date() + timedelta(days=offset)
            openings = (
                datetime.combine(day, period.start, after.tzinfo)
                for window in windows
                for period in self.plan(window, day).periods
            )
            later = [opening for opening in openings if opening > after]
            if later:
                return min(later)
        return None

    def _exception(self, window: Window, day: date) -> CalendarOverride | None:
        """The exception that speaks of the window most directly."""
        fitting = [
            exception
            for exception in self._exceptions
            if exception.day == day
            and exception.hall_id in (None, window.hall_id)
            and exception.window_id in (None, window.window_id)
        ]
        return max(fitting, key=_directness, default=None)


def _directness(exception: CalendarOverride) -> tuple[bool, bool]:
    return exception.window_id is not None, exception.hall_id is not None


def _by_rule(window: Window, day: date) -> DayPlan:
    try:
        national = national_day(day)
    except NotPublished:
        return DayPlan(closed=NOT_PUBLISHED)
    weekend = day.isoweekday() >= SATURDAY
    if national.working and weekend:
        return _open(_usual_hours(window, day))
    if national.holiday and not national.working and not window.open_on_holidays:
        return DayPlan(closed=f"{national.holiday}放假")
    return _open(_pattern(window, day.isoweekday()), "周末休息" if weekend else None)


def _open(periods: tuple[OpeningPeriod, ...], otherwise: str | None = None) -> DayPlan:
    return DayPlan(periods) if periods else DayPlan(closed=otherwise or "这个窗口当天不开放")


def _pattern(window: Window, weekday: int) -> tuple[OpeningPeriod, ...]:
    return tuple(period for period in window.opening if weekday in period.weekdays)


def _usual_hours(window: Window, day: date) -> tuple[OpeningPeriod, ...]:
    """The hours of a working day: a worked Saturday is like Friday, a Sunday like Monday."""
    weekday = {SATURDAY: 5, SUNDAY: 1}.get(day.isoweekday(), day.isoweekday())
    return tuple(period for period in _pattern(window, weekday) if period.kind == "regular")
