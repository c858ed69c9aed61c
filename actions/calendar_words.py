"""Days and times in the words of a counter clerk."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

from actions.texts import DEFAULT_LANGUAGE, language

HALL_ZONE = ZoneInfo("Asia/Shanghai")
WEEKDAYS = "一二三四五六日"
PARTS = {"zh": {"am": "上午", "pm": "下午"}, "en": {"am": " (morning)", "pm": " (afternoon)"}}
NOON = "12:00"


def today() -> date:
    """The current day in the hall's time zone."""
    return datetime.now(HALL_ZONE).date()


def say_day(iso_day: str) -> str:
    """2026-11-25 -> 11月25日（周三）; in English Wed 25 Nov."""
    day = date.fromisoformat(iso_day[:10])
    if language.get() != DEFAULT_LANGUAGE:
        return f"{day:%a} {day.day} {day:%b}"
    return f"{day.month}月{day.day}日（周{WEEKDAYS[day.weekday()]}）"


def say_moment(iso_start: str) -> str:
    """2026-11-25T09:00:00+08:00 -> 11月25日（周三）09:00."""
    between = "" if language.get() == DEFAULT_LANGUAGE else " "
    return f"{say_day(iso_start)}{between}{clock_of(iso_start)}"


def say_part(part: str | None) -> str:
    """The half of a day, to be put after the day: 上午; nothing for None."""
    return PARTS[language.get()].get(part or "", "")


def clock_of(iso_start: str) -> str:
    """The clock time of an ISO moment, HH:MM in the hall's zone."""
    return datetime.fromisoformat(iso_start).astimezone(HALL_ZONE).strftime("%H:%M")


def is_in_part(iso_start: str, part: str | None) -> bool:
    """Whether a moment lies in the wanted half of the day (`am`, `pm`, None for either)."""
    if part is None:
        return True
    return (clock_of(iso_start) < NOON) == (part == "am")
