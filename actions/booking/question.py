"""A question of a booking, with the dialogue waiting for its answer."""

from __future__ import annotations

from typing import Any

from actions.booking.draft import Draft
from actions.reply import Button, Reply, labelled

STOP = labelled("booking.stop_button", "stop")


CHANGES = [
    labelled("booking.change_time_button", "correct", field="time"),
    labelled("booking.change_phone_button", "correct", field="phone"),
    labelled("booking.change_name_button", "correct", field="name"),
]


WAIT = labelled("booking.wait_button", "correct", field="wait")


def question(draft: Draft, step: str, text: str, buttons: list[Button], lead: str = "") -> Reply:
    """A question, with the dialogue waiting for its answer."""
    context: dict[str, Any] = {"topic": "booking"}
    if draft.matter_id:
        context["matter_id"] = draft.matter_id
    if draft.park_id:
        context["park_id"] = draft.park_id
    return Reply(
        f"{lead}\n{text}" if lead else text,
        buttons,
        outcome="asked",
        context=context,
        slots={"expecting": f"booking.{step}", "draft": draft.stored(), "pending_topic": None},
    )
