"""A small hall with two windows, and the Wednesday morning on which it is looked at."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from api.db.engine import SessionFactory
from api.db.types import HALL_ZONE
from api.services.booking.hall_days import HallDays
from api.services.booking.slots import Slots
from knowledge import CalendarOverride, KnowledgeBase, Window

MATTER, PARK = "construction-permit", "gaoxin"
WORKDAYS = [1, 2, 3, 4, 5]
MORNING = {"weekdays": WORKDAYS, "start": "09:00", "end": "12:00"}
AFTERNOON = {"weekdays": WORKDAYS, "start": "13:30", "end": "17:00"}
SATURDAY = {"weekdays": [6], "start": "09:00", "end": "12:00", "kind": "off_hours"}


def at(text: str) -> datetime:
    """The moment that `text` (ISO, without zone) means in the hall."""
    return datetime.fromisoformat(text).replace(tzinfo=HALL_ZONE)


NOW = at("2026-11-25T10:00")


def window(window_id: str = "gaoxin-01", **changes: Any) -> Window:
    """A window with two seats and office hours from Monday to Friday, but for `changes`."""
    fields: dict[str, Any] = {
        "window_id": window_id,
        "hall_id": "gaoxin-hall",
        "park_id": PARK,
        "number": "1号窗口",
        "name": "综合窗口",
        "floor": "一楼",
        "matters": [MATTER],
        "opening": [MORNING, AFTERNOON],
        "capacity": 2,
        "status": "sample",
    }
    return Window.model_validate(fields | changes)


def assisting_window() -> Window:
    """A window with one seat that opens on Saturday mornings, too."""
    opening = [MORNING, AFTERNOON, SATURDAY]
    return window("gaoxin-06", kind="assist", number="6号窗口", opening=opening, capacity=1)


def exception(day: str, **fields: Any) -> CalendarOverride:
    """A day on which a hall departs from the rule."""
    return CalendarOverride.model_validate(
        {"day": day, "reason": "设备检修", "status": "sample", **fields}
    )


def slots_of(kb: KnowledgeBase, sessions: SessionFactory, *exceptions: CalendarOverride) -> Slots:
    """What the windows of `kb` offer, with no exceptions in its data but these."""
    kb = replace(kb, calendar=exceptions)
    return Slots(kb, HallDays(kb, sessions), sessions)


def with_windows(kb: KnowledgeBase, *windows: Window) -> KnowledgeBase:
    """`kb` with no other windows than these."""
    return replace(kb, windows={window.window_id: window for window in windows})
