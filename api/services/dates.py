"""Understands the days and times that people name in Chinese: 下周三上午, 25号, 后天下午三点半."""

import re
from datetime import date, datetime, time, timedelta
from typing import Literal

from pydantic import BaseModel

from api.services import date_library
from api.services.date_library import NOON, Phrase, read_phrases
from api.services.days.words import say_short
from api.services.spoken_days import NUMERALS, NamedDay, Unusable, find_day
from knowledge.text import normalise

Day = date  # inside `Spoken` the name `date` is the field's

LONGEST_TEXT = 500
LAST_HOUR = time(17)
"""After this a bare weekday no longer means today."""

NUMBERED_THINGS = re.compile(
    rf"[{NUMERALS}]{{1,3}}号(?=窗|楼|门|章|厅|院|路|令|文|线|桌|台|公章|印|厂|栋|仓|库|车间|地块|宗地)"
)
LUNAR = re.compile(r"农历|阴历|旧历|正月|腊月|冬月|除夕|大年|(?<![最月年])初[一二三四五六七八九十]")
SHORT_DAYS = re.compile(r"([今明昨后])儿个?")
SHORT_FORMS = re.compile(r"(今|(?<![证说声表发注])明|(?<![之以然最今先])后)(早|晚)上?")
DOTTED_CLOCK = re.compile(
    r"(?<=[午早晚上晨一二三四五六日号天末])(0?[789]|1[013-7])\.(00|15|30|45)(?!\d)"
)
AROUND_CLOCK = re.compile(r"(?<=[点半刻分钟])(?:[之以][前后]|[前后](?!天)|左右)")
DAYS_LATER = re.compile(r"(?<=天)[之以]后")
REWRITTEN = (
    (NUMBERED_THINGS, ""),
    (SHORT_DAYS, r"\1天"),
    (SHORT_FORMS, r"\1天\2上"),
    (DOTTED_CLOCK, r"\1:\2"),
    (AROUND_CLOCK, ""),
    (DAYS_LATER, "后"),
)
"""What the library does not know, or takes for a stretch without an end; and what it knows."""
VAGUE = re.compile(r"[下这本]个?(?:周|星期|礼拜|月)|月[初中]|[上中下]旬|年[初底末]")

LUNAR_REASON = "我还看不懂农历日期，请说公历日期，比如12月3日"
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


def understand(text: str, now: datetime) -> Spoken:
    """The day and time that `text` names, seen from `now`.

    下周三 is the Wednesday of the next Monday-based week; a bare weekday is the next such day, and
    today if it is still ahead. A day that has passed, or that there is not, is answered with the
    reason. Of several days a date counts before a weekday, and both before 今天 or 后天.
    """
    words = _rewritten(normalise(text)[:LONGEST_TEXT])
    if LUNAR.search(words):
        return Spoken(reason=LUNAR_REASON)
    try:
        named = find_day(words, now.date())
    except Unusable as unusable:
        return Spoken(reason=str(unusable))
    phrases = read_phrases(named.text if named else words, now)
    day = named.day if named else _library_day(phrases)
    timed = next((phrase for phrase in phrases if phrase.part), None)
    if day is None and timed is None:
        return Spoken(reason=WHICH_DAY if VAGUE.search(words) else None)
    return _ahead_of(now, day, timed, named)


def warm_up() -> None:
    """Load what takes about a second, so that nobody waits for it."""
    date_library.warm_up()


def _rewritten(words: str) -> str:
    for pattern, replacement in REWRITTEN:
        words = pattern.sub(replacement, words)
    return words


def _library_day(phrases: list[Phrase]) -> date | None:
    """The day of the first phrase that names one single day."""
    for phrase in phrases:
        if phrase.names_day and phrase.end - phrase.start < timedelta(days=1):
            return phrase.start.date()
    return None


def _ahead_of(
    now: datetime, day: date | None, timed: Phrase | None, named: NamedDay | None
) -> Spoken:
    part, clock = (timed.part, timed.clock) if timed else (None, None)
    if day == now.date():
        latest = clock or (NOON if part == "am" else LAST_HOUR)
        if now.time() >= latest and named is not None and named.repeats:
            day += timedelta(days=7)
        elif now.time() >= latest and timed is not None:
            return Spoken(reason="今天的这个时间已经过了，请换一个时间")
    if day is not None and day < now.date():
        return Spoken(reason=f"{say_short(day)}已经过去了，请说今天或以后的日期")
    return Spoken(date=day, part=part, time=clock and f"{clock:%H:%M}")
