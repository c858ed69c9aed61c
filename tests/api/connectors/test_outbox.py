"""The staff see what goes out and send it again; what is over is deleted."""

import json
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select, update

from api.db.audit import AuditEntry
from api.db.engine import SessionFactory
from api.db.intake import Intake
from api.db.outbox import OutboxEntry
from api.db.types import HALL_ZONE
from api.services.connectors.outbox import (
    NothingToSend,
    Outbox,
    State,
    StillWaiting,
    UnknownConnector,
    UnknownEntry,
    Wanted,
)
from api.services.events import Kind
from knowledge import KnowledgeBase
from tests.api.connectors.house import KEEP, LATER, NAME, House, connector, in_step
from tests.api.connectors.platform import WELL, Manner, Platform

STAFF = "staff:007"


def delivered(house: House, *kinds: Kind) -> str:
    """An intake whose events have arrived."""
    intake_id = house.begin()
    house.happens(intake_id, *kinds)
    house.deliver_all()
    return intake_id


def test_entries_are_found_by_what_is_wanted_newest_first(house: House, platform: Platform) -> None:
    done = delivered(house, Kind.BOOKED, Kind.MOVED)
    open_ = house.begin()
    house.happens(open_, Kind.BOOKED)
    assert [s.entry.intake_id for s in house.outbox.find(Wanted())[0]] == [open_, done, done]
    assert [s.entry.intake_id for s in house.outbox.find(Wanted("waiting"))[0]] == [open_]
    assert house.outbox.find(Wanted("delivered", "hunan", done))[1] == 2
    assert house.outbox.find(Wanted(connector_id="another")) == ([], 0)
    page, total = house.outbox.find(Wanted(), limit=1, offset=1)
    assert ([(s.entry.intake_id, s.entry.sequence) for s in page], total) == ([(done, 2)], 3)


def test_a_list_does_not_read_what_the_entries_say(house: House) -> None:
    house.happens(house.begin(), Kind.BOOKED)
    (shown,) = house.entries()
    assert "payload" not in vars(shown.entry)
    assert json.loads(house.only().payload or "")["kind"] == "booking.confirmed"


def test_what_was_delivered_can_be_sent_again_under_the_same_key(
    house: House, platform: Platform
) -> None:
    delivered(house, Kind.BOOKED, Kind.MOVED)
    first = house.entries()[0].entry
    shown = house.outbox.replay(first.entry_id, STAFF, house.now)
    assert (shown.entry.status, shown.entry.attempts, shown.entry.delivered_at) == (
        "waiting",
        0,
        None,
    )
    assert house.deliver() == 1
    assert platform.calls[-1].key == first.event_id
    assert len(platform.calls) == 3
    assert len(platform.taken) == 2


def test_what_failed_is_sent_again_with_all_attempts(house: House, platform: Platform) -> None:
    platform.manner = lambda call, number: Manner(404)
    house.happens(house.begin(), Kind.BOOKED)
    house.deliver()
    house.outbox.replay(house.only().entry_id, STAFF, house.now)
    platform.manner = lambda call, number: Manner(500)
    for _ in range(4):
        house.deliver()
        house.now += LATER
    assert house.only().status == "waiting"
    platform.manner = lambda call, number: WELL
    assert house.deliver() == 1


def test_who_sends_again_is_in_the_audit_trail(house: House, platform: Platform) -> None:
    delivered(house, Kind.BOOKED)
    entry = house.only()
    house.outbox.replay(entry.entry_id, STAFF, house.now)
    with house.sessions() as session:
        step = session.scalars(select(AuditEntry)).one()
    assert (step.subject, step.subject_id, step.action, step.actor) == (
        "outbox_entry",
        str(entry.entry_id),
        "replayed",
        STAFF,
    )
    assert (step.status_before, step.status_after) == ("delivered", "waiting")
    assert step.details == {"connector_id": "hunan", "event_id": entry.event_id}


def test_what_cannot_be_sent_again_is_refused(house: House, platform: Platform) -> None:
    house.happens(house.begin(), Kind.BOOKED)
    entry_id = house.only().entry_id
    with pytest.raises(StillWaiting):
        house.outbox.replay(entry_id, STAFF, house.now)
    with pytest.raises(UnknownEntry):
        house.outbox.replay(entry_id + 1, STAFF, house.now)
    with pytest.raises(UnknownEntry):
        house.outbox.get(entry_id + 1)
    house.deliver_all()
    with pytest.raises(UnknownConnector):
        Outbox(house.sessions, {}, KEEP).replay(entry_id, STAFF, house.now)
    with house.sessions() as session, session.begin():
        session.execute(update(OutboxEntry).values(payload=None))
    with pytest.raises(NothingToSend):
        house.outbox.replay(entry_id, STAFF, house.now)
    assert house.statuses() == ["delivered"]


