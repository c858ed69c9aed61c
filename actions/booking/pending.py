"""Puts a pending question again after something else was answered."""

from __future__ import annotations

from actions.booking.draft import Draft
from actions.booking.steps import next_step
from actions.client import GuideApi
from actions.reply import Reply
from actions.texts import say
from actions.turn import Turn


async def with_pending_question(aside: Reply, turn: Turn, api: GuideApi) -> Reply:
    """`aside`, followed by the question of the booking it interrupts; as it is when none waits."""
    if not (turn.expecting or "").startswith("booking."):
        return aside
    pending = await next_step(Draft.of(turn.slots.get("draft")), turn, api)
    if not (pending.slots.get("expecting") or "").startswith("booking."):
        return aside
    if not aside.slots.get("offered"):  # a question of its own comes first, with its buttons
        aside.text = aside.text + "\n\n" + say("booking.still_open") + pending.text
        aside.buttons = pending.buttons
    aside.slots = {**aside.slots, **pending.slots}
    return aside
