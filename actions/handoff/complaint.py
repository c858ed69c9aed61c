"""Complaints about the hall, its people, or this guide: taken by a person, or kept for one."""

from __future__ import annotations

import re
from typing import Any

from actions.client import ApiRefused, ApiUnavailable, GuideApi, Json
from actions.handoff.asking import hand_off
from actions.pending import with_pending_question
from actions.plain_wishes import answers_anywhere
from actions.questions.answer import as_reply
from actions.reply import HANDOFF, Reply, understood
from actions.texts import say
from actions.turn import Turn

ABOUT_US = re.compile(
    r"窗口|大厅|办事员|工作人员|柜台|保安|叫号|排队|插队|态度|作风|衙门|刁难|推来推去|踢皮球|推诿|扯皮|一问三不知"
    r"|[等排].{0,3}(?:小时|半天|上午|下午|一天)|[几\d一二两三四五六七八九十][趟次回]"
    r"|(?:你们|这个|这|预约)(?:的|这个|那个)?(?:网站|系统|小程序|公众号|平台|页面|机器人|导办|单位|服务|管委会|人|领导)"
    r"|\b(?:clerk|staff|officer|official|window|counter|hall|website|guide|bot|employee|receptionist)s?\b",
    re.IGNORECASE,
)
"""Shows that somebody is angry about the hall or its people, not about somebody else."""
COMPLAINS = re.compile(
    r"投诉|举报|告(?:你们|他们)一?状|提(?:个|点|一条)?意见|讨个?说法"
    r"|\bcomplain(?:ts?|ing)?\b",
    re.IGNORECASE,
)
SHORT = 6
"""Characters of a message that says little more than that: 能投诉吗."""
HOW = re.compile(
    r"(?:怎么|如何|怎样|去哪|哪里|哪儿|找谁|找哪|向谁|向哪|打(?:哪|什么|多少)|能不能|可不可以|可以|有没有).{0,6}(?:投诉|举报)"
    r"|(?:投诉|举报)[^，,。]{0,8}(?:电话|热线|渠道|方式|流程|途径|去哪|找谁|找哪|怎么|归谁|有用|多久|几天)"
    r"|(?:能|可以|要|会)投诉[吗么不]|\b(?:how|where|who|whom|can|could|may|whether)\b.{0,20}\bcomplain",
    re.IGNORECASE,
)
"""Asks how one complains, and complains of nothing yet."""


def complains(turn: Turn) -> bool:
    """Whether the words complain about the hall, its people or the guide."""
    words = turn.words
    if turn.pressed or (turn.expecting or "").startswith("rating."):
        return False
    found = COMPLAINS.search(words) and ABOUT_US.search(words)
    return bool(found) and HOW.search(words) is None


def speaks_to_staff(turn: Turn) -> bool:
    """Whether something is said that a person must hear of, whatever it was taken for."""
    kept = turn.says("declines_wait") and turn.says("declines_person")
    in_english = turn.words.isascii() and turn.says("asks_for_person") and not turn.expecting
    return complains(turn) or kept or in_english


@answers_anywhere(speaks_to_staff)
async def take_complaint(turn: Turn, api: GuideApi) -> Reply | None:
    """A person takes it, unless it is only to be kept."""
    if turn.says("declines_wait") or turn.says("declines_person"):
        return await _keep(turn, api)
    if not complains(turn):
        return understood("request_handoff", await hand_off(turn, api, "request"))
    reply = await hand_off(turn, api, "complaint", say("handoff.complaint_taken"))
    return understood("request_handoff", reply)


def asks_how(turn: Turn) -> bool:
    """Whether it is asked how one complains about the hall; bare words mean it, too."""
    about_us = ABOUT_US.search(turn.words) or len(turn.words) <= SHORT
    handled = turn.says("asks_for_person") or (turn.expecting or "").startswith("rating.")
    return HOW.search(turn.words) is not None and bool(about_us) and not handled


@answers_anywhere(asks_how)
async def tell_how(turn: Turn, api: GuideApi) -> Reply | None:
    """How one complains, which hands nobody over yet."""
    told = as_reply(*await _asked(turn, api))
    if told.outcome != "answered":
        return None
    return understood("ask_policy", await with_pending_question(told, turn, api))


async def _asked(turn: Turn, api: GuideApi) -> tuple[Json, dict[str, Any]]:
    question = {
        "topic": "policy",
        "subject": "complaints",
        "matter_id": turn.state.get("matter_id"),
    }
    question["park_id"] = turn.state.get("park_id")
    return await api.answer(**question), question


async def _keep(turn: Turn, api: GuideApi) -> Reply:
    """What was said is kept for the staff, and the guide goes on."""
    try:
        made = await api.hand_off(turn.session_id, "complaint", quietly=True)
    except (ApiUnavailable, ApiRefused):
        return Reply(say("handoff.failed"), [HANDOFF], outcome="degraded")
    reply = Reply(
        str(made.get("message") or say("handoff.kept")),
        [HANDOFF],
        outcome="small_talk",
        context={"topic": "handoff", "handoff": False},
        slots={"failures": None},
    )
    return understood("request_handoff", await with_pending_question(reply, turn, api))
