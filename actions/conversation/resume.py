"""The answer to a pending question, whoever asked it."""

from __future__ import annotations

from actions.base import GuideAction
from actions.booking.book import resume_booking
from actions.booking.existing import resume_appointment
from actions.client import GuideApi
from actions.conversation.small_talk import NEXT_STEPS
from actions.handoff.asking import hand_off
from actions.questions.again import last_answer
from actions.rating.rate import ask_for_grade, resume_rating
from actions.reply import IDLE, Reply
from actions.texts import say
from actions.turn import Turn

REJECTS = frozenset({"deny", "stop"})
RESUME = {"booking": resume_booking, "visit": resume_appointment, "rating": resume_rating}


class ActionContinue(GuideAction):
    """Hands a message to the part of the conversation that waits for it."""

    topic = "chitchat"

    def name(self) -> str:
        """The action's name in the domain."""
        return "action_continue"

    async def reply(self, turn: Turn, api: GuideApi) -> Reply:
        """Go on where the conversation stands; a yes or no to nothing gets a friendly line."""
        if turn.expecting and turn.surely("repeat", confidence=0.6):
            return await last_answer(turn, api)
        resume = RESUME.get((turn.expecting or "").partition(".")[0])
        if resume is not None:
            return await resume(turn, api)
        if turn.slots.get("proposed") and turn.intent not in REJECTS:
            return await _accepted(str(turn.slots["proposed"]), turn, api)
        return Reply(say("conversation.nothing_open"), NEXT_STEPS, outcome="small_talk", slots=IDLE)


async def _accepted(proposed: str, turn: Turn, api: GuideApi) -> Reply:
    """A bare yes to what the last answer proposed."""
    if proposed == "rating":
        return ask_for_grade()
    return await hand_off(turn, api, "failures")
