"""Words for days that the date library does not know or counts otherwise, turned into dates.

Each rule finds its words and works out the day; the words are then replaced by the date, so that
the library reads the time of day beside them.
"""

import itertools
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TypeVar

from api.services.days.calendar import NotPublished, national_day
from api.services.days.holidays import HOLIDAY_NAMES, holiday_on_or_after
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
HOLIDAY = (
    rf"(?<![{NUMERALS}第])(?:{'|'.join(HOLIDAY_NAMES)})"
    r"(?![月号日点个楼栋层家万人块元路街村]|大道|广场)"
)
"""A holiday, and neither a number nor a street."""
Days = TypeVar("Days")

YEAR_WORDS = {"去": -1, "今": 0, "本": 0, "明": 1, "后": 2}


class Unusable(Exception):
    """The words name a day that cannot be used; the message says why, in Chinese."""


@dataclass(frozen=True)
class NamedDay:
    """The day some words name.

    Attributes:
        text: the whole text with those words replaced by the date.
        repeats: the same words also fit a week later (a bare weekday).
        before, after: the text around those words.
    """

    day: date
    text: str
    repeats: bool = False
    before: str = ""
    after: str = ""


def find_day(text: str, today: date) -> NamedDay | None:
    """The day that one of the rules finds in `text`. Raises `Unusable`."""
    for pattern, rule in RULES:
        found = pattern.search(text)
        if found is None:
            continue
        day = using(rule, found, today)
        before, after = text[: found.start()], text[found.end() :]
        repeats = rule is _weekday and not found["ahead"]
        return NamedDay(day, before + in_words(day) + after, repeats, before, after)
    return None


def using(rule: Callable[[re.Match[str], date], Days], found: re.Match[str], today: date) -> Days:
    """What a rule makes of the words it found. Raises `Unusable`."""
    try:
        return rule(found, today)
    except (ValueError, OverflowError) as impossible:
        raise Unusable("没有这一天，请再看看日历") from impossible
    except NotPublished as unknown:
        raise Unusable(
            f"{unknown}年的节假日安排还没有公布，请直接说具体日期，比如12月3日"
        ) from unknown


def _full(found: re.Match[str], _: date) -> date:
    return date(int(found["year"]), int(found["month"]), int(found["day"]))


def _month_and_day(found: re.Match[str], today: date) -> date:
    month, day, year = number(found["month"]), number(found["day"]), found["year"]
    if year is None:
        return in_coming_months(month, day, today)
    return date(today.year + YEAR_WORDS[year], month, day)


def _dotted(found: re.Match[str], today: date) -> date:
    return in_coming_months(int(found["month"]), int(found["day"]), today)


def in_coming_months(month: int, day: int, today: date) -> date:
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
    months = months_ahead(ahead) if ahead else int(day < today.day)
    year, month = month_after(today, months)
    return date(year, month, day)


def _month_end(found: re.Match[str], today: date) -> date:
    if found["month"]:
        begin = in_coming_months(number(found["month"]), 1, today)
        year, month = month_after(begin, 1)
    else:
        year, month = month_after(today, months_ahead(found["ahead"]) + 1)
    return date(year, month, 1) - timedelta(days=1)


def months_ahead(word: str | None) -> int:
    """How many months ahead 下, 上 or nothing means."""
    return {"下": 1, "上": -1}.get(word or "", 0)


def month_after(start: date, months: int) -> tuple[int, int]:
    """Year and month, `months` after those of `start`."""
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
    return today + timedelta(weeks=number(found["count"] or found["passed"]))


def _months_later(found: re.Match[str], today: date) -> date:
    """半年后, 三个月后; the last day of a shorter month."""
    if found["count"] == "半" and "月" in found[0]:
        return today + timedelta(days=15)
    half_a_year = found["count"] == "半"
    months = 6 if half_a_year else number(found["count"]) * (12 if "年" in found[0] else 1)
    year, month = month_after(today, months)
    year_after, after = month_after(date(year, month, 1), 1)
    last = date(year_after, after, 1) - timedelta(days=1)
    return min(last, date(year, month, min(today.day, last.day)))


def _workdays_later(found: re.Match[str], today: date) -> date:
    return workdays_after(today, number(found["count"]) if found["count"] else 1)


def workdays_after(day: date, count: int) -> date:
    """The day `count` working days after `day`, before it if negative. Raises `NotPublished`."""
    step = timedelta(days=1 if count > 0 else -1)
    left = abs(count)
    while left:
        day += step
        left -= national_day(day).working
    return day


