"""Words for days that the date library does not know or counts otherwise, turned into dates.

Each rule finds its words and works out the day; the words are then replaced by the date, so that
the library reads the time of day beside them.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from api.services.calendar import NotPublished, national_day

WEEK = "一二三四五六日"
CHINESE_NUMBERS = {word: value for value, word in enumerate("一二三四五六七八九十", start=1)}
NUMBER = r"(?P<count>\d{1,2}|[一二两三四五六七八九十])"
LONGEST_SEARCH_DAYS = 400
HOLIDAY_NAMES = {"五一": "劳动节", "十一": "国庆节", "国庆": "国庆节", "端午": "端午节",
                 "中秋": "中秋", "清明": "清明", "春节": "春节", "元旦": "元旦", "劳动节": "劳动节"}


class Unusable(Exception):
    """The words name a day that cannot be used; the message says why, in Chinese."""


@dataclass(frozen=True)
class NamedDay:
    """The day some words name.

    Attributes:
        text: the whole text with those words replaced by the date.
        repeats: the same words also fit a week later (a bare weekday).
    """

    day: date
    text: str
    repeats: bool = False


def find_day(text: str, today: date) -> NamedDay | None:
    """The day that one of the rules finds in `text`. Raises `Unusable`."""
    for pattern, rule in RULES:
        found = pattern.search(text)
        if found is None:
            continue
        try:
            day = rule(found, today)
        except (ValueError, OverflowError) as impossible:
            raise Unusable("没有这一天，请再看看日历") from impossible
        except NotPublished as unknown:
            raise Unusable(
                f"{unknown}年的节假日安排还没有公布，请直接说具体日期，比如12月3日"
            ) from unknown
        written = f"{day.year}年{day.month}月{day.day}日"
        repeats = rule is _weekday and not found["ahead"]
        return NamedDay(day, text[: found.start()] + written + text[found.end() :], repeats)
    return None


def _full(found: re.Match[str], _: date) -> date:
    return date(int(found["year"]), int(found["month"]), int(found["day"]))


def _dotted(found: re.Match[str], today: date) -> date:
    return in_coming_months(int(found["month"]), int(found["day"]), today)


def in_coming_months(month: int, day: int, today: date) -> date:
    """The date a month and day mean: this year's, unless that lies more than half a year back."""
    this_year = date(today.year, month, day)
    if today - this_year > timedelta(days=183):
        return date(today.year + 1, month, day)
    return this_year


def _weekday(found: re.Match[str], today: date) -> date:
    said = found["day"].replace("天", "日").replace("末", "六")
    weekday = int(said) - 1 if said.isdigit() else WEEK.index(said)
    monday = today - timedelta(days=today.weekday())
    ahead = found["ahead"] or ""
    if not ahead:
        return today + timedelta(days=(weekday - today.weekday()) % 7)
    weeks = -1 if ahead == "上" else ahead.count("下")
    return monday + timedelta(days=weekday, weeks=weeks)


def _month_end(found: re.Match[str], today: date) -> date:
    month = today.month + (1 if found["ahead"] == "下" else 0)
    years, index = divmod(month, 12)
    return date(today.year + years, index + 1, 1) - timedelta(days=1)


def _weeks_later(found: re.Match[str], today: date) -> date:
    return today + timedelta(weeks=_count(found))


def _workdays_later(found: re.Match[str], today: date) -> date:
    day, left = today, _count(found)
    while left:
        day += timedelta(days=1)
        left -= national_day(day).working
    return day


def _after_holiday(found: re.Match[str], today: date) -> date:
    name = HOLIDAY_NAMES.get(found["holiday"] or "")
    day = _first(today, lambda day: _is_off(day, name))
    return _first(day, lambda day: national_day(day).working)


def _first(start: date, fits: Callable[[date], bool]) -> date:
    days = (start + timedelta(days=offset) for offset in range(LONGEST_SEARCH_DAYS))
    return next(day for day in days if fits(day))


def _is_off(day: date, holiday: str | None) -> bool:
    national = national_day(day)
    if national.working or national.holiday is None:
        return False
    return holiday is None or national.holiday.startswith(holiday)


def _count(found: re.Match[str]) -> int:
    said = found["count"].replace("两", "二")
    return int(said) if said.isdigit() else CHINESE_NUMBERS[said]


Rule = Callable[[re.Match[str], date], date]

RULES: tuple[tuple[re.Pattern[str], Rule], ...] = (
    (re.compile(r"(?<!\d)(?P<year>20\d\d)[年./-](?P<month>\d{1,2})[月./-](?P<day>\d{1,2})[日号]?(?!\d)"),
     _full),
    (re.compile(
        r"(?<![\d./])(?P<month>1[0-2]|0?[1-9])[./](?P<day>3[01]|[12]\d|0?[1-9])"
        r"(?![\d./点时分:小天个%元万亿平米楼])"), _dotted),
    (re.compile(NUMBER + r"个?(?:周|星期|礼拜)(?:之|以)?后"), _weeks_later),
    (re.compile(NUMBER + r"个?工作日(?:之|以)?后"), _workdays_later),
    (re.compile(
        rf"(?:(?P<holiday>{'|'.join(HOLIDAY_NAMES)})节?|(?<=节)|节)(?:假期|放假|长假)?(?:之|以)?后(?!天)"),
     _after_holiday),
    (re.compile(r"(?P<ahead>下|这|本)?个?月[底末]"), _month_end),
    (re.compile(
        r"(?<!每)(?P<ahead>下+|这|本|上)?个?(?:周|星期|礼拜)(?P<day>[一二三四五六日天末1-7])(?![\d年])"),
     _weekday),
)
