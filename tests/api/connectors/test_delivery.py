"""Events arrive in order and once, whatever happens on the way; on SQLite and PostgreSQL."""

import time
from collections.abc import Iterator
from datetime import timedelta
from functools import partial
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine, update
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from api.db.engine import SessionFactory, make_engine, make_session_factory
from api.db.migrate import upgrade
from api.db.outbox import OutboxEntry
from api.services.connectors.claims import AT_ONCE, claim, settle
from api.services.connectors.delivery import Deliveries
from api.services.connectors.port import Fate, Verdict
from api.services.events import Kind
from knowledge import KnowledgeBase
from tests.api.at_once import at_once
from tests.api.conftest import sqlite_url
from tests.api.connectors.house import LATER, House, connector, in_step
from tests.api.connectors.platform import WELL, Call, Manner, Platform, running_platform

BUSY = Manner(503)
SOON = timedelta(seconds=30)


def test_the_events_of_an_intake_arrive_in_order(house: House, platform: Platform) -> None:
    first, second = house.begin(), house.begin()
    house.happens(first, Kind.BOOKED, Kind.MOVED, Kind.CHECKED_IN)
    house.happens(second, Kind.BOOKED, Kind.CANCELLED)
    assert [house.deliver() for _ in range(4)] == [2, 2, 1, 0]
    assert platform.sequences() == {first: [1, 2, 3], second: [1, 2]}
    assert [event["kind"] for event in platform.taken if event["intake"]["id"] == first] == [
        "booking.confirmed",
        "booking.moved",
        "visit.checked_in",
    ]
    assert set(house.statuses()) == {"delivered"}


def test_nothing_to_do_is_no_harm(house: House, platform: Platform) -> None:
    assert house.deliver() == 0
    assert platform.calls == []


def test_what_fails_is_sent_again_later_under_the_same_key(
    house: House, platform: Platform
) -> None:
    platform.manner = lambda call, number: BUSY if number < 2 else WELL
    house.happens(house.begin(), Kind.BOOKED)
    assert house.deliver() == 0
    entry = house.only()
    assert (entry.status, entry.attempts) == ("waiting", 1)
    assert timedelta(seconds=5) <= entry.next_try_at - house.now <= timedelta(seconds=10)
    assert house.deliver() == 0
    assert len(platform.calls) == 1  # not before its time
    house.deliver_all()
    assert len({call.key for call in platform.calls}) == 1
    assert len(platform.calls) == 3
    assert house.only().error is None


def test_what_comes_later_waits_for_what_comes_before(house: House, platform: Platform) -> None:
    stuck, other = house.begin(), house.begin()
    platform.manner = lambda call, _: BUSY if stuck.encode() in call.body else WELL
    house.happens(stuck, Kind.BOOKED, Kind.MOVED)
    house.happens(other, Kind.BOOKED, Kind.MOVED)
    assert house.deliver() + house.deliver() == 2
    assert platform.sequences() == {other: [1, 2]}
    assert [shown.waits_for for shown in house.entries(intake_id=stuck)] == [None, 1]
    platform.manner = lambda call, number: WELL
    house.deliver_all()
    assert platform.sequences()[stuck] == [1, 2]


def test_after_so_many_attempts_the_staff_must_look(house: House, platform: Platform) -> None:
    platform.manner = lambda call, number: Manner(500)
    intake_id = house.begin()
    house.happens(intake_id, Kind.BOOKED, Kind.MOVED)
    for _ in range(10):
        house.deliver()
        house.now += LATER
    assert house.statuses() == ["failed", "waiting"]
    assert len(platform.calls) == 5
    assert "HTTP 500" in (house.entries()[0].entry.error or "")


def test_what_is_refused_waits_for_the_staff_and_blocks_its_intake_alone(
    house: House, platform: Platform
) -> None:
    platform.manner = lambda call, number: Manner(400) if number == 0 else WELL
    refused = house.begin()
    house.happens(refused, Kind.BOOKED, Kind.MOVED)
    house.deliver()
    other = house.begin()
    house.happens(other, Kind.BOOKED)
    for _ in range(3):
        house.now += LATER
        house.deliver()
    assert platform.sequences() == {other: [1]}
    assert len(platform.calls) == 2
    entry_id = house.entries(status="failed")[0].entry.entry_id
    house.outbox.replay(entry_id, "staff:007", house.now)
    house.deliver_all()
    assert platform.sequences() == {other: [1], refused: [1, 2]}