def _after_holiday(found: re.Match[str], today: date) -> date:
    name = HOLIDAY_NAMES.get(found["holiday"] or "")
    day = _first(today, lambda day: _is_off(day, name))
    return _first(day, lambda day: national_day(day).working)


def _holiday(found: re.Match[str], today: date) -> date:
    day = holiday_on_or_after(HOLIDAY_NAMES[found["holiday"]], today)
    return day - timedelta(days=number(found["before"]) if found["before"] else 0)


def _nth_of(found: re.Match[str], today: date) -> date:
    """下个月第一个工作日, 本周最后一天, 12月第二个周一."""
    days = _span_of(found, today)
    if found["unit"] == "工作日":
        days = [day for day in days if national_day(day).working]
    elif found["weekday"]:
        days = [day for day in days if WEEK[day.weekday()] == found["weekday"].replace("天", "日")]
    position = -1 if found["place"] == "最后一" else number(found["place"].removeprefix("第")) - 1
    if not -1 <= position < len(days):
        raise ValueError(f"only {len(days)} such days")
    return days[position]


def _span_of(found: re.Match[str], today: date) -> list[date]:
    if found["week"]:
        ahead = found["week"].count("下")
        first = today - timedelta(days=today.weekday()) + timedelta(weeks=ahead)
        length = 7
    else:
        ahead = months_ahead(found["ahead"])
        begin = in_coming_months(number(found["month"]), 1, today) if found["month"] else today
        first = date(*month_after(begin, ahead), 1)
        length = (date(*month_after(first, 1), 1) - first).days
    return [first + timedelta(days=offset) for offset in range(length)]


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
            r"(?<![\d./A-Za-z-])(?P<month>1[0-2]|0?[1-9])(?:[./](?=\d)|-(?=\d\d))"
            r"(?P<day>3[01]|[12]\d|0?[1-9])(?![\d./A-Za-z点时分:小天个人年%元万亿平米楼-])"
        ),
        _dotted,
    ),
    (
        re.compile(
            rf"过?(?P<count>{NUMBER})个?(?:周|星期|礼拜)[之以]?后"
            rf"|过(?P<passed>{NUMBER})个?(?:周|星期|礼拜)"
        ),
        _weeks_later,
    ),
    (re.compile(rf"(?P<count>{NUMBER}|半)(?:个月|年)[之以过]?后"), _months_later),
    (
        re.compile(rf"(?P<count>{NUMBER})个?工作日[之以]?后|(?:下|最近的?)一?个工作日"),
        _workdays_later,
    ),
    (
        re.compile(
            rf"(?:(?P<holiday>{HOLIDAY})节?|(?<![元宵童诞阳夕人师])节)"
            r"(?:假期|放假|长假)?[之以过]?后(?!天)"
        ),
        _after_holiday,
    ),
    (
        re.compile(
            rf"(?P<holiday>{HOLIDAY})节?(?:当天|那天)?"
            rf"(?:的?[之以]?前(?P<before>{NUMBER})天|(?!节|[之以]?前|放假))"
        ),
        _holiday,
    ),
    (
        re.compile(
            rf"(?:(?P<week>下+|[这本])个?(?:周|星期|礼拜)|(?:(?P<ahead>[下这本])个?|(?P<month>{NUMBER}))月份?)"
            r"的?(?P<place>第[一二三四五]|最后一)个?(?P<unit>工作日|天|(?:周|星期|礼拜)(?P<weekday>[一二三四五六日天]))"
        ),
        _nth_of,
    ),
    (
        re.compile(rf"(?:(?P<ahead>[下这本上])?个?|(?P<month>{NUMBER}))月份?[底末](?![之以]?前)"),
        _month_end,
    ),
    (
        re.compile(
            rf"(?:(?P<ahead>[下这本上])个?月|(?<!月))(?P<day>{NUMBER})"
            r"(?:号|日(?![之以]?[内后前])|(?<=月十五)(?![个天点时万号日]))"
        ),
        _day_of_month,
    ),
    (
        re.compile(
            r"(?:(?P<ahead>下+|[这本上])一?个?(?:(?:周|星期|礼拜)的?(?=周|星期|礼拜))?|(?<!每))"
            r"(?:周|星期|礼拜)"
            r"(?P<day>[一二三四五六日天末]|[1-7](?!\d))(?![年次回趟遍天])"
        ),
        _weekday,
    ),
)
