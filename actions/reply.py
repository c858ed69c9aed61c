"""What an action answers: at most one message, and what the turn changed."""

from __future__ import annotations

from dataclasses import dataclass, field
from json import dumps
from typing import Any

Button = dict[str, str]

IDLE: dict[str, Any] = {"expecting": None, "draft": None}
"""The slots of a conversation in which nothing is waited for."""


@dataclass
class Reply:
    """One answer.

    Attributes:
        text: plain text.
        buttons: next steps or choices.
        card: a card shown under the text, or None.
        context: the changed parts of the contract's conversation context.
        slots: the changed dialogue state.
    """

    text: str
    buttons: list[Button] = field(default_factory=list)
    card: dict[str, Any] | None = None
    context: dict[str, Any] = field(default_factory=dict)
    slots: dict[str, Any] = field(default_factory=dict)


def button(title: str, intent: str, **entities: str) -> Button:
    """A quick reply: what it says, and the payload it sends."""
    values = dumps(entities, ensure_ascii=False) if entities else ""
    return {"title": title, "payload": f"/{intent}{values}"}


HANDOFF = button("转人工", "request_handoff")
BOOK = button("预约办理", "book")
