"""Greetings, thanks and the like: one friendly line, and back to business."""

from __future__ import annotations

from actions import wording
from actions.base import GuideAction
from actions.client import GuideApi
from actions.reply import HANDOFF, IDLE, Reply, button
from actions.turn import Turn

SMALL_TALK = {
    "greet": wording.GREETING,
    "goodbye": wording.GOODBYE,
    "thanks": wording.THANKS,
    "ask_guide": wording.ABOUT,
}
NEXT_STEPS = [button("预约办理", "book"), button("我的预约", "booking_lookup"), HANDOFF]


class ActionSmallTalk(GuideAction):
    """Answers what is no question about a matter."""

    topic = "chitchat"

    def name(self) -> str:
        """The action's name in the domain."""
        return "action_small_talk"

    async def reply(self, turn: Turn, api: GuideApi) -> Reply:
        """One line, with the usual next steps."""
        if turn.intent == "another_matter":
            return Reply(wording.ANOTHER, [HANDOFF], slots={**IDLE, "pending_topic": None})
        return Reply(SMALL_TALK.get(turn.intent, wording.NOTHING_OPEN), NEXT_STEPS)
