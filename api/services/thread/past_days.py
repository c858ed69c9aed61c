"""Understands which past time a question asks about: 去年三月呢, 2021年4月出了问题谁负责."""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

from api.services.spoken_days import number as spoken_number
from api.services.thread.words import asks_about_earlier, says_now
from knowledge.text import normalise

MONTH = r"(?P<month>1[0-2]|0?[1-9]|十[一二]?|[一二三四五六七八九正])月份?"
DAY = r"(?:(?P<day>\d{1,2})[日号])?"
YEARS_BACK = {"今年": 0, "去年": 1, "前年": 2, "大前年": 3}
YEAR_DIGITS = str.maketrans("〇零一二三四五六七八九", "00123456789")
CHINESE_YEAR = re.compile(r"二[〇零][〇零一二][〇零一二三四五六七八九](?=年)")
WRITTEN_DATE = re.compile(r"(20\d\d)[-/.](\d{1,2})(?:[-/.](\d{1,2}))?(?!\d)")
PERIOD = re.compile(
    rf"(?P<year>20\d\d)年(?:{MONTH}{DAY})?"
    rf"|(?P<named>大前年|前年|去年|今年)(?:{MONTH.replace('month', 'month2')}"
    rf"{DAY.replace('day', 'day2')})?"
    r"|(?P<last>上+)个?月(?!底|末|初)"
)
# What is asked about a past time is who could decide then; that a paper dates from it asks nothing.
ASKS_ABOUT_THEN = re.compile(
    r"能(?:不能)?(?:在)?.{0,6}办|可以.{0,6}办|办得了|[归由](?:谁|哪|什么)|谁.{0,4}[批审管盖签定]|谁.{0,3}负责"
    r"|[批办审]错|出(?:了)?(?:问题|事|错|岔)|找(?:谁|哪)|[算怪赖]谁|算哪|哪(?:里|儿|个|家|边|一?级|个?部门|个?单位)?.{0,4}[批管办审盖]"
    r"|窗口|盖.{0,4}章|责任|担责|[谁哪].{0,4}担|下放|放权|赋权|承接|接手|[市区省](?:里|局|直).{0,4}[批管办审]"
    r"|(?:园区|管委会|高新区|经开区|你们).{0,4}[批管审]"
)
LIABLE_FOR_THEN = re.compile(r"负责|责任|担责|[批办审]错|出(?:了)?(?:问题|事|错|岔)|[算怪赖]谁|赔")
"""Asks who answers for what was done then, be it that he is looked for now."""
THAT_TIME = re.compile(r"那(?:个)?(?:时候?|会儿|会子|阵子?|年|当口)|当时|当年|彼时")
"""Speaks of the time that was just named as one gone by."""
BEFORE_THEN = re.compile(r"(?:之|以)?前")
SINCE_THEN = re.compile(r"(?:之|以)后|后|起|开始")
FILLERS = re.compile(
    r"(?:之后|以后|之前|以前|开始|(?<![以之从])前|会子|会儿|阵子|年头|年间|[上下]半年|年?[底初末]|[那在的时候呢吗如果要是换成批办发嘞咧哒啰啦啊呀哈嗯哦噻我们说问个又,.?!，。？！\s])+"
)


@dataclass(frozen=True)
class Period:
    """The time asked about, both days included, as far as it is past."""

    first: date
    last: date
    alone: bool
    """Whether the question says nothing but the time: 那2020年呢."""


def find_period(text: str, today: date, takeover: date | None = None) -> Period | None:
    """The past time that a question asks about; None when it asks about now.

    A text that only mentions a date ("2021年建的厂房现在办产权证") asks about now.

    Args:
        takeover: the day before which 以前 is; None when that can't be asked about.
    """
    if takeover is not None and (asks_about_earlier(text) or _is_before(text, takeover)):
        last = takeover - timedelta(days=1)
        return Period(last, last, alone=True)
    words = _with_years(normalise(text))
    found = PERIOD.search(words)
    if found is None:
        return None
    rest = words[: found.start()] + words[found.end() :]
    alone = not FILLERS.sub("", rest)
    if not alone and not _asks_about_then(rest):
        return None
    try:
        first, last = _days(found, today)
        if BEFORE_THEN.match(words[found.end() :]):
            first = last = first - timedelta(days=1)
        elif SINCE_THEN.match(words[found.end() :]):
            last = today - timedelta(days=1)
    except ValueError:  # no such day, such as 2月30日
        return None
    return Period(first, min(last, today), alone) if first < today else None


def _asks_about_then(rest: str) -> bool:
    """Whether what is said beside a past time asks how it was then, not how it is now."""
    if says_now(rest) and not LIABLE_FOR_THEN.search(rest):  # 2020年批的证现在归谁管
        return False
    return (ASKS_ABOUT_THEN.search(rest) or THAT_TIME.search(rest)) is not None


def _is_before(text: str, takeover: date) -> bool:
    """Whether the day of the takeover is named without its year: 3月10号之前找谁."""
    day = rf"(?<!\d){takeover.month}月{takeover.day}[日号]?(?:之|以)?前"
    return re.search(day, normalise(text)) is not None and "年" not in text


def _with_years(words: str) -> str:
    """Written dates and Chinese years in the form that `PERIOD` reads."""
    words = CHINESE_YEAR.sub(lambda year: year[0].translate(YEAR_DIGITS), words)
    return WRITTEN_DATE.sub(
        lambda d: f"{d[1]}年{int(d[2])}月" + (f"{int(d[3])}日" if d[3] else ""), words
    )


def _days(found: re.Match[str], today: date) -> tuple[date, date]:
    if found["last"]:
        ends = today.replace(day=1) - timedelta(days=1)
        for _ in found["last"][1:]:
            ends = ends.replace(day=1) - timedelta(days=1)
        return ends.replace(day=1), ends
    year = int(found["year"]) if found["year"] else today.year - YEARS_BACK[found["named"]]
    month, day = found["month"] or found["month2"], found["day"] or found["day2"]
    if month is None:
        return date(year, 1, 1), date(year, 12, 31)
    number = 1 if month == "正" else spoken_number(month)
    if day is not None:
        exact = date(year, number, int(day))
        return exact, exact
    return date(year, number, 1), date(year, number, monthrange(year, number)[1])
