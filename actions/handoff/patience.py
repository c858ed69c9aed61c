"""Failures in a row: after the second a person is offered, after the third one is asked for."""

from __future__ import annotations

from actions.client import GuideApi
from actions.handoff.asking import hand_off
from actions.reply import HANDOFF, Reply
from actions.texts import say
from actions.turn import Turn

FAILED = frozenset({"not_found", "misread"})
"""Outcomes of a turn that left the applicant where they were."""
BESIDE = frozenset({"small_talk", "soothed", "degraded"})
"""Outcomes that neither fail nor show that the guide understands."""
OFFER_AFTER = 2


async def with_patience(reply: Reply, turn: Turn, api: GuideApi) -> Reply:
    """`reply`, with a person offered or asked for once too much has failed."""
    before = int(turn.slots.get("failures") or 0)
    if reply.outcome not in FAILED:
        if before and reply.outcome not in BESIDE:
            reply.slots.setdefault("failures", None)
        return reply
    waits = reply.slots.get("expecting") or turn.expecting
    if before >= OFFER_AFTER and not waits:
        return await hand_off(turn, api, "failures", say("handoff.failed_again"))
    reply.slots["failures"] = before + 1
    return _offering(reply, bool(waits)) if before + 1 >= OFFER_AFTER else reply


def _offering(reply: Reply, waits: bool) -> Reply:
    """A person is offered; while an answer is waited for, a bare yes would be taken for that."""
    if HANDOFF not in reply.buttons and not _offers_a_person(reply):
        reply.buttons = [*reply.buttons, HANDOFF]
    if not waits:
        reply.text = f"{reply.text}\n{say('handoff.offer')}"
        reply.slots["proposed"] = "handoff"
    return reply


def _offers_a_person(reply: Reply) -> bool:
    return any(choice["payload"].startswith("/request_handoff") for choice in reply.buttons)
