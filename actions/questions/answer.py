"""Questions about matters: asked of api, which words the answer."""

from __future__ import annotations

from typing import Any

from actions.base import GuideAction
from actions.choosing.offered import offered_by
from actions.client import GuideApi, Json
from actions.parks import park_in
from actions.pending import with_pending_question
from actions.questions.topics import SEARCHING_INTENTS, TOPIC_OF_INTENT
from actions.reply import HANDOFF, Reply
from actions.texts import say
from actions.turn import Turn

STATE_KEYS = ("decision", "matter_id", "park_id", "delegation_mode", "window_id")
WAITING_OUTCOMES = frozenset({"clarify", "ask_matter", "ask_park"})
"""Outcomes after which api wants to know a matter or a park before it can answer."""


class ActionAnswer(GuideAction):
    """Answers whatever the message asks, and repeats the question it interrupts, if any."""

    def name(self) -> str:
        """The action's name in the domain."""
        return "action_answer"

    async def reply(self, turn: Turn, api: GuideApi) -> Reply:
        """Ask api; a description of what somebody wants keeps the kind of question asked before."""
        topic = topic_of(turn)
        if topic is None:
            return Reply(
                say("conversation.no_repeat"),
                [HANDOFF],
                outcome="ask_matter",
                context={"topic": "chitchat"},
            )
        answer = await answer_question(turn, api, topic)
        return await with_pending_question(answer, turn, api)


def topic_of(turn: Turn) -> str | None:
    """What kind of question the message asks; None when it repeats and there was none before."""
    if turn.intent == "repeat":
        return turn.slots.get("last_topic")
    pending = turn.slots.get("pending_topic")
    if pending and turn.intent in SEARCHING_INTENTS:
        return str(pending)
    return TOPIC_OF_INTENT.get(turn.intent, "matter")


async def answer_question(
    turn: Turn,
    api: GuideApi,
    topic: str,
    matter_id: str | None = None,
    park_id: str | None = None,
) -> Reply:
    """The answer to one question.

    Args:
        topic: the kind of question.
        matter_id, park_id: what was just chosen; None for what the turn or conversation knows.
            When one is given the message's words are not searched again.
    """
    chosen = matter_id is not None or park_id is not None
    query = None if chosen or turn.pressed or turn.intent == "repeat" else turn.text
    found = await api.answer(
        topic=topic,
        query=query,
        matter_id=matter_id or turn.matter_id,
        park_id=park_id or (await park_in(query or "", api)) or turn.park_id,
        subject=turn.entities.get("subject"),
        as_of=turn.state.get("as_of"),
        channel=turn.state.get("channel"),
    )
    return as_reply(found, topic)


def as_reply(found: Json, topic: str) -> Reply:
    """What api answered to a question of kind `topic`, as a reply with the state it settles."""
    waits = found.get("outcome") in WAITING_OUTCOMES
    context: dict[str, Any] = {key: found.get(key) for key in STATE_KEYS}
    context["topic"] = found.get("topic") or topic
    if found.get("decision") is not None:
        context["candidates"] = found.get("candidates") or []
    return Reply(
        found["text"],
        found.get("buttons") or [],
        outcome=found["outcome"],
        card=found.get("card"),
        context=context,
        slots={
            "last_topic": topic,
            "pending_topic": topic if waits else None,
            "offered": offered_by(found) or None,
        },
    )
