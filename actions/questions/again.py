"""Saying it again: the same, in plainer words, or at length."""

from __future__ import annotations

import re
from typing import Any

from actions.choosing.offered import offered_to
from actions.client import ApiRefused, GuideApi, Json
from actions.moves import means_the_other, picks_within
from actions.reply import HANDOFF, Reply
from actions.texts import say
from actions.turn import Turn

SIMPLER = re.compile(
    r"简单|白话|通俗|说白|人话|[看听搞弄]不[懂明]|没[看听搞弄]?懂|不懂|没[看听]明白|太长|太多|太复杂|复杂了|简短|短[一]?点"
    r"|短话|明白点|文绉绉|直白|简洁|精简|概括|一句话|重点|换个说法|[啥什]么?意思|简化|简略|绕"
)
SURELY_SIMPLER = re.compile(
    r"太长|太复杂|[看听]不懂|没[看听]懂|大白话|说人话|讲人话|通俗|[说讲](?:得)?简单|简单[点些说讲]|说白|字太多|太绕"
)
MORE = re.compile(
    r"(?:那|再|能不能|可以|能|请|麻烦)*(?:你|您)?(?:给我)?(?:说|讲|介绍|展开|解释)?(?:得|的)?(?:再)?"
    r"(?:详细|具体|完整|仔细|细|全面)(?:一?点|一些|些|的)?(?:儿)?(?:地)?(?:说说|讲讲|说|讲|介绍|解释)?(?:一下)?[吗呢吧啊]?"
    r"|(?:那|然后)?还有(?:呢|吗|没有|没|别的(?:吗|没有|没)?|什么|啥|其他的?(?:吗|没有)?)"
    r"|(?:请)?(?:继续|接着|往下)(?:说|讲)?(?:吧)?|然后呢|展开(?:说|讲)(?:说|讲)?|(?:看|要|给我)?(?:完整|详细)(?:说明|内容|版|的)?"
)
FACTS = {
    "materials": re.compile(r"材料|资料|[带交](?:什么|么子|啥|哪些)"),
    "time_limit": re.compile(r"[多好]久|几天|[多好]少天|时限|多长时间"),
    "fee": re.compile(r"钱|收费|费用"),
    "window": re.compile(r"窗口|几楼|地址|在哪里?办|去哪里?办"),
    "mode": re.compile(r"谁[来审]?批|哪个批|盖.{0,2}章"),
    "liability": re.compile(r"谁负责|责任|出了事"),
    "conditions": re.compile(r"条件"),
    "online": re.compile(r"网上|网址"),
    "legal_basis": re.compile(r"依据|哪条法|第几条"),
}
"""How the kinds of facts are named."""
LONGEST_MORE = 14


def detail_wanted(turn: Turn) -> str | None:
    """`brief` or `full` when the last answer is wanted so; None when it is not."""
    if turn.pressed:
        return turn.entities.get("detail")
    words = turn.words.strip("。.！!？?，, ")
    if len(words) <= LONGEST_MORE and MORE.fullmatch(words):
        return "full"
    if turn.intent == "repeat":
        return "brief" if SIMPLER.search(words) and not turn.says("asks_of_term") else None
    return "brief" if len(words) <= LONGEST_MORE and SURELY_SIMPLER.search(words) else None


def asks_again(turn: Turn) -> bool:
    """Whether the message wants what was just said once more, in any length."""
    if turn.says("asks_of_term") or (
        not turn.pressed and _of_another(turn)
    ):  # 什么叫服务前移 asks anew
        return False
    wanted = detail_wanted(turn) if turn.slots.get("asked") else None
    return turn.intent == "repeat" or (wanted is not None and not turn.pressed)


def _of_another(turn: Turn) -> bool:
    """Whether another of the matters spoken of is to be told of: 再讲前面那件."""
    spoken_of = offered_to(turn) or turn.state.get("pair") or turn.state.get("recent")
    return bool(spoken_of) and (picks_within(turn.words) or means_the_other(turn.words))


def fact_wanted_again(turn: Turn) -> str | None:
    """The kind of fact, other than the last, that is to be told again: 材料再讲一遍."""
    if turn.pressed or turn.intent != "repeat" or not turn.matter_id:
        return None
    said = [topic for topic, words in FACTS.items() if words.search(turn.words)]
    return said[0] if len(said) == 1 and said[0] != turn.slots.get("last_topic") else None


async def last_answer(turn: Turn, api: GuideApi) -> Reply:
    """The last answer again, whatever it was; what waits for an answer still does."""
    try:
        said = await api.last_answer(turn.session_id)
    except ApiRefused:
        return _nothing_yet()
    return _same(said, turn)


def _same(said: Json, turn: Turn) -> Reply:
    kept = {name: turn.slots[name] for name in ("asked", "offered") if turn.slots.get(name)}
    return Reply(
        said["text"],
        said.get("buttons") or [],
        outcome=turn.state.get("outcome") or "answered",
        card=said.get("card"),
        context={"topic": turn.state.get("topic") or "chitchat"},
        slots=kept,
    )


def _nothing_yet() -> Reply:
    return Reply(
        say("conversation.no_repeat"),
        [HANDOFF],
        outcome="ask_matter",
        context={"topic": "chitchat"},
    )


def asked_again(question: dict[str, Any], found: Json) -> dict[str, Any]:
    """What is kept of a question, so that its answer can be told in other words."""
    buttons = found.get("buttons") or []
    shortened = question.get("detail") == "brief" or any(
        '"detail"' in b["payload"] for b in buttons
    )
    kept = {name: value for name, value in question.items() if value is not None}
    return {**kept, "matter_id": found.get("matter_id"), "shortened": shortened}


def in_detail(asked: dict[str, Any], detail: str | None) -> dict[str, Any]:
    """The question that leads to the last answer in other words.

    An answer that was whole already is followed by all that is known of the matter.
    """
    question = {name: value for name, value in asked.items() if name != "shortened"}
    if detail == "full" and asked.get("matter_id") and not asked["shortened"]:
        about = {name: asked.get(name) for name in ("matter_id", "park_id", "channel")}
        return {**about, "topic": "matter"}
    return {**question, "detail": detail} if detail else question


def still_unclear(reply: Reply) -> Reply:
    """A person is offered to whom the plainest words do not help."""
    reply.text = f"{reply.text}\n{say('questions.plainest')}"
    reply.buttons = [*reply.buttons[:2], HANDOFF]
    return reply
