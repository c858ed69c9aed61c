"""When a window is open: the national calendar, the window's pattern, and the hall's exceptions."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Self

import chinese_calendar

from api.services.days.statutory import statutory_holiday
from knowledge import CalendarOverride, Window
from knowledge.schema import OpeningPeriod

PROVISIONAL = "这一年的节假日安排还没有公布，先按平常的工作日预约；公布后如果放假，会通知您改期"
SATURDAY, SUNDAY = 6, 7
LOOK_AHEAD_DAYS = 40
"""Longer than any run of closed days, so that the next opening is found."""


class NotPublished(Exception):
    """The state has not yet published the holidays of that year: nobody may guess them."""


@dataclass(frozen=True)
class DayPlan:
    """A window's day: when it serves, or why it does not (in Chinese).

    Attributes:
        provisional: whether the holidays of its year are not published yet, so that it may change.
    """

    periods: tuple[OpeningPeriod, ...] = ()
    closed: str | None = None
    provisional: bool = False

    def covers(self, start: datetime, end: datetime) -> bool:
        """Whether a visit from `start` to `end` on this day lies within one opening period."""
        return any(
            period.start <= start.time() and end.time() <= period.end for period in self.periods
        )


@dataclass(frozen=True)
class Departure:
    """Days on which a hall departs from the rule, whether its data or its staff say so.

    Attributes:
        hall_id, window_id: what it concerns; None for every hall, or every window of the hall.
        weekdays: those of the days it is about (1 is Monday).
        open: False closes the days.
        periods: when it is open; empty for the usual hours.
        reason: told to people, in Chinese.
    """

    hall_id: str | None
    window_id: str | None
    first_day: date
    last_day: date
    open: bool
    reason: str
    periods: tuple[OpeningPeriod, ...] = ()
    weekdays: frozenset[int] = frozenset(range(1, 8))

    @classmethod
    def of_data(cls, override: CalendarOverride) -> Self:
        """A departure that the hall's data name."""
        day, where = override.day, (override.hall_id, override.window_id)
        return cls(*where, day, day, override.open, override.reason, override.periods)

    @property
    def is_series(self) -> bool:
        """Whether it speaks of more than one day."""
        return self.first_day < self.last_day

    def concerns(self, window: Window, day: date) -> bool:
        """Whether it is about this window on this day."""
        return (
            self.first_day <= day <= self.last_day
            and day.isoweekday() in self.weekdays
            and self.hall_id in (None, window.hall_id)
            and self.window_id in (None, window.window_id)
        )


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

    A single day that the hall opens or closes overrules everything. A series of days never opens
    a statutory holiday, and neither does a window's pattern, unless the window is one that opens
    on holidays (节假日受理).

    Args:
        departures: days on which a hall departs from the rule; of equals, the later one holds.
    """

    def __init__(self, departures: Iterable[Departure]) -> None:
        self._departures = tuple(departures)

    def plan(self, window: Window, day: date) -> DayPlan:
        """The window's hours on a day, or the reason why it is closed."""
        rule = _by_rule(window, day)
        departure = self._departure(window, day)
        if departure is None:
            return rule
        if not departure.open:
            return DayPlan(closed=departure.reason)
        if departure.is_series and _is_holiday(day):
            return rule
        plan = _open(departure.periods or _usual_hours(window, day))
        return replace(plan, provisional=rule.provisional and departure.is_series)

    def is_open(self, windows: Iterable[Window], moment: datetime) -> bool:
        """Whether any of the windows serves people at this moment."""
        clock = moment.time()
        return any(
            period.start <= clock < period.end
            for window in windows
            for period in self.plan(window, moment.date()).periods
        )

    def next_opening(self, windows: Iterable[Window], after: datetime) -> datetime | None:
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

    def _departure(self, window: Window, day: date) -> Departure | None:
        """The departure that speaks of the window and the day most directly.

        Where one names the day and another the window (a hall closed for a day, a window that
        opens on Saturdays), the one that closes holds: nobody is to come to a closed door.
        """
        of_rank = {_rank(found): found for found in self._departures if found.concerns(window, day)}
        foremost = [
            found
            for rank, found in of_rank.items()
            if not any(_outranks(other, rank) for other in of_rank)
        ]
        return min(foremost, key=lambda found: found.open, default=None)


def _rank(departure: Departure) -> tuple[int, bool]:
    narrow = 2 if departure.window_id else 1 if departure.hall_id else 0
    return narrow, not departure.is_series


def _outranks(other: tuple[int, bool], rank: tuple[int, bool]) -> bool:
    return other != rank and other[0] >= rank[0] and other[1] >= rank[1]


def _is_holiday(day: date) -> bool:
    try:
        national = national_day(day)
    except NotPublished:
        return statutory_holiday(day) is not None
    return national.holiday is not None and not national.working


def _by_rule(window: Window, day: date) -> DayPlan:
    weekend = day.isoweekday() >= SATURDAY
    try:
        national = national_day(day)
    except NotPublished:
        return _by_law(window, day, weekend)
    if national.working and weekend:
        return _open(_usual_hours(window, day))
    if national.holiday and not national.working and not window.open_on_holidays:
        return DayPlan(closed=f"{national.holiday}放假")
    return _by_pattern(window, day, weekend)


def _by_law(window: Window, day: date, weekend: bool) -> DayPlan:
    """A day of a year whose holidays are not published: the law fixes some, the rest may change."""
    if (holiday := statutory_holiday(day)) and not window.open_on_holidays:
        return DayPlan(closed=f"{holiday}放假")
    return replace(_by_pattern(window, day, weekend), provisional=True)


def _by_pattern(window: Window, day: date, weekend: bool) -> DayPlan:
    return _open(_pattern(window, day.isoweekday()), "周末休息" if weekend else None)


def _open(periods: tuple[OpeningPeriod, ...], otherwise: str | None = None) -> DayPlan:
    return DayPlan(periods) if periods else DayPlan(closed=otherwise or "这个窗口当天不开放")


def _pattern(window: Window, weekday: int) -> tuple[OpeningPeriod, ...]:
    return tuple(period for period in window.opening if weekday in period.weekdays)


def _usual_hours(window: Window, day: date) -> tuple[OpeningPeriod, ...]:
    """The hours of a working day: a worked Saturday is like Friday, a Sunday like Monday."""
    weekday = {SATURDAY: 5, SUNDAY: 1}.get(day.isoweekday(), day.isoweekday())
    return tuple(period for period in _pattern(window, weekday) if period.kind == "regular")
