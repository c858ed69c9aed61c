"""What earlier turns left behind, as api wants to be told."""

from __future__ import annotations

from typing import Any

from actions.choosing.offered import is_asked_which, offered_to
from actions.turn import Turn

OFFERED_UNASKED = "办"
"""Stands for words that nobody typed: the question was put after a button."""


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
    """The words after which matters were offered, while it is open which of them is meant."""
    if not is_asked_which(turn):
        return None
    asked = turn.slots.get("asked") or {}
    before = (asked.get("thread") or {}).get("vague")
    said = (
        asked.get("query")
        if turn.state.get("outcome") == "clarify"
        else before or asked.get("query")
    )
    return str(said) if said else OFFERED_UNASKED
