"""One message of an applicant, with the state it meets."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from rasa_sdk import Tracker

from actions.questions.topics import TOPIC_OF_INTENT
from actions.reading import read_phone, with_digits


@dataclass(frozen=True)
class Turn:
    """What was said or pressed, and what is known already.

    Attributes:
        session_id: the conversation.
        text: the applicant's words; None when a button was pressed.
        intent: the kind of message.
        confidence: how sure the classifier is of the intent, 0..1.
        entities: the values a button carries.
        state: the conversation's business state, owned by api: current matter, park, candidates.
        slots: the dialogue's own state: what is expected, the booking draft, the last topic.
    """

    session_id: str
    text: str | None
    intent: str
    confidence: float = 1.0
    entities: Mapping[str, str] = field(default_factory=dict)
    state: Mapping[str, Any] = field(default_factory=dict)
    slots: Mapping[str, Any] = field(default_factory=dict)

    @classmethod
    def of(cls, tracker: Tracker) -> Turn:
        """The turn that `tracker` has just received."""
        message = tracker.latest_message or {}
        text = message.get("text") or ""
        intent = message.get("intent") or {}
        pressed = text.startswith("/")
        entities = message.get("entities") or [] if pressed else []
        return cls(
            session_id=tracker.sender_id,
            text=None if pressed else with_digits(text),
            intent=intent.get("name") or "nlu_fallback",
            confidence=float(intent.get("confidence") or 0.0),
            entities={entity["entity"]: str(entity["value"]) for entity in entities},
            state=message.get("metadata") or {},
            slots=tracker.slots,
        )

    @property
    def pressed(self) -> bool:
        """Whether a button was pressed rather than something typed."""
        return self.text is None

    @property
    def words(self) -> str:
        """The applicant's words, empty for a button."""
        return self.text or ""

    @property
    def matter_id(self) -> str | None:
        """The matter a button names, else the current one."""
        return self.entities.get("matter_id") or self.state.get("matter_id")

    @property
    def park_id(self) -> str | None:
        """The park a button names, else the applicant's."""
        return self.entities.get("park_id") or self.state.get("park_id")

    @property
    def expecting(self) -> str | None:
        """The question that is waiting for an answer, such as `booking.date`."""
        return self.slots.get("expecting")

    @property
    def asks_something(self) -> bool:
        """Whether the words are surely a question of a known kind, and no phone number."""
        known = tuple(intent for intent in TOPIC_OF_INTENT if intent != "nlu_fallback")
        return self.surely(*known) and read_phone(self.words) is None

    @property
    def paused(self) -> str:
        """The words, with a mark where somebody who writes without commas left a space."""
        kept = self.state.get("paused")
        return with_digits(str(kept)) if kept and not self.pressed else self.words

    def says(self, what: str) -> bool:
        """Whether api has read `what` in the words, see `api/services/said/marks.py`."""
        return what in (self.state.get("said") or ())

    def surely(self, *intents: str, confidence: float = 0.5) -> bool:
        """Whether the message is one of `intents`, at least with this confidence."""
        return self.intent in intents and self.confidence >= confidence
