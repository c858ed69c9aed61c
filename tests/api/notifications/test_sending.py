"""Sending what is due: each message once, again after a failure, never at night, never for ever."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from threading import Barrier, Lock, local

import pytest

from api.db.engine import SessionFactory
from api.services.notifications.notifications import Notifications
from api.services.notifications.notifier import (
    Outgoing,
    PermanentFailure,
    Recipient,
    TemporaryFailure,
)
from api.services.notifications.sending import BATCH, LEASE, MOST_ATTEMPTS, Sender
from api.services.notifications.templates import Templates
from tests.api.at_once import at_once
from tests.api.hall import NOW, at
from tests.api.notifications.rows import CODE, PHONE, only, queue_one, stored

NIGHT = at("2026-11-25T22:00")
DOWN, NO_SUCH = TemporaryFailure("HTTP 503"), PermanentFailure("no openid")

Queue = Callable[..., bool]


@dataclass
class Provider:
    """Takes messages over, or fails as it is told."""

    name: str = "first"
    failure: Exception | None = None
    taken: list[Outgoing] = field(default_factory=list)
    lock: Lock = field(default_factory=Lock)

    def send(self, outgoing: Outgoing) -> None:
        if self.failure:
            raise self.failure
        with self.lock:
            self.taken.append(outgoing)


@pytest.fixture
def queue(notifications: Notifications, sessions: SessionFactory) -> Queue:
    return partial(queue_one, notifications, sessions)


@pytest.fixture
def first() -> Provider:
    return Provider()


@pytest.fixture
def second() -> Provider:
    return Provider("second")


@pytest.fixture
def sender(
    sessions: SessionFactory, templates: Templates, first: Provider, second: Provider
) -> Sender:
    return Sender(sessions, templates, [first, second])


def moments(sender: Sender, sessions: SessionFactory, start: datetime) -> Iterator[timedelta]:
    """How long after one attempt the next is due, for as long as there is one."""
    now = start
    while True:
        assert sender.send_due(now) == 1
        row = only(sessions)
        if row.status != "waiting":
            return
        assert sender.send_due(row.next_try_at - timedelta(seconds=1)) == 0
        yield row.next_try_at - now
        now = row.next_try_at


class TestOneMessage:
    def test_goes_out_in_words(self, queue: Queue, sender: Sender, first: Provider) -> None:
        queue()
        assert sender.send_due(NOW) == 1
        (sent,) = first.taken
        assert sent.recipient.phone == PHONE
        assert "11月25日（周三）17:00前打给您" in sent.text
        assert sent.values == {"until": "11月25日（周三）17:00"}

    def test_is_emptied_once_it_is_sent(
        self, queue: Queue, sender: Sender, sessions: SessionFactory
    ) -> None:
        queue()
        sender.send_due(NOW)
        row = only(sessions)
        assert (row.status, row.sent_at, row.provider) == ("sent", NOW, "first")
        assert (row.recipient, row.values, row.error) == (None, None, None)

    def test_is_not_sent_before_it_is_due(
        self, queue: Queue, sender: Sender, first: Provider
    ) -> None:
        queue(due_at=NOW + timedelta(seconds=1))
        assert sender.send_due(NOW) == 0
        assert sender.send_due(NOW + timedelta(seconds=1)) == 1
        assert len(first.taken) == 1

    def test_is_not_sent_again(self, queue: Queue, sender: Sender, first: Provider) -> None:
        queue()
        for hours in range(3):
            sender.send_due(NOW + timedelta(hours=hours))
        assert len(first.taken) == 1

    def test_that_comes_too_late_is_given_up(
        self, queue: Queue, sender: Sender, sessions: SessionFactory, first: Provider
    ) -> None:
        queue(send_by=NOW + timedelta(minutes=5))
        assert sender.send_due(NOW + timedelta(minutes=5)) == 0
        row = only(sessions)
        assert (row.status, row.error, row.recipient, row.values) == (
            "failed", "too late", None, None,
        )  # fmt: skip
        assert first.taken == []

    def test_shows_nobody_in_print(self, queue: Queue, sender: Sender, first: Provider) -> None:
        queue(recipient=Recipient(PHONE, "o6_bmjrPTlm6_2sgVt7hMZOPfL2M", "wang@example.org"))
        sender.send_due(NOW)
        printed = repr(first.taken[0])
        for personal in (PHONE, "o6_bmjr", "wang@", "17:00"):
            assert personal not in printed


class TestAFailure:
    def test_that_may_pass_is_tried_again_after_longer_and_longer_waits(
        self, queue: Queue, sender: Sender, sessions: SessionFactory, first: Provider,
        second: Provider,
    ) -> None:  # fmt: skip
        first.failure = second.failure = DOWN
        queue()
        waits = list(moments(sender, sessions, NOW))
        assert waits == [timedelta(seconds=30 * 2**n) for n in range(6)] + [
            timedelta(minutes=30)
        ] * (MOST_ATTEMPTS - 7)

    def test_that_never_passes_is_given_up_and_its_content_kept_for_the_staff(
        self, queue: Queue, sender: Sender, sessions: SessionFactory, first: Provider,
        second: Provider,
    ) -> None:  # fmt: skip
        first.failure = second.failure = DOWN
        queue()
        list(moments(sender, sessions, NOW))
        row = only(sessions)
        assert (row.status, row.attempts) == ("failed", MOST_ATTEMPTS)
        assert row.error == "first: HTTP 503; second: HTTP 503"
        assert row.recipient is not None

    def test_that_passes_delivers_the_message(
        self, queue: Queue, sender: Sender, sessions: SessionFactory, first: Provider,
        second: Provider,
    ) -> None:  # fmt: skip
        first.failure = DOWN
        queue()
        sender.send_due(NOW)
        assert only(sessions).error == "first: HTTP 503"
        first.failure = None
        sender.send_due(NOW + timedelta(minutes=1))
        assert (len(first.taken), second.taken) == (1, [])
        assert only(sessions).error is None

    def test_to_reach_somebody_one_way_is_no_failure_when_another_does(
        self, queue: Queue, sender: Sender, sessions: SessionFactory, first: Provider,
        second: Provider,
    ) -> None:  # fmt: skip
        first.failure = NO_SUCH
        queue()
        sender.send_due(NOW)
        assert only(sessions).provider == "second"
        assert len(second.taken) == 1

    def test_of_the_first_way_lets_the_last_attempt_go_another(
        self, queue: Queue, sender: Sender, sessions: SessionFactory, first: Provider,
        second: Provider,
    ) -> None:  # fmt: skip
        first.failure = DOWN
        queue()
        list(moments(sender, sessions, NOW))
        row = only(sessions)
        assert (row.status, row.provider, row.attempts) == ("sent", "second", MOST_ATTEMPTS)

    def test_for_good_empties_the_message_at_once(
        self, queue: Queue, sender: Sender, sessions: SessionFactory, first: Provider,
        second: Provider,
    ) -> None:  # fmt: skip
        first.failure, second.failure = NO_SUCH, PermanentFailure("HTTP 400")
        queue()
        sender.send_due(NOW)
        row = only(sessions)
        assert (row.status, row.attempts, row.recipient, row.values) == ("failed", 1, None, None)
        assert row.error == "first: no openid; second: HTTP 400"

    def test_nobody_foresaw_does_not_stop_the_others(
        self, queue: Queue, sender: Sender, sessions: SessionFactory, first: Provider
    ) -> None:
        first.failure = KeyError(PHONE)
        queue("a")
        queue("b")
        assert sender.send_due(NOW) == 2
        assert [row.error for row in stored(sessions)] == ["first: KeyError"] * 2
        assert all(row.status == "waiting" for row in stored(sessions))

    def test_is_told_without_the_person(
        self, queue: Queue, sender: Sender, sessions: SessionFactory, first: Provider
    ) -> None:
        first.failure = TemporaryFailure("x" * 500)
        queue()
        sender.send_due(NOW)
        assert len(only(sessions).error or "") == 200


class TestAtNight:
    def test_what_was_due_by_day_waits_for_the_morning(
        self, queue: Queue, sender: Sender, sessions: SessionFactory, first: Provider
    ) -> None:
        queue()
        assert sender.send_due(NIGHT) == 0
        assert only(sessions).attempts == 0
        assert only(sessions).next_try_at == at("2026-11-26T08:00")
        assert sender.send_due(at("2026-11-26T08:00")) == 1
        assert len(first.taken) == 1

    def test_the_answer_to_what_somebody_does_then_goes_out(
        self, queue: Queue, sender: Sender, first: Provider
    ) -> None:
        queue(due_at=NIGHT)
        assert sender.send_due(NIGHT) == 1
        assert len(first.taken) == 1

    def test_what_fails_in_the_evening_is_tried_in_the_morning(
        self, queue: Queue, sender: Sender, sessions: SessionFactory, first: Provider
    ) -> None:
        first.failure = DOWN
        late = at("2026-11-25T20:59:50")
        queue(due_at=late)
        sender.send_due(late)
        assert only(sessions).next_try_at == at("2026-11-26T08:00")


class TestManySenders:
    def test_send_each_message_once(
        self, queue: Queue, sender: Sender, sessions: SessionFactory, first: Provider
    ) -> None:
        for number in range(3 * BATCH):
            queue(str(number))
        counts = at_once(*[lambda: sender.send_all_due(lambda: NOW)] * 4)
        assert sum(int(str(count)) for count in counts) == 3 * BATCH
        assert len({sent.notification_id for sent in first.taken}) == 3 * BATCH
        assert len(first.taken) == 3 * BATCH
        assert {row.status for row in stored(sessions)} == {"sent"}

    def test_do_not_wait_for_one_that_is_slow(
        self, queue: Queue, sessions: SessionFactory, templates: Templates
    ) -> None:
        # Only passes when two of them are sending at the same moment.
        both = Barrier(2, timeout=20)
        met = local()

        class Slow(Provider):
            def send(self, outgoing: Outgoing) -> None:
                if not hasattr(met, "done"):
                    both.wait()
                    met.done = True
                super().send(outgoing)

        sender = Sender(sessions, templates, [slow := Slow()])
        for number in range(BATCH + 1):
            queue(str(number))
        counts = at_once(*[lambda: sender.send_due(NOW)] * 2)
        assert sum(int(str(count)) for count in counts) == BATCH + 1
        assert len(slow.taken) == BATCH + 1


class TestASenderThatDies:
    """Between taking a message and writing down what became of it."""

    class Killed(BaseException):
        pass

    def test_leaves_the_message_to_others_once_its_lease_is_over(
        self, queue: Queue, sender: Sender, sessions: SessionFactory, first: Provider
    ) -> None:
        queue()
        first.failure = self.Killed()  # type: ignore[assignment]
        with pytest.raises(self.Killed):
            sender.send_due(NOW)
        first.failure = None
        assert sender.send_due(NOW + LEASE - timedelta(seconds=1)) == 0
        assert sender.send_due(NOW + LEASE) == 1
        assert len(first.taken) == 1
        assert (only(sessions).status, only(sessions).attempts) == ("sent", 2)

    def test_again_and_again_over_the_same_message_ends(
        self, queue: Queue, sender: Sender, sessions: SessionFactory, first: Provider
    ) -> None:
        queue()
        first.failure = self.Killed()  # type: ignore[assignment]
        for attempt in range(MOST_ATTEMPTS):
            with pytest.raises(self.Killed):
                sender.send_due(NOW + attempt * LEASE)
        assert sender.send_due(NOW + MOST_ATTEMPTS * LEASE) == 0
        row = only(sessions)
        assert (row.status, row.error) == ("failed", "no attempt came to an end")


@pytest.mark.usefixtures("visit")
def test_a_message_taken_back_while_it_is_sent_counts_as_sent(
    queue: Queue, notifications: Notifications, sessions: SessionFactory, templates: Templates
) -> None:
    class TakenBack(Provider):
        def send(self, outgoing: Outgoing) -> None:
            with sessions() as session, session.begin():
                assert notifications.withdraw(session, CODE) == 1

    queue("k", booking_code=CODE)
    Sender(sessions, templates, [TakenBack()]).send_due(NOW)
    assert only(sessions).status == "sent"


@pytest.mark.usefixtures("visit")
def test_a_message_taken_back_while_sending_fails_stays_withdrawn(
    queue: Queue, notifications: Notifications, sessions: SessionFactory, templates: Templates
) -> None:
    class TakenBack(Provider):
        def send(self, outgoing: Outgoing) -> None:
            with sessions() as session, session.begin():
                notifications.withdraw(session, CODE)
            raise DOWN

    queue("k", booking_code=CODE)
    Sender(sessions, templates, [TakenBack()]).send_due(NOW)
    assert only(sessions).status == "withdrawn"


def test_a_message_of_an_older_release_whose_template_changed_fails(
    queue: Queue, sender: Sender, sessions: SessionFactory, first: Provider
) -> None:
    queue()
    with sessions() as session, session.begin():
        row = session.merge(only(sessions))
        row.template = "renamed"
    sender.send_due(NOW)
    assert (only(sessions).status, only(sessions).error) == ("failed", "the template has changed")
    assert first.taken == []
