"""A database of before keeps everything when it learns the whole life of a visit, and goes back."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, MetaData, Table, inspect, select

from api.cipher import cipher
from api.db.booking import Booking, IdempotencyKey, Seat, Slot
from api.db.engine import make_engine, make_session_factory
from api.db.intake import Rating
from api.db.migrate import BrokenReference, downgrade, upgrade
from api.services.booking.hall_days import Seats
from api.services.booking.quota import TooManyBookings
from api.services.booking.seats import SlotFull
from api.services.booking.trail import booking_for_staff, steps_of
from api.services.intake.applicants import Applicant
from api.services.intake.requests import Request
from knowledge import KnowledgeBase
from tests.api.booking.house import (
    CLERK,
    HOLDER,
    NINE,
    PROOF,
    TEN,
    THURSDAY,
    WINDOW,
    House,
    someone,
)  # fmt: skip
from tests.api.conftest import sqlite_url
from tests.api.hall import MATTER, NOW, PARK
from tests.postgres import new_database

BEFORE, LIFE = "0003", "0004"
WANG = Applicant("王小明", "13812345678", "郴州某某科技有限公司", "91110000600037341L")
STANDS, GONE, MOVED = "STANDS22", "CANCEL22", "SHFTED22"
EARLY = datetime(2026, 11, 20, 1, tzinfo=UTC).replace(tzinfo=None)
"""Naive, in UTC: as times are stored."""


def start_of(slot_id: str) -> datetime:
    local = datetime.strptime(f"{slot_id[-13:]}+0800", "%Y%m%dT%H%M%z")
    return local.astimezone(UTC).replace(tzinfo=None)


@pytest.fixture(params=["sqlite", "postgresql"])
def engine(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    """A database at the revision of before, with bookings in it."""
    if request.param == "sqlite":
        url = sqlite_url(tmp_path)
    else:
        url = new_database(request.getfixturevalue("postgres_url"), request.node.name)
    engine = make_engine(url)
    go_to(engine, BEFORE)
    fill(engine)
    yield engine
    engine.dispose()


def go_to(engine: Engine, revision: str) -> None:
    go = downgrade if "intake" in tables(engine) else upgrade
    go(engine.url.render_as_string(hide_password=False), revision)


def tables(engine: Engine) -> list[str]:
    return inspect(engine).get_table_names()


def fill(engine: Engine) -> None:
    """What an installation of before had: one visit that stands, one cancelled, one moved."""
    insert(engine, "slot", *(slot(one, booked) for one, booked in ((NINE, 1), (TEN, 1))))
    insert(
        engine,
        "booking",
        booking(STANDS, NINE, WANG),
        booking(GONE, NINE, someone(1), status="cancelled"),
        booking(MOVED, TEN, someone(2)),
    )
    insert(
        engine,
        "booking_event",
        event(STANDS, "booked", NINE), event(GONE, "booked", NINE), event(MOVED, "booked", NINE),
        event(GONE, "cancelled", NINE), event(MOVED, "moved", TEN),
    )  # fmt: skip
    # As the release of before counted: over what it knew to ask.
    said = f"Request(park_id={PARK!r}, matter_id={MATTER!r}, slot_id={NINE!r}, applicant={WANG!r})"
    key = {"key": "k", "request_hash": cipher().index(said), "booking_code": STANDS}
    insert(engine, "idempotency_key", {**key, "created_at": EARLY})
    grade = {"rating_id": "r" * 32, "booking_code": STANDS, "stars": 5}
    insert(engine, "rating", {**grade, "comment": cipher().encrypt("很好"), "created_at": EARLY})
    insert(engine, "phone_lock", {"phone_index": "p" * 64, "locked_at": EARLY})


def insert(engine: Engine, table: str, *rows: dict[str, Any]) -> None:
    with engine.begin() as connection:
        there = Table(table, MetaData(), autoload_with=connection)
        connection.execute(there.insert(), list(rows))


def rows(engine: Engine, table: str) -> list[dict[str, Any]]:
    with engine.connect() as connection:
        there = Table(table, MetaData(), autoload_with=connection)
        key = next(iter(there.primary_key))
        return [dict(row) for row in connection.execute(select(there).order_by(key)).mappings()]


def slot(slot_id: str, booked: int) -> dict[str, Any]:
    start = start_of(slot_id)
    return {
        "slot_id": slot_id, "window_id": WINDOW, "starts_at": start,
        "ends_at": start.replace(minute=30), "capacity": 2, "booked": booked,
    }  # fmt: skip


def booking(code: str, slot_id: str, who: Applicant, status: str = "confirmed") -> dict[str, Any]:
    start = start_of(slot_id)
    person = {name: value and cipher().encrypt(value) for name, value in vars(who).items()}
    return {
        "code": code, "status": status, "park_id": PARK, "matter_id": MATTER,
        "edition_id": "sample-2021", "window_id": WINDOW, "slot_id": slot_id,
        "starts_at": start, "ends_at": start.replace(minute=30), **person,
        "phone_index": who.phone_index,
        "consent_at": EARLY, "created_at": EARLY, "updated_at": EARLY,
    }  # fmt: skip


def event(code: str, kind: str, slot_id: str) -> dict[str, Any]:
    return {"code": code, "kind": kind, "slot_id": slot_id, "at": EARLY}


class TestUpgrade:
    @pytest.fixture
    def house(self, engine: Engine, kb: KnowledgeBase) -> House:
        go_to(engine, LIFE)
        return House(kb, make_session_factory(engine))

    def test_who_comes_can_be_read_as_before(self, house: House) -> None:
        kept = house.bookings.get(STANDS, PROOF)
        assert (kept.status, kept.slot_id, kept.pool) == ("confirmed", NINE, "public")
        visitor = kept.visitor
        assert {name: getattr(visitor, name) for name in vars(WANG)} == vars(WANG)
        assert (visitor.status, visitor.edition_id) == ("expected", "sample-2021")
        assert visitor.consent_at is not None
        assert visitor.consent_at.isoformat() == "2026-11-20T09:00:00+08:00"
        gone = booking_for_staff(house.sessions, GONE)
        assert gone is not None
        assert (gone.status, gone.visitor.status) == ("cancelled", "withdrawn")

    def test_seats_are_counted_and_can_be_given_on(self, house: House) -> None:
        assert house.taken() == {NINE: 1, TEN: 1}
        house.book(NINE)
        with pytest.raises(SlotFull):
            house.book(NINE)
        house.bookings.cancel(STANDS, NOW, HOLDER)
        house.bookings.move(MOVED, NINE, NOW, HOLDER)
        assert house.taken() == {NINE: 2}

    def test_the_trail_goes_on_where_it_was(self, house: House) -> None:
        assert house.trail(GONE) == [(None, "confirmed"), ("confirmed", "cancelled")]
        house.bookings.cancel(MOVED, NOW, HOLDER)
        assert house.steps(MOVED) == ["booked", "moved", "cancelled"]
        assert house.trail(MOVED) == [(None, "confirmed"), ("confirmed", "cancelled")]
        first = steps_of(house.sessions, MOVED)[0]
        assert (first.actor, first.at.isoformat()) == ("applicant", "2026-11-20T09:00:00+08:00")

    def test_a_request_repeated_after_the_upgrade_is_answered_with_its_booking(
        self, house: House
    ) -> None:
        again = house.bookings.book(Request(PARK, MATTER, NINE, WANG), "k", NOW)
        assert again.code == STANDS
        with house.sessions() as session:
            assert len(session.scalars(select(IdempotencyKey)).all()) == 1

    def test_visits_of_before_count_for_their_phone(self, house: House) -> None:
        for clock in ("0930", "1030", "1100", "1130"):
            house.book(f"{WINDOW}-20261126T{clock}", someone(2))
        with pytest.raises(TooManyBookings):
            house.book(f"{WINDOW}-20261126T1400", someone(2))

    def test_grades_stay_with_their_visits(self, house: House) -> None:
        with house.sessions() as session:
            (grade,) = session.scalars(select(Rating)).all()
        assert (grade.booking_code, grade.stars, grade.comment) == (STANDS, 5, "很好")


class TestDowngrade:
    def test_going_there_and_back_changes_nothing(self, engine: Engine) -> None:
        kept = ("slot", "booking", "booking_event", "idempotency_key", "rating")
        before = {table: rows(engine, table) for table in kept}
        shape = {t: {c["name"] for c in inspect(engine).get_columns(t)} for t in tables(engine)}
        go_to(engine, LIFE)
        go_to(engine, BEFORE)
        assert {table: rows(engine, table) for table in kept} == before
        assert shape == {
            t: {c["name"] for c in inspect(engine).get_columns(t)} for t in tables(engine)
        }
        go_to(engine, LIFE)

    def test_what_happened_meanwhile_becomes_what_is_nearest(
        self, engine: Engine, kb: KnowledgeBase
    ) -> None:
        go_to(engine, LIFE)
        house = House(kb, make_session_factory(engine))
        house.hall_days.set_capacity(WINDOW, THURSDAY, THURSDAY, Seats(2, 1), CLERK, NOW)
        staffs = house.book(NINE, actor=CLERK, pool="staff")
        house.hold(TEN)
        entry = house.join(who=someone(7))
        house.holds.expire_due(NOW.replace(hour=16))
        house.bookings.move(MOVED, NINE, NOW, HOLDER)
        erase(house, STANDS)
        go_to(engine, BEFORE)
        there = {row["code"]: row for row in rows(engine, "booking")}
        assert set(there) == {GONE, MOVED, staffs.code}, "neither holds nor offers, nor the erased"
        assert entry.offered_code not in there
        assert {row["status"] for row in there.values()} == {"confirmed", "cancelled"}
        assert cipher().decrypt(there[staffs.code]["phone"]).endswith(PROOF)
        counted = {row["slot_id"]: row["booked"] for row in rows(engine, "slot") if row["booked"]}
        assert counted == {NINE: 2}
        events = [
            (e["kind"], e["slot_id"]) for e in rows(engine, "booking_event") if e["code"] == MOVED
        ]
        assert events == [("booked", NINE), ("moved", TEN), ("moved", NINE)]
        (grade,) = rows(engine, "rating")
        assert (grade["booking_code"], grade["stars"]) == (None, 5)
        go_to(engine, LIFE)


def erase(house: House, code: str) -> None:
    """Empty the personal fields of a visit, as it is done when their time is over."""
    with house.sessions() as session, session.begin():
        visitor = session.get_one(Booking, code).visitor
        for name in (*vars(WANG), "phone_index", "company_index"):
            setattr(visitor, name, None)


def test_the_rows_of_before_are_those_a_release_of_before_wrote(engine: Engine) -> None:
    """That the test above starts from real rows: nothing in them can be read."""
    shown = json.dumps([rows(engine, table) for table in ("booking", "slot")], default=repr)
    assert not any(str(secret) in shown for secret in vars(WANG).values())
    assert {Seat.__tablename__, "intake"}.isdisjoint(tables(engine))
    assert Slot.__tablename__ in tables(engine)


def test_a_database_with_a_broken_reference_is_left_as_it_is(tmp_path: Path) -> None:
    url = sqlite_url(tmp_path)
    upgrade(url, BEFORE)
    engine = make_engine(url)
    fill(engine)
    with engine.connect() as connection:
        driver: Any = connection.connection.driver_connection
        driver.execute("PRAGMA foreign_keys=OFF")
        driver.execute("UPDATE rating SET booking_code = 'NOBODY22'")
    with pytest.raises(BrokenReference, match="rating -> booking"):
        upgrade(url)
    assert "intake" not in tables(engine)
    assert len(rows(engine, "booking")) == 3
    engine.dispose()
