"""Rows as the parts of the guide write them, with nothing in them that the tests do not look at."""

import secrets
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy.orm import Session

from api.db.audit import AuditEntry
from api.db.booking import Booking, Slot
from api.db.demand import Demand
from api.db.intake import Intake, Rating, TimeLimit
from api.db.queue import Ticket
from api.db.types import HALL_ZONE
from api.services.booking.codes import new_code

PARK, OTHER_PARK = "gaoxin", "jingkai"
HALL, WINDOW = "gaoxin-hall", "gaoxin-01"
MATTER, FOOD = "construction-permit", "food-business-permit"


def at(text: str) -> datetime:
    """The moment that `text` (ISO, without zone) means in the hall."""
    return datetime.fromisoformat(text).replace(tzinfo=HALL_ZONE)


def asked(session: Session, day: date, outcome: str, count: int = 1, **more: str) -> None:
    """A question was asked so many times."""
    where = {"park_id": PARK, "matter_id": MATTER, "channel": "widget", **more}
    session.add(Demand(day=day, outcome=outcome, count=count, **where))


def an_intake(session: Session, now: datetime, **more: Any) -> Intake:
    """Something somebody brings to the hall."""
    fields: dict[str, Any] = {
        "intake_id": secrets.token_hex(16),
        "status": "expected",
        "park_id": PARK,
        "matter_id": MATTER,
        "edition_id": "sample-2021",
        "name": "张三丰",
        "phone": "13812345678",
        "company": "郴州某某科技有限公司",
        "created_at": now,
        "updated_at": now,
    }
    intake = Intake(**fields | more)
    session.add(intake)
    session.flush()
    return intake


def a_visit(session: Session, start: datetime, status: str = "confirmed", **more: Any) -> Booking:
    """A booking, with its intake and its slot."""
    fields: dict[str, Any] = {"park_id": PARK, "matter_id": MATTER, "window_id": WINDOW} | more
    person = {key: fields.pop(key) for key in ("name", "phone", "company") if key in fields}
    place = {key: fields[key] for key in ("park_id", "matter_id")}
    held = status in ("held", "expired")
    intake = None if held else an_intake(session, start, **place, **person)
    slot_id = f"{fields['window_id']}-{start:%Y%m%dT%H%M%S%f}"
    if session.get(Slot, slot_id) is None:
        end = start + timedelta(minutes=30)
        where = {"window_id": fields["window_id"], "starts_at": start, "ends_at": end}
        session.add(Slot(slot_id=slot_id, capacity=99, booked=1, **where))
        session.flush()
    booking = Booking(
        code=new_code(),
        status=status,
        intake_id=intake.intake_id if intake else None,
        slot_id=slot_id,
        starts_at=start,
        ends_at=start + timedelta(minutes=30),
        held_until=start if status == "held" else None,
        created_at=start,
        updated_at=start,
        **{"provisional": False, **fields},
    )
    session.add(booking)
    session.flush()
    return booking


def was_moved(session: Session, booking: Booking) -> None:
    """Somebody moved the visit."""
    step = {"subject": "booking", "subject_id": booking.code, "action": "moved"}
    session.add(AuditEntry(at=booking.created_at, actor="applicant", **step))


def a_ticket(session: Session, came: datetime, status: str = "waiting", **more: Any) -> Ticket:
    """Somebody's place in the queue."""
    fields: dict[str, Any] = {
        "ticket_id": secrets.token_hex(16),
        "hall_id": HALL,
        "window_id": WINDOW,
        "day": came.date(),
        "number": secrets.token_hex(4),
        "status": status,
        "matter_id": MATTER,
        "queued_at": came,
        "created_at": came,
    }
    ticket = Ticket(**fields | more)
    session.add(ticket)
    return ticket


def served(session: Session, came: datetime, wait_s: int, serve_s: int, **more: Any) -> Ticket:
    """Somebody who waited and was served for so long."""
    called = came + timedelta(seconds=wait_s)
    done = called + timedelta(seconds=serve_s)
    times = {"called_at": called, "started_at": called, "ended_at": done}
    return a_ticket(session, came, "done", **times | more)


def a_grade(session: Session, stars: int, when: datetime, **more: Any) -> Rating:
    """A grade for the service."""
    fields: dict[str, Any] = {"park_id": PARK, "matter_id": MATTER, "window_id": WINDOW} | more
    rating = Rating(
        rating_id=secrets.token_hex(16), stars=stars, created_at=when, provisional=False, **fields
    )
    session.add(rating)
    return rating


def a_limit(session: Session, due_on: date, status: str, **more: Any) -> TimeLimit:
    """A time limit of an accepted intake."""
    intake = an_intake(session, at(f"{due_on}T09:00"), status="accepted", **more)
    limit = TimeLimit(
        limit_id=secrets.token_hex(16),
        intake_id=intake.intake_id,
        kind="promised",
        number=7,
        unit="日",
        source="law",
        starts_on=due_on,
        due_on=due_on,
        provisional=False,
        status=status,
    )
    session.add(limit)
    return limit
