"""What people take back while they speak: 下周三，哦不，下周五."""

import re

_INTERJECTION = r"(?:[哦噢喔啊呃额唉诶欸哎嗯]|哎呀)+[，,、]?"
_INSTEAD = r"(?:我(?:想|要)?(?:是)?[说讲]的?(?:是)?|应该是?|是[说讲])"
REPAIR = re.compile(
    rf"[，,。、\s]*(?:{_INTERJECTION}不(?:是的?|对)?(?=[，,。、\s]|{_INSTEAD})"
    r"|不对不对|(?<=[，,。、\s])我?(?:嘴)?[说讲打写]错了?(?=[，,。、\s])|口误|更正一下)"
    rf"[，,。、\s]*(?:{_INSTEAD}[，,、\s]*)?"
)
"""Where somebody takes back what was said before: an interjection, or a word for a slip."""
CLAUSE = re.compile(r"[^，,。；;！!？?、\s]+$")
_HALF = r"(?:上午|下午|早上|中午|傍晚|晚上)?"
_NUMBER = r"[零〇一二两三四五六七八九十\d]+"
_CLOCK = rf"{_HALF}{_NUMBER}(?:点|:)(?:半|一刻|三刻|钟|{_NUMBER}分?)?"
_DAY = (
    r"(?:[今明后][天日]|大后天|[这本下]*个?(?:周|星期|礼拜)[一二三四五六日天末]"
    rf"|(?:{_NUMBER}月)?{_NUMBER}[号日])"
)
_PARK = r"(?:郴州)?(?:高新|经开)(?:园?区)?"
KINDS = (_CLOCK, rf"{_DAY}(?:{_CLOCK}|{_HALF})", _PARK)
"""What is often told anew alone: of a clause that ends with it, only that is taken back."""
LEAST = 2
"""Characters that must stand on either side: less is an answer to what was asked, not a repair."""


def as_repaired(text: str) -> str:
    """`text` without what its speaker took back; as it is where nothing was taken back.

    The clause before the repair goes: 排水许可证，哦不是，我是说排污许可证. Where only a time, a
    day or a park is told anew, only that goes: 约下周三九点，哦不，十点.
    """
    found = REPAIR.search(text)
    if found is None:
        return text
    before, after = text[: found.start()], text[found.end() :]
    if len(before) < LEAST or len(after) < LEAST:
        return text
    return as_repaired(f"{_kept(before, after)}{after}")


def _kept(before: str, after: str) -> str:
    for kind in KINDS:
        if re.match(kind, after) and (told := re.search(f"(?:{kind})的?$", before)):
            return before[: told.start()]
    return CLAUSE.sub("", before)
