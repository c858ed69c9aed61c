"""The answer to a pending question, whoever asked it."""

from __future__ import annotations

from actions.base import GuideAction
from actions.booking.book import resume_booking
from actions.booking.existing import resume_appointment
from actions.client import GuideApi
from actions.conversation.small_talk import NEXT_STEPS
from actions.handoff.asking import hand_off
from actions.journey.asides import journey_aside
from actions.journey.journey import resume_journey
from actions.precheck.check import resume_precheck, start_precheck
from actions.questions.again import last_answer
from actions.rating.rate import ask_for_grade, resume_rating
from actions.reply import IDLE, Reply
from actions.texts import say
from actions.turn import Turn

REJECTS = frozenset({"deny", "stop"})
RESUME = {
    "booking": resume_booking,
    "journey": resume_journey,
    "precheck": resume_precheck,
    "rating": resume_rating,
    "visit": resume_appointment,
}


DETOURS = {"ask_precheck": start_precheck}
"""What somebody may surely turn to in the middle of another job, which is taken up afterwards."""
SURE = 0.8


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
        topic = (turn.expecting or "").partition(".")[0]
        if topic == "booking" and turn.surely(*DETOURS, confidence=SURE):
            return await DETOURS[turn.intent](turn, api)
        resume = RESUME.get(topic)
        if resume is not None:
            return await resume(turn, api)
        return await _to_nothing_asked(turn, api)


async def _to_nothing_asked(turn: Turn, api: GuideApi) -> Reply:
    """A yes or no that no question waits for: it may take what was proposed beside an answer."""
    if turn.slots.get("proposed") and turn.intent not in REJECTS:
        if turn.slots["proposed"] == "rating":
            return ask_for_grade()
        return await hand_off(turn, api, "failures")
    if told := await journey_aside(turn, api):
        return told
    return Reply(say("conversation.nothing_open"), NEXT_STEPS, outcome="small_talk", slots=IDLE)
