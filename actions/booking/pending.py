"""Puts a pending question again after something else was answered."""

from __future__ import annotations

from actions.booking.draft import Draft
from actions.booking.steps import next_step
from actions.client import GuideApi
from actions.journey.replies import QUESTION, open_question
from actions.reply import Button, Reply
from actions.texts import say
from actions.turn import Turn


async def with_pending_question(aside: Reply, turn: Turn, api: GuideApi) -> Reply:
    """`aside`, followed by the question it interrupts; as it is when none waits."""
    if question := await open_question(turn, api):
        return _followed(aside, say("journey.still_open"), *question, QUESTION)
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


def _followed(aside: Reply, lead: str, text: str, buttons: list[Button], expecting: str) -> Reply:
    if not aside.slots.get("offered"):  # a question of its own comes first, with its buttons
        aside.text = f"{aside.text}\n\n{lead}{text}"
        aside.buttons = buttons
    aside.slots["expecting"] = expecting
    return aside
