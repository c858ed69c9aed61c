"""What all actions share: read the turn, answer once, and always leave a way on."""

from __future__ import annotations

import logging
from abc import ABC, abstractmethod
from functools import lru_cache
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import FollowupAction, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.booking.who import one_more_visit, tells_who_comes
from actions.choosing.aging import aging
from actions.choosing.unsure import help_to_choose
from actions.client import ApiUnavailable, GuideApi, from_environment
from actions.conversation.pausing import waiting_for
from actions.conversation.remarks import size_noted
from actions.handoff.patience import with_patience
from actions.plain_wishes import answered_anywhere, plain_wish
from actions.questions.topics import TOPIC_OF_INTENT
from actions.questions.visiting import about_visit
from actions.reply import HANDOFF, IDLE, Reply, shown
from actions.texts import DEFAULT_LANGUAGE, language, say
from actions.turn import Turn

logger = logging.getLogger(__name__)

Events = list[dict[str, Any]]


class GuideAction(Action, ABC):
    """An action that turns one message into one reply.

    Args:
        api: the client of api; default the one the environment asks for.
    """

    topic = "none"
    """The contract's topic of this action's replies, unless the reply says otherwise."""

    def __init__(self, api: GuideApi | None = None) -> None:
        self._api = api

    @abstractmethod
    async def reply(self, turn: Turn, api: GuideApi) -> Reply:
        """The answer to `turn`. May raise `ApiUnavailable`."""

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> Events:
        """Answer the latest message. Never raises: a failure is answered with a way on."""
        turn = Turn.of(tracker)
        language.set(turn.state.get("language") or DEFAULT_LANGUAGE)
        try:
            api = self._api or shared_api()
            reply = waiting_for(turn) or await help_to_choose(turn, api)
            reply = reply or await about_visit(turn, api, self._usual)
            if reply is None and _wants_visit_plainly(turn):
                reply = await plain_wish(turn, api)
            reply = reply or await self._usual(turn, api)
            reply = await with_patience(reply, turn, api)
        except ApiUnavailable as away:
            logger.warning("%s: api unavailable (%s)", self.name(), away)
            reply = self._apology(turn)
        except Exception:
            logger.exception("%s failed", self.name())
            reply = self._apology(turn)
        return self._send(reply, turn, dispatcher)

    async def _usual(self, turn: Turn, api: GuideApi) -> Reply:
        """What any action answers, or else this one's own reply."""
        heard = await size_noted(turn, api) or await answered_anywhere(turn, api)
        return heard or await self.reply(turn, api)

    def _send(self, reply: Reply, turn: Turn, dispatcher: CollectingDispatcher) -> Events:
        context = {
            "intent": turn.intent,
            "topic": self.topic,
            "outcome": reply.outcome,
            **reply.context,
        }
        dispatcher.utter_message(
            text=reply.text,
            buttons=[shown(choice) for choice in reply.buttons],
            json_message={"card": reply.card, "context": context},
        )
        changed = {**aging(turn, reply), **reply.slots}
        if turn.slots.get("proposed"):  # open until the next answer, no longer
            changed.setdefault("proposed", None)
        # Only an answer of api can be told in other words; a "thank you" leaves it at hand.
        if turn.slots.get("asked") and reply.outcome != "small_talk":
            changed.setdefault("asked", None)
        if turn.slots.get("journeys_offered"):
            changed.setdefault("journeys_offered", None)
        if (turn.expecting or "").startswith("rating."):  # a reason is asked for only once
            changed = {**IDLE, **changed}
        slots = [SlotSet(name, value) for name, value in changed.items()]
        # Naming the next action spares Rasa a whole round of prediction.
        return [*slots, FollowupAction("action_listen")]

    def _apology(self, turn: Turn) -> Reply:
        topic = TOPIC_OF_INTENT.get(turn.intent, self.topic)
        kept = {name: turn.slots[name] for name in ("offered", "asked") if turn.slots.get(name)}
        return Reply(
            say("conversation.away"),
            [HANDOFF],
            outcome="degraded",
            context={"topic": topic},
            slots=kept,
        )


def _wants_visit_plainly(turn: Turn) -> bool:
    """Whether a visit is surely wanted, whatever the words are taken for."""
    return tells_who_comes(turn) or (turn.expecting is None and one_more_visit(turn.words))


@lru_cache
def shared_api() -> GuideApi:
    """The process's client, made on first use."""
    return from_environment()
