"""Counting days as the law counts them.

The day on which something begins is not counted; the count begins on the day after (民法典
第二百零一条; 民事诉讼法 第八十五条 says the same of its own periods).

工作日: working days of the national calendar. The State Council's notice turns some weekends into
working days and some weekdays into days off; limits of the 行政许可法 itself are counted so
(第八十二条). In a year whose notice is not out yet, Monday to Friday are taken but for the holidays
that the law itself fixes, and the result is marked provisional.

日: every day. 民法典 第二百零三条 lets a period that ends on a holiday end on the day after it, and
so do the procedural laws for the parties of a lawsuit. The 行政许可法 says no such thing for the
authority's own limits, and this clock watches the authority: the last day is never moved to a later
one. Whoever decides by then is in time on either reading.

The two units are never turned into each other.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from api.services.days.calendar import SATURDAY, NationalDay, NotPublished, national_day
from api.services.days.statutory import statutory_holiday

Unit = Literal["日", "工作日"]
DAYS: Unit = "日"
WORKING_DAYS: Unit = "工作日"
ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Stretch:
    """Days in a row that do not count; none when `last` is before `first`."""

    first: date
    last: date

    def __contains__(self, day: date) -> bool:
        return self.first <= day <= self.last


@dataclass(frozen=True)
class Counted:
    """The last day of a count.

    Attributes:
        provisional: the holidays of a year on the way were not published yet.
    """

    day: date
    provisional: bool = False


class DayCount:
    """Counts days from one day to another.

    Args:
        calendar: what the state says of a day; raises `NotPublished` where it has said nothing.
    """

    def __init__(self, calendar: Callable[[date], NationalDay] = national_day) -> None:
        self._calendar = calendar

    def last_day(
        self, start: date, number: int, unit: Unit, pauses: Sequence[Stretch] = ()
    ) -> Counted:
        """The day on which `number` days after `start` have passed; `start` itself for none.

        Args:
            pauses: days that do not count; they may overlap.

        Raises:
            ValueError: the number is negative.
        """
        if number < 0:
            raise ValueError(number)
        day, left, provisional = start, number, False
        while left:
            day += ONE_DAY
            if _rests(day, pauses):
                continue
            counts, assumed = self._counts(day, unit)
            provisional |= assumed
            left -= counts
        return Counted(day, provisional)

    def between(self, after: date, until: date, unit: Unit, pauses: Sequence[Stretch] = ()) -> int:
        """How many days count after `after`, up to and with `until`; 0 when that is no later."""
        return sum(
            self._counts(day, unit)[0] for day in _days(after, until) if not _rests(day, pauses)
        )

    def before(self, day: date, number: int) -> date:
        """The day from which on there are at most `number` working days left until `day`."""
        left = number
        while left:
            left -= self._counts(day, WORKING_DAYS)[0]
            day -= ONE_DAY
        return day

    def is_working(self, day: date) -> bool:
        """Whether offices work on a day; as far as is known."""
        return self._working(day)[0]

    def _counts(self, day: date, unit: Unit) -> tuple[bool, bool]:
        return (True, False) if unit == DAYS else self._working(day)

    def _working(self, day: date) -> tuple[bool, bool]:
        """Whether it is a working day, and whether that is only assumed."""
        try:
            return self._calendar(day).working, False
        except NotPublished:
            return day.isoweekday() < SATURDAY and statutory_holiday(day) is None, True


def _rests(day: date, pauses: Sequence[Stretch]) -> bool:
    return any(day in pause for pause in pauses)


def _days(after: date, until: date) -> Iterator[date]:
    return (after + timedelta(days=offset) for offset in range(1, (until - after).days + 1))
