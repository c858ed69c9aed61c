"""Words for days that the date library does not know or counts otherwise, turned into dates.

Each rule finds its words and works out the day; the words are then replaced by the date, so that
the library reads the time of day beside them.
"""

import itertools
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from api.services.days.calendar import NotPublished, national_day
from knowledge.chinese_dates import in_words

WEEK = "一二三四五六日"
DIGITS = {word: value for value, word in enumerate("一二三四五六七八九", start=1)}
NUMERALS = r"\d一二三四五六七八九十百廿卅两"
NUMBER = (
    rf"(?<![{NUMERALS}])"
    r"(?:\d{1,2}|[二三四五六七八九]?十[一二三四五六七八九]?|[廿卅][一二三四五六七八九]?|[一二两三四五六七八九])"
    rf"(?![{NUMERALS}])"
)
"""A whole number below a hundred: the 五 of 十五 is none."""
HOLIDAY_NAMES = {
    "五一": "劳动节",
    "十一": "国庆节",
    "国庆": "国庆节",
    "端午": "端午",
    "中秋": "中秋",
    "清明": "清明",
    "春节": "春节",
    "元旦": "元旦",
    "劳动节": "劳动节",
}
"""As people say it, and how the published arrangement's name begins."""
YEAR_WORDS = {"去": -1, "今": 0, "本": 0, "明": 1, "后": 2}


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
        written = in_words(day)
        repeats = rule is _weekday and not found["ahead"]
        return NamedDay(day, text[: found.start()] + written + text[found.end() :], repeats)
    return None


def _full(found: re.Match[str], _: date) -> date:
    return date(int(found["year"]), int(found["month"]), int(found["day"]))


def _month_and_day(found: re.Match[str], today: date) -> date:
    month, day, year = number(found["month"]), number(found["day"]), found["year"]
    if year is None:
        return _in_coming_months(month, day, today)
    return date(today.year + YEAR_WORDS[year], month, day)


def _dotted(found: re.Match[str], today: date) -> date:
    return _in_coming_months(int(found["month"]), int(found["day"]), today)


def _in_coming_months(month: int, day: int, today: date) -> date:
    """This year's such day, unless it lies more than half a year back or this year has none."""
    recent = today - timedelta(days=183)
    for year in (today.year, today.year + 1):
        try:
            if (meant := date(year, month, day)) >= recent:
                return meant
        except ValueError:  # 29 February may still come next year
            continue
    raise ValueError(f"no {month}-{day} in {today.year} or the year after")


def _day_of_month(found: re.Match[str], today: date) -> date:
    day, ahead = number(found["day"]), found["ahead"]
    months = _months_ahead(ahead) if ahead else int(day < today.day)
    year, month = _month(today, months)
    return date(year, month, day)


def _month_end(found: re.Match[str], today: date) -> date:
    if found["month"]:
        begin = _in_coming_months(number(found["month"]), 1, today)
        year, month = _month(begin, 1)
    else:
        year, month = _month(today, _months_ahead(found["ahead"]) + 1)
    return date(year, month, 1) - timedelta(days=1)


def _months_ahead(word: str | None) -> int:
    return {"下": 1, "上": -1}.get(word or "", 0)


def _month(start: date, months: int) -> tuple[int, int]:
    years, index = divmod(start.month - 1 + months, 12)
    return start.year + years, index + 1


def _weekday(found: re.Match[str], today: date) -> date:
    said = found["day"].replace("天", "日").replace("末", "六")
    weekday = int(said) - 1 if said.isdigit() else WEEK.index(said)
    monday = today - timedelta(days=today.weekday())
    ahead = found["ahead"] or ""
    if not ahead:
        return today + timedelta(days=(weekday - today.weekday()) % 7)
    weeks = -1 if ahead == "上" else ahead.count("下")
    return monday + timedelta(days=weekday, weeks=weeks)


def _weeks_later(found: re.Match[str], today: date) -> date:
    return today + timedelta(weeks=number(found["count"]))


def _workdays_later(found: re.Match[str], today: date) -> date:
    day, left = today, number(found["count"]) if found["count"] else 1
    while left:
        day += timedelta(days=1)
        left -= national_day(day).working
    return day


def _after_holiday(found: re.Match[str], today: date) -> date:
    name = HOLIDAY_NAMES.get(found["holiday"] or "")
    day = _first(today, lambda day: _is_off(day, name))
    return _first(day, lambda day: national_day(day).working)


def _first(start: date, fits: Callable[[date], bool]) -> date:
    """The first fitting day; at the end of the published calendar the search ends by itself."""
    days = (start + timedelta(days=offset) for offset in itertools.count())
    return next(day for day in days if fits(day))


def _is_off(day: date, holiday: str | None) -> bool:
    national = national_day(day)
    if national.working or national.holiday is None:
        return False
    return holiday is None or national.holiday.startswith(holiday)


def number(said: str) -> int:
    """A number below a hundred in digits or Chinese: 25, 廿五, 二十五."""
    if said.isdigit():
        return int(said)
    said = said.replace("两", "二").replace("廿", "二十").replace("卅", "三十")
    tens, ten, ones = said.rpartition("十")
    return (10 * DIGITS.get(tens, 1) if ten else 0) + DIGITS.get(ones, 0)


Rule = Callable[[re.Match[str], date], date]

# Of two that fit, the first in this list counts: a date says more than a weekday beside it.
RULES: tuple[tuple[re.Pattern[str], Rule], ...] = (
    (
        re.compile(
            r"(?<!\d)(?P<year>20\d\d)[年./-](?P<month>\d{1,2})[月./-](?P<day>\d{1,2})[日号]?(?!\d)"
        ),
        _full,
    ),
    (
        re.compile(
            rf"(?:(?P<year>[去今本明后])年)?(?P<month>{NUMBER})月份?(?P<day>{NUMBER})"
            r"(?:[日号]|(?![个天点时:年月万元]))"
        ),
        _month_and_day,
    ),
    (
        re.compile(
            r"(?<![\d./])(?P<month>1[0-2]|0?[1-9])[./](?P<day>3[01]|[12]\d|0?[1-9])"
            r"(?![\d./点时分:小天个%元万亿平米楼])"
        ),
        _dotted,
    ),
    (re.compile(rf"(?P<count>{NUMBER})个?(?:周|星期|礼拜)[之以]?后"), _weeks_later),
    (re.compile(rf"(?P<count>{NUMBER})个?工作日[之以]?后|下一?个工作日"), _workdays_later),
    (
        re.compile(
            rf"(?:(?P<holiday>{'|'.join(HOLIDAY_NAMES)})节?|(?<![元宵童诞阳夕人师])节)"
            r"(?:假期|放假|长假)?[之以]?后(?!天)"
        ),
        _after_holiday,
    ),
    (re.compile(rf"(?:(?P<ahead>[下这本上])?个?|(?P<month>{NUMBER}))月份?[底末]"), _month_end),
    (
        re.compile(
            rf"(?:(?P<ahead>[下这本上])个?月|(?<!月))(?P<day>{NUMBER})(?:号|日(?![之以]?[内后前]))"
        ),
        _day_of_month,
    ),
    (
        re.compile(
            r"(?:(?P<ahead>下+|[这本上])一?个?|(?<!每))(?:周|星期|礼拜)"
            r"(?P<day>[一二三四五六日天末]|[1-7](?!\d))(?![年次回趟遍天])"
        ),
        _weekday,
    ),
)
