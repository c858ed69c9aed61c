"""The staff see which messages went out, never what they say, and have failed ones tried again."""

from collections.abc import Iterator
from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from sqlalchemy import delete, select, update

from api.db.audit import AuditEntry
from api.db.booking import Booking, Slot
from api.db.engine import SessionFactory, reading
from api.db.intake import Intake
from api.db.notification import Notification
from api.duties import duties
from tests.api.notifications.rows import (
    PHONE,
    a_booking,
    add_booking,
    an_intake,
    only,
    queue_one,
    stored,
)
from tests.api.routes.conftest import WEDNESDAY_MORNING

NOTIFICATIONS = "/api/v1/staff/notifications"
CODE = "KQ7M2XA4"
LATER = WEDNESDAY_MORNING.replace(year=9999)
"""Not due while the tests run, so that nothing is sent under them."""


@pytest.fixture
def sessions(app: FastAPI, client: TestClient) -> Iterator[SessionFactory]:
    """The application's database with a visit in it, and no messages yet."""
    sessions: SessionFactory = app.state.services.shared.sessions
    with sessions() as session, session.begin():
        add_booking(session, a_booking(an_intake()))
    yield sessions
    with sessions() as session, session.begin():
        for table in (Notification, AuditEntry, Booking, Slot, Intake):
            session.execute(delete(table))


@pytest.fixture
def queue(app: FastAPI, sessions: SessionFactory) -> Any:
    def queue(dedupe: str, **more: Any) -> None:
        notifications = app.state.services.shared.notifications
        assert queue_one(notifications, sessions, dedupe, LATER, **more)

    return queue


@pytest.fixture
def failed(queue: Any, sessions: SessionFactory) -> str:
    """A message that could not be sent."""
    queue("a", booking_code=CODE)
    change(sessions, status="failed", attempts=10, error="sms: HTTP 503")
    return only(sessions).notification_id


def change(sessions: SessionFactory, **values: Any) -> None:
    with sessions() as session, session.begin():
        session.execute(update(Notification).values(**values))


def test_a_message_is_shown_without_its_text_and_its_number(
    client: TestClient, staff: dict[str, str], failed: str
) -> None:
    answer = client.get(NOTIFICATIONS, headers=staff)
    assert answer.status_code == 200
    (item,) = answer.json()["items"]
    assert item["notification_id"] == failed
    assert (item["template"], item["status"], item["attempts"]) == ("call_back", "failed", 10)
    assert (item["recipient"], item["booking_code"]) == ("138****5678", CODE)
    assert item["error"] == "sms: HTTP 503"
    assert item["due_at"].endswith("+08:00")
    assert PHONE not in answer.text
    assert "17:00" not in answer.text
    assert not item.keys() & {"values", "text", "dedupe"}


def test_one_that_is_over_names_nobody(
    client: TestClient, staff: dict[str, str], failed: str, sessions: SessionFactory
) -> None:
    change(sessions, status="sent", recipient=None, values=None)
    (item,) = client.get(NOTIFICATIONS, headers=staff).json()["items"]
    assert item["recipient"] is None


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ({}, 3),
        ({"status": "waiting"}, 3),
        ({"status": "sent"}, 0),
        ({"booking_code": CODE}, 1),
        ({"booking_code": "kq7m-2xa4"}, 1),
        ({"booking_code": "AAAAAAA2"}, 0),
        ({"booking_code": "no code\x00"}, 0),
        ({"booking_code": ""}, 0),
    ],
)
def test_they_can_be_looked_for(
    client: TestClient, staff: dict[str, str], queue: Any, query: dict[str, str], count: int
) -> None:
    queue("a", booking_code=CODE)
    queue("b")
    queue("c")
    answer = client.get(NOTIFICATIONS, params=query, headers=staff).json()
    assert (len(answer["items"]), answer["total"]) == (count, count)


def test_they_come_in_pages(client: TestClient, staff: dict[str, str], queue: Any) -> None:
    for name in "abc":
        queue(name)
    page = client.get(NOTIFICATIONS, params={"limit": 2, "offset": 2}, headers=staff).json()
    assert (len(page["items"]), page["total"]) == (1, 3)


@pytest.mark.parametrize(
    "query", [{"status": "lost"}, {"limit": 0}, {"offset": -1}, {"booking_code": "A" * 33}]
)
def test_a_strange_question_is_answered_in_words(
    client: TestClient, staff: dict[str, str], query: dict[str, str]
) -> None:
    answer = client.get(NOTIFICATIONS, params=query, headers=staff)
    assert answer.status_code == 422
    assert "请改正后重试" in answer.json()["detail"]


def test_a_failed_one_is_tried_again_and_the_trail_says_by_whom(
    client: TestClient, staff: dict[str, str], failed: str, sessions: SessionFactory
) -> None:
    headers = {**staff, "X-Staff-Number": "007"}
    answer = client.post(f"{NOTIFICATIONS}/{failed}/retry", headers=headers)
    assert answer.status_code == 200
    assert answer.json()["status"] == "waiting"
    with reading(sessions) as session:
        assert session.scalars(select(AuditEntry.actor)).all() == ["staff:007"]


def test_one_that_was_sent_is_not_sent_again(
    client: TestClient, staff: dict[str, str], failed: str, sessions: SessionFactory
) -> None:
    change(sessions, status="sent")
    answer = client.post(f"{NOTIFICATIONS}/{failed}/retry", headers=staff)
    assert answer.status_code == 409
    assert "已经发出" in answer.json()["detail"]


def test_one_that_never_was_is_not_found(client: TestClient, staff: dict[str, str]) -> None:
    answer = client.post(f"{NOTIFICATIONS}/{'0' * 32}/retry", headers=staff)
    assert answer.status_code == 404
    assert "请刷新列表" in answer.json()["detail"]


def test_only_the_staff_may_look_and_try(client: TestClient) -> None:
    assert client.get(NOTIFICATIONS).status_code == 401
    assert client.post(f"{NOTIFICATIONS}/{'0' * 32}/retry").status_code == 401


def test_what_is_due_is_sent_regularly(app: FastAPI, queue: Any, sessions: SessionFactory) -> None:
    queue("a")
    duty = duties(lambda: app.state.services)["send notifications"]
    assert duty.act() == 0
    # Whatever the hour of the test: due just now, at night as an answer to what somebody does.
    past = WEDNESDAY_MORNING.replace(year=2020, hour=3)
    change(sessions, due_at=past, next_try_at=past)
    duty.act()  # or the application's own round, whichever comes first
    assert [row.status for row in stored(sessions)] == ["sent"]
    assert duty.every_s == 10
    log = app.state.services.shared.settings.notification_file.read_text()
    assert "138****5678" in log
    assert PHONE not in log
