"""Days put together into weeks, months or one whole, as the calendar on the wall has them."""

from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

By = Literal["day", "week", "month", "total"]
ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, order=True)
class Period:
    """A stretch of days, both ends included.

    Attributes:
        label: what it is called: `2026-11-25`, `2026-W48` (ISO 8601), `2026-11` or `total`.
    """

    first: date
    last: date
    label: str


def period_of(day: date, by: By, whole: Period) -> Period:
    """The period a day belongs to, cut to what is asked about.

    A week begins on Monday and belongs to the year of its Thursday (ISO 8601).
    """
    match by:
        case "day":
            return Period(day, day, day.isoformat())
        case "week":
            year, week, weekday = day.isocalendar()
            monday = day - (weekday - 1) * ONE_DAY
            return _cut(monday, monday + 6 * ONE_DAY, f"{year}-W{week:02}", whole)
        case "month":
            days = monthrange(day.year, day.month)[1]
            return _cut(day.replace(day=1), day.replace(day=days), f"{day:%Y-%m}", whole)
        case "total":
            return whole


def periods_in(by: By, whole: Period) -> Iterator[Period]:
    """All periods of what is asked about, the earliest first."""
    day = whole.first
    while day <= whole.last:
        period = period_of(day, by, whole)
        yield period
        day = period.last + ONE_DAY


def whole_of(first: date, last: date) -> Period:
    """All days of what is asked about."""
    return Period(first, last, "total")


def _cut(first: date, last: date, label: str, whole: Period) -> Period:
    return Period(max(first, whole.first), min(last, whole.last), label)
