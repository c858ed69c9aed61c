"""Inviting somebody who is done to grade the service: once a conversation, and never pressed."""

from __future__ import annotations

from actions.rating.grades import GRADE_BUTTONS
from actions.reply import Reply
from actions.texts import say
from actions.turn import Turn


def may_invite(turn: Turn) -> bool:
    """Whether a service is over that nobody was asked about: a visit booked, or a person's help."""
    served = turn.state.get("booking_code") or turn.state.get("helped")
    return bool(served) and not turn.state.get("rating_asked") and turn.expecting is None


def with_invitation(parting: Reply) -> Reply:
    """`parting`, with the five grades to choose from, or to leave alone."""
    parting.text = f"{parting.text}\n{say('rating.invite')}"
    parting.buttons = list(GRADE_BUTTONS)
    parting.context["rating_asked"] = True
    parting.slots["proposed"] = "rating"
    return parting
