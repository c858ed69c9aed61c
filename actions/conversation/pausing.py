"""Somebody asks the guide for a moment: 等一下，我接个电话. What waits goes on waiting."""

from __future__ import annotations

import re

from actions.reply import Reply, understood
from actions.texts import say
from actions.turn import Turn

_BEFORE = (
    r"(?:你好|您好|不好意思|抱歉|对不起|麻烦|请|好的?|行|嗯+|哦|哎呀?|诶|那|先|稍微"
    r"|你们?|您|莫|别|给我|帮我|再|就)*"
)
_AFTER = r"(?:再[说讲]|再回[你您]|哈|啊|呀|哦|噢|了|先|吧|嘛|咯|哒|一下|几分钟|片刻|着)*"
WAITS = re.compile(
    rf"{_BEFORE}(?:等(?:我)?(?:一?下下?|一?下子|一?哈子?|一?会儿?|等|一等|着|[几两三五一十半]+分钟)(?:我)?"
    rf"|等我|稍等|稍后|慢着|且慢|不要?急|莫急|别急|别挂){_AFTER}"
)
"""A clause that asks for patience and says nothing else."""
_WHO = (
    r"(?:我们?|我这边|这边|这里|外面|前面|门口|店里|厂里|家里|屋里|孩子|崽|老板|同事|手机"
    r"|正好|刚好|正|先|要|得|去|有|在|又|来|想|好像|可能|的|等)*"
)
CALLED_AWAY = re.compile(
    rf"{_WHO}(?:(?:接|打|回)(?:一?个|一?下)?电话|(?:有)?电话(?:响|来|打?进来)|来(?:了个?|个)?电话"
    r"|有?人(?:找|来|敲门|喊|叫)(?:我)?|(?:上|去)(?:个|趟|下)?(?:厕所|洗手间|卫生间)|(?:倒|喝)[杯口点]?水"
    r"|(?:接|签收|拿)(?:个|一?下)?快递|开(?:着)?车|堵车|(?:等|过)(?:个)?红(?:绿)?灯|去去就来"
    r"|马上(?:就)?(?:回来|来)|忙(?:一下|点事|个事|完)|有(?:点|个)事|处理(?:一下|点事|个事)"
    r"|(?:手机|门铃)(?:在)?(?:响|没电)|(?:锅里|灶上|炉子上)[^，。,]{0,4}|(?:娃儿?|毛毛|小孩)?在?(?:哭|闹|醒)"
    r"|来(?:客人?|生意|单子?)|(?:招呼|接待)(?:一?下)?客人)"
    rf"{_AFTER}(?:马上|一会儿?)?(?:就)?(?:好|来|回来)?{_AFTER}"
)
"""A clause that says what calls one away."""
LOOKS_UP = re.compile(
    rf"{_WHO}(?:找|拿|取|翻|看|查|瞄|记|问|写|抄|确认|商量|想)"
    r"(?:一?下|一?哈|个|支|张|找|看|问|查|想)*"
    r"(?:我|的|那个?|老板|老公|老婆|爱人|同事|会计|合伙人|儿子|女儿|崽|法人|他们?|她们?|身份证|营业"
    r"|执照|公司|代码|(?:手机|电话)?号码?|电话|微信|图纸|合同|笔|纸|手机|资料|材料|本子|日历|时间|安排|包|眼镜)*"
    rf"(?:再[说讲回定])?(?:[你您])?{_AFTER}"
    rf"|{_WHO}问(?:一?下|问|一?声)?(?:我|他|她|我们)*(?:老[公婆板]|爱人|同事|会计|合伙人|儿子|女儿|法人|家里|厂里|公司|领导|经理)"
    r"[^，。？?]{0,12}"
)
"""A clause that says what is looked for meanwhile; it needs a word of waiting beside it."""
NOT_YET = re.compile(r"(?:就|那|我)*先(?:不|别|莫)(?:急|预?约|办|弄|定|订|忙)(?:了|吧|着)*")
"""Puts off what is under way, beside a word of waiting."""
CLAUSES = re.compile(r"[，,。；;！!、\s…~～]+|\.{2,}")


def asks_to_wait(words: str) -> bool:
    """Whether the words only ask for a moment, and say what for."""
    clauses = [clause for clause in CLAUSES.split(words) if clause]
    waits = any(WAITS.fullmatch(clause) or CALLED_AWAY.fullmatch(clause) for clause in clauses)
    waits = waits or any(_waits_to_look(clause) for clause in clauses)
    return waits and all(map(_says_no_more, clauses))


def _waits_to_look(clause: str) -> bool:
    """等我问下老板, 等一下我找下身份证."""
    begun = WAITS.match(clause)
    return begun is not None and LOOKS_UP.fullmatch(clause[begun.end() :]) is not None


def _says_no_more(clause: str) -> bool:
    begun = WAITS.match(clause)
    rest = clause[begun.end() :] if begun else clause
    if not rest or re.fullmatch(_BEFORE, rest) or NOT_YET.fullmatch(rest):
        return True
    return any(one.fullmatch(rest) for one in (CALLED_AWAY, LOOKS_UP))


def waiting_for(turn: Turn) -> Reply | None:
    """The reply to somebody who asks for a moment; None for other words."""
    if turn.pressed or not asks_to_wait(turn.words):
        return None
    kept = {"offered": turn.slots["offered"]} if turn.slots.get("offered") else {}
    reply = Reply(
        say("conversation.waits"),
        outcome="small_talk",
        context={"topic": "chitchat"},
        slots=kept,
    )
    return understood("idle_chat", reply)
