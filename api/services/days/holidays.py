"""The holidays people name, and the days on which they fall."""

from datetime import date, timedelta

from api.services.days.calendar import national_day
from api.services.days.statutory import statutory_holiday

HOLIDAY_NAMES = {
    "五一": "劳动节",
    "十一": "国庆节",
    "国庆": "国庆节",
    "端午": "端午",
    "中秋": "中秋",
    "清明": "清明",
    "春节": "春节",
    "过年": "春节",
    "元旦": "元旦",
    "劳动节": "劳动节",
}
"""As people say it, and how its name begins in the law and the published arrangement."""
LEFT_TO_THE_NOTICE = "清明"
"""Follows the sun: only the year's notice says when it is."""
ONE_YEAR = 400


def holiday_on_or_after(name: str, start: date) -> date:
    """The first day of the next holiday, `start` included. The law itself fixes most of them.

    Raises:
        NotPublished: only the notice of a coming year will say.
    """
    for offset in range(ONE_YEAR):
        day = start + timedelta(days=offset)
        found = national_day(day).holiday if name == LEFT_TO_THE_NOTICE else statutory_holiday(day)
        if found and found.startswith(name):
            return day
    raise ValueError(f"no {name} in a year from {start}")


def next_holiday(start: date) -> date:
    """The first day of the next holiday of any name, after `start`."""
    days = (start + timedelta(days=offset) for offset in range(1, ONE_YEAR))
    return next(day for day in days if statutory_holiday(day))
