"""The holidays that the law itself fixes, in years whose arrangement is not published yet.

《全国年节及纪念日放假办法》（2024-11-10）第二条. The yearly notice adds days off and make-up days
around them; the day of 清明 follows the sun and is left to the notice, too.
"""

from datetime import date, timedelta
from functools import lru_cache

from api.services.date_library import solar_day

FIXED = {
    (1, 1): "元旦",
    (5, 1): "劳动节",
    (5, 2): "劳动节",
    (10, 1): "国庆节",
    (10, 2): "国庆节",
    (10, 3): "国庆节",
}
"""By month and day."""
LUNAR = {(1, 1): "春节", (1, 2): "春节", (1, 3): "春节", (5, 5): "端午节", (8, 15): "中秋节"}
"""By month and day of the lunar calendar; the eve of 春节 is one, too."""


def statutory_holiday(day: date) -> str | None:
    """The statutory holiday that falls on a day, whatever the year's notice will say."""
    return FIXED.get((day.month, day.day)) or _lunar(day.year).get(day)


@lru_cache(maxsize=8)
def _lunar(year: int) -> dict[date, str]:
    """The holidays of the lunar calendar in a year; none where its tables do not reach."""
    try:
        days = {solar_day(year, month, day): name for (month, day), name in LUNAR.items()}
        eve = solar_day(year, 1, 1) - timedelta(days=1)
    except (ValueError, KeyError, IndexError, OverflowError):
        return {}
    return {eve: "春节", **days}
