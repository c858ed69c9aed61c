"""When the personal fields of an intake are emptied, and when they wait."""

from collections.abc import Callable
from datetime import timedelta
from functools import partial
from typing import Any

import pytest
from sqlalchemy import select

from api.db.audit import AuditEntry
from api.db.booking import WaitingEntry
from api.db.engine import SessionFactory
from api.db.intake import Commitment, CourierDelivery, Intake, LimitPause
from api.services.erasure import Erasure
from tests.api.at_once import at_once
from tests.api.hall import MATTER, NOW, PARK
from tests.api.intakes import add_booking, add_intake, intake_of

KEEP = 180
LONG_AGO = NOW - timedelta(days=KEEP + 1)
PERSONAL = ("name", "phone", "company", "uscc", "phone_index", "company_index")


def add_old(sessions: SessionFactory, status: str = "decided", **fields: Any) -> str:
    """An intake that was decided, or else touched last, long ago."""
    decided = {"decided_at": LONG_AGO, "outcome": "granted"} if status == "decided" else {}
    moments = {"created_at": LONG_AGO, "updated_at": LONG_AGO}
    return add_intake(sessions, status=status, **moments, **decided, **fields)


def erase(sessions: SessionFactory) -> int:
    return Erasure(sessions, KEEP).erase_finished(NOW)


@pytest.mark.parametrize("status", ["decided", "withdrawn", "expected"])
def test_it_is_emptied_when_its_time_is_over(sessions: SessionFactory, status: str) -> None:
    intake_id = add_old(sessions, status)
    assert erase(sessions) == 1
    intake = intake_of(sessions, intake_id)
    assert [getattr(intake, field) for field in PERSONAL] == [None] * len(PERSONAL)
    assert intake.erased_at == NOW
    assert erase(sessions) == 0


def test_what_counts_is_kept(sessions: SessionFactory) -> None:
    intake_id = add_old(sessions)
    erase(sessions)
    intake = intake_of(sessions, intake_id)
    assert (intake.status, intake.matter_id, intake.park_id, intake.outcome, intake.decided_at) == (
        "decided", MATTER, PARK, "granted", LONG_AGO,
    )  # fmt: skip


@pytest.mark.parametrize("status", ["accepted", "paused"])
def test_it_waits_while_it_is_under_way(sessions: SessionFactory, status: str) -> None:
    add_old(sessions, status)
    assert erase(sessions) == 0


@pytest.mark.parametrize(
    ("field", "status"), [("decided_at", "decided"), ("updated_at", "withdrawn")]
)
def test_it_waits_until_its_time_is_over(sessions: SessionFactory, field: str, status: str) -> None:
    intake_id = add_old(sessions, status)
    with sessions() as session, session.begin():
        setattr(session.get_one(Intake, intake_id), field, NOW - timedelta(days=KEEP - 1))
    assert erase(sessions) == 0


def test_it_waits_for_the_last_visit(sessions: SessionFactory) -> None:
    intake_id = add_old(sessions, "expected")
    add_booking(sessions, intake_id, LONG_AGO, "missed")
    add_booking(sessions, intake_id, NOW - timedelta(days=KEEP - 1), "cancelled")
    assert erase(sessions) == 0


def test_a_visit_of_long_ago_does_not_hold_it(sessions: SessionFactory) -> None:
    add_booking(sessions, add_old(sessions, "expected"), LONG_AGO, "missed")
    assert erase(sessions) == 1


def test_it_waits_for_a_seat_that_is_waited_for(sessions: SessionFactory) -> None:
    intake_id = add_old(sessions, "expected")
    entry = WaitingEntry(
        entry_id="w" * 32, status="waiting", park_id=PARK, matter_id=MATTER, intake_id=intake_id,
        first_day=NOW.date(), last_day=NOW.date(), created_at=LONG_AGO, updated_at=LONG_AGO,
    )  # fmt: skip
    with sessions() as session, session.begin():
        session.add(entry)
    assert erase(sessions) == 0
    with sessions() as session, session.begin():
        session.get_one(WaitingEntry, entry.entry_id).status = "expired"
    assert erase(sessions) == 1


def delivery(intake_id: str, status: str) -> CourierDelivery:
    return CourierDelivery(
        delivery_id="d" * 32, intake_id=intake_id, status=status, recipient="王小明",
        phone="13812345678", address="某某路", tracking_number="EA123", created_at=LONG_AGO,
    )  # fmt: skip


def test_it_waits_for_a_result_that_is_still_to_be_sent(sessions: SessionFactory) -> None:
    intake_id = add_old(sessions)
    with sessions() as session, session.begin():
        session.add(delivery(intake_id, "requested"))
    assert erase(sessions) == 0


def test_what_is_around_it_is_emptied_too(sessions: SessionFactory) -> None:
    intake_id = add_old(sessions)
    with sessions() as session, session.begin():
        session.add(delivery(intake_id, "sent"))
        session.add(
            LimitPause(
                pause_id="p" * 32, intake_id=intake_id, kind="hearing", reason="王小明要求听证",
                first_day=LONG_AGO.date(), last_day=LONG_AGO.date(),
            )
        )  # fmt: skip
        session.add(
            Commitment(
                commitment_id="c" * 32, intake_id=intake_id, material="场地证明",
                text_id="general", version="2026-1", agreed_at=LONG_AGO,
            )
        )  # fmt: skip
    assert erase(sessions) == 1
    with sessions() as session:
        sent = session.scalars(select(CourierDelivery)).one()
        assert (sent.recipient, sent.phone, sent.address, sent.tracking_number) == (None,) * 4
        assert session.scalars(select(LimitPause.reason)).all() == [None]
        assert session.scalars(select(Commitment)).all() == []


def test_it_is_written_down_and_names_nobody(sessions: SessionFactory) -> None:
    intake_id = add_old(sessions)
    erase(sessions)
    with sessions() as session:
        entry = session.scalars(select(AuditEntry)).one()
    assert (entry.action, entry.actor, entry.subject_id, entry.details) == (
        "erased", "system", intake_id, None,
    )  # fmt: skip


def test_two_processes_erase_once(sessions: SessionFactory) -> None:
    add_old(sessions)
    act: Callable[[], int] = partial(erase, sessions)
    assert sorted(at_once(act, act)) == [0, 1]  # type: ignore[type-var]
