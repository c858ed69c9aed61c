"""What an action answers: at most one message, and what the turn changed."""

from __future__ import annotations

from dataclasses import dataclass, field
from json import dumps
from typing import Any

from actions.texts import say

Button = dict[str, str]

IDLE: dict[str, Any] = {"expecting": None, "draft": None}
"""The slots of a conversation in which nothing is waited for."""


@dataclass
class Reply:
    """One answer.

    Attributes:
        text: plain text.
        outcome: how the turn ends; one of the names api keeps in `api/services/outcomes.yml`.
        buttons: next steps or choices.
        card: a card shown under the text, or None.
        context: the changed parts of the contract's conversation context.
        slots: the changed dialogue state.
    """

    text: str
    outcome: str = field(kw_only=True)
    buttons: list[Button] = field(default_factory=list)
    card: dict[str, Any] | None = None
    context: dict[str, Any] = field(default_factory=dict)
    slots: dict[str, Any] = field(default_factory=dict)


def button(title: str, intent: str, **entities: str) -> Button:
    """A quick reply: what it says, and the payload it sends."""
    return {"title": title, "payload": _payload(intent, entities)}


def labelled(text: str, intent: str, **entities: str) -> Button:
    """A quick reply whose title is one of our texts (see actions/texts.py), said when sent."""
    return {"text": text, "payload": _payload(intent, entities)}


def shown(choice: Button) -> Button:
    """A button as it is sent: its title in the language of the turn."""
    if "text" not in choice:
        return choice
    return {"title": say(choice["text"]), "payload": choice["payload"]}


def _payload(intent: str, entities: dict[str, str]) -> str:
    values = dumps(entities, ensure_ascii=False) if entities else ""
    return f"/{intent}{values}"


def understood(intent: str, reply: Reply) -> Reply:
    """Name the move that the words made; the classifier saw only words, a name or a date."""
    reply.context = {"intent": intent, **reply.context}
    return reply


HANDOFF = labelled("handoff.button", "request_handoff")
BOOK = labelled("booking.button", "book")
LOOK_UP = labelled("booking.look_up_button", "booking_lookup")
