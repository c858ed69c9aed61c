"""Words for several days that follow each other: 下周, 月初, 过两天, 国庆前, 周一到周三."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from api.services.days.holidays import HOLIDAY_NAMES, holiday_on_or_after, next_holiday
from api.services.spoken_days import (
    HOLIDAY,
    NUMBER,
    NamedDay,
    Unusable,
    find_day,
    in_coming_months,
    month_after,
    months_ahead,
    number,
    using,
)
from knowledge.chinese_dates import in_words

ONE_DAY = timedelta(days=1)
WEEK_DAYS = 7
SOME_DAYS = timedelta(days=4)
"""How long 过两天 and 这几天 go on."""
FAR = timedelta(days=120)
"""Who says 国庆前 in winter is told how long that is, and asked for a date."""
BEFORE_HOLIDAY = timedelta(days=60)
"""Nobody who says 国庆前 in summer means the whole time until then."""
LONGEST = timedelta(days=31)
THIRDS = {"初": (1, 10), "上旬": (1, 10), "中": (11, 20), "中旬": (11, 20), "下旬": (21, 31)}
TO = re.compile(r"(?:到|至|[~～—-]+|或者?是?|和|跟|、)?")
UNTIL = re.compile(r"[之以]?前(?!天)|[之以]内")
ONWARD = re.compile(r"[之以]后|往后|后(?!天)|起|开始")

OF_A_WEEK = re.compile(r"下+[一个]*(?:周|星期|礼拜)")
"""Counts from today, also behind another day: 下周二或者下周三."""

Ends = tuple[date, date]


@dataclass(frozen=True)
class Stretch:
    """The days from `first` to `last`, both included; `text` is what else was said."""

    first: date
    last: date
    text: str


def find_stretch(text: str, today: date) -> Stretch | None:
    """The days that one of the rules finds in `text`, from today on. Raises `Unusable`."""
    for pattern, rule in RULES:
        if found := pattern.search(text):
            first, last = using(rule, found, today)
            rest = f"{text[: found.start()]} {text[found.end() :]}"
            return Stretch(max(first, min(today, last)), last, rest)
    return None


def around(named: NamedDay, today: date) -> Ends | None:
    """First and last day, where one day is named as an end: 周五之前, 12月3日以后, 周一到周三."""
    if UNTIL.match(named.after) and named.day >= today:
        return today, named.day
    if ONWARD.match(named.after):
        return named.day, named.day + timedelta(days=WEEK_DAYS - 1)
    link = TO.match(named.after)
    said = named.after[link.end() :] if link else ""
    other = find_day(said, today) if OF_A_WEEK.match(said) else None
    if other is None or other.day <= named.day:
        other = find_day(said, named.day)
    if other is None or other.before.strip(" ，,"):
        return None
    return (named.day, other.day) if named.day < other.day <= named.day + LONGEST else None


def _weeks(found: re.Match[str], today: date) -> Ends:
    monday = today - timedelta(days=today.weekday(), weeks=-found["ahead"].count("下"))
    return monday, monday + timedelta(days=WEEK_DAYS - 1)


def _some_days_later(found: re.Match[str], today: date) -> Ends:
    said = found["count"]
    if said in ("两", "几"):
        return today + 2 * ONE_DAY, today + 2 * ONE_DAY + SOME_DAYS
    day = today + number(said) * ONE_DAY
    return day, day


def _these_days(_: re.Match[str], today: date) -> Ends:
    return today, today + SOME_DAYS


def _next_two_days(found: re.Match[str], today: date) -> Ends:
    first = today + ONE_DAY * (not found[0].startswith("今"))
    return first, first + ONE_DAY


def _part_of_month(found: re.Match[str], today: date) -> Ends:
    """月初 is next month's once this one's is over."""
    begin = _month_said(found, today)
    first, last = THIRDS[found["third"]]
    if not (found["ahead"] or found["month"]) and today.day > last:
        begin = date(*month_after(begin, 1), 1)
    return begin.replace(day=first), min(begin + ONE_DAY * (last - 1), _end(begin))


def _whole_month(found: re.Match[str], today: date) -> Ends:
    begin = _month_said(found, today)
    return begin, _end(begin)


def _month_said(found: re.Match[str], today: date) -> date:
    if found["month"]:
        return in_coming_months(number(found["month"]), 1, today)
    return date(*month_after(today, months_ahead(found["ahead"])), 1)


def _end(begin: date) -> date:
    return date(*month_after(begin, 1), 1) - ONE_DAY


def _month_end_before(found: re.Match[str], today: date) -> Ends:
    return today, _end(_month_said(found, today))


def _year_end(found: re.Match[str], today: date) -> Ends:
    last = date(today.year, 12, 31)
    return (today if found["until"] else last - 10 * ONE_DAY), last


def _year_begin(found: re.Match[str], today: date) -> Ends:
    year = today.year + (found["year"] == "明" or today.month > 1)
    return date(year, 1, 1), date(year, 1, 10)


def _before_holiday(found: re.Match[str], today: date) -> Ends:
    name = found["holiday"]
    begin = (
        holiday_on_or_after(HOLIDAY_NAMES[name], today + ONE_DAY) if name else next_holiday(today)
    )
    if begin > today + FAR:
        raise Unusable(f"下一个{name}是{in_words(begin)}，离现在还早，请直接说日期，比如12月3日")
    return max(today, begin - BEFORE_HOLIDAY), begin - ONE_DAY


Rule = Callable[[re.Match[str], date], Ends]
MONTH = rf"(?:(?P<ahead>[下这本])个?月|(?P<month>{NUMBER})月份?)"
MONTH_OR_NONE = rf"(?:(?P<ahead>[下这本])?个?月|(?P<month>{NUMBER})月份?|(?=[上中下]旬))"

RULES: tuple[tuple[re.Pattern[str], Rule], ...] = (
    (
        re.compile(rf"(?:(?P<holiday>{HOLIDAY})节?|(?<![元宵童诞阳夕人师])节)[之以]?前(?!天)"),
        _before_holiday,
    ),
    (re.compile(r"[今明]后[两二]?天|今明[两二]?天|明后[两二]天"), _next_two_days),
    (re.compile(rf"过(?P<count>[几两]|{NUMBER})天"), _some_days_later),
    (re.compile(r"[这近]几天|这两天|近期|最近几天"), _these_days),
    (re.compile(rf"{MONTH_OR_NONE}的?(?P<third>初|[上中下]旬|中(?![级央间]))"), _part_of_month),
    (re.compile(rf"{MONTH_OR_NONE}[底末][之以]?[前内]"), _month_end_before),
    (re.compile(r"年[底末](?P<until>[之以]?前)?"), _year_end),
    (re.compile(r"(?P<year>[明今])?年初"), _year_begin),
    (
        re.compile(
            r"(?P<ahead>下+|[这本])一?个?(?:周|星期|礼拜)(?![一二三四五六日天末年次回趟遍])"
        ),
        _weeks,
    ),
    (re.compile(rf"{MONTH}(?![\d一二三四五六七八九十廿日号底末内]*[日号底末])"), _whole_month),
)
