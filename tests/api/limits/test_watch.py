"""Warnings before a limit runs out and alerts afterwards, each once."""

from datetime import date
from functools import partial

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from api.db.audit import AuditEntry
from api.db.engine import SessionFactory
from api.db.intake import TimeLimit
from api.services.days.calendar import NationalDay
from api.services.days.working_days import DayCount
from api.services.limits.watch import Lead, Watch, into_the_log
from knowledge import KnowledgeBase
from tests.api.at_once import at_once
from tests.api.hall import at
from tests.api.intakes import COUNT, Told
from tests.api.limits.test_limits import TWENTY, Office


class Watched(Office):
    """An office whose supervisor is told."""

    def __init__(self, kb: KnowledgeBase, sessions: SessionFactory, number: int = 20) -> None:
        super().__init__(kb, sessions, {**TWENTY, "number": number})
        self.supervisor = Told()
        self.watch = Watch(sessions, self.supervisor.notice, count=COUNT)
        self.accept()

    def look(self, day: str) -> list[str]:
        """What the supervisor is told on a day."""
        self.supervisor.notices.clear()
        assert self.watch.look(at(f"{day}T10:00")) == len(self.supervisor.notices)
        return [f"{n.urgency}: {n.standing.text}" for n in self.supervisor.notices]


@pytest.fixture
def watched(kb: KnowledgeBase, sessions: SessionFactory) -> Watched:
    """A limit of twenty working days that ends on 23 December."""
    return Watched(kb, sessions)


def test_it_warns_three_working_days_before_and_only_once(watched: Watched) -> None:
    assert watched.look("2026-12-17") == []
    assert watched.look("2026-12-18") == ["warning: 还剩3个工作日"]
    assert watched.look("2026-12-21") == []


def test_of_a_short_limit_it_warns_when_a_fifth_is_left(
    kb: KnowledgeBase, sessions: SessionFactory
) -> None:
    watched = Watched(kb, sessions, 5)
    assert watched.look("2026-12-01") == ["warning: 还剩1个工作日"]


def test_it_alerts_once_the_last_day_has_passed(watched: Watched) -> None:
    watched.look("2026-12-18")
    assert watched.look("2026-12-23") == []
    assert watched.look("2026-12-24") == ["alert: 已超1个工作日"]
    assert watched.look("2026-12-25") == []


def test_what_was_never_warned_of_is_alerted_only(watched: Watched) -> None:
    assert watched.look("2026-12-30") == ["alert: 已超5个工作日"]


def test_nothing_is_said_while_it_is_paused_or_after_the_decision(watched: Watched) -> None:
    watched.pause("2026-12-01")
    assert watched.look("2026-12-23") == []
    watched.resume("2026-12-24")
    assert watched.look("2026-12-24") == []
    watched.decide("2026-12-25")
    assert watched.look("2027-03-01") == []


def test_processes_that_look_at_once_tell_once(watched: Watched) -> None:
    look = partial(watched.watch.look, at("2026-12-18T10:00"))
    assert sorted(at_once(look, look, look)) == [0, 0, 1]  # type: ignore[type-var]
    assert len(watched.supervisor.notices) == 1


def test_a_notice_that_cannot_be_passed_on_is_given_again(watched: Watched) -> None:
    def broken(session: object, notice: object) -> None:
        raise RuntimeError

    with pytest.raises(RuntimeError):
        Watch(watched.sessions, broken, count=COUNT).look(at("2026-12-18T10:00"))
    assert watched.look("2026-12-18") == ["warning: 还剩3个工作日"]


def test_it_is_written_into_the_trail(watched: Watched) -> None:
    watched.look("2026-12-24")
    query = select(AuditEntry).where(AuditEntry.action == "limit_alerted")
    with watched.sessions() as session:
        entry = session.scalars(query).one()
    assert (entry.actor, entry.subject_id) == ("system", watched.intake_id)
    assert entry.details == {"kind": "statutory", "due_on": "2026-12-23"}


def test_it_is_said_in_the_log_where_nobody_else_is_told(watched: Watched) -> None:
    assert Watch(watched.sessions, into_the_log, count=COUNT).look(at("2026-12-18T10:00")) == 1


def test_provisional_days_are_counted_anew_once_the_holidays_are_out(
    kb: KnowledgeBase, sessions: SessionFactory
) -> None:
    watched = Watched(kb, sessions, 27)
    assert [limit.provisional for limit in watched.rows()] == [True]
    assert watched.due() == ["2027-01-04"]
    # As if the notice were out, and that Monday were off.
    published = DayCount(_published)
    Watch(sessions, watched.supervisor.notice, count=published).look(at("2026-12-01T10:00"))
    assert watched.due() == ["2027-01-05"]
    assert [limit.provisional for limit in watched.rows()] == [False]


def _published(day: date) -> NationalDay:
    off = day in (date(2027, 1, 1), date(2027, 1, 4)) or day.isoweekday() > 5
    return NationalDay(working=not off, holiday=None)


@given(st.integers(0, 400), st.integers(1, 10), st.floats(0.01, 1))
def test_the_lead_is_never_longer_than_the_limit_or_the_days_that_were_set(
    number: int, days: int, share: float
) -> None:
    lead = Lead(days, share).of(number)
    assert 0 <= lead <= min(days, number)
    assert lead > 0 or number == 0


def test_the_rows_say_when(watched: Watched) -> None:
    watched.look("2026-12-18")
    watched.look("2026-12-24")
    with watched.sessions() as session:
        limit = session.scalars(select(TimeLimit)).one()
    assert (limit.warned_at, limit.alerted_at) == (at("2026-12-18T10:00"), at("2026-12-24T10:00"))
