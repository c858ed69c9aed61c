"""Understands the days and times that people name in Chinese: 下周三上午, 25号, 后天下午三点半."""

import re
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from typing import Literal

from pydantic import BaseModel

from api.services import date_library
from api.services.date_library import NOON, Phrase, read_phrases
from api.services.days.words import say_short
from api.services.spoken_days import HOLIDAY, NUMERALS, NamedDay, Unusable, find_day
from api.services.spoken_shifts import shifted
from api.services.spoken_stretches import Ends, around, find_stretch
from knowledge.text import normalise

Day = date  # inside `Spoken` the name `date` is the field's

LONGEST_TEXT = 500
LAST_HOUR = time(17)
"""After this a bare weekday no longer means today."""

NUMBERED_THINGS = re.compile(
    rf"[{NUMERALS}]{{1,3}}号(?=窗|楼|门|章|厅|院|路|令|文|线|桌|台|公章|印|厂|栋|仓|库|车间|地块|宗地)"
)
LUNAR = re.compile(
    r"农历|小年(?!轻)|阴历|旧历|正月|腊月|冬月|除夕|大年|(?<![最年])初[一二三四五六七八九十](?![个天名位点周])"
)
A_MOMENT = re.compile(
    r"(?<![周期拜初十拾二三四五六七八九\d])一下子?(?=(?:下+|[这本])?个?(?:周|星期|礼拜|月)|下+[个一]|[今明后大\d十])"
)
"""预约一下下周二 means 下周二, and 约一下周五 means 周五; 周一下午 is no such moment."""
SHORT_DAYS = re.compile(r"([今明昨后])(?:儿个?|朝)")
TWO_WEEKDAYS = re.compile(r"(周|星期|礼拜)(一二|二三|三四|四五|五六|六[日天])(?![号日点月个十])")
SHORT_FORMS = re.compile(r"(今|(?<![证说声表发注])明|(?<![之以然最今先])后)(早|晚)上?")
DOTTED_CLOCK = re.compile(
    r"(?<=[午早晚上晨一二三四五六日号天末])(0?[789]|1[013-7])\.(00|15|30|45)(?!\d)"
)
AROUND_CLOCK = re.compile(r"(?<=[点半刻分钟])(?:[之以][前后]|[前后](?!天)|左右)")
DAYS_LATER = re.compile(r"(?<=天)[之以]后")
HALF_DAYS = re.compile(r"([上下])(?:昼|半天|半日|半晌)")
EARLY_LATE = re.compile(r"(?<![今明昨后大])([早晚])(?:一点|点)(?![钟半一二三四五\d])")
NEW_YEAR_ENDS = re.compile(
    r"(?<![去今明后本前\d一二两三四五六七八九十半几多全过])年(?=[前后](?!天))"
)
HOLIDAY_PASSED = re.compile(rf"过完(?P<name>{HOLIDAY})节?")
FREE_DAYS = re.compile(
    r"(?<!节)(?:收假|放完假|放假|假期)(?:结束)?[之以过]?(?P<side>前(?!天)|后(?!天)|结束)"
)


SAME_TIME = re.compile(
    r"(?:同一个?|同样的?|一样的?|相同的?|原来的?|原先的?)(?:时间段?|时段|钟点|点)"
    r"|(?:时间段?|时段|钟点)(?:还是|也|都)?(?:不变|不改|不动|不换|一样|照旧|同样)|\bsame time\b",
    re.IGNORECASE,
)
"""Wants the time of day of before, whatever the day."""
MORNING = re.compile(r"(?:刚|一|早上)上班(?:的?时候|那会儿?|那阵|就|时)?|大?清早")
AFTERNOON = re.compile(
    r"(?:快|临|要)下班(?:的?时候|那会儿?|时|前)?|下班[之以]?前|(?:吃完?|过了?)?(?:午|中|晌午)(?:饭|休)(?:[之以]?后|完)"
)
"""Halves of the day, as the hall's day goes."""


def _beside_a_holiday(found: re.Match[str]) -> str:
    """放假前 is before the next holiday, 假期结束 after it."""
    return "节前" if found["side"] == "前" else "节后"


def _one_to_the_other(found: re.Match[str]) -> str:
    """周四五 is Thursday or Friday."""
    week, days = found[1], found[2]
    return f"{week}{days[0]}到{week}{days[1]}"


