"""The holidays that the law itself fixes, in years whose arrangement is not published yet.

They stand in the knowledge (`knowledge.holidays`) with the article that sets them. The yearly
notice adds days off and make-up days around them; the day of 清明 follows the sun and is left to
the notice.
"""

from datetime import date, timedelta
from functools import lru_cache

from api.services.date_library import solar_day
from knowledge import holidays
from knowledge.holidays import Holiday

ONE_DAY = timedelta(days=1)


def statutory_holiday(day: date) -> str | None:
    """The statutory holiday that falls on a day, whatever the year's notice will say."""
    return _of_year(day.year).get(day)


@lru_cache(maxsize=8)
def _of_year(year: int) -> dict[date, str]:
    """The holidays of a year; without those of the lunar calendar where its tables do not reach."""
    return {day: one.name for one in holidays.load().holidays for day in _days(one, year)}


def _days(one: Holiday, year: int) -> list[date]:
    try:
        days = [
            solar_day(year, one.month, day) if one.lunar else date(year, one.month, day)
            for day in one.days
        ]
        return [days[0] - ONE_DAY, *days] if one.eve else days
    except (ValueError, KeyError, IndexError, OverflowError):
        return []
