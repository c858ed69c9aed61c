"""Plays Rasa's part: keeps slots and context, and picks the action as the rules do."""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml
from rasa_sdk import Tracker
from rasa_sdk.executor import ActionExecutor, CollectingDispatcher

from actions.base import GuideAction
from actions.client import GuideApi

RULES = Path(__file__).parents[2] / "bot" / "data" / "rules"
INTERRUPTS = ("restart", "request_handoff", "anger", "distress")


@dataclass
class Heard:
    """What the applicant got in one turn."""

    text: str
    buttons: list[dict[str, str]]
    card: dict[str, Any] | None
    context: dict[str, Any]

    @property
    def titles(self) -> list[str]:
        """What the buttons say."""
        return [button["title"] for button in self.buttons]

    def payload(self, title: str) -> str:
        """What the button that says `title` sends."""
        return next(b["payload"] for b in self.buttons if title in b["title"])


class Conversation:
    """One conversation with the actions, over a real client and a fake api.

    Args:
        loop: the event loop in which the fake api runs.
        api: the client.
        state: the context to begin with.
    """

    def __init__(self, loop: asyncio.AbstractEventLoop, api: GuideApi, **state: Any) -> None:
        self._loop = loop
        self._actions = actions_by_name(api)
        self.slots: dict[str, Any] = {}
        self.state: dict[str, Any] = {
            "channel": "widget",
            "topic": None,
            "matter_id": None,
            "park_id": None,
            "candidates": [],
            "booking_code": None,
            "delegation_mode": None,
            "window_id": None,
            "journey": None,
            **state,
        }

    def say(
        self,
        text: str,
        intent: str = "nlu_fallback",
        confidence: float = 0.9,
        said: Sequence[str] = (),
    ) -> Heard:
        """Type something that Rasa takes for `intent`, and in which api has read `said`."""
        self.state["said"] = list(said)
        waits = self.slots.get("expecting") and intent not in INTERRUPTS
        action = "action_continue" if waits else action_of_intent()[intent]
        return self._turn(action, text, intent, confidence, {})

    def press(self, payload: str) -> Heard:
        """Press a button."""
        self.state["said"] = []
        found = re.fullmatch(r"/(\w+)(\{.*\})?", payload)
        assert found, f"not a payload: {payload}"
        entities = json.loads(found[2] or "{}")
        return self._turn(action_of_intent()[found[1]], payload, found[1], 1.0, entities)

    def _turn(
        self, action: str, text: str, intent: str, confidence: float, entities: dict[str, str]
    ) -> Heard:
        tracker = Tracker(
            sender_id="a-conversation",
            slots=dict(self.slots),
            latest_message={
                "text": text,
                "intent": {"name": intent, "confidence": confidence},
                "entities": [{"entity": name, "value": value} for name, value in entities.items()],
                "metadata": dict(self.state),
            },
            events=[],
            paused=False,
            followup_action=None,
            active_loop={},
            latest_action_name="action_listen",
        )
        dispatcher = CollectingDispatcher()
        events = self._loop.run_until_complete(self._actions[action].run(dispatcher, tracker, {}))
        assert events[-1] == {"event": "followup", "timestamp": None, "name": "action_listen"}
        self._remember(events)
        return self._hear(dispatcher.messages)

    def _remember(self, events: list[dict[str, Any]]) -> None:
        for event in events:
            if event["event"] == "restart":
                self.slots.clear()
            elif event["event"] == "slot":
                self.slots[event["name"]] = event["value"]

    def _hear(self, messages: list[dict[str, Any]]) -> Heard:
        assert len(messages) == 1, "one message a turn"
        message = messages[0]
        context = message["custom"]["context"]
        assert {"intent", "topic"} <= set(context)
        self.state.update({key: context[key] for key in self.state if key in context})
        return Heard(message["text"], message["buttons"], message["custom"]["card"], context)


def actions_by_name(api: GuideApi) -> dict[str, GuideAction]:
    """All actions as the action server registers them, over `api`."""
    executor = ActionExecutor()
    executor.register_package("actions")
    classes = [run.__self__.__class__ for run in executor.actions.values()]
    return {cls().name(): cls(api) for cls in classes}


def action_of_intent() -> dict[str, str]:
    """Which action the rules name for each intent."""
    return {
        rule["steps"][0]["intent"]: rule["steps"][1]["action"]
        for path in RULES.glob("*.yml")
        for rule in yaml.safe_load(path.read_text(encoding="utf-8"))["rules"]
    }