APART = re.compile(
    rf"(?<=[天号日末一二三四五六午上])[，,]\s*(?=(?:[上下中]午|早上|晚上)|[{NUMERALS}]{{1,3}}(?:点|[:：]\d\d))"
)
"""A pause between a day and its time: 后天，下午三点半."""
REWRITTEN: tuple[tuple[re.Pattern[str], str | Callable[[re.Match[str]], str]], ...] = (
    (APART, ""),
    (NUMBERED_THINGS, ""),
    (A_MOMENT, ""),
    (TWO_WEEKDAYS, _one_to_the_other),
    (SHORT_DAYS, r"\1天"),
    (SHORT_FORMS, r"\1天\2上"),
    (DOTTED_CLOCK, r"\1:\2"),
    (AROUND_CLOCK, ""),
    (DAYS_LATER, "后"),
    (HALF_DAYS, r"\1午"),
    (EARLY_LATE, ""),
    (re.compile(r"过完年"), "春节后"),
    (NEW_YEAR_ENDS, "春节"),
    (HOLIDAY_PASSED, r"\g<name>后"),
    (FREE_DAYS, _beside_a_holiday),
    (SAME_TIME, ""),
    (MORNING, "上午"),
    (AFTERNOON, "下午"),
)
"""What the library does not know, or takes for a stretch without an end; and what it knows."""
_WEEKDAY = r"(?:(?:下+|[这本])?个?(?:周|星期|礼拜)[一二三四五六日天])"
_DATE = rf"(?:(?:[{NUMERALS}]{{1,3}}月)?[{NUMERALS}]{{1,3}}[号日])"
_WEEK = r"(?:(?:下+|[这本])一?个?(?:周|星期|礼拜)(?![一二三四五六日天])|这几天|这两天)"
_A_DAY = rf"(?:{_WEEKDAY}|大?[今明后]天|{_DATE}|{_WEEK})"
_A_HALF = r"(?:[上中下]午|早上|晚上)"
DENIED = re.compile(
    rf"(?:(?:不要|不是|别|除了|不约|不想要?)(?:约|选|在|是)?(?P<no>{_A_DAY}{_A_HALF}?|{_A_HALF})"
    rf"|(?P<not>{_A_DAY}(?:的)?{_A_HALF}?|{_A_HALF})(?:的话)?(?:我|我们|那天|就|又|还|也|要|都|得|可能|恐怕|怕|是|人)*"
    r"(?:[不没冇][行成可能有得方空去来在]|没时间|出差|开会|有事|上班|值班|走不开|抽不|太[赶急远早晚]|约?满了|多|错了|休息))"
    rf"(?:[^，。,；;、{NUMERALS}周星礼今明大后上下]{{0,6}})"
)
"""A day that will not do: 周三没空，周四吧; alone it names none."""
_CLOCK = rf"(?:[{NUMERALS}]{{1,3}}(?:点(?:钟|半|[{NUMERALS}]{{1,3}}分?)?|[:：]\d\d))"
_NOT_THEN = (
    r"(?:[不没冇][行成可能有得方空去来在好]|没时间|出差|开会|有事|上班|值班|走不开|太[早晚]"
    r"|约?满了|错了)"
)
CLOCK_DENIED = re.compile(
    rf"(?:不要|不是|别|不约|不想要?|不选)(?:约|选|在|是)?(?:上午|下午)?{_CLOCK}(?:了|的|吧)*"
    rf"|{_CLOCK}(?:的话|我|又|还|也|要|都|可能|恐怕)*{_NOT_THEN}[^，。,；;、{NUMERALS}]{{0,4}}"
)
"""A time of day that will not do, where another one is named: 不要九点半了，十点."""
ASKED = re.compile(r"[吗么?？呢]|行不行|可不可以")
"""Asks whether the day will do after all."""
NAMED_BESIDE = re.compile(_A_DAY)
SOLAR_TERM = re.compile(
    r"(?:冬至|夏至|立[春夏秋冬]|[春秋]分)(?=$|[，,。\s]|[之以]?[前后]|那天|当天|节)"
)
SOLAR_TERM_REASON = "我还算不准节气的日子，请说公历日期，比如12月3日"
LUNAR_REASON = "我还看不懂农历日期，请说公历日期，比如12月3日"


class Spoken(BaseModel):
    """What was understood. All empty when the words name no time.

    Attributes:
        until: the last day of a stretch that begins with `date`; None where one day is named.
        part: the half of the day.
        time: the clock time, HH:MM.
        reason: why the day named cannot be used, in Chinese.
    """

    date: Day | None = None
    until: Day | None = None
    part: Literal["am", "pm"] | None = None
    time: str | None = None
    reason: str | None = None


def understand(text: str, now: datetime, anchor: datetime | None = None) -> Spoken:
    """The day and time that `text` names, seen from `now`.

    下周三 is the Wednesday of the next Monday-based week; a bare weekday is the next such day, and
    today if it is still ahead. A day that has passed, or that there is not, is answered with the
    reason. Of several days a date counts before a weekday, and both before 今天 or 后天.

    Args:
        anchor: the visit that is being moved, from which 往后推一天 counts.
    """
    words = _rewritten(normalise(text)[:LONGEST_TEXT])
    if LUNAR.search(words):
        return Spoken(reason=LUNAR_REASON)
    if SOLAR_TERM.search(words):
        return Spoken(reason=SOLAR_TERM_REASON)
    try:
        return _understood(words, now, anchor)
    except Unusable as unusable:
        return Spoken(reason=str(unusable))


