"""The card of a booking, and what the conversation knows once one exists."""

from __future__ import annotations

from typing import Any

from actions.client import Json

CARD_KEYS = ("code", "status", "hall", "address", "window", "start", "end", "qr", "visit_page")


def booking_card(made: Json, matter_name: str, park: str) -> dict[str, Any]:
    """The card of a booking; what api does not tell stays empty."""
    known = made.get("card") or made
    return {
        "type": "booking",
        "matter_name": matter_name,
        "park_name": park,
        **{key: known.get(key) for key in CARD_KEYS},
        **{key: known[key] for key in ("matter_name", "park_name") if known.get(key)},
    }


def booked_context(made: Json) -> dict[str, Any]:
    """What the conversation knows of a booking."""
    return {
        "topic": "booking",
        "booking_code": made["code"],
        "matter_id": made["matter_id"],
        "park_id": made["park_id"],
        "window_id": made.get("window_id"),
    }
