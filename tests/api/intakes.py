"""Intakes and visits as rows, and a knowledge base with other facts about one matter."""

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy.orm import Session

from api.db.booking import Booking, Slot
from api.db.engine import SessionFactory
from api.db.intake import Intake
from api.services.days.calendar import NationalDay, NotPublished, national_day
from api.services.days.working_days import DayCount
from api.services.events import Event
from knowledge import Fact, KnowledgeBase
from knowledge.schema import Source
from tests.api.hall import MATTER, NOW, PARK

STAFF = "staff:007"
NOBODY_KNOWS = 2027


def calendar_to_2026(day: date) -> NationalDay:
    """The national calendar as it is known in 2026, whatever year it is now."""
    if day.year >= NOBODY_KNOWS:
        raise NotPublished(day.year)
    return national_day(day)


COUNT = DayCount(calendar_to_2026)


class Told:
    """Listens to events and notices."""

    def __init__(self) -> None:
        self.events: list[Event] = []
        self.notices: list[Any] = []

    def __call__(self, session: Session, event: Event) -> None:
        self.events.append(event)

    def notice(self, session: Session, notice: Any) -> None:
        self.notices.append(notice)

    @property
    def kinds(self) -> list[str]:
        return [event.kind.value for event in self.events]


def with_fields(kb: KnowledgeBase, matter_id: str = MATTER, **values: Any) -> KnowledgeBase:
    """`kb` in which the matter's fields have these values; a field that is None is missing."""
    matter = kb.matters[matter_id]
    facts = {name: _fact(value) for name, value in values.items()}
    changed = matter.model_copy(update={"fields": matter.fields.model_copy(update=facts)})
    return replace(kb, matters={**kb.matters, matter_id: changed})


def _fact(value: Any) -> Fact[Any]:
    if value is None:
        return Fact[Any].missing()
    source = (Source(title="示例数据，不是官方清单"),)
    return Fact[Any](value=value, source=source, status="sample")


def add_intake(sessions: SessionFactory, **fields: Any) -> str:
    """Keep an intake of 王小明 that waits for its visit, but for `fields`; returns its id."""
    intake_id = secrets.token_hex(16)
    row: dict[str, Any] = {
        "intake_id": intake_id,
        "status": "expected",
        "park_id": PARK,
        "matter_id": MATTER,
        "edition_id": "sample-2021",
        "mode": "direct",
        "name": "王小明",
        "phone": "13812345678",
        "company": "郴州某某科技有限公司",
        "uscc": "91110000600037341L",
        "phone_index": "p" * 64,
        "company_index": "c" * 64,
        "consent_at": NOW,
        "created_at": NOW,
        "updated_at": NOW,
    }
    with sessions() as session, session.begin():
        session.add(Intake(**row | fields))
    return intake_id


def add_booking(
    sessions: SessionFactory, intake_id: str, starts_at: datetime, status: str = "done"
) -> str:
    """Keep a visit of half an hour; returns its code."""
    code, end = secrets.token_hex(4).upper(), starts_at + timedelta(minutes=30)
    slot_id = f"gaoxin-01-{secrets.token_hex(4)}"
    with sessions() as session, session.begin():
        session.add(
            Slot(
                slot_id=slot_id, window_id="gaoxin-01", starts_at=starts_at, ends_at=end,
                capacity=2, booked=1, staff_capacity=0, staff_booked=0,
            )
        )  # fmt: skip
        session.flush()
        session.add(
            Booking(
                code=code, status=status, intake_id=intake_id, park_id=PARK, matter_id=MATTER,
                window_id="gaoxin-01", slot_id=slot_id, starts_at=starts_at, ends_at=end,
                created_at=NOW, updated_at=NOW,
            )
        )  # fmt: skip
    return code


@contextmanager
def changing(sessions: SessionFactory, intake_id: str) -> Iterator[tuple[Session, Intake]]:
    """A transaction with an intake, as the booking opens one around the parts it calls."""
    with sessions() as session, session.begin():
        yield session, session.get_one(Intake, intake_id)


def intake_of(sessions: SessionFactory, intake_id: str) -> Intake:
    """The intake as it is now."""
    with sessions() as session:
        return session.get_one(Intake, intake_id)
