"""Understands the days and times that people name in Chinese: 下周三上午, 25号, 后天下午三点半."""

import contextlib
import io
import re
import threading
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from typing import Any, Literal

from knowledge.text import normalise
from pydantic import BaseModel

from api.services.spoken_days import NamedDay, Unusable, find_day, in_coming_months

Day = date  # inside `Spoken` the name `date` is the field's

LONGEST_TEXT = 500
NOON = time(12)
LAST_HOUR = time(17)
"""After this a bare weekday no longer means today."""
OFFICE_MORNING = 7
"""A bare hour before this one is one of the afternoon: nobody visits a hall at three at night."""

NUMERAL = r"[\d一二三四五六七八九十廿两]{1,3}"
NUMBERED_THINGS = re.compile(rf"{NUMERAL}号(?=窗|楼|门|章|厅|院|路|令|文|线|桌|台|公章|印)")
LUNAR = re.compile(r"农历|阴历|旧历|正月|腊月|冬月|除夕|大年|(?<![最月年])初[一二三四五六七八九十]")
SHORT_FORMS = re.compile(r"(今|明|后)(早|晚)上?")
DAY_WORDS = re.compile(rf"[今明昨前后]天|{NUMERAL}[日号]|[年月周]|星期|礼拜|天[之以]?[后前]|节")
ONLY_DAY = re.compile(rf"(?P<day>{NUMERAL})[日号]")
MONTH_AND_DAY = re.compile(rf"(?<!年)(?<!月){NUMERAL}月(?:份)?{NUMERAL}[日号]?")
A_DAY_OF_A_MONTH = re.compile(rf"{NUMERAL}月{NUMERAL}[日号]|(?<!月){NUMERAL}号")
CLOCK_WORDS = re.compile(r"[点时:]")
MORNING_WORDS = re.compile(r"上午|早|凌晨|清晨")
WHOLE_STRETCH = re.compile(r"(?:下|这|本)个?(?:周|星期|礼拜|月)")

LUNAR_REASON = "我还看不懂农历日期，请说公历日期，比如12月3日"
NO_SUCH_DAY = "没有这一天，请再看看日历"
WHICH_DAY = "请再说具体一点，是哪一天？比如下周三上午"


class Spoken(BaseModel):
    """What was understood. All empty when the words name no time.

    Attributes:
        part: the half of the day.
        time: the clock time, HH:MM.
        reason: why the day named cannot be used, in Chinese.
    """

    date: Day | None = None
    part: Literal["am", "pm"] | None = None
    time: str | None = None
    reason: str | None = None


@dataclass(frozen=True)
class _Phrase:
    """One phrase that the library took for a time: its words, and when it begins and ends."""

    text: str
    start: datetime
    end: datetime

    @property
    def names_day(self) -> bool:
        return DAY_WORDS.search(self.text) is not None

    @property
    def clock(self) -> time | None:
        if not CLOCK_WORDS.search(self.text):
            return None
        clock = self.start.time()
        if 0 < clock.hour < OFFICE_MORNING and not MORNING_WORDS.search(self.text):
            return clock.replace(hour=clock.hour + 12)
        return clock

    @property
    def part(self) -> Literal["am", "pm"] | None:
        begins = self.clock or self.start.time()
        if self.clock is None and begins == time(0):
            return None
        return "am" if begins < NOON else "pm"


def understand(text: str, now: datetime) -> Spoken:
    """The day and time that `text` names, seen from `now`.

    下周三 is the Wednesday of the next Monday-based week; a bare weekday is the next such day, and
    today if it is still ahead. A day that has passed, or that there is not, is answered with the
    reason. Of several days the first counts.
    """
    words = NUMBERED_THINGS.sub("", normalise(text)[:LONGEST_TEXT])
    words = SHORT_FORMS.sub(r"\1天\2上", words)
    if LUNAR.search(words):
        return Spoken(reason=LUNAR_REASON)
    try:
        named = find_day(words, now.date())
        phrases = _phrases(named.text if named else words, now)
        day = named.day if named else _library_day(phrases, now.date())
    except Unusable as unusable:
        return Spoken(reason=str(unusable))
    if day is None and A_DAY_OF_A_MONTH.search(words):
        return Spoken(reason=NO_SUCH_DAY)
    timed = next((phrase for phrase in phrases if phrase.part), None)
    if day is None and timed is None:
        return Spoken(reason=WHICH_DAY if WHOLE_STRETCH.search(words) else None)
    return _ahead_of(now, day, timed, named)


def warm_up() -> None:
    """Load the library (about a second), so that nobody waits for it."""
    _library()


def _ahead_of(
    now: datetime, day: date | None, timed: _Phrase | None, named: NamedDay | None
) -> Spoken:
    part, clock = (timed.part, timed.clock) if timed else (None, None)
    if day == now.date():
        latest = clock or (NOON if part == "am" else LAST_HOUR)
        if now.time() >= latest and named is not None and named.repeats:
            day += timedelta(days=7)
        elif now.time() >= latest and timed is not None:
            return Spoken(reason="今天的这个时间已经过了，请换一个时间")
    if day is not None and day < now.date():
        return Spoken(reason=f"{day.month}月{day.day}日已经过去了，请说今天或以后的日期")
    return Spoken(date=day, part=part, time=clock and f"{clock:%H:%M}")


def _library_day(phrases: list[_Phrase], today: date) -> date | None:
    """The day of the first phrase that names one single day."""
    for phrase in phrases:
        if phrase.names_day and phrase.end - phrase.start < timedelta(days=1):
            return _coming(phrase, today)
    return None


def _coming(phrase: _Phrase, today: date) -> date:
    """The library counts within the current month and year; people mean the next such day."""
    day = phrase.start.date()
    if day >= today:
        return day
    try:
        if ONLY_DAY.match(phrase.text):
            return _in_next_month(day.day, today)
        if MONTH_AND_DAY.match(phrase.text):
            return in_coming_months(day.month, day.day, today)
    except ValueError as impossible:
        raise Unusable(NO_SUCH_DAY) from impossible
    return day


def _in_next_month(day: int, today: date) -> date:
    years, index = divmod(today.month, 12)
    return date(today.year + years, index + 1, day)


def _phrases(text: str, now: datetime) -> list[_Phrase]:
    library, lock = _library()
    base = {
        "year": now.year, "month": now.month, "day": now.day,
        "hour": now.hour, "minute": now.minute, "second": now.second,
    }  # fmt: skip
    with lock:  # the library keeps the text it is reading in itself
        try:
            found = library(text, time_base=base)
        except Exception:  # noqa: BLE001  # whatever it stumbles over, no time was understood
            return []
    return [
        _Phrase(item["text"], _moment(item["detail"]["time"][0]), _moment(item["detail"]["time"][1]))
        for item in found
        if item["type"] in ("time_point", "time_span") and "inf" not in item["detail"]["time"]
    ]


def _moment(text: str) -> datetime:
    return datetime.strptime(text, "%Y-%m-%d %H:%M:%S")  # noqa: DTZ007  # wall-clock time


@lru_cache(maxsize=1)
def _library() -> tuple[Any, threading.Lock]:
    with contextlib.redirect_stdout(io.StringIO()):  # it greets on standard output
        from jionlp import ner
    return ner.extract_time, threading.Lock()
