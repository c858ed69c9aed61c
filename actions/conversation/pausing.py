"""Somebody has to see to something else for a moment: 等一下，我接个电话."""

from __future__ import annotations

import re

from actions.client import GuideApi
from actions.journey.moves import is_question
from actions.pending import with_pending_question
from actions.plain_wishes import begins_when
from actions.reply import Reply
from actions.texts import say
from actions.turn import Turn

LONGEST_PAUSE = 24
"""Characters. Who has to go says so in few words."""
WAIT = r"(?:[等稍慢](?:一|我|等)?(?:下下?|会|哈|等|候)子?儿?|等等|稍后|稍等片刻|hold on|wait)"
LEAD = r"(?:喂|哎呀?|哎哟|诶|唉|呃|不好意思|对不起|抱歉|哦|麻烦|请|你|您|先|那|再|，|,|\s)*"
SEES_TO = (
    r"(?:接|来|有|打进来)(?:了|一)?个?电话|电话(?:响|来)了?|手机(?:响|没电)了?|有人(?:敲门|找我|喊我|叫我|来了)|来(?:了)?(?:个)?(?:客人?|人|快递)了?"
    r"|锅里|灶上|娃(?:儿|崽)?在?(?:哭|闹|醒)|(?:小孩|孩子|崽|毛毛)在?(?:哭|闹|醒)|堵车|红灯|绿灯|过(?:个)?(?:马路|安检|收费站|隧道)|靠边停|[在正]开车|倒车"
    r"|先忙|忙(?:一下|完)|走开一下|离开一下|上个?(?:厕所|洗手间)|喝口水|(?:找|拿|去拿)(?:一下|个|支|张)?(?:笔|纸|本子|眼镜|老花镜|手机|资料|证件)|信号不好|我记一下|记一下"
)
GOES = (
    r"(?:我|让我|容我)?(?:先|去|马上|看|问|找|翻|查|拿|想|吃|喝|接|记|回)[^，,。]{0,10}"
    r"|马上(?:就)?(?:回来|好|来)"
)
BUSY = rf".{{0,8}}(?:{SEES_TO}).{{0,8}}"
PAUSE = re.compile(
    rf"{LEAD}{WAIT}[啊哈子呀嘞咯着吧~ ]*(?:[,，。 ]+(?:{GOES}|{BUSY}))?|{BUSY}", re.IGNORECASE
)
NOT_MINE = re.compile(
    r"你们|没人|不接|你接|打[给我]|给我打|人工|客服|转|[着起]火|\d|预约|改|取消|要|想|办|证"
)
"""Speaks of our telephone, or of what is wanted."""


def pauses(turn: Turn) -> bool:
    """Whether somebody only asks for a moment."""
    words = turn.words.strip("。！!～~ ")
    if turn.pressed or len(words) > LONGEST_PAUSE or NOT_MINE.search(words) or is_question(words):
        return False
    return PAUSE.fullmatch(words) is not None


@begins_when("stop", pauses)
async def wait(turn: Turn, api: GuideApi) -> Reply:
    """No hurry; what was asked is still there."""
    line = Reply(say("conversation.no_hurry"), outcome="small_talk", context={"topic": "chitchat"})
    return await with_pending_question(line, turn, api)