def test_a_platform_that_asks_to_be_left_alone_is(house: House, platform: Platform) -> None:
    platform.manner = lambda call, number: BUSY
    house.happens(house.begin(), Kind.BOOKED)
    house.deliver()  # due again in seconds
    platform.manner = lambda call, number: Manner(429, {"Retry-After": "600"})
    house.happens(house.begin(), Kind.BOOKED)
    house.deliver()
    assert {shown.entry.next_try_at - house.now for shown in house.entries()} == {
        timedelta(seconds=600)
    }
    house.now += timedelta(seconds=599)
    assert house.deliver() == 0
    assert len(platform.calls) == 2
    house.now += timedelta(seconds=1)
    platform.manner = lambda call, number: WELL
    assert house.deliver() == 2


def test_one_platform_does_not_wait_for_another(
    kb: KnowledgeBase, sessions: SessionFactory, platform: Platform
) -> None:
    nobody = connector("http://127.0.0.1:9/", "dead")
    house = House(kb, sessions, nobody, connector(platform.url))
    in_step(platform, house)
    house.happens(house.begin(), Kind.BOOKED, Kind.MOVED)
    assert house.deliver() + house.deliver() == 2
    assert [(s.entry.connector_id, s.entry.status) for s in house.entries()] == [
        ("dead", "waiting"),
        ("hunan", "delivered"),
        ("dead", "waiting"),
        ("hunan", "delivered"),
    ]


def test_what_belongs_to_no_connector_any_more_stays(house: House, platform: Platform) -> None:
    house.happens(house.begin(), Kind.BOOKED)
    assert Deliveries(house.sessions, {}).deliver_due(house.now) == 0
    assert house.statuses() == ["waiting"]


def test_a_round_sends_so_many_and_the_duty_goes_on_till_all_have_arrived(
    house: House, platform: Platform
) -> None:
    platform.now = time.time
    for _ in range(AT_ONCE + 1):
        house.happens(house.begin(), Kind.BOOKED)
    with house.sessions() as session, session.begin():
        session.execute(update(OutboxEntry).values(next_try_at=house.now - 365 * LATER * 10))
    assert house.deliveries.deliver() == AT_ONCE + 1


class Dying:
    """A process that sends and dies before it has written down what came of it."""

    def __init__(self, sessions: SessionFactory) -> None:
        self._sessions = sessions
        self._used = 0

    def __call__(self) -> Session:
        self._used += 1
        if self._used > 1:  # the first is for taking what is due
            raise OperationalError("COMMIT", {}, Exception("the process is gone"))
        return self._sessions()


def test_who_dies_before_writing_it_down_makes_it_go_out_twice_and_arrive_once(
    house: House, platform: Platform
) -> None:
    house.happens(house.begin(), Kind.BOOKED, Kind.MOVED)
    with pytest.raises(OperationalError):
        Deliveries(Dying(house.sessions), house.connectors).deliver_due(house.now)
    assert len(platform.calls) == 1
    house.now += SOON
    assert house.deliver() == 0  # it may still be under way
    house.deliver_all()
    assert [call.key for call in platform.calls[:2]] == [platform.calls[0].key] * 2
    assert len(platform.calls) == 3
    assert [event["sequence"] for event in platform.taken] == [1, 2]


def test_two_that_deliver_at_once_never_send_the_same(house: House, platform: Platform) -> None:
    intakes = [house.begin() for _ in range(12)]
    for intake_id in intakes:
        house.happens(intake_id, Kind.BOOKED, Kind.MOVED, Kind.CHECKED_IN)
    others = [Deliveries(house.sessions, house.connectors) for _ in range(4)]
    delivered = 0
    for _ in range(8):
        counts = at_once(*(partial(one.deliver_due, house.now) for one in others))
        delivered += sum(count for count in counts if isinstance(count, int))
        assert all(isinstance(count, int) for count in counts), counts
    assert delivered == len(platform.calls) == 36
    assert platform.sequences() == {intake_id: [1, 2, 3] for intake_id in intakes}


def attempt(house: House, verdict: Verdict, overtaken: bool) -> str:
    """The status after a verdict comes in, when somebody else may have begun anew meanwhile."""
    terms = house.connectors["hunan"].terms
    with house.sessions() as session, session.begin():
        (message,) = claim(session, terms, house.now)
    if overtaken:
        house.now += LATER
        with house.sessions() as session, session.begin():
            assert len(claim(session, terms, house.now)) == 1
    with house.sessions() as session, session.begin():
        settle(session, message, verdict, terms.max_attempts, house.now)
    return house.only().status


