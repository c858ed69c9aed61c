"""What the guide says in its own name to those who write English, where no dialogue answers."""

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from api.services.answers import Button
from api.services.payloads import parse_payload
from knowledge import KnowledgeBase
from knowledge.english import Translation

CHINESE_ONLY = "I have this in Chinese only:"
OUR_TRANSLATION = "English is our translation; the Chinese text decides."
SAMPLE_NOTE = "(Sample data: the hall's own notice decides.)"
APOLOGY = "The dialogue is being restored; this is what the records say:"
RETRY_LATER = (
    "The dialogue is being restored, and this step is not possible now. Please try again in a "
    "moment; in urgent cases call 12345, or ask for a person."
)
STARTED_AGAIN = "All right, let us start again. What would you like to do?"
IN_ENGLISH = "All right, I answer in English. Just write in English what you would like to do."
STILL_HERE = "I am here and answer you. Please tell me what you need."
GONE = "This option is no longer available. Please tell me what you need, or ask for a person."
BACK_AGAIN = "All right, the request for a person is withdrawn and I am with you again."
MEANWHILE = "Just ask; your place with our staff is kept."
WELCOME_BACK = (
    "All right, I am with you again; the request for a person is withdrawn. What would you "
    "like to know?"
)
BACK_WORDS = re.compile(
    r"(?:go)?back(?:tothe)?(?:guide|bot)?|nevermind|idontneedaperson(?:anymore)?"
)
"""Words without spaces by which somebody leaves the person again."""
TITLES: Mapping[str, str] = {
    "affirm": "Confirm",
    "ask_conditions": "Conditions",
    "ask_fee": "What does it cost?",
    "ask_legal_basis": "Legal basis",
    "ask_liability": "Who is liable?",
    "ask_materials": "What to bring",
    "ask_notice": "The complete notice",
    "ask_precheck": "Check my papers",
    "ask_mode": "Who decides?",
    "ask_time_limit": "How long does it take?",
    "ask_window": "Which window?",
    "back_to_guide": "Back to the guide",
    "book": "Book a visit",
    "booking_lookup": "My booking",
    "cancel_booking": "Cancel the booking",
    "compare": "How do they differ?",
    "find_matter": "Back to the matter",
    "move_booking": "Change the time",
    "none_of_these": "None of these",
    "repeat": "The full text",
    "request_handoff": "Talk to a person",
    "restart": "Start again",
    "stop": "Stop this",
    "walk_journey": "Go on with the plan",
}
"""What a button says, by the move that it makes."""
STEPS: Mapping[str, str] = {
    "first": "The first step",
    "next": "The next step",
    "left": "What is left?",
    "show": "The whole plan",
    "done": "This step is done",
}
"""The same for the ways through a plan."""


class EnglishButtons:
    """Gives buttons their English words, by what they do."""

    def __init__(self, kb: KnowledgeBase, english: Translation) -> None:
        self._names: Mapping[str, Callable[[str], str | None]] = {
            "matter_id": lambda key: _field(english.matters, key, "name"),
            "park_id": lambda key: (
                english.of(kb.parks[key].short_name) if key in kb.parks else None
            ),
            "move": STEPS.get,
            "subject": lambda key: (
                _field(english.policy, key, "title") or _field(english.journeys, key, "title")
            ),
        }

    def of(self, buttons: Sequence[Button]) -> list[Button]:
        """The buttons in English; one for which there are no words keeps its own."""
        return [{**button, "title": self._title(button)} for button in buttons]

    def _title(self, button: Button) -> str:
        intent, entities = parse_payload(button["payload"])
        named = (self._name(name, value) for name, value in entities.items())
        told = next((name for name in named if name), None)
        return told or TITLES.get(intent) or button["title"]

    def _name(self, entity: str, value: Any) -> str | None:
        find = self._names.get(entity)
        return find(str(value)) if find else None


def _field(records: Mapping[str, Any], key: str, field: str) -> str | None:
    record = records.get(key)
    return str(getattr(record, field)) if record else None
