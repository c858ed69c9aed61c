"""Puts a pending question again after something else was answered."""

from __future__ import annotations

from actions import wording
from actions.booking_steps import next_step
from actions.client import GuideApi
from actions.draft import Draft
from actions.reply import Reply
from actions.turn import Turn


async def with_pending_question(aside: Reply, turn: Turn, api: GuideApi) -> Reply:
    """`aside`, followed by the question of the booking it interrupts; as it is when none waits."""
    if not (turn.expecting or "").startswith("booking."):
        return aside
    pending = await next_step(Draft.of(turn.slots.get("draft")), turn, api)
    if not (pending.slots.get("expecting") or "").startswith("booking."):
        return aside
    if not aside.slots.get("offered"):  # a question of its own comes first, with its buttons
        aside.text = f"{aside.text}\n\n{wording.STILL_OPEN}{pending.text}"
        aside.buttons = pending.buttons
    aside.slots = {**aside.slots, **pending.slots}
    return aside
