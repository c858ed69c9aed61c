"""How long what was offered can still be picked from."""

from __future__ import annotations

from typing import Any

from actions.reply import Reply
from actions.turn import Turn

ANSWERS_KEPT = 3
"""Answers to other questions after which "第二个" still picks from the offer."""


def aging(turn: Turn, reply: Reply) -> dict[str, Any]:
    """The slots of the offer after `reply`, which may set them otherwise.

    An offer ends when another matter is named, when a question of another kind waits for an answer
    that may be an ordinal itself, and after some answers. A choice does not end it: what is asked
    next may be about "the other one".
    """
    if not turn.slots.get("offered") or reply.slots.get("offered"):
        return {"offered_age": 0} if turn.slots.get("offered_age") else {}
    age = (turn.slots.get("offered_age") or 0) + 1
    if age > ANSWERS_KEPT or _settled(turn, reply):
        return {"offered": None, "offered_age": 0}
    return {"offered_age": age}


def _settled(turn: Turn, reply: Reply) -> bool:
    if turn.expecting or reply.slots.get("expecting"):
        return True
    current = turn.state.get("matter_id")
    matter_id = reply.context.get("matter_id", current)
    offered = [one["matter_id"] for one in turn.slots["offered"]]
    return bool(matter_id != current and matter_id not in offered)
