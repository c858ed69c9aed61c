"""Handing the conversation over to a person."""

from __future__ import annotations

from actions.base import GuideAction
from actions.client import ApiRefused, ApiUnavailable, GuideApi
from actions.questions.answer import answer_question
from actions.reply import HANDOFF, IDLE, Reply, labelled
from actions.texts import say
from actions.turn import Turn

SURE = 0.55
"""The bot falls silent after a hand-off, so a doubtful message must not cause one."""


class ActionHandOff(GuideAction):
    """A person on request; on anger, one apology first, then a person."""

    topic = "handoff"

    def name(self) -> str:
        """The action's name in the domain."""
        return "action_handoff"

    async def reply(self, turn: Turn, api: GuideApi) -> Reply:
        """Soothe once, hand over otherwise; a message that may mean something else is answered."""
        if turn.confidence < SURE:
            return await answer_question(turn, api, "matter")
        if turn.intent == "anger" and not turn.slots.get("upset"):
            again = labelled("conversation.restart_button", "restart")
            return Reply(
                say("handoff.soothe"), [HANDOFF, again], outcome="soothed", slots={"upset": True}
            )
        return await hand_off(turn, api)


async def hand_off(turn: Turn, api: GuideApi) -> Reply:
    """Ask api for a person; when that fails, say how else to reach one."""
    reason = "anger" if turn.intent == "anger" else "request"
    try:
        made = await api.hand_off(turn.session_id, reason)
    except (ApiUnavailable, ApiRefused):
        return Reply(say("handoff.failed"), [HANDOFF], outcome="degraded")
    said = str(made.get("message") or say("handoff.handed_off"))
    back = labelled("handoff.back_button", "back_to_guide")
    return Reply(
        said,
        [back],
        outcome="handed_over",
        context={"handoff": True},
        slots={**IDLE, "pending_topic": None},
    )
