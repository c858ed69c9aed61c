"""Understands days and times that people name in English: next Wednesday morning, Dec 3, 3pm."""

import re
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from typing import Literal

from api.services.dates import LAST_HOUR, Spoken
from api.services.days.english import day_in_words
from knowledge.text import normalise

NOON = time(12)
OFFICE_MORNING = 7
"""A bare hour before this one is one of the afternoon."""
LONGEST_TEXT = 500
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
NUMBERS = {
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8,
    "nine": 9, "ten": 10, "eleven": 11, "twelve": 12,
}  # fmt: skip
_MONTH = (
    r"(?P<month>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    r"|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?"
)
_DAY = r"(?P<day>3[01]|[12]\d|0?[1-9])(?:st|nd|rd|th)?"
_WEEKDAY = (
    r"(?P<weekday>mon(?:day)?|tue(?:s(?:day)?)?|wed(?:nesday)?|thu(?:rs(?:day)?)?|fri(?:day)?"
    r"|sat(?:urday)?|sun(?:day)?)"
)
_NUMBER = rf"(?P<count>\d{{1,2}}|an?|{'|'.join(NUMBERS)})"
NO_SUCH_DAY = "There is no such day, please look at the calendar again."
PASSED_TODAY = "That time has already passed today; please choose another one."
WHICH_DAY = "Please tell me the day more exactly, for example “next Wednesday morning”."
VAGUE = re.compile(r"\b(?:next|this|in a|end of the|beginning of the) (?:week|month|year)\b")
MORNING = re.compile(r"\b(?:morning|a\.?m\.?|before noon|forenoon)\b|\d ?am\b")
AFTERNOON = re.compile(r"\b(?:afternoon|evening|p\.?m\.?|after lunch|tonight)\b|\d ?pm\b")
_HOUR = rf"\d{{1,2}}|{'|'.join(NUMBERS)}"
CLOCK = re.compile(
    r"\b(?P<hour>2[0-3]|[01]?\d)(?:[:.](?P<minute>[0-5]\d))? ?(?P<half>[ap]\.?m\b\.?)"
    r"|\b(?P<hour2>2[0-3]|[01]?\d):(?P<minute2>[0-5]\d)\b"
    rf"|\bat (?:(?P<past>half past|quarter past|quarter to) )?(?P<word>{_HOUR})\b(?![:.]\d)"
    rf"|\b(?P<word2>{_HOUR}) ?o'?clock\b"
    rf"|\b(?P<past3>half past|quarter past|quarter to) (?P<word3>{_HOUR})\b"
)
MINUTES = {"half past": 30, "quarter past": 15, "quarter to": -15}
Rule = Callable[[re.Match[str], date], date]


def understand(text: str, now: datetime) -> Spoken:
    """The day and time that English words name, seen from `now`.

    As in Chinese: "next Wednesday" is that of the next Monday-based week, a bare weekday the next
    such day. A day that has passed, or that there is not, is answered with the reason, in English.
    """
    words = normalise(text)[:LONGEST_TEXT].casefold()
    try:
        day, repeats, rest = _day(words, now.date())
    except (ValueError, OverflowError):
        return Spoken(reason=NO_SUCH_DAY)
    clock = _clock(rest)
    part = _part(rest, clock)
    if day is None and part is None:
        return Spoken(reason=WHICH_DAY if VAGUE.search(words) else None)
    return _ahead_of(now, day, part, clock, repeats)


def _ahead_of(
    now: datetime,
    day: date | None,
    part: Literal["am", "pm"] | None,
    clock: time | None,
    repeats: bool,
) -> Spoken:
    if day == now.date() and now.time() >= (clock or (NOON if part == "am" else LAST_HOUR)):
        if repeats:
            day += timedelta(days=7)
        elif part is not None:
            return Spoken(reason=PASSED_TODAY)
    if day is not None and day < now.date():
        passed = f"{day_in_words(day)} has already passed; please name today or a later day."
        return Spoken(reason=passed)
    return Spoken(date=day, part=part, time=clock and f"{clock:%H:%M}")


def _day(words: str, today: date) -> tuple[date | None, bool, str]:
    """The day named, whether the words fit a week later too, and the words without it.

    Raises:
        ValueError, OverflowError: there is no such day.
    """
    for pattern, rule in RULES:
        found = pattern.search(words)
        if found is not None:
            rest = f"{words[: found.start()]} {words[found.end() :]}"
            repeats = rule is _weekday and not (found["ahead"] or found["after"])
            return rule(found, today), repeats, rest
    return None, False, words


