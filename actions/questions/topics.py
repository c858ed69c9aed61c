"""Which kind of question each intent asks, in the words of the HTTP contract."""

TOPIC_OF_INTENT = {
    "find_matter": "matter",
    "nlu_fallback": "matter",
    "ask_materials": "materials",
    "ask_window": "window",
    "ask_mode": "mode",
    "ask_liability": "liability",
    "ask_time_limit": "time_limit",
    "ask_fee": "fee",
    "ask_legal_basis": "legal_basis",
    "ask_conditions": "conditions",
    "ask_online": "online",
    "ask_result": "result",
    "ask_policy": "policy",
    "compare": "compare",
    "ask_journey": "journey",
    "ask_notice": "notice",
    "ask_precheck": "precheck",
    "ask_progress": "progress",
}

SEARCHING_INTENTS = frozenset({"find_matter", "nlu_fallback"})
"""Messages that describe what somebody wants rather than ask about a known matter."""

GENERAL_TOPICS = frozenset({"policy", "journey", "progress", "compare"})
"""Kinds of questions that are not asked of one matter."""
