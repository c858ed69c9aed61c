"""What earlier turns left behind, as api wants to be told."""

from __future__ import annotations

from typing import Any

from actions.choosing.offered import offered_to
from actions.turn import Turn

MOST_WORDS = 400
"""Characters of a question that are looked at again."""


def thread_of(turn: Turn) -> dict[str, Any] | None:
    """The thread that `turn` takes up; None when there is none."""
    thread = {
        "last_topic": turn.slots.get("last_topic"),
        "recent": turn.state.get("recent"),
        "pair": turn.state.get("pair"),
        "offered": [one["matter_id"] for one in offered_to(turn)],
        "vague": _vague(turn),
        "as_of": turn.state.get("as_of"),
        "aside": turn.state.get("aside"),
        "about": turn.state.get("about"),
    }
    return {name: value for name, value in thread.items() if value} or None


def _vague(turn: Turn) -> str | None:
    """The words about which the last answer asked back, with matters to choose from."""
    slots = turn.slots
    just_offered = slots.get("offered") and (slots.get("offered_age") or 0) <= 1
    if not slots.get("pending_topic") or not just_offered:
        return None
    asked = slots.get("asked") or {}
    earlier = asked.get("thread") or {}
    if earlier.get("offered") == [one["matter_id"] for one in offered_to(turn)]:
        return earlier.get("vague")
    return (asked.get("query") or "")[:MOST_WORDS] or None