@pytest.mark.parametrize(
    ("fate", "overtaken", "status"),
    [
        (Fate.REFUSED, False, "failed"),
        (Fate.REFUSED, True, "waiting"),
        (Fate.DELIVERED, True, "delivered"),
    ],
)
def test_late_news_of_a_failure_counts_no_more_but_of_a_delivery_it_does(
    house: House, fate: Fate, overtaken: bool, status: str
) -> None:
    house.happens(house.begin(), Kind.BOOKED)
    assert attempt(house, Verdict(fate, "原因"), overtaken) == status


def test_what_has_been_delivered_is_not_undone_by_late_news(house: House) -> None:
    house.happens(house.begin(), Kind.BOOKED)
    terms = house.connectors["hunan"].terms
    with house.sessions() as session, session.begin():
        (message,) = claim(session, terms, house.now)
        settle(session, message, Verdict(Fate.DELIVERED), terms.max_attempts, house.now)
    with house.sessions() as session, session.begin():
        settle(session, message, Verdict(Fate.REFUSED, "原因"), terms.max_attempts, house.now)
    assert (house.only().status, house.only().error) == ("delivered", None)


# --- whatever happens -----------------------------------------------------------------------------

MANNERS = st.sampled_from(
    [
        WELL,
        WELL,
        Manner(200, takes=True),
        Manner(silent=True),
        Manner(silent=True, takes=True),  # it has it, but nobody learns of it
        Manner(500),
        Manner(503, {"Retry-After": "3600"}, takes=True),
        Manner(429, {"Retry-After": "nonsense"}),
        Manner(408),
        Manner(302, {"Location": "/elsewhere"}),
        Manner(400),
        Manner(409, takes=True),
    ]
)
STEPS = st.lists(
    st.integers(0, 2) | st.sampled_from(["deliver", "deliver", "die", "replay"]), max_size=25
)


@pytest.fixture(scope="module")
def one_file(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    folder: Path = tmp_path_factory.mktemp("whatever")
    upgrade(sqlite_url(folder))
    engine = make_engine(sqlite_url(folder))
    yield engine
    engine.dispose()


@pytest.fixture(scope="module")
def moody_platform() -> Iterator[Platform]:
    with running_platform() as platform:
        yield platform


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(steps=STEPS, manners=st.lists(MANNERS, max_size=30))
def test_whatever_happens_everything_arrives_in_order_and_once(
    kb: KnowledgeBase,
    one_file: Engine,
    moody_platform: Platform,
    steps: list[int | str],
    manners: list[Manner],
) -> None:
    with one_file.begin() as connection:
        for table in ("outbox_entry", "audit_entry", "intake"):
            connection.exec_driver_sql(f"DELETE FROM {table}")  # noqa: S608
    moody_platform.begin_anew()
    terms = connector(moody_platform.url, max_attempts=3)
    house = House(kb, make_session_factory(one_file), terms)
    in_step(moody_platform, house)
    moody_platform.manner = partial(_in_turn, manners)
    happened = _live(house, steps)
    moody_platform.manner = lambda call, number: WELL
    house.outbox.replay_failed("hunan", "staff", house.now)
    house.deliver_all()
    assert moody_platform.sequences() == {
        intake_id: list(range(1, count + 1)) for intake_id, count in happened.items() if count
    }


def _in_turn(manners: list[Manner], call: Call, number: int) -> Manner:
    return manners[number] if number < len(manners) else WELL


def _live(house: House, steps: list[int | str]) -> dict[str, int]:
    """Let things happen, be sent, get lost and be sent again; returns how many did, by intake."""
    happened = {house.begin(): 0 for _ in range(3)}
    for step in steps:
        if isinstance(step, int):
            intake_id = list(happened)[step]
            house.happens(intake_id, Kind.MOVED)
            happened[intake_id] += 1
        elif step == "deliver":
            house.deliver()
        elif step == "die":
            _die(house)
        else:
            _replay_what_can_be(house)
        house.now += SOON
    return happened


def _die(house: House) -> None:
    """Somebody takes what is due, sends it, and is gone."""
    try:
        Deliveries(Dying(house.sessions), house.connectors).deliver_due(house.now)
    except OperationalError:
        return


def _replay_what_can_be(house: House) -> None:
    """The staff send again what failed, and the last that was delivered."""
    house.outbox.replay_failed("hunan", "staff", house.now)
    for shown in house.entries(status="delivered")[-1:]:
        house.outbox.replay(shown.entry.entry_id, "staff", house.now)
