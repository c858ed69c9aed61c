"""Starting over."""

from __future__ import annotations

import re
from contextlib import suppress
from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.events import Restarted
from rasa_sdk.executor import CollectingDispatcher

from actions.base import Events, GuideAction
from actions.client import ApiRefused, ApiUnavailable, GuideApi
from actions.moves import goes_back
from actions.questions.answer import ActionAnswer
from actions.reply import HANDOFF, Reply
from actions.texts import say
from actions.turn import Turn

STARTS_OVER = re.compile(
    r"重新|从头|重来|再来|重启|清空|开头|推倒|作废|清零|归零"
    r"|\b(?:restart|start (?:over|again)|reset)\b",
    re.IGNORECASE,
)
SURE = 0.75
"""How sure it must be that all is to be forgotten, where no word says so: 新开的."""
ASKS_OF_IT = re.compile(
    r"重新(?:交|排|提交|申请|办|做|审|报|盖|填|测|检|写|打|弄|准备)[^，。]{0,8}(?:吗|么|不|多久|几天|怎么|要钱)"
)
"""Asks of doing something once more, and wants no new conversation: 重新交要重新排队吗."""
FRESH: dict[str, Any] = {
    "decision": None,
    "candidates": [],
    "matter_id": None,
    "delegation_mode": None,
    "window_id": None,
    "booking_code": None,
    "precheck": None,
    "handoff": False,
    "recent": [],
    "pair": [],
    "as_of": None,
    "journey": None,
}


class ActionRestart(GuideAction):
    """Forgets the conversation; replaces Rasa's own action of this name, which says nothing."""

    topic = "chitchat"

    def name(self) -> str:
        """The action's name in the domain."""
        return "action_restart"

    async def reply(self, turn: Turn, api: GuideApi) -> Reply:
        """A fresh start, without the matter, the draft, or the booking of before."""
        if turn.slots.get("draft"):
            with suppress(ApiRefused, ApiUnavailable):  # the seat is free again by itself, later
                await api.release(turn.session_id)
        return Reply(
            say("conversation.restarted"), [HANDOFF], outcome="restarted", context=dict(FRESH)
        )

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> Events:
        """Start over; words that go back to something ("回到刚才的清单") are a question instead."""
        turn = Turn.of(tracker)
        doubtful = goes_back(turn.words) or turn.confidence < SURE
        starts_over = STARTS_OVER.search(turn.words) or not doubtful
        if not turn.pressed and (not starts_over or ASKS_OF_IT.search(turn.words)):
            return await ActionAnswer(self._api).run(dispatcher, tracker, domain)
        return await super().run(dispatcher, tracker, domain)

    def _send(self, reply: Reply, turn: Turn, dispatcher: Any) -> Events:
        return [Restarted(), *super()._send(reply, turn, dispatcher)]
