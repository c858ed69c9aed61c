"""Helps whoever is asked which matter is meant and cannot tell: 这还分几种啊, 哪个是我的."""

from __future__ import annotations

import re

from actions.choosing.offered import is_asked_which, offer_again, offered_to
from actions.client import GuideApi
from actions.moves import BOTH, read_ordinal, says_yes
from actions.reply import Reply
from actions.texts import say
from actions.turn import Turn

PARTS = re.compile(r"[，,。；;！!？?\s]+")
LEAST_TOLD = 3
"""Characters of a part that tells of the case."""
WAITING = (None, "booking.matter", "precheck.matter")
"""Where a question which of several matters is meant may be open."""
MEANT_OTHERWISE = frozenset({"none_of_these", "request_handoff", "distress", "restart"})
"""Kinds of message that are no answer to it, however confused they sound."""
LONGEST = 30
"""Characters from which on words tell of the case, which says which one is meant."""
CONFUSED = re.compile(
    r"(?:搞|弄|分|看|听|想|拎)不(?:懂|清楚?|明白|出来?|准)|(?:没|冇)(?:太|大)?(?:搞|弄|看|听)?(?:懂|明白|清楚)|(?<!都)不(?:太|大|怎么)?(?:知道|晓得|懂|清楚|明白|确定|会[选分])"
    r"|晓不得|拿不准|说不准|[选挑点办要](?:哪|那)一?[个种样条项]|哪一?[个种样条项].{0,6}(?:是|属于?|算|归|适合|对|像).{0,3}(?:我|咱)"
    r"|(?:我|咱).{0,8}(?:属于?|算|是|归|该|要|选|办)(?:于)?.{0,4}哪|(?:还|要|也|这么|怎么|咋|分|有)(?:还)?(?:要|得|有|分)?(?:这么|那么|好)?(?:多|几|好几)(?:种|个|样|类|项|条)"
    r"|^[^跟和与同比]{0,8}有(?:什么|啥|么子)?(?:区别|不同|不一样|讲究|两样)|(?:怎么|咋|如何|怎样)(?:来)?(?:分|选|区分|挑)|(?:都|各|分别)?(?:是)?(?:什么|啥|么子)意思|(?:都|各自?|分别)是(?:什么|啥|么子|干)"
    r"|(?:许可|备案|审批|登记|核准|报告|验收)(?:证)?(?:还是|或者)(?:是|要|办)?(?:许可|备案|审批|登记|核准|报告|验收)"
    r"|帮我?(?:选|挑|看看|判断)|(?:^|[，,])(?:你|您|请|麻烦|帮我|给我|那|先|能不能|都|分别|挨个|一个个)*(?:解释|介绍|讲讲|说说|[讲说]一?下|[讲说]清楚|[讲说]明白)(?:一下|下|看|嘛|吧|咯|呗|吗|[。！!？?])*$|(?:那么|这么|太)(?:复杂|麻烦|绕)|懵|晕"
)
"""Cannot tell which one, or wonders that there are several."""
GUIDE_IS = re.compile(r"[你您]们?(?:怎么|咋|还|又|都|也|就|硬是)*(?:搞|听|弄|看)不(?:懂|明白)")
"""Says that the guide, and not the speaker, does not understand."""
TAKES_ONE = re.compile(
    r"(?:嗯+|哎呀?|唉|好的?|行|对|可以|要得|那|就|是|我|要|选|办|点|用|它|他|就是|的|这|那|个|种|条|项|样|吧|了|啊|咯|呗|嘛|哈|[，,。！!\s])+"
)
"""Takes "this one" where several were offered."""


def unsure(turn: Turn) -> bool:
    """Whether the words answer the open question without saying which."""
    words = turn.words
    open_here = turn.expecting in WAITING and turn.intent not in MEANT_OTHERWISE
    if turn.pressed or not open_here or not is_asked_which(turn) or not 0 < len(words) <= LONGEST:
        return False
    if read_ordinal(words, len(offered_to(turn))) is not None or BOTH.search(words):
        return False
    return (_confused(words) or _takes_one(words)) and not _tells(words)


def _confused(words: str) -> bool:
    return CONFUSED.search(words) is not None and GUIDE_IS.search(words) is None


def _tells(words: str) -> bool:
    """Whether something is told of the case beside: 普通厂房，不晓得算哪种."""
    parts = [part for part in PARTS.split(words) if len(part) >= LEAST_TOLD]
    return any(not _confused(part) and not _takes_one(part) for part in parts)


def _takes_one(words: str) -> bool:
    return says_yes(words) or TAKES_ONE.fullmatch(words) is not None


async def help_to_choose(turn: Turn, api: GuideApi) -> Reply | None:
    """What each choice is for, or which one is taken; None where the words say something else."""
    if not unsure(turn):
        return None
    offered = offered_to(turn)
    text = say("choosing.which_of_these", count=len(offered))
    if _confused(turn.words):
        matters = [one["matter_id"] for one in offered]
        kinds = await api.answer(topic="compare", matters=matters, detail="brief")
        text = say("choosing.kinds", count=len(offered), kinds=kinds["text"])
    kept = {name: turn.slots.get(name) for name in ("pending_topic", "asked", "expecting")}
    return Reply(
        text,
        offer_again(offered),
        outcome="clarify",
        context={"topic": turn.slots.get("pending_topic") or "matter"},
        slots={"offered": offered, **kept},
    )
