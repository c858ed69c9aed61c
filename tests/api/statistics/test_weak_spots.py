"""Matters that run badly by stated rules, and matters nobody asks for."""

from datetime import date

import pytest
from sqlalchemy.orm import Session

from api.db.engine import SessionFactory
from api.services.statistics.report import Statistics
from api.services.statistics.weak_spots import RULES, WeakSpots
from knowledge import KnowledgeBase
from tests.api.statistics import rows
from tests.api.statistics.rows import FOOD, MATTER, OTHER_PARK, PARK, at

MONDAY, SUNDAY = date(2026, 11, 23), date(2026, 11, 29)
NINE = at("2026-11-23T09:00")


@pytest.fixture
def spots(sessions: SessionFactory, kb: KnowledgeBase) -> WeakSpots:
    return WeakSpots(sessions, kb, Statistics(sessions, kb, bad_up_to=2))


def visits(session: Session, missed: int, done: int, **more: str) -> None:
    for status in ["missed"] * missed + ["done"] * done:
        rows.a_visit(session, NINE, status, **more)


def found(spots: WeakSpots, park_id: str | None = PARK) -> dict[str, list[str]]:
    running = spots.badly_running(MONDAY, SUNDAY, park_id)
    return {one.matter_id: [finding.rule for finding in one.findings] for one in running}


def test_a_share_counts_from_its_limit_on_and_a_few_say_nothing(
    sessions: SessionFactory, spots: WeakSpots
) -> None:
    with sessions() as session, session.begin():
        visits(session, 2, 8)  # 20 % of 10
        visits(session, 9, 0, matter_id=FOOD)  # all of 9: too few
        visits(session, 2, 9, matter_id="eia-approval")  # 18 %
    assert found(spots) == {MATTER: ["missed"]}
    text = spots.badly_running(MONDAY, SUNDAY, None)[0].findings[0].text
    assert text == "到期的 10 个预约里 2 个没来（20%）"


def test_every_rule(sessions: SessionFactory, spots: WeakSpots) -> None:
    with sessions() as session, session.begin():
        visits(session, 5, 5)
        rows.asked(session, MONDAY, "found", 5)
        rows.asked(session, MONDAY, "chosen", 5)
        for stars in (1, 5, 5, 5, 5):
            rows.a_grade(session, stars, NINE)
        for status in ("exceeded", "met", "met", "met", "met"):
            rows.a_limit(session, MONDAY, status)
        visits(session, 9, 1, matter_id=FOOD)
    running = spots.badly_running(MONDAY, SUNDAY, None)
    assert [one.matter_id for one in running] == [MATTER, FOOD], "most findings first"
    assert [finding.rule for finding in running[0].findings] == [rule.rule for rule in RULES]
    assert found(spots, OTHER_PARK) == {}
    assert all("{" not in rule.text for rule in RULES)


def test_matters_nobody_asks_for(
    sessions: SessionFactory, spots: WeakSpots, kb: KnowledgeBase
) -> None:
    everything = {m.matter_id for m in kb.find_matters(park_id=PARK, as_of=SUNDAY)}

    def unasked(park_id: str | None = PARK) -> set[str]:
        return {one.matter_id for one in spots.unasked(MONDAY, SUNDAY, park_id)}

    assert unasked() == everything
    with sessions() as session, session.begin():
        rows.asked(session, MONDAY, "found")
        rows.asked(session, MONDAY, "chosen", matter_id="eia-approval", park_id="")
        rows.asked(session, MONDAY, "referred", matter_id="drainage-permit")
        rows.asked(session, date(2026, 11, 22), "found", matter_id="printing-permit")
        rows.a_visit(session, NINE, "cancelled", matter_id=FOOD)
        rows.a_visit(session, NINE, "expired", matter_id="water-abstraction-permit")
        rows.a_ticket(session, NINE, matter_id="gas-business-permit")
        rows.a_ticket(session, NINE, matter_id=None)
        rows.a_visit(session, NINE, matter_id="logging-permit", park_id=OTHER_PARK)
    wanted = {MATTER, "eia-approval", FOOD, "gas-business-permit"}
    assert unasked() == everything - wanted
    assert "logging-permit" not in unasked(OTHER_PARK)
    assert "eia-approval" not in unasked(OTHER_PARK), "asked for without naming a park"
    both = spots.unasked(MONDAY, SUNDAY, None)
    assert {one.park_id for one in both} == set(kb.parks)
