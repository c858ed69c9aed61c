"""Questions are counted, exactly and whatever happens, with nothing of who asked."""

from datetime import date
from functools import partial
from typing import Any

import pytest
from sqlalchemy import Engine, select, text
from sqlalchemy.exc import OperationalError

from api.db.demand import Demand
from api.db.engine import SessionFactory, make_engine, make_session_factory
from api.services.conversations import EMPTY_CONTEXT
from api.services.statistics.demand import MOST_KINDS, DemandCounter, Kind, outcome_of
from tests.api.at_once import at_once
from tests.api.statistics.rows import FOOD, MATTER, at

NEAR = [{"matter_id": MATTER, "score": 0.7}, {"matter_id": FOOD, "score": 0.6}]
TEN = at("2026-11-25T10:00")
FOUND = {"decision": "match", "topic": "matter", "matter_id": MATTER, "candidates": NEAR}
ASKED_BACK = {"decision": "clarify", "topic": "matter", "candidates": NEAR}


def context(**changes: Any) -> dict[str, Any]:
    return {**EMPTY_CONTEXT, "park_id": "gaoxin", **changes}


def counted(sessions: SessionFactory) -> dict[tuple[Any, ...], int]:
    with sessions() as session:
        return {
            (row.day, row.park_id, row.matter_id, row.outcome, row.channel): row.count
            for row in session.scalars(select(Demand))
        }


@pytest.mark.parametrize(
    ("before", "after", "outcome"),
    [
        ({}, FOUND, ("found", MATTER)),
        # a general question about what was found keeps the current matter; the search counts
        ({}, {**FOUND, "matter_id": FOOD}, ("found", MATTER)),
        ({}, {"decision": "match", "candidates": [], "matter_id": FOOD}, ("found", FOOD)),
        ({}, ASKED_BACK, ("clarified", "")),
        ({"matter_id": FOOD}, {**ASKED_BACK, "matter_id": FOOD}, ("clarified", "")),
        ({}, {"decision": "none", "topic": "none", "candidates": NEAR}, ("not_found", "")),
        ({}, {"decision": "none", "topic": "referral"}, ("referred", "")),
        # the park has it not: told who is in charge
        ({}, {"decision": "none", "topic": "matter", "matter_id": FOOD}, ("referred", FOOD)),
        (ASKED_BACK, {"topic": "matter", "matter_id": FOOD}, ("chosen", FOOD)),
        (ASKED_BACK, {"topic": "none", "intent": "none_of_these"}, None),
        (ASKED_BACK, {"topic": "matter", "matter_id": "eia-approval"}, None),
        ({**ASKED_BACK, "matter_id": FOOD}, {"topic": "fee", "matter_id": FOOD}, None),
        (ASKED_BACK, FOUND, ("found", MATTER)),
        (FOUND, {"topic": "fee", "matter_id": MATTER}, None),
        ({}, {"topic": "chitchat"}, None),
    ],
)
def test_what_became_of_a_question(
    before: dict[str, Any], after: dict[str, Any], outcome: tuple[str, str] | None
) -> None:
    assert outcome_of(context(**before), context(**after)) == outcome


def test_counts_wait_in_memory_and_add_up_in_the_table(sessions: SessionFactory) -> None:
    counter = DemandCounter(sessions)
    for _ in range(3):
        counter.look_at(context(), context(**FOUND), "widget", TEN)
    counter.look_at(context(), context(topic="chitchat"), "widget", TEN)
    assert counted(sessions) == {}
    assert counter.flush() == 3
    counter.look_at(context(), context(**FOUND), "widget", TEN)
    counter.look_at(context(), context(**FOUND, park_id=None), "kiosk", TEN)
    assert (counter.flush(), counter.flush()) == (2, 0)
    day = date(2026, 11, 25)
    assert counted(sessions) == {
        (day, "gaoxin", MATTER, "found", "widget"): 4,
        (day, "", MATTER, "found", "kiosk"): 1,
    }


def test_the_day_is_that_of_the_hall(sessions: SessionFactory) -> None:
    counter = DemandCounter(sessions)
    counter.look_at(context(), context(**FOUND), "widget", at("2026-12-31T23:59"))
    counter.look_at(context(), context(**FOUND), "widget", at("2027-01-01T00:00"))
    counter.flush()
    assert sorted(key[0] for key in counted(sessions)) == [date(2026, 12, 31), date(2027, 1, 1)]


def test_many_threads_and_processes_lose_and_double_nothing(sessions: SessionFactory) -> None:
    counters = [DemandCounter(sessions) for _ in range(3)]
    matters = [MATTER, FOOD, "eia-approval", "drainage-permit"]

    def ask(counter: DemandCounter) -> None:
        for number in range(200):
            kind = Kind(TEN.date(), "gaoxin", matters[number % 4], "found", "widget")
            counter.count(kind)
            if number % 50 == 49:
                counter.flush()

    results = at_once(*[partial(ask, counter) for counter in counters * 4])
    assert [result for result in results if result is not None] == []
    for counter in counters:
        counter.flush()
    assert sorted(counted(sessions).values()) == [600] * 4


def test_while_the_database_is_away_the_counts_wait(
    engine: Engine, sessions: SessionFactory
) -> None:
    counter = DemandCounter(sessions)
    counter.look_at(context(), context(**FOUND), "widget", TEN)
    with engine.begin() as connection:
        connection.execute(text("ALTER TABLE demand RENAME TO away"))
    try:
        with pytest.raises(Exception, match="demand"):
            counter.flush()
        counter.look_at(context(), context(**FOUND), "widget", TEN)
    finally:
        with engine.begin() as connection:
            connection.execute(text("ALTER TABLE away RENAME TO demand"))
    assert counter.flush() == 2
    assert sum(counted(sessions).values()) == 2


def test_at_the_end_what_is_left_is_written_or_given_up(sessions: SessionFactory) -> None:
    counter = DemandCounter(sessions)
    counter.look_at(context(), context(**FOUND), "widget", TEN)
    counter.close()
    assert sum(counted(sessions).values()) == 1
    nowhere = make_session_factory(make_engine("sqlite:////nowhere/at/all.db"))
    lost = DemandCounter(nowhere)
    lost.look_at(context(), context(**FOUND), "widget", TEN)
    with pytest.raises(OperationalError):
        lost.flush()
    lost.close()


def test_what_is_no_id_counts_as_none_and_the_memory_is_bounded(
    sqlite_sessions: SessionFactory,
) -> None:
    counter = DemandCounter(sqlite_sessions)
    for odd in ("x" * 65, "a\0b", 7):
        counter.look_at(
            context(), context(decision="match", candidates=[], matter_id=odd), "widget", TEN
        )
    for number in range(MOST_KINDS + 10):
        counter.count(Kind(TEN.date(), "gaoxin", f"m-{number}", "found", "widget"))
    counter.count(Kind(TEN.date(), "gaoxin", "m-0", "found", "widget"))
    assert counter.flush() == 3 + MOST_KINDS - 1 + 1
    kinds = counted(sqlite_sessions)
    assert kinds[(TEN.date(), "gaoxin", "", "found", "widget")] == 3
    assert kinds[(TEN.date(), "gaoxin", "m-0", "found", "widget")] == 2
