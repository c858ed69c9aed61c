"""The holidays that the law itself fixes, whatever the notice of a year will say.

The data is knowledge/data/holidays.yml (《全国年节及纪念日放假办法》第二条).
"""

from calendar import monthrange
from pathlib import Path
from typing import Annotated, Self

from pydantic import Field, model_validator

from knowledge.documents import read_wording
from knowledge.schema.fact import Sourced
from knowledge.schema.record import Record, Text

FILE = Path(__file__).parent / "data" / "holidays.yml"
LEAP_YEAR = 2024
LONGEST_LUNAR_MONTH = 30


class Holiday(Record):
    """One holiday.

    Attributes:
        lunar: whether month and days are those of the lunar calendar.
        eve: whether the day before the first one is a holiday, too.
    """

    name: Text
    lunar: bool = False
    month: Annotated[int, Field(ge=1, le=12)]
    days: tuple[Annotated[int, Field(ge=1, le=31)], ...] = Field(min_length=1)
    eve: bool = False

    @model_validator(mode="after")
    def _days_exist(self) -> Self:
        last = LONGEST_LUNAR_MONTH if self.lunar else monthrange(LEAP_YEAR, self.month)[1]
        for day in self.days:
            if day > last:
                raise ValueError(f"{self.month}月没有{day}日：请改正")
        return self


class Holidays(Sourced):
    """All of them, with the rule that sets them."""

    holidays: tuple[Holiday, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _every_day_once(self) -> Self:
        seen: dict[tuple[bool, int, int], str] = {}
        for one in self.holidays:
            for day in one.days:
                owner = seen.setdefault((one.lunar, one.month, day), one.name)
                if owner is not one.name or one.days.count(day) > 1:
                    raise ValueError(
                        f"{one.month}月{day}日写了两次（{owner}、{one.name}）：请只留一处"
                    )
        return self


def load(file: Path = FILE) -> Holidays:
    """Read and check the file.

    Raises:
        WordingError: the file cannot be read or breaks its schema.
    """
    return read_wording(file, Holidays).value