def _full(found: re.Match[str], _: date) -> date:
    return date(int(found["year"]), int(found["number"]), int(found["day"]))


def _month_and_day(found: re.Match[str], today: date) -> date:
    month, day = MONTHS.index(found["month"][:3]) + 1, int(found["day"])
    if found["year"]:
        return date(int(found["year"]), month, day)
    return _coming(month, day, today)


def _coming(month: int, day: int, today: date) -> date:
    """This year's such day, unless it lies more than half a year back."""
    meant = date(today.year, month, day)
    return meant if meant >= today - timedelta(days=183) else date(today.year + 1, month, day)


def _weekday(found: re.Match[str], today: date) -> date:
    weekday = WEEKDAYS.index(found["weekday"][:3])
    ahead = found["ahead"] or found["after"]
    if not ahead:
        return today + timedelta(days=(weekday - today.weekday()) % 7)
    weeks = {"next": 1, "this": 0, "last": -1}[ahead]
    return today + timedelta(days=weekday - today.weekday(), weeks=weeks)


def _relative(found: re.Match[str], today: date) -> date:
    days = {"today": 0, "tonight": 0, "tomorrow": 1, "day after tomorrow": 2, "yesterday": -1}
    return today + timedelta(days=days[found["word"]])


def _later(found: re.Match[str], today: date) -> date:
    said = found["count"]
    count = 1 if said in ("a", "an") else NUMBERS.get(said) or int(said)
    return today + timedelta(**{f"{found['unit']}s": count})


def _day_of_month(found: re.Match[str], today: date) -> date:
    day = int(found["day"])
    months = today.year * 12 + today.month - 1 + (day < today.day)
    return date(months // 12, months % 12 + 1, day)


def _month_end(_: re.Match[str], today: date) -> date:
    months = today.year * 12 + today.month
    return date(months // 12, months % 12 + 1, 1) - timedelta(days=1)


RULES: tuple[tuple[re.Pattern[str], Rule], ...] = (
    (re.compile(r"\b(?P<year>20\d\d)[-/.](?P<number>\d{1,2})[-/.](?P<day>\d{1,2})\b"), _full),
    (re.compile(rf"\b{_MONTH} ?(?:the )?{_DAY}\b(?:,? ?(?P<year>20\d\d))?"), _month_and_day),
    (re.compile(rf"\b{_DAY} (?:of )?{_MONTH}(?:,? ?(?P<year>20\d\d))?(?!\w)"), _month_and_day),
    (re.compile(r"\b(?P<word>day after tomorrow)\b"), _relative),
    (re.compile(r"\bend of (?:the|this) month\b"), _month_end),
    (re.compile(rf"\bin {_NUMBER} (?P<unit>day|week)s?\b"), _later),
    (
        re.compile(
            rf"\b(?:(?P<ahead>next|this|last) (?:week (?:on )?)?)?{_WEEKDAY}s?\b"
            r"(?: (?:of )?(?P<after>next|this) week)?(?! of)"
        ),
        _weekday,
    ),
    (re.compile(r"\b(?P<word>today|tonight|tomorrow|yesterday)\b"), _relative),
    (re.compile(r"\b(?:on )?the (?P<day>3[01]|[12]\d|[1-9])(?:st|nd|rd|th)\b"), _day_of_month),
)
"""Of two that fit, the first in this list counts: a date says more than a weekday beside it."""


def _clock(words: str) -> time | None:
    found = CLOCK.search(words)
    if found is None:
        return None
    said = found["hour"] or found["hour2"] or found["word"] or found["word2"] or found["word3"]
    minutes = int(found["minute"] or found["minute2"] or 0)
    minutes += MINUTES.get(found["past"] or found["past3"] or "", 0)
    hour = NUMBERS.get(said) or int(said)
    half = (found["half"] or "").replace(".", "")
    total = (_hour_of_day(hour, half, words) * 60 + minutes) % (24 * 60)
    return time(total // 60, total % 60)


def _hour_of_day(hour: int, half: str, words: str) -> int:
    if half == "pm" or (not half and AFTERNOON.search(words)):
        return hour % 12 + 12
    if half == "am" or MORNING.search(words):
        return hour % 12
    return hour + 12 if 0 < hour < OFFICE_MORNING else hour


def _part(words: str, clock: time | None) -> Literal["am", "pm"] | None:
    if clock is not None:
        return "am" if clock < NOON else "pm"
    if MORNING.search(words):
        return "am"
    return "pm" if AFTERNOON.search(words) else None
