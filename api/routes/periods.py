"""Which days the staff ask about."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Annotated

from fastapi import Query

from api.deps import Now
from api.problems import Problem

EARLIEST, LATEST = date(2021, 3, 10), date(2100, 12, 31)
"""The parks took over on the first of these days."""
BACKWARDS = "开始日期在结束日期之后，请对调。"
TOO_LONG = "一次最多查 {days} 天，请缩短期间。"
OUT_OF_RANGE = f"日期要在 {EARLIEST} 到 {LATEST} 之间，请改正。"

FirstDay = Annotated[date | None, Query(alias="from")]
LastDay = Annotated[date | None, Query(alias="to")]


@dataclass(frozen=True)
class Days:
    """A stretch of days, both ends included."""

    first: date
    last: date


def days_within(most: int, usual: int) -> Callable[[Now, FirstDay, LastDay], Days]:
    """A dependency that reads `from` and `to`.

    Args:
        most: days that may be asked about at once.
        usual: days up to today where nothing is said.
    """

    def read(now: Now, first: FirstDay = None, last: LastDay = None) -> Days:
        if any(day and not EARLIEST <= day <= LATEST for day in (first, last)):
            raise Problem(422, OUT_OF_RANGE)
        last = last or max(now.date(), first or now.date())
        first = first or max(EARLIEST, last - timedelta(days=usual - 1))
        if first > last:
            raise Problem(422, BACKWARDS)
        if (last - first).days >= most:
            raise Problem(422, TOO_LONG.format(days=most))
        return Days(first, last)

    return read
