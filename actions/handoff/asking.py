"""Asking api for a person, and saying so."""

from __future__ import annotations

import re
from typing import Any

from actions.client import ApiRefused, ApiUnavailable, GuideApi
from actions.reply import HANDOFF, IDLE, Reply, labelled
from actions.texts import say
from actions.turn import Turn

PERSON = r"(?:人工(?!智能)|真人|客服|工作人员|活人)"
DECLINES = re.compile(
    rf"(?:不用|不要|不需要|不必|不想|不找|不转|别|先别|无需|甭)(?:再|去|给我)?(?:转|找|叫|要|接)?(?:到)?{PERSON}"
    rf"|{PERSON}(?:就|先|也)?(?:不用|不要|不需要|不必|算了|免了)"
)


ASKS = re.compile(
    rf"(?:转|找|要|叫|喊|换|来|跟|和|接|请|有没有|派).{{0,4}}{PERSON}|{PERSON}(?:来|接|服务|在吗|呢)"
    r"|\b(?:talk|speak|chat|connect|transfer)\b.{0,15}\b(?:person|human|agent|operator|staff|somebody"
    r"|someone|people)\b|\breal (?:person|human)\b",
    re.IGNORECASE,
)


async def hand_off(turn: Turn, api: GuideApi, reason: str, lead: str = "") -> Reply:
    """Ask api for a person; when that fails, say how else to reach one.

    Args:
        reason: why, as the staff are told; see `REASONS` in api/services/intake/handoffs.py.
        lead: a sentence to put before what the applicant is told.
    """
    try:
        made = await api.hand_off(turn.session_id, reason)
    except (ApiUnavailable, ApiRefused):
        return Reply(lead + say("handoff.failed"), [HANDOFF], outcome="degraded")
    said = str(made.get("message") or say("handoff.handed_off"))
    return Reply(
        f"{lead}\n{said}" if lead else said,
        [labelled("handoff.back_button", "back_to_guide")],
        outcome="handed_over",
        context={"topic": "handoff", "handoff": True},
        slots={**_kept(turn), "pending_topic": None, "failures": None},
    )


def _kept(turn: Turn) -> dict[str, Any]:
    """A booking that is under way waits until the applicant comes back to the guide."""
    return {} if (turn.expecting or "").startswith("booking.") else IDLE


def declines_a_person(words: str) -> bool:
    """Whether the words say that no person is wanted, though they name one."""
    return DECLINES.search(words) is not None


def asks_for_person(words: str) -> bool:
    """Whether the words plainly ask for somebody, however sure the classifier is."""
    return ASKS.search(words) is not None


def names_a_person(words: str) -> bool:
    """Whether the words name one who is to answer in the guide's place: 人工, 真人."""
    return re.search(PERSON, words) is not None
