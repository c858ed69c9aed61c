"""Until when a bad grade is answered, counted in working days."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Protocol

from api.services.booking.calendar import SATURDAY, NotPublished, national_day

ONE_DAY = timedelta(days=1)


class Day(Protocol):
    """The last day of a count, and whether holidays on the way were not published yet."""

    @property
    def day(self) -> date: ...
    @property
    def provisional(self) -> bool: ...


class WorkingDaysAfter(Protocol):
    """Counts working days; the day itself is not counted."""

    def __call__(self, day: date, number: int, /) -> Day: ...


@dataclass(frozen=True)
class Counted:
    """The last day of a count."""

    day: date
    provisional: bool


def working_days_after(day: date, number: int) -> Counted:
    """The day on which so many working days have passed.

    While the holidays of a year are not published, Monday to Friday are taken for working days.
    """
    provisional = False
    while number:
        day += ONE_DAY
        try:
            works = national_day(day).working
        except NotPublished:
            works, provisional = day.isoweekday() < SATURDAY, True
        number -= works
    return Counted(day, provisional)
