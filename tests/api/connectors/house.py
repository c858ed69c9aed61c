"""Intakes to which things happen, and a clock that is moved on by hand."""

import itertools
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from pydantic import SecretStr

from api.db.booking import Booking, Slot
from api.db.engine import SessionFactory
from api.db.intake import Intake
from api.db.outbox import OutboxEntry
from api.services.connectors.config import Connector
from api.services.connectors.delivery import Deliveries
from api.services.connectors.listener import Announcer
from api.services.connectors.outbox import Outbox, Shown, Wanted
from api.services.connectors.terms import Terms
from api.services.events import Event, Kind
from knowledge import KnowledgeBase
from tests.api.connectors.platform import SECRET, Platform
from tests.api.hall import MATTER, NOW, PARK

CODE, NAME, PHONE = "K7M2P9QX", "王小明", "13812345678"
COMPANY, USCC = "郴州某某科技有限公司", "91110000600037341L"
KEEP = timedelta(days=30)
LATER = timedelta(days=1)
"""Longer than anything waits."""


def connector(url: str, connector_id: str = "hunan", **terms: Any) -> Connector:
    """A connector that is told of everything, but for `terms`."""
    fields = {
        "id": connector_id,
        "name": "省平台",
        "url": url,
        "secret": "HUNAN_SECRET",
        "events": list(Kind),
        **terms,
    }
    return Connector(Terms.model_validate(fields), SecretStr(SECRET))


def an_intake(intake_id: str, **fields: Any) -> Intake:
    """An intake with everything personal there is."""
    known: dict[str, Any] = {
        "status": "expected",
        "park_id": PARK,
        "matter_id": MATTER,
        "edition_id": "sample-2021",
        "mode": "direct",
        "name": NAME,
        "phone": PHONE,
        "company": COMPANY,
        "uscc": USCC,
        "created_at": NOW,
        "updated_at": NOW,
        "consent_at": NOW,
    }
    return Intake(intake_id=intake_id, **(known | fields))


def a_visit(intake: Intake) -> tuple[Slot, Booking]:
    """A confirmed booking of an intake, and its slot."""
    start, end = NOW + timedelta(days=1), NOW + timedelta(days=1, minutes=30)
    slot = Slot(
        slot_id="gaoxin-01-20261126T1000",
        window_id="gaoxin-01",
        starts_at=start,
        ends_at=end,
        capacity=2,
        booked=1,
        staff_capacity=0,
        staff_booked=0,
    )
    booking = Booking(
        code=CODE,
        status="confirmed",
        intake_id=intake.intake_id,
        park_id=intake.park_id,
        matter_id=intake.matter_id,
        window_id=slot.window_id,
        slot_id=slot.slot_id,
        starts_at=start,
        ends_at=end,
        pool="public",
        provisional=False,
        created_at=NOW,
        updated_at=NOW,
    )
    return slot, booking


class House:
    """Where things happen to intakes and are sent on; `now` is the time there."""

    def __init__(self, kb: KnowledgeBase, sessions: SessionFactory, *connectors: Connector) -> None:
        self.now = NOW
        self.sessions = sessions
        self.connectors: Mapping[str, Connector] = {one.terms.id: one for one in connectors}
        self.announce = Announcer(self.connectors, kb)
        self.deliveries = Deliveries(sessions, self.connectors)
        self.outbox = Outbox(sessions, self.connectors, KEEP)
        self._ids = itertools.count(1)

    def begin(self, **fields: Any) -> str:
        """A new intake; returns its id."""
        intake_id = f"{next(self._ids):032x}"
        with self.sessions() as session, session.begin():
            session.add(an_intake(intake_id, **fields))
        return intake_id

    def happens(self, intake_id: str, *kinds: Kind) -> None:
        """Things happen to an intake one after the other, each in a transaction of its own."""
        for kind in kinds:
            with self.sessions() as session, session.begin():
                intake = session.get_one(Intake, intake_id)
                self.announce(session, Event(kind, intake, self.now, "staff:007"))

    def deliver(self) -> int:
        """One round."""
        return self.deliveries.deliver_due(self.now)

    def deliver_all(self, rounds: int = 100) -> int:
        """Rounds, each long after the one before, until nothing waits any more."""
        for done in range(rounds):
            if not self.entries(status="waiting"):
                return done
            self.deliver()
            self.now += LATER
        raise AssertionError("there is no end to it")

    def entries(self, **wanted: Any) -> list[Shown]:
        """The entries in the outbox, the oldest first."""
        found, total = self.outbox.find(Wanted(**wanted), limit=1000)
        assert total == len(found)
        return found[::-1]

    def statuses(self) -> list[str]:
        """Of all entries, the oldest first."""
        return [shown.entry.status for shown in self.entries()]

    def only(self) -> OutboxEntry:
        """The one entry there is, with what it says."""
        (shown,) = self.entries()
        return self.outbox.get(shown.entry.entry_id).entry


def in_step(platform: Platform, house: House) -> None:
    """Let the platform's clock go with the house's."""
    platform.now = lambda: house.now.timestamp()


def when(moment: datetime) -> float:
    """Seconds since 1970."""
    return moment.timestamp()
