"""Asking api for a person, and saying so."""

from __future__ import annotations

from typing import Any

from actions.client import ApiRefused, ApiUnavailable, GuideApi
from actions.reply import HANDOFF, IDLE, Reply, labelled
from actions.texts import say
from actions.turn import Turn


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
