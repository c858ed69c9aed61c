"""Somebody has to leave off for a moment: 等一下，我接个电话."""

from __future__ import annotations

import re

from actions.client import GuideApi
from actions.pending import with_pending_question
from actions.plain_wishes import begins_when
from actions.reply import Reply
from actions.texts import say
from actions.turn import Turn

LONGEST = 24
"""Characters from which on words tell more than that."""
CALLED_AWAY = re.compile(
    r"接(?:个|一下|下|一个)?电话|(?<![没有])来(?:个)?电话[了哒]|有人(?:敲门|[喊叫找]我|来[了哒])|(?:老板|领导|老婆|老公|小孩|崽|屋里|家里|孩子|娃).{0,3}(?:[喊叫找]我|[哭闹][了哒]|来[了哒])"
    r"|(?:去|先|来)(?:拿|找|翻|倒|取)(?:个|一下|下|张|支)?(?:笔|纸|水|本子|眼镜|手机|快递|身份证|执照|材料)|堵车|红灯|靠边|停(?:个|一下)车|上(?:个)?(?:厕所|洗手间|茅房)|信号不好"
    r"|(?:忙完|等下|等会儿?|一会儿?|待会儿?|回头|过会儿?|晚点)(?:我)?(?:再|接着|继续)(?:来)?(?:说|讲|聊|问|找你|回你)|(?:马上|一会儿?|等下|立马)(?:就)?(?:回来|来|回)$"
)
WAITS = re.compile(
    r"(?:你|您|麻烦|请|先|哎|诶|喂|那|我|莫急|别急|不急|慢点|稍微|再)*(?:等(?:等|一?下|一?哈|一?会儿?|我|一等|到)|稍等|稍候|且慢)+(?:一?下|一?哈|一?会儿?|我|子|啊|呀|哈|先|[，,。！!\s])*"
)
ASKS = re.compile(r"[?？吗么嘛啵]|[不没]$|多[久少]|几|哪|什么|怎么|人工|客服|预约|取消|办|证")


def leaves_off(turn: Turn) -> bool:
    """Whether the words only say that somebody is away for a moment."""
    words = turn.words
    if turn.pressed or not 0 < len(words) <= LONGEST or ASKS.search(words):
        return False
    return CALLED_AWAY.search(words) is not None or WAITS.fullmatch(words) is not None


@begins_when("idle_chat", leaves_off)
async def wait_for_them(turn: Turn, api: GuideApi) -> Reply:
    """There is no hurry, and where it stood is kept."""
    waiting = Reply(
        say("conversation.no_hurry"),
        outcome="small_talk",
        context={"topic": "chitchat"},
    )
    return await with_pending_question(waiting, turn, api)
