"""The five grades (好差评, decree D22): on buttons, and in people's words."""

from __future__ import annotations

import re

from actions.moves import read_stars
from actions.reply import labelled

BAD = 2
"""A grade up to this one is bad and is answered by somebody (decree D22)."""
GRADE_BUTTONS = [
    labelled(f"rating.grade_{grade}", "rate", stars=str(grade)) for grade in (5, 4, 3, 2, 1)
]
BEST = re.compile(
    r"满分(?!十|10|一百)|最高分|[点个]赞|五颗星|非常好|很好|太好|棒|挺好|好得很|顶呱呱|没得说|贴心|挺满意"
    r"|表扬|锦旗|感谢信|夸[夸一奖他她你]|(?:特别|真|蛮|好|超级?)(?:好|耐心|热情|周到|负责)(?!的吗|吗|不)"
)
WORST = re.compile(
    r"零[分星蛋]|0分|最低分|倒数|太差|很差|最差|差劲|太烂|不想给|很不满意|太失望|一塌糊涂"
)
MIDDLING = re.compile(
    r"马马虎虎|还(?:可以|行|过得去|凑合)|凑合|及格|过得去|中评|中等|不好不坏|说得过去"
)
OUT_OF_MORE = re.compile(
    r"(?:[给打评得]个?|^)"
    r"(?:(?P<hundred>一百|100|[6-9]\d|[六七八九]十[一二三四五六七八九]?)|(?P<ten>10|[6-9]|十|[六七八九]))"
    r"分(?=$|[，,。！!吧了])"
)
"""A grade out of ten, or out of a hundred."""
CHINESE = {word: value for value, word in enumerate("一二三四五六七八九十", start=1)}
ABOUT_GRADING = re.compile(
    r"满意[度率]|(?:怎么|如何|在哪|哪里)[^，,。]{0,6}(?:表扬|夸|感谢|锦旗)|(?:怎么|如何|在哪|哪里|能不能|可以|想|要)[^，,。]{0,3}(?:评价|打分)[^，,。]{0,3}$"
)
"""Asks how one may grade, and grades nothing yet."""
HARDLY = re.compile(r"不(?:太|怎么|大|是很|够|是特别|见得)(?:满意|好)")
GRADING = re.compile(
    r"我?(?:只能|要|想|就)?(?:再)?(?:给|打|评)?(?:你们|您们|窗口|这次|服务)*[个了]?"
    r"(?:(?:非常|很|十分|基本|还算)?不?(?:太|怎么)?满意|一般|[好差]评|评价|打分"
    r"|[零0-5一二两三四五]\s*(?:颗星|星|分))[吧了啊]?"
    r"|(?:[0-5]|one|two|three|four|five|zero)[- ]?(?:stars?|points?)"
    r"|(?:(?:very|not|fairly) )?(?:dis|un)?satisfied|\b(?:just|only|i (?:give|am)|i'm|a|please)\b",
    re.IGNORECASE,
)
FILLERS = re.compile(
    r"[一半0零]颗?[星分]都?|今天|这次|这里|办事|体验|感觉|觉得|实在|非常|真的?|对|很|的|了|是|算了|那|还是|太差了?|很差|差劲|服务|我|你们|[，,。.!！\s]"
)
LEAST_REASON = 4
"""Characters that must be left of a bad grade's message for it to say why."""


def read_grade(words: str) -> int | None:
    """The grade that words give, from 1 (worst) to 5; None when they give none."""
    if ABOUT_GRADING.search(words):
        return None
    if HARDLY.search(words):
        return BAD
    stars = _out_of_five(words) or read_stars(words)
    if stars is not None:
        return stars
    if WORST.search(words):
        return 1
    if BEST.search(words):
        return 5
    return 3 if MIDDLING.search(words) else None


def _out_of_five(words: str) -> int | None:
    """The grade that stands for one out of ten or a hundred: 打八分, 给九十分."""
    found = OUT_OF_MORE.search(words)
    if found is None:
        return None
    if ten := found["ten"]:
        return round((int(ten) if ten.isdigit() else CHINESE[ten]) / 2 + 0.01)
    hundred = found["hundred"]
    if hundred in ("一百", "100"):
        return 5
    return round((int(hundred[0]) if hundred[0].isdigit() else CHINESE[hundred[0]]) / 2 + 0.01)


def reason_beside(words: str) -> str | None:
    """What a message says besides its grade, if that is enough for a reason."""
    rest = WORST.sub("", GRADING.sub("", words)).strip("，,。.!！ ")
    return rest if len(FILLERS.sub("", rest)) >= LEAST_REASON else None
