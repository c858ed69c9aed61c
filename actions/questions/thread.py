"""What earlier turns left behind, as api wants to be told."""

from __future__ import annotations

from typing import Any

from actions.choosing.offered import offered_to
from actions.turn import Turn


def thread_of(turn: Turn) -> dict[str, Any] | None:
    """The thread that `turn` takes up; None when there is none."""
    thread = {
        "last_topic": turn.slots.get("last_topic"),
        "recent": turn.state.get("recent"),
        "pair": turn.state.get("pair"),
        "offered": [one["matter_id"] for one in offered_to(turn)],
        "as_of": turn.state.get("as_of"),
        "aside": turn.state.get("aside"),
        "about": turn.state.get("about"),
    }
    return {name: value for name, value in thread.items() if value} or None
