"""Days on which a hall departs from the national calendar."""

from datetime import date
from typing import Self

from pydantic import model_validator

from knowledge.schema.fact import Source, Status
from knowledge.schema.hall import OpeningPeriod
from knowledge.schema.record import Identifier, Record, Text


class CalendarOverride(Record):
    """One day that is closed, or open, against the rule; it overrules holidays and weekdays.

    Attributes:
        hall_id: the hall it concerns; None for every hall.
        window_id: the window it concerns; None for every window of the hall.
        open: False closes the day.
        periods: when it is open; its weekdays are ignored. Empty for the day's usual hours.
        reason: told to people, so in plain Chinese.
    """

    day: date
    hall_id: Identifier | None = None
    window_id: Identifier | None = None
    open: bool
    periods: tuple[OpeningPeriod, ...] = ()
    reason: Text
    status: Status
    source: tuple[Source, ...] = ()

    @model_validator(mode="after")
    def _a_closed_day_has_no_hours(self) -> Self:
        if self.periods and not self.open:
            raise ValueError("关闭的日子不能有 periods（时段）：请删去时段，或者把 open 改成 true")
        return self
