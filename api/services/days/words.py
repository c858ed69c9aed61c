"""Days and times in the words of the hall; `knowledge.chinese_dates` writes a day with its year."""

from collections.abc import Sequence
from datetime import date, datetime
from itertools import groupby

from api.db.types import HALL_ZONE
from knowledge.schema.hall import WEEKDAY_NAMES


def say_short(day: date) -> str:
    """12月28日."""
    return f"{day.month}月{day.day}日"


def say_day(day: date) -> str:
    """12月28日（周一）."""
    return f"{say_short(day)}（周{WEEKDAY_NAMES[day.isoweekday()]}）"


def say_time(moment: datetime) -> str:
    """12月28日（周一）09:30, in the hall's zone."""
    local = moment.astimezone(HALL_ZONE)
    return f"{say_day(local.date())}{local:%H:%M}"


def say_times(moments: Sequence[datetime]) -> str:
    """12月28日09:30、10:00，12月29日09:30."""
    locals_ = sorted(moment.astimezone(HALL_ZONE) for moment in moments)
    days = groupby(locals_, key=datetime.date)
    return "，".join(
        f"{say_short(day)}{'、'.join(f'{moment:%H:%M}' for moment in of_day)}"
        for day, of_day in days
    )
