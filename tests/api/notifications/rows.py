"""Rows that messages are about, and messages themselves."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from api.db.booking import Booking, Slot
from api.db.engine import SessionFactory, reading
from api.db.intake import Gap, Intake
from api.db.notification import Notification
from api.services.notifications.notifications import Notifications
from api.services.notifications.notifier import Recipient
from tests.api.hall import MATTER, NOW, PARK, at

CODE = "KQ7M2XA4"
PHONE = "13812345678"
WANG = Recipient(phone=PHONE)
VISIT = at("2026-11-26T09:00")
CALL_BACK = {"until": "11月25日（周三）17:00"}


def an_intake(**changes: Any) -> Intake:
    """Somebody's matter, but for `changes`."""
    fields: dict[str, Any] = {
        "intake_id": "1" * 32,
        "status": "expected",
        "park_id": PARK,
        "matter_id": MATTER,
        "edition_id": "edition-1",
        "phone": PHONE,
        "created_at": NOW,
        "updated_at": NOW,
    }
    return Intake(**(fields | changes))


def a_booking(intake: Intake | None, starts_at: datetime = VISIT, **changes: Any) -> Booking:
    """The visit of an intake, but for `changes`."""
    fields: dict[str, Any] = {
        "code": CODE,
        "status": "confirmed" if intake else "held",
        "intake": intake,
        "park_id": PARK,
        "matter_id": MATTER,
        "window_id": "gaoxin-01",
        "slot_id": f"gaoxin-01-{starts_at:%Y%m%dT%H%M}",
        "starts_at": starts_at,
        "ends_at": starts_at + timedelta(minutes=30),
        "held_until": None if intake else starts_at,
        "created_at": NOW,
        "updated_at": NOW,
    }
    return Booking(**(fields | changes))


def add_booking(session: Session, booking: Booking) -> Booking:
    """Store a visit with the slot it takes."""
    session.add(
        Slot(
            slot_id=booking.slot_id,
            window_id=booking.window_id,
            starts_at=booking.starts_at,
            ends_at=booking.ends_at,
            capacity=1,
            booked=1,
        )
    )
    session.flush()
    session.add(booking)
    session.flush()
    return booking


def a_gap(due_on: date, **changes: Any) -> Gap:
    """A material that may follow, but for `changes`."""
    fields: dict[str, Any] = {
        "gap_id": "a" * 32,
        "intake_id": "1" * 32,
        "material": "施工图审查合格书",
        "status": "open",
        "due_on": due_on,
        "created_at": NOW,
    }
    return Gap(**(fields | changes))


def queue_one(
    notifications: Notifications,
    sessions: SessionFactory,
    dedupe: str = "call_back:1",
    due_at: datetime = NOW,
    recipient: Recipient = WANG,
    **more: Any,
) -> bool:
    """Write down one message in a transaction of its own; whether it was written."""
    with sessions() as session, session.begin():
        return notifications.queue(
            session, "call_back", recipient, CALL_BACK, dedupe, due_at, now=NOW, **more
        )


def stored(sessions: SessionFactory) -> Sequence[Notification]:
    """All messages, in the order in which they are due."""
    with reading(sessions) as session:
        order = (Notification.due_at, Notification.dedupe)
        return session.scalars(select(Notification).order_by(*order)).all()


def only(sessions: SessionFactory) -> Notification:
    """The one message there is."""
    (row,) = stored(sessions)
    return row
