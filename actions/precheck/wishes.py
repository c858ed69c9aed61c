"""Words that surely ask to go through the materials, or about one that is missing."""

from __future__ import annotations

import re

from actions.precheck.progress import MISSING, Progress
from actions.turn import Turn

PAPERS = r"(?:材料|资料|文件|证件|手续|东西|清单)"
COMPLETE = (
    r"(?:[齐全够](?:不[齐全够]|没[齐全够]|了?[吗没么嘛])|[齐全够]不|齐全[吗不没]|合不合|行不行|合格[吗不]"
    r"|[缺少差漏](?:不[缺少差漏]|没[缺少差漏]|了?(?:什么|啥|哪)|吗))"
)
LOOKED_AT = (
    r"(?:(?:核对|核查|检查|核|对|过|审|清点|捋|理|比对|把关)"
    r"(?:[过看]?一?[遍下次道轮]|一[核对过审捋理])"
    r"|把[把个一下]{0,2}关|核对|预审|预检|审审|对对|查查)"
)
CHECKS = re.compile(
    rf"{PAPERS}.{{0,12}}(?:{COMPLETE}|{LOOKED_AT})|(?:{COMPLETE}|{LOOKED_AT}).{{0,8}}{PAPERS}"
)
BEFOREHAND = re.compile(r"(?:帮|给|替|先|想|要)[^，。]{0,6}(?<!用地)(?<!土地)预审(?!与|和|意见)")
"""预审 alone; 用地预审 is a matter."""
ASKS_WHICH = re.compile(
    r"(?:要|需要|得|该|带|准备|提交?|交)[^，。]{0,5}(?:什么|哪些|啥|哪几|几[样个份])|什么是|是什么意思|怎么办理"
)
LATER = re.compile(
    r"补(?![贴助偿])|容缺|欠着|缓交|晚[点些几一两]|[过等][几两]天|(?:以后|之后|回头|后面?|改天|下次)[^，。]{0,5}(?:交|送|拿|带)"
    r"|先[^，。]{0,4}(?:受理|收|办|交)"
)
READY = re.compile(
    r"(?:补|备|弄|办|写|搞|做|开|盖|签|找|准备|凑|打印|复印|出)(?:好|齐|上|全|到|出来|来|回来)了?|拿到|有了|到手|搞定|齐了|出来了"
)
NOT_READY = re.compile(r"没|未|还在|不|吗|么|？|\?|怎|多久|要是|如果")
ASKS = re.compile(r"吗|么|不|嘛|能|可|行|允许|？|\?|咋|怎|没有?$")


def asks_for_check(turn: Turn) -> bool:
    """Whether the words surely want the materials gone through."""
    words = turn.words
    if ASKS_WHICH.search(words):
        return False
    return (CHECKS.search(words) or BEFOREHAND.search(words)) is not None


def asks_about_later(turn: Turn) -> bool:
    """Whether the words ask if what the pre-check found missing may be handed in later."""
    words = turn.words
    asks = LATER.search(words) and ASKS.search(words) and not READY.search(words)
    return bool(asks) and _found_missing(turn)


def tells_of_papers(turn: Turn) -> bool:
    """Whether the words say that a paper is there which the pre-check found missing."""
    words = turn.words
    ready = READY.search(words) and not NOT_READY.search(words)
    return bool(ready) and turn.expecting is None and _found_missing(turn)


def _found_missing(turn: Turn) -> bool:
    """Whether the pre-check of the current matter is done, and something was missing."""
    progress = Progress.of(turn.slots.get("precheck"))
    if progress is None or progress.matter_id != turn.matter_id or progress.step != "judge":
        return False
    return MISSING in progress.states.values()