def at_the_same_time(spoken: Spoken, text: str, anchor: datetime | None) -> Spoken:
    """`spoken` at the time of the visit that is moved, where `text` wants it: 时间不变."""
    unsaid = spoken.date is not None and spoken.time is None
    if anchor is None or not unsaid or not SAME_TIME.search(normalise(text)):
        return spoken
    return spoken.model_copy(update={"part": None, "time": f"{anchor:%H:%M}"})


def _understood(words: str, now: datetime, anchor: datetime | None) -> Spoken:
    today = now.date()
    if named := find_day(words, today):
        timed = _timed_beside(named, now)
        spoken = _ahead_of(now, named.day, timed, repeats=named.repeats)
        return _widened(spoken, around(named, today))
    if anchor and (moved := shifted(words, anchor)):
        timed = _timed(read_phrases(words, now)) if "午" in words else None
        told = _ahead_of(now, moved.date(), timed)
        return told if timed or told.reason else told.model_copy(update=_clock(moved))
    if stretch := find_stretch(words, today):
        timed = _timed(read_phrases(stretch.text, now))
        return _widened(_ahead_of(now, stretch.last, timed), (stretch.first, stretch.last))
    phrases = read_phrases(words, now)
    return _ahead_of(now, _library_day(phrases), _timed(phrases))


def _timed(phrases: list[Phrase]) -> Phrase | None:
    """The phrase that tells the time of day, one with a clock rather than 上午 alone."""
    timed = [phrase for phrase in phrases if phrase.part]
    return next((phrase for phrase in timed if phrase.clock), timed[0] if timed else None)


def _timed_beside(named: NamedDay, now: datetime) -> Phrase | None:
    """The time of day told with a day; also one told before it: 九点半，下周三."""
    timed = _timed(read_phrases(named.text, now))
    if timed and timed.clock:
        return timed
    apart = _timed(read_phrases(f"{named.before}，{named.after}", now))
    return apart if apart and apart.clock else timed or apart


def _clock(moment: datetime) -> dict[str, str]:
    return {"part": "am" if moment.time() < NOON else "pm", "time": f"{moment:%H:%M}"}


def _widened(spoken: Spoken, ends: Ends | None) -> Spoken:
    """`spoken` for all the days from one end to the other."""
    if ends is None or spoken.date is None or ends[0] == ends[1]:
        return spoken
    return spoken.model_copy(update={"date": ends[0], "until": ends[1]})


def warm_up() -> None:
    """Load what takes about a second, so that nobody waits for it."""
    date_library.warm_up()


def _rewritten(words: str) -> str:
    for pattern, replacement in REWRITTEN:
        words = pattern.sub(replacement, words)
    other_clock = CLOCK_DENIED.sub("，", words)
    if re.search(_CLOCK, other_clock):
        words = other_clock
    return _without_denied(words)


def _without_denied(words: str) -> str:
    """`words` without a day that will not do, where another one is named beside it."""
    found = DENIED.search(words)
    if found is None:
        return words
    rest = f"{words[: found.start()]}，{words[found.end() :]}"
    if NAMED_BESIDE.search(rest):
        return rest
    day = NAMED_BESIDE.search(found["no"] or found["not"])
    if found[0].startswith("除了"):
        return rest
    another_half = re.search(_A_HALF, rest)
    if another_half:
        return (day[0] if day else "") + rest
    return words if ASKED.search(words) else rest


def _library_day(phrases: list[Phrase]) -> date | None:
    """The day of the first phrase that names one single day."""
    for phrase in phrases:
        if phrase.names_day and phrase.end - phrase.start < timedelta(days=1):
            return phrase.start.date()
    return None


def _ahead_of(
    now: datetime, day: date | None, timed: Phrase | None, repeats: bool = False
) -> Spoken:
    part, clock = (timed.part, timed.clock) if timed else (None, None)
    if day == now.date():
        latest = clock or (NOON if part == "am" else LAST_HOUR)
        if now.time() >= latest and repeats:
            day += timedelta(days=7)
        elif now.time() >= latest and timed is not None:
            return Spoken(reason="今天的这个时间已经过了，请换一个时间")
    if day is not None and day < now.date():
        return Spoken(reason=f"{say_short(day)}已经过去了，请说今天或以后的日期")
    return Spoken(date=day, part=part, time=clock and f"{clock:%H:%M}")
