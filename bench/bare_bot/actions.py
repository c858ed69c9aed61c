"""The one trivial action of the bare bot."""

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher


class ActionTrivial(Action):
    """Answers the same words to everything."""

    def name(self) -> str:
        return "action_trivial"

    def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[dict[str, Any]]:
        dispatcher.utter_message(text="好的")
        return []
