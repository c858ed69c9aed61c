"""What is done regularly: what is due is done once, whoever does it, and no fault ends it."""

import asyncio
import json
import secrets
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import yaml
from sqlalchemy import Engine
from sqlalchemy.exc import OperationalError

from api.db.base import Base
from api.db.booking import Booking, IdempotencyKey, Seat, Slot, WaitingEntry
from api.db.chat import Conversation
from api.db.engine import SessionFactory
from api.db.intake import CourierDelivery, Gap, TimeLimit
from api.db.outbox import DELIVERED, WAITING, OutboxEntry
from api.db.review import ReviewItem
from api.deps import Services
from api.duties import duties
from api.services import upkeep
from api.services.notifications.notifier import Recipient
from api.services.statistics.demand import Kind
from api.services.upkeep import Duty
from api.wiring import open_shared, wire
from knowledge import KnowledgeBase
from knowledge.search import Searcher
from tests.api.at_once import at_once
from tests.api.connectors.platform import SECRET, Platform, running_platform
from tests.api.hall import MATTER, NOW, PARK
from tests.api.intakes import add_booking, add_intake
from tests.api.routes.conftest import INDEX, settings_with
from tests.api.routes.fake_bot import FakeBot

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
LONG_AGO = NOW - 2000 * DAY
"""Also by the real clock, which some duties go by."""
PATIENCE_S = 10
MOST_ROUNDS = 5


@pytest.fixture(scope="module")
def platform() -> Iterator[Platform]:
    """Somebody who is told of events, by the real clock."""
    with running_platform() as platform:
        platform.now = time.time
        yield platform


@pytest.fixture(scope="module")
def services(
    engine: Engine,
    kb: KnowledgeBase,
    platform: Platform,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Services]:
    """All parts as the application puts them together, on a database of each kind."""
    folder = tmp_path_factory.mktemp("duties")
    url = engine.url.render_as_string(hide_password=False)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PLATFORM_SECRET", SECRET)
        settings = settings_with(
            url,
            FakeBot(url="http://127.0.0.1:9"),
            connectors=connectors(folder, platform),
            notification_file=folder / "notifications.log",
        )
        nobody_asks: Any = None
        shared = open_shared(settings, nobody_asks)
        yield wire(shared, kb, Searcher.open(kb, INDEX))
        shared.background.close()
        shared.engine.dispose()


def connectors(folder: Path, platform: Platform) -> Path:
    """The file of connectors: one."""
    entry = {
        "id": "province",
        "name": "省平台",
        "url": platform.url,
        "secret": "PLATFORM_SECRET",
        "events": ["intake.accepted"],
    }
    file = folder / "connectors.yml"
    file.write_text(yaml.safe_dump({"connectors": [entry]}))
    return file


