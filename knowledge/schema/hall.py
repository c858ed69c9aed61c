"""Parks, their service halls and the windows in them (decree rows D15, D17, D20)."""

from collections.abc import Mapping
from datetime import date, time
from itertools import groupby
from typing import Annotated, Literal, Self

from pydantic import BeforeValidator, Field, model_validator

from knowledge.schema.edition import DelegationMode
from knowledge.schema.fact import Fact, Source, Status
from knowledge.schema.record import Identifier, Record, Text


def _clock(value: object) -> object:
    if isinstance(value, int):
        # YAML 1.1 reads an unquoted 13:30 as a number to the base of sixty
        raise ValueError('时间要加引号，如 "13:30"')
    return value


Clock = Annotated[time, BeforeValidator(_clock)]
Weekday = Annotated[int, Field(ge=1, le=7)]
"""1 is Monday, 7 is Sunday."""


Approval = Literal["state_council", "province", "other"]
"""国务院, 省级人民政府, or neither (行政诉讼法解释 第二十一条)."""


class Park(Record):
    """A development park with its management committee.

    Attributes:
        authority: the management committee, as the decree names it.
        district_hint: a lead on the district it lies in; never said as a fact.
        keywords: what people call it.
        approved_by: who approved the park; whom a lawsuit names depends on it.
    """

    park_id: Identifier
    name: Text
    short_name: Text
    name_en: Text
    authority: Text
    keywords: tuple[Text, ...] = ()
    approved_by: Fact[Approval] = Fact.missing()
    district_hint: Text | None = None
    source: tuple[Source, ...] = Field(min_length=1)
    status: Status


class OpeningPeriod(Record):
    """A stretch of the day, on some weekdays, in which a window serves people.

    Attributes:
        kind: `off_hours` for the stretches beside office hours (错时延时).
    """

    weekdays: tuple[Weekday, ...] = Field(min_length=1)
    start: Clock
    end: Clock
    kind: Literal["regular", "off_hours"] = "regular"

    @model_validator(mode="after")
    def _starts_before_it_ends(self) -> Self:
        if self.start >= self.end:
            raise ValueError(f"开始时间 {self.start:%H:%M} 要早于结束时间 {self.end:%H:%M}")
        return self


class Window(Record):
    """A counter in a hall that can be booked.

    Attributes:
        kind: `assist` is the window that helps with anything (帮办代办专窗).
        matters: ids of the matters it handles; `all` in the file stands for every matter.
        modes: the delegation modes it is competent for; all when empty.
        capacity: people served side by side in one slot.
        staff_seats: further seats of a slot that only the hall's staff give away.
        slot_minutes: length of one slot.
        visit_minutes: by matter, how long a visit takes where one slot is not enough.
        open_on_holidays: whether it also opens on statutory holidays (节假日受理).
        since, until: first and last day of the window; None where there is no such limit.
    """

    window_id: Identifier
    hall_id: Identifier
    park_id: Identifier
    number: Text
    name: Text
    floor: Text
    kind: Literal["general", "assist"] = "general"
    matters: tuple[Identifier, ...] = Field(min_length=1)
    opening: tuple[OpeningPeriod, ...] = Field(min_length=1)
    modes: tuple[DelegationMode, ...] = ()
    slot_minutes: int = Field(default=30, gt=0, le=240)
    visit_minutes: Mapping[Identifier, Annotated[int, Field(gt=0, le=480)]] = {}
    capacity: int = Field(default=1, gt=0, le=50)
    staff_seats: int = Field(default=0, ge=0, le=50)
    open_on_holidays: bool = False
    since: date | None = None
    until: date | None = None
    status: Status
    source: tuple[Source, ...] = ()
    checked_on: date | None = None

    def exists_on(self, day: date) -> bool:
        """Whether there is such a window on a day."""
        return (self.since is None or self.since <= day) and (
            self.until is None or day <= self.until
        )

    def handles(self, matter_id: str, mode: DelegationMode | None) -> bool:
        """Whether a matter that runs in this mode is received here; any mode when None."""
        return matter_id in self.matters and (not self.modes or mode in (None, *self.modes))

    def slots_for(self, matter_id: str) -> int:
        """How many slots in a row a visit for the matter takes."""
        return -(-self.visit_minutes.get(matter_id, self.slot_minutes) // self.slot_minutes)

    @property
    def hours(self) -> str:
        """The opening pattern in words."""
        same_days = groupby(self.opening, key=lambda period: (period.weekdays, period.kind))
        return "；".join(_in_words(list(periods)) for _, periods in same_days)


class Hall(Record):
    """A park's service hall (政务服务大厅)."""

    hall_id: Identifier
    park_id: Identifier
    name: Text
    address: Fact[Text]
    phone: Fact[Text]
    hours: Fact[Text]
    windows: tuple[Window, ...] = Field(min_length=1)


def _in_words(periods: list[OpeningPeriod]) -> str:
    """Periods on the same days, such as 周一至周五 09:00–12:00、13:30–17:00."""
    days, kind = periods[0].weekdays, periods[0].kind
    if len(days) > 2 and list(days) == list(range(days[0], days[-1] + 1)):
        named = f"周{WEEKDAY_NAMES[days[0]]}至周{WEEKDAY_NAMES[days[-1]]}"
    else:
        named = "、".join(f"周{WEEKDAY_NAMES[day]}" for day in days)
    hours = "、".join(f"{period.start:%H:%M}–{period.end:%H:%M}" for period in periods)
    return f"{named} {hours}{'（错时延时服务）' if kind == 'off_hours' else ''}"


WEEKDAY_NAMES = " 一二三四五六日"
"""By weekday number; 0 is nobody's."""
