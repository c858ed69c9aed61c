"""Whether a button's payload is one that this guide could have offered."""

import re
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from api.services.payloads import parse_payload
from knowledge import KnowledgeBase

# The kinds of moves and questions that the dialogue knows (bot/domain).
INTENTS = frozenset({
    "affirm", "anger", "another_matter", "answer_precheck", "ask_conditions", "ask_fee",
    "ask_guide", "ask_journey", "ask_legal_basis", "ask_liability", "ask_materials",
    "ask_mode", "ask_notice", "ask_online", "ask_policy", "ask_precheck", "ask_progress",
    "ask_result", "ask_time_limit", "ask_window", "assistance", "book", "booking_lookup",
    "cancel_booking", "choose", "choose_date", "choose_matter", "choose_park", "choose_slot",
    "compare", "correct", "courier", "deny", "distress", "find_matter", "goodbye", "greet",
    "idle_chat", "move_booking", "none_of_these", "rate", "remark", "repeat", "request_handoff",
    "restart", "stop", "thanks", "walk_journey", "wordless",
})  # fmt: skip
MORE_TOPICS = frozenset({"notice"})
"""Kinds of questions beside the topics of the contract; their answers are of one of those."""
WORD = re.compile(r"[a-z][a-z0-9_-]{0,63}")
NUMBER = re.compile(r"[1-9][0-9]?")
ID = re.compile(r"[a-z][a-z0-9-]{0,63}")
SLOT = re.compile(r"[A-Za-z0-9-]{1,96}")


def topic_asked(kb: KnowledgeBase, intent: str) -> str | None:
    """The topic that a button asks about; its intent is named after it. None for other moves."""
    topic = intent.removeprefix("ask_")
    known = topic in kb.topics or topic in MORE_TOPICS
    return topic if known and topic != intent else None


def is_offered(kb: KnowledgeBase, payload: str) -> bool:
    """Whether the payload names a known move, and only matters, parks and days there are.

    A payload is not always from a button of ours, and one of ours may speak of a matter that has
    left the list since.
    """
    intent, entities = parse_payload(payload)
    tests = _tests(kb)
    return intent in INTENTS and all(
        name in tests and tests[name](value) for name, value in entities.items()
    )


def _tests(kb: KnowledgeBase) -> Mapping[str, Callable[[Any], bool]]:
    """What each value of a payload must be."""
    return {
        "park_id": lambda value: value in kb.parks,
        "matter_id": lambda value: value in kb.matters,
        "topic": lambda value: value in kb.topics or value in MORE_TOPICS,
        "subject": lambda value: value in kb.policy or value in kb.journeys,
        "question": lambda value: ID.fullmatch(str(value)) is not None,
        "option": lambda value: ID.fullmatch(str(value)) is not None,
        "move": lambda value: WORD.fullmatch(str(value)) is not None,
        "date": _is_day,
        "slot_id": lambda value: SLOT.fullmatch(str(value)) is not None,
        "code": lambda value: SLOT.fullmatch(str(value)) is not None,
        "field": lambda value: WORD.fullmatch(str(value)) is not None,
        "detail": lambda value: value in ("brief", "full"),
        "item": lambda value: NUMBER.fullmatch(str(value)) is not None,
        "stars": lambda value: str(value) in set("12345"),
        "reason": lambda value: WORD.fullmatch(str(value)) is not None,
    }


def _is_day(value: Any) -> bool:
    try:
        date.fromisoformat(str(value))
    except ValueError:
        return False
    return True