@pytest.fixture
def due(
    services: Services,
    sessions: SessionFactory,
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[Mapping[str, Duty]]:
    """The duties, on a Wednesday morning and an empty database."""
    monkeypatch.setattr("api.duties.current_time", lambda: NOW)
    yield duties(lambda: services)
    services.shared.demand.flush()


@pytest.fixture
def filled(due: Mapping[str, Duty], services: Services) -> Mapping[str, Duty]:
    """The duties, where each of them has one thing to do."""
    for fill in ONE_THING_TO_DO.values():
        fill(services)
    return due


def add(services: Services, *rows: Base) -> None:
    """Write rows, each after those it refers to."""
    with services.shared.sessions() as session, session.begin():
        for row in rows:
            session.add(row)
            session.flush()


def an_old_conversation(services: Services) -> None:
    row = Conversation(
        conversation_id=secrets.token_hex(16), token_hash="0" * 64, channel="widget", context={},
        edition_id="sample-2021", created_at=LONG_AGO, active_at=LONG_AGO,
    )  # fmt: skip
    add(services, row)


def a_visit_nobody_came_to(services: Services) -> None:
    sessions = services.shared.sessions
    add_booking(sessions, add_intake(sessions), NOW - DAY, "confirmed")


def a_question_nobody_settled(services: Services) -> None:
    row = ReviewItem(
        item_id=secrets.token_hex(16), text="怎么办", key="怎么办", times=1,
        first_asked_at=LONG_AGO, last_asked_at=LONG_AGO, why="not_found", candidates=[],
        edition_id="sample-2021", state="open",
    )  # fmt: skip
    add(services, row)


def an_old_key(services: Services) -> None:
    row = IdempotencyKey(key="k", request_hash="0" * 64, booking_code="KQ7M2XA4")
    row.created_at = LONG_AGO
    add(services, row)


def a_seat_held_too_long(services: Services) -> None:
    start = NOW + DAY
    slot = Slot(
        slot_id=f"gaoxin-01-{start:%Y%m%dT%H%M}", window_id="gaoxin-01", starts_at=start,
        ends_at=start + HOUR / 2, capacity=2, booked=1, staff_capacity=0, staff_booked=0,
    )  # fmt: skip
    held = Booking(
        code="HELDAAA2", status="held", park_id=PARK, matter_id=MATTER, window_id="gaoxin-01",
        slot_id=slot.slot_id, starts_at=start, ends_at=start + HOUR / 2, pool="public",
        provisional=False, held_until=NOW - HOUR, held_for=secrets.token_hex(16),
        created_at=NOW - 2 * HOUR, updated_at=NOW - 2 * HOUR,
    )  # fmt: skip
    add(services, slot, held, Seat(slot_id=slot.slot_id, code=held.code, pool="public"))


def a_visit_on_a_closed_day(services: Services) -> None:
    sessions, saturday = services.shared.sessions, NOW + 3 * DAY
    add_booking(sessions, add_intake(sessions), saturday, "confirmed")


def somebody_who_waits(services: Services) -> None:
    day, intake_id = (NOW + DAY).date(), add_intake(services.shared.sessions)
    row = WaitingEntry(
        entry_id=secrets.token_hex(16), status="waiting", park_id=PARK, matter_id=MATTER,
        first_day=day, last_day=day, intake_id=intake_id, created_at=NOW, updated_at=NOW,
    )  # fmt: skip
    add(services, row)


def a_message(services: Services, key: str) -> None:
    """A message that is due now."""
    with services.shared.sessions() as session, session.begin():
        services.shared.notifications.queue(
            session, "call_back", Recipient(phone="13812345678"), {"until": "18:00"}, key, NOW,
            now=NOW,
        )  # fmt: skip


def a_message_given_up(services: Services) -> None:
    a_message(services, "failed")
    with services.shared.engine.begin() as connection:
        table = Base.metadata.tables["notification"]
        old = {"status": "failed", "next_try_at": LONG_AGO}
        connection.execute(table.update().where(table.c.dedupe == "failed").values(**old))


def a_limit_that_has_run_out(services: Services) -> None:
    intake_id = an_accepted_intake(services)
    row = TimeLimit(
        limit_id=secrets.token_hex(16), intake_id=intake_id, kind="statutory", number=7, unit="日",
        source="law", starts_on=(NOW - 8 * DAY).date(), due_on=(NOW - DAY).date(),
        provisional=False, status="running",
    )  # fmt: skip
    add(services, row)


def a_material_to_follow(services: Services) -> None:
    row = Gap(
        gap_id=secrets.token_hex(16), intake_id=an_accepted_intake(services), material="施工合同",
        status="open", due_on=(NOW + DAY).date(), provisional=False, created_at=NOW - DAY,
    )  # fmt: skip
    add(services, row)


def an_address_no_longer_needed(services: Services) -> None:
    intake_id = add_intake(services.shared.sessions, status="decided", decided_at=NOW)
    row = CourierDelivery(
        delivery_id=secrets.token_hex(16), intake_id=intake_id, status="sent", recipient="王小明",
        phone="13812345678", address="郴州市某某路1号", created_at=LONG_AGO, sent_at=LONG_AGO,
    )  # fmt: skip
    add(services, row)


def an_intake_long_decided(services: Services) -> None:
    moments = dict.fromkeys(("created_at", "updated_at", "decided_at"), LONG_AGO)
    add_intake(services.shared.sessions, status="decided", outcome="granted", **moments)


def an_accepted_intake(services: Services) -> str:
    moments = {"accepted_at": NOW - DAY}
    return add_intake(services.shared.sessions, status="accepted", **moments)


def a_question_to_count(services: Services) -> None:
    services.shared.demand.count(Kind(NOW.date(), PARK, MATTER, "found", "widget"))


def an_event(services: Services, **fields: Any) -> None:
    """An event for the platform."""
    event_id = secrets.token_hex(16)
    intake_id = an_accepted_intake(services)
    row = OutboxEntry(
        event_id=event_id, connector_id="province", intake_id=intake_id, sequence=1,
        kind="intake.accepted", payload=json.dumps({"event_id": event_id, "applicant": None}),
        created_at=LONG_AGO, next_try_at=LONG_AGO, attempts=0, **fields,
    )  # fmt: skip
    add(services, row)


ONE_THING_TO_DO: Mapping[str, Callable[[Services], None]] = {
    "delete expired conversations": an_old_conversation,
    "settle the days that are over": a_visit_nobody_came_to,
    "delete expired review items": a_question_nobody_settled,
    "delete old idempotency keys": an_old_key,
    "give back held seats": a_seat_held_too_long,
    "see to visits whose day has changed": a_visit_on_a_closed_day,
    "offer seats to those who wait": somebody_who_waits,
    "send notifications": lambda services: a_message(services, "due"),
    "empty failed notifications": a_message_given_up,
    "watch time limits": a_limit_that_has_run_out,
    "remind of gaps": a_material_to_follow,
    "delete courier addresses": an_address_no_longer_needed,
    "erase personal data of finished intakes": an_intake_long_decided,
    "write down what was asked for": a_question_to_count,
    "deliver events": lambda services: an_event(services, status=WAITING),
    "delete delivered events": lambda services: an_event(
        services, status=DELIVERED, delivered_at=LONG_AGO
    ),
}

every_duty = pytest.mark.parametrize("name", ONE_THING_TO_DO)


def test_no_duty_is_left_out(due: Mapping[str, Duty]) -> None:
    assert set(due) == set(ONE_THING_TO_DO)


@every_duty
def test_on_an_empty_database_there_is_nothing_to_do(due: Mapping[str, Duty], name: str) -> None:
    assert due[name].act() == 0


@every_duty
def test_what_is_due_is_done_once(filled: Mapping[str, Duty], name: str) -> None:
    assert [filled[name].act() for _ in range(2)] == [1, 0]


@every_duty
def test_two_processes_at_the_same_moment_do_it_once(filled: Mapping[str, Duty], name: str) -> None:
    found = at_once(filled[name].act, filled[name].act)
    assert sorted(map(str, found)) == ["0", "1"]


def test_all_at_the_same_moment_do_no_harm_and_come_to_rest(filled: Mapping[str, Duty]) -> None:
    acts = [duty.act for duty in filled.values()]
    for _ in range(MOST_ROUNDS):
        found = at_once(*acts, *acts)
        assert [each for each in found if isinstance(each, Exception)] == []
        if not any(found):
            return
    raise AssertionError("there is no end to it")


class TestUpkeep:
    def test_a_duty_that_fails_is_done_again(self) -> None:
        failures = [ValueError("a fault of ours"), OperationalError("SELECT 1", {}, Exception())]
        done = threading.Event()

        def act() -> int:
            if failures:
                raise failures.pop(0)
            done.set()
            return 1

        self.run_until(done, {"faulty": Duty(act, every_s=0)})
        assert failures == []

    def test_others_go_on_beside_one_that_fails(self) -> None:
        failed, done = threading.Event(), threading.Event()

        def fail() -> int:
            failed.set()
            raise ValueError("a fault of ours")

        def act() -> int:
            if failed.is_set():
                done.set()
            return 0

        self.run_until(done, {"faulty": Duty(fail, every_s=0), "sound": Duty(act, every_s=0)})

    def test_they_end_with_the_application(self) -> None:
        done, rounds = threading.Event(), list[int]()

        def act() -> int:
            rounds.append(1)
            done.set()
            return 0

        self.run_until(done, {"duty": Duty(act)})
        assert rounds == [1]

    def run_until(self, done: threading.Event, what: Mapping[str, Duty]) -> None:
        """Do duties until something has happened."""

        async def run() -> bool:
            async with upkeep.running(what):
                return await asyncio.to_thread(done.wait, PATIENCE_S)

        assert asyncio.run(run())
