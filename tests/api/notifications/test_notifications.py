"""Messages that wait: written once, taken back, looked at and tried again by the staff."""

from collections.abc import Callable
from datetime import timedelta
from functools import partial

import pytest
from sqlalchemy import select, update

from api.db.audit import AuditEntry
from api.db.engine import SessionFactory, reading
from api.db.notification import Notification
from api.services.notifications.notifications import (
    KEEP_FAILED,
    Notifications,
    NotRetryable,
    UnknownNotification,
)
from api.services.notifications.templates import WrongValues
from tests.api.at_once import at_once
from tests.api.hall import NOW
from tests.api.notifications.rows import (
    CODE,
    PHONE,
    WANG,
    only,
    queue_one,
    stored,
)

Queue = Callable[..., bool]


@pytest.fixture
def queue(notifications: Notifications, sessions: SessionFactory) -> Queue:
    return partial(queue_one, notifications, sessions)


def change(sessions: SessionFactory, **values: object) -> None:
    with sessions() as session, session.begin():
        session.execute(update(Notification).values(**values))


class TestQueueing:
    def test_a_message_is_kept_until_it_is_due(
        self, queue: Queue, sessions: SessionFactory
    ) -> None:
        due = NOW + timedelta(hours=3)
        assert queue(due_at=due, send_by=due + timedelta(hours=1))
        row = only(sessions)
        assert (row.status, row.attempts, row.template) == ("waiting", 0, "call_back")
        assert row.due_at == row.next_try_at == due
        assert row.send_by == due + timedelta(hours=1)
        assert row.created_at == NOW

    def test_nothing_personal_can_be_read_on_the_disk(
        self, queue: Queue, sessions: SessionFactory
    ) -> None:
        queue()
        with reading(sessions) as session:
            raw = session.connection().exec_driver_sql("SELECT * FROM notification").one()
        assert PHONE not in str(raw)
        assert "17:00" not in str(raw)
        assert only(sessions).recipient == WANG.to_json()

    def test_one_like_it_is_not_written_again(self, queue: Queue, sessions: SessionFactory) -> None:
        assert queue("rating:1")
        assert not queue("rating:1", NOW + timedelta(hours=1))
        assert queue("rating:2")
        assert len(stored(sessions)) == 2

    def test_of_many_that_write_the_same_at_once_one_does(
        self, queue: Queue, sessions: SessionFactory
    ) -> None:
        assert sorted(map(str, at_once(*[queue] * 6))) == ["False"] * 5 + ["True"]
        assert only(sessions).status == "waiting"

    def test_a_change_that_fails_takes_its_message_along(
        self, notifications: Notifications, sessions: SessionFactory
    ) -> None:
        values = {"until": "明天"}
        with sessions() as session:
            notifications.queue(session, "call_back", WANG, values, "k", NOW, now=NOW)
            session.rollback()
        assert stored(sessions) == []

    def test_values_that_do_not_fit_are_refused_at_once(
        self, notifications: Notifications, sessions: SessionFactory
    ) -> None:
        with sessions() as session, pytest.raises(WrongValues, match="decided"):
            notifications.queue(session, "decided", WANG, {}, "k", NOW, now=NOW)


@pytest.mark.usefixtures("visit")
class TestWithdrawing:
    def test_what_waits_about_a_visit_is_taken_back_and_emptied(
        self, queue: Queue, notifications: Notifications, sessions: SessionFactory
    ) -> None:
        queue("a", booking_code=CODE)
        queue("b")
        with sessions() as session, session.begin():
            assert notifications.withdraw(session, CODE) == 1
        withdrawn, other = stored(sessions)
        assert (withdrawn.status, withdrawn.recipient, withdrawn.values) == (
            "withdrawn",
            None,
            None,
        )
        assert other.status == "waiting"

    def test_only_some_may_be_meant(
        self, queue: Queue, notifications: Notifications, sessions: SessionFactory
    ) -> None:
        queue(booking_code=CODE)
        with sessions() as session, session.begin():
            assert notifications.withdraw(session, CODE, {"reminder"}) == 0
            assert notifications.withdraw(session, CODE, {"reminder", "call_back"}) == 1

    def test_the_same_can_be_said_another_time(
        self, queue: Queue, notifications: Notifications, sessions: SessionFactory
    ) -> None:
        for _ in range(2):
            assert queue("again", booking_code=CODE)
            with sessions() as session, session.begin():
                assert notifications.withdraw(session, CODE) == 1
        assert queue("again")
        assert sorted(row.status for row in stored(sessions)) == [
            "waiting", "withdrawn", "withdrawn",
        ]  # fmt: skip

    def test_what_was_sent_stays_sent(
        self, queue: Queue, notifications: Notifications, sessions: SessionFactory
    ) -> None:
        queue("once", booking_code=CODE)
        change(sessions, status="sent")
        with sessions() as session, session.begin():
            assert notifications.withdraw(session, CODE) == 0
        assert not queue("once")