def test_all_that_failed_for_a_platform_is_sent_again(
    kb: KnowledgeBase, sessions: SessionFactory, platform: Platform
) -> None:
    house = House(kb, sessions, connector(platform.url), connector(platform.url, "other"))
    in_step(platform, house)
    platform.manner = lambda call, number: Manner(401)
    for _ in range(3):
        house.happens(house.begin(), Kind.BOOKED)
    house.deliver()
    assert house.outbox.replay_failed("hunan", STAFF, house.now) == 3
    assert house.outbox.replay_failed("hunan", STAFF, house.now) == 0
    assert len(house.entries(connector_id="hunan", status="waiting")) == 3
    assert len(house.entries(connector_id="other", status="failed")) == 3
    with pytest.raises(UnknownConnector):
        house.outbox.replay_failed("no-such", STAFF, house.now)


def test_the_state_of_each_connector_also_of_one_that_has_left(
    kb: KnowledgeBase, sessions: SessionFactory, platform: Platform
) -> None:
    house = House(kb, sessions, connector(platform.url))
    in_step(platform, house)
    delivered(house, Kind.BOOKED)
    at = house.now - LATER  # when it was delivered
    platform.manner = lambda call, number: Manner(503 if b"moved" in call.body else 422)
    waiting_since = house.now
    house.happens(house.begin(), Kind.MOVED)
    house.happens(house.begin(), Kind.CANCELLED)
    house.deliver()
    house.now += timedelta(minutes=1)
    house.happens(house.begin(), Kind.MOVED)
    new = connector(platform.url, "new")
    outbox = Outbox(sessions, {"new": new}, KEEP)
    states = outbox.states()
    assert states[0] == State("new", new.terms)
    (state,) = states[1:]
    assert state.connector_id == "hunan"
    assert state.terms is None
    assert (state.waiting, state.failed, state.delivered) == (2, 1, 1)
    assert (state.last_delivered_at, state.oldest_waiting_at) == (at, waiting_since)
    assert "HTTP" in (state.last_error or "")
    assert house.outbox.states()[0].terms == house.connectors["hunan"].terms


def test_what_was_delivered_long_ago_is_deleted_but_for_the_count(
    house: House, platform: Platform
) -> None:
    house.now = datetime.now(HALL_ZONE) - KEEP - timedelta(hours=2)
    old = delivered(house, Kind.BOOKED)
    house.now = datetime.now(HALL_ZONE) - KEEP + timedelta(hours=2)
    delivered(house, Kind.BOOKED)
    assert house.outbox.forget_expired() == 1
    assert house.outbox.forget_expired() == 0
    first, second = (house.outbox.get(s.entry.entry_id).entry for s in house.entries())
    assert first.payload is None
    assert second.payload is not None
    house.happens(old, Kind.MOVED)
    assert house.entries(intake_id=old)[-1].entry.sequence == 2


def test_deleted_applicants_are_taken_out_of_what_was_and_of_what_will_be_sent(
    kb: KnowledgeBase, sessions: SessionFactory, platform: Platform
) -> None:
    house = House(kb, sessions, connector(platform.url, applicant="full"))
    in_step(platform, house)
    sent, failed = house.begin(), house.begin()
    platform.manner = lambda call, number: Manner(400) if failed.encode() in call.body else WELL
    house.now = datetime.now(HALL_ZONE)
    for intake_id in (sent, failed):
        house.happens(intake_id, Kind.DECIDED)
    house.deliver()
    house.happens(failed, Kind.WITHDRAWN)
    untouched = house.begin()
    house.happens(untouched, Kind.BOOKED)
    with house.sessions() as session, session.begin():
        erased = update(Intake).where(Intake.intake_id.in_([sent, failed]))
        session.execute(erased.values(name=None, phone=None, erased_at=house.now))
    assert house.outbox.forget_expired() == 3
    assert house.outbox.forget_expired() == 0
    payloads = [house.outbox.get(s.entry.entry_id).entry.payload for s in house.entries()]
    assert payloads[0] is None
    assert [NAME in (payload or "") for payload in payloads] == [False, False, False, True]
    platform.manner = lambda call, number: WELL
    house.outbox.replay_failed("hunan", STAFF, house.now)
    house.deliver_all()
    assert platform.sequences() == {sent: [1], failed: [1, 2], untouched: [1]}
    told = [(event["intake"]["id"], event["applicant"]) for event in platform.taken]
    assert [applicant for intake_id, applicant in told if intake_id == failed] == [None, None]


def test_what_is_kept_cannot_be_read_in_the_database(house: House) -> None:
    house.happens(house.begin(), Kind.BOOKED)
    with house.sessions() as session:
        kept = session.connection().exec_driver_sql("SELECT payload FROM outbox_entry").scalar_one()
    assert b"booking" not in bytes(kept)
