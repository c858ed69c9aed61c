"""The question the guide is asked and the answer it gives, whoever asks: chat, desk or kiosk."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal

from api.services.outcomes import Outcome
from api.services.payloads import make_payload
from api.services.thread_state import Thread

Button = dict[str, str]


@dataclass(frozen=True)
class Question:
    """One question of one kind.

    Args:
        topic: one of the contract's topics; `matter` asks which matter it is.
        query: the applicant's own words, None when a button was pressed.
        matter_id: the current matter.
        park_id: the applicant's park.
        as_of: the date asked about; None for today.
        subject: for `policy`, which general fact.
        matters: the matters to answer for at once, when they are known already.
        detail: `brief` for few and plain words, `full` for all there is.
        channel: where the applicant asks; on the kiosk answers are shorter.
        thread: what earlier turns left behind.
        language: in which to answer, `zh` or `en`; None for Chinese.
    """

    topic: str = "matter"
    query: str | None = None
    matter_id: str | None = None
    park_id: str | None = None
    as_of: date | None = None
    subject: str | None = None
    matters: tuple[str, ...] = ()
    detail: Literal["brief", "full"] | None = None
    channel: str | None = None
    thread: Thread = field(default_factory=Thread)
    language: str | None = None


@dataclass
class Answer:
    """Text, card and next steps, with the state that follows from them.

    Attributes:
        pair: the two matters that are spoken of together; empty when it is one.
        as_of: the past day that was answered for.
        about: what was told that is no matter of ours, see `api.services.thread.about`.
    """

    outcome: Outcome
    topic: str
    text: str
    matter_id: str | None = None
    park_id: str | None = None
    decision: str | None = None
    candidates: list[dict[str, Any]] = field(default_factory=list)
    delegation_mode: str | None = None
    window_id: str | None = None
    buttons: list[Button] = field(default_factory=list)
    card: dict[str, Any] | None = None
    pair: list[str] = field(default_factory=list)
    as_of: date | None = None
    about: str | None = None


def button(title: str, intent: str, **entities: str) -> Button:
    """A quick reply: what it says, and the payload it sends."""
    return {"title": title, "payload": make_payload(intent, **entities)}


HANDOFF = button("转人工", "request_handoff")
"""The way to a person, offered wherever the guide cannot go on by itself."""