class TestTryingAgain:
    @pytest.fixture
    def failed(self, queue: Queue, sessions: SessionFactory) -> str:
        """A message that nobody could take over just now."""
        queue()
        change(sessions, status="failed", attempts=10, error="sms: HTTP 503")
        return only(sessions).notification_id

    def test_it_is_due_at_once_and_the_trail_says_who_did_it(
        self, failed: str, notifications: Notifications, sessions: SessionFactory
    ) -> None:
        notifications.retry(failed, "staff:007", NOW)
        row = only(sessions)
        assert (row.status, row.attempts, row.next_try_at) == ("waiting", 0, NOW)
        with reading(sessions) as session:
            entry = session.scalars(select(AuditEntry)).one()
        assert (entry.actor, entry.subject, entry.subject_id) == (
            "staff:007", "notification", failed,
        )  # fmt: skip
        assert (entry.status_before, entry.status_after) == ("failed", "waiting")

    def test_one_that_waits_after_a_failure_need_not_wait(
        self, failed: str, notifications: Notifications, sessions: SessionFactory
    ) -> None:
        change(sessions, status="waiting", next_try_at=NOW + timedelta(minutes=30))
        assert notifications.retry(failed, "staff", NOW).next_try_at == NOW

    @pytest.mark.parametrize(
        ("state", "said"),
        [
            ({"status": "sent"}, "已经发出"),
            ({"status": "withdrawn"}, "撤回"),
            ({"status": "waiting", "error": None}, "正在发送"),
            ({"recipient": None, "values": None}, "清除"),
            ({"send_by": NOW}, "过时"),
        ],
    )
    def test_otherwise_it_says_why_not(
        self,
        failed: str,
        notifications: Notifications,
        sessions: SessionFactory,
        state: dict[str, object],
        said: str,
    ) -> None:
        change(sessions, **state)
        with pytest.raises(NotRetryable, match=f"{said}.*请"):
            notifications.retry(failed, "staff", NOW)

    def test_one_that_never_was_is_unknown(self, notifications: Notifications) -> None:
        with pytest.raises(UnknownNotification):
            notifications.retry("0" * 32, "staff", NOW)

    def test_after_some_days_only_the_fact_is_kept(
        self, failed: str, notifications: Notifications, sessions: SessionFactory
    ) -> None:
        assert notifications.empty_failed(NOW + KEEP_FAILED - timedelta(seconds=1)) == 0
        assert notifications.empty_failed(NOW + KEEP_FAILED) == 1
        assert notifications.empty_failed(NOW + KEEP_FAILED) == 0
        row = only(sessions)
        assert (row.status, row.recipient, row.values) == ("failed", None, None)


@pytest.mark.usefixtures("visit")
def test_the_newest_messages_come_first_a_page_at_a_time(
    queue: Queue, notifications: Notifications, sessions: SessionFactory
) -> None:
    for number in range(3):
        queue(str(number), booking_code=CODE if number else None)
    change(sessions, status="sent")
    queue("waiting")
    assert notifications.find(None, None, 10)[1] == 4
    rows, total = notifications.find("sent", CODE, 1, 1)
    assert (len(rows), total) == (1, 2)
    assert notifications.find("failed", None, 10) == ([], 0)
