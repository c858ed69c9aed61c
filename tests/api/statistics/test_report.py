"""What is counted, on SQLite and PostgreSQL: each table by the day in the hall, nothing twice."""

from collections import Counter
from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from api.db.base import Base
from api.db.engine import SessionFactory
from api.db.types import HALL_ZONE
from api.services.statistics.measures import Per, Scope
from api.services.statistics.periods import By
from api.services.statistics.report import COUNTS, Report, Row, Statistics
from knowledge import KnowledgeBase
from tests.api.statistics import rows
from tests.api.statistics.rows import FOOD, MATTER, OTHER_PARK, PARK, WINDOW, at

MONDAY = date(2026, 11, 23)
WEEK = Scope(MONDAY, date(2026, 11, 29))
FIRST, DAYS = date(2027, 12, 20), 80
"""From the week 51 of 2027 on: with the end of a year, and with 29 February 2028."""

Write = Callable[[Session], object]


@pytest.fixture
def statistics(sessions: SessionFactory, kb: KnowledgeBase) -> Statistics:
    return Statistics(sessions, kb, bad_up_to=2)


def write(sessions: SessionFactory, *acts: Write) -> None:
    with sessions() as session, session.begin():
        for act in acts:
            act(session)


def cells(report: Report, *names: str) -> list[tuple[Any, ...]]:
    """Some columns of the rows."""
    return [tuple(getattr(row, name) for name in names) for row in report.rows]


def counts(row: Row) -> dict[str, int | None]:
    return {name: getattr(row, name) for name in ("asked", *COUNTS)}


def test_questions_by_what_became_of_them(sessions: SessionFactory, statistics: Statistics) -> None:
    write(
        sessions,
        lambda s: rows.asked(s, MONDAY, "found", 5),
        lambda s: rows.asked(s, MONDAY, "found", 2, channel="kiosk"),
        lambda s: rows.asked(s, MONDAY, "chosen", 3),
        lambda s: rows.asked(s, MONDAY, "clarified", 4, matter_id=""),
        lambda s: rows.asked(s, MONDAY, "not_found", 6, matter_id=""),
        lambda s: rows.asked(s, MONDAY, "referred", 1, matter_id="", park_id=""),
        lambda s: rows.asked(s, MONDAY - timedelta(days=1), "found", 100),
    )
    report = statistics.report(WEEK)
    assert cells(report, "key", "asked", "found", "clarified", "chosen", "not_found") == [
        ("", 11, 0, 4, 0, 6),
        (MATTER, 7, 7, 0, 3, 0),
    ]
    assert (report.total.asked, report.total.referred) == (18, 1)
    assert statistics.report(Scope(MONDAY, MONDAY, park_id=PARK)).total.asked == 17


def test_what_becomes_of_a_booking(sessions: SessionFactory, statistics: Statistics) -> None:
    nine = at("2026-11-23T09:00")

    def visits(session: Session) -> None:
        for status in ("held", "expired", "confirmed", "cancelled", "checked_in", "done", "missed"):
            rows.a_visit(session, nine, status)
        rows.a_visit(session, nine, provisional=True)
        moved = rows.a_visit(session, nine, "done")
        rows.was_moved(session, moved)
        rows.was_moved(session, moved)
        gone = rows.a_visit(session, nine, "missed")  # came, but did not wait to be called
        rows.a_ticket(session, nine, "missed", booking_code=gone.code)

    write(sessions, visits)
    total = statistics.report(WEEK).total
    assert (total.booked, total.provisional, total.cancelled, total.moved) == (8, 1, 1, 1)
    assert (total.checked_in, total.served, total.missed, total.walk_ins) == (4, 2, 2, 0)


def test_waiting_and_serving(sessions: SessionFactory, statistics: Statistics) -> None:
    nine = at("2026-11-23T09:00")

    def queue(session: Session) -> None:
        for minutes in range(1, 11):
            rows.served(session, nine, minutes * 60 + 30, 600)
        rows.a_ticket(session, nine)  # still waits: says nothing yet
        rows.a_ticket(session, nine, "missed", called_at=nine)

    write(sessions, queue)
    total = statistics.report(WEEK).total
    assert (total.walk_ins, total.waited_mean, total.waited_p90) == (12, 6.0, 9)
    assert total.served_mean == 10.0


def test_who_comes_early_begins_to_wait_at_the_booked_time(
    sessions: SessionFactory, statistics: Statistics
) -> None:
    came, booked = at("2026-11-23T08:40"), at("2026-11-23T09:00")
    write(sessions, lambda s: rows.served(s, came, 25 * 60, 60, booked_for=booked))
    assert statistics.report(WEEK).total.waited_mean == 5.0
    write(sessions, lambda s: rows.served(s, came, 10 * 60, 60, booked_for=booked))
    assert statistics.report(WEEK).total.waited_p90 == 5
    assert statistics.report(WEEK).total.waited_mean == 2.5, "called early is no negative wait"


def test_grades_and_time_limits(sessions: SessionFactory, statistics: Statistics) -> None:
    ten = at("2026-11-25T10:00")
    write(
        sessions,
        *[lambda s, stars=stars: rows.a_grade(s, stars, ten) for stars in (5, 4, 2, 1)],
        lambda s: rows.a_limit(s, ten.date(), "met"),
        lambda s: rows.a_limit(s, ten.date(), "exceeded"),
        lambda s: rows.a_limit(s, ten.date(), "running"),
    )
    total = statistics.report(WEEK).total
    assert (total.rated, total.mean_stars, total.bad_ratings) == (4, 3.0, 2)
    assert (total.limits_met, total.limits_exceeded) == (1, 1)


def test_by_park_and_by_window(sessions: SessionFactory, statistics: Statistics) -> None:
    nine = at("2026-11-23T09:00")
    there = {"park_id": OTHER_PARK, "window_id": "jingkai-02"}
    write(
        sessions,
        lambda s: rows.a_visit(s, nine),
        lambda s: rows.a_visit(s, nine, matter_id=FOOD, **there),
        lambda s: rows.a_ticket(s, nine, hall_id="jingkai-hall", window_id="jingkai-02"),
        lambda s: rows.asked(s, MONDAY, "found"),
        lambda s: rows.a_grade(s, 5, nine, window_id=None),
    )
    parks = statistics.report(WEEK, per="park")
    assert cells(parks, "key", "booked", "walk_ins", "asked") == [
        (PARK, 1, 0, 1),
        (OTHER_PARK, 1, 1, 0),
    ]
    windows = statistics.report(WEEK, per="window")
    assert cells(windows, "key", "booked", "rated", "asked", "limits_met") == [
        ("", 0, 1, None, None),
        (WINDOW, 1, 0, None, None),
        ("jingkai-02", 1, 0, None, None),
    ], "nobody asks for a window"
    only = statistics.report(Scope(MONDAY, MONDAY, window_id="jingkai-02"))
    assert cells(only, "key", "booked", "asked") == [(MATTER, 0, None), (FOOD, 1, None)]
    narrow = Scope(MONDAY, MONDAY, park_id=OTHER_PARK, matter_id=FOOD)
    assert statistics.report(narrow, per="window").total.booked == 1


def test_the_hall_s_day_not_that_of_utc(sessions: SessionFactory, statistics: Statistics) -> None:
    write(
        sessions,
        # 15:30 and 16:30 UTC on Sunday: half an hour before and after the hall's midnight
        lambda s: rows.a_visit(s, at("2026-11-22T23:30")),
        lambda s: rows.a_visit(s, at("2026-11-23T00:30")),
        lambda s: rows.a_visit(s, at("2026-11-23T23:30")),
        lambda s: rows.a_grade(s, 5, at("2026-11-23T23:59:59.999999")),
        lambda s: rows.a_grade(s, 1, at("2026-11-24T00:00")),
    )
    days = statistics.report(Scope(date(2026, 11, 22), date(2026, 11, 24)), "day", "all")
    assert cells(days, "booked", "rated", "bad_ratings") == [(1, 0, 0), (2, 1, 0), (0, 1, 1)]
    weeks = statistics.report(Scope(date(2026, 11, 22), date(2026, 11, 24)), "week", "all")
    assert [(row.period.label, row.booked) for row in weeks.rows] == [
        ("2026-W47", 1),
        ("2026-W48", 2),
    ]
    assert statistics.report(Scope(MONDAY, MONDAY)).total.booked == 2


def test_the_end_of_a_year_and_a_leap_day(sessions: SessionFactory, statistics: Statistics) -> None:
    days = ("2026-12-31", "2027-01-01", "2027-01-03", "2027-01-04", "2028-02-29", "2028-03-01")
    write(sessions, *[lambda s, d=day: rows.a_visit(s, at(f"{d}T23:30")) for day in days])
    whole = Scope(date(2026, 12, 30), date(2028, 3, 1))

    def booked(by: By) -> list[tuple[str, int | None]]:
        found = statistics.report(whole, by, "all").rows
        return [(row.period.label, row.booked) for row in found if row.booked]

    assert booked("week") == [("2026-W53", 3), ("2027-W01", 1), ("2028-W09", 2)]
    assert booked("month") == [("2026-12", 1), ("2027-01", 3), ("2028-02", 1), ("2028-03", 1)]


def test_periods_in_which_nothing_happened_are_told_too(statistics: Statistics) -> None:
    report = statistics.report(Scope(date(2026, 11, 25), date(2026, 12, 8)), "week", "all")
    assert [(row.period.first, row.period.last, row.booked) for row in report.rows] == [
        (date(2026, 11, 25), date(2026, 11, 29), 0),
        (date(2026, 11, 30), date(2026, 12, 6), 0),
        (date(2026, 12, 7), date(2026, 12, 8), 0),
    ]
    assert (report.total.mean_stars, report.total.waited_p90) == (None, None)


moments = st.datetimes(
    datetime(2027, 12, 19, 12),  # noqa: DTZ001 - the zone is told beside
    datetime(2028, 3, 10),  # noqa: DTZ001
    timezones=st.just(HALL_ZONE),
)
acts = st.one_of(
    st.builds(
        lambda when, status, matter: lambda s: rows.a_visit(s, when, status, matter_id=matter),
        moments,
        st.sampled_from(["confirmed", "cancelled", "done", "missed", "held"]),
        st.sampled_from([MATTER, FOOD]),
    ),
    st.builds(
        lambda when, wait: lambda s: rows.served(s, when.replace(microsecond=0), wait, 60),
        moments,
        st.integers(0, 7200),
    ),
    st.builds(
        lambda when, stars: lambda s: rows.a_grade(s, stars, when), moments, st.integers(1, 5)
    ),
    st.builds(
        lambda when, status: lambda s: rows.a_limit(s, when.date(), status),
        moments,
        st.sampled_from(["met", "exceeded", "running"]),
    ),
)


@settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(written=st.lists(acts, max_size=12), first=st.integers(0, DAYS), days=st.integers(0, DAYS))
def test_the_parts_add_up_to_the_whole(
    sessions: SessionFactory,
    statistics: Statistics,
    written: list[Write],
    first: int,
    days: int,
) -> None:
    write(
        sessions, lambda s: [s.execute(t.delete()) for t in reversed(Base.metadata.sorted_tables)]
    )
    write(sessions, *written)
    begin = FIRST + timedelta(days=first)
    whole = Scope(begin, begin + timedelta(days=days))
    total = counts(statistics.report(whole).total)
    for by in ("day", "week", "month", "total"):
        for per in ("all", "park", "matter"):
            assert counts(added_up(statistics, whole, by, per)) == total
    by_days = [Scope(day, day) for day in (begin + timedelta(n) for n in range(days + 1))]
    assert sum(statistics.report(day).total.booked or 0 for day in by_days[:9]) == sum(
        row.booked or 0 for row in statistics.report(whole, "day", "all").rows[:9]
    ), "one day asked for alone is the same as that day among others"


def added_up(statistics: Statistics, scope: Scope, by: By, per: Per) -> Any:
    """All rows of a report as one, which the report itself does not look at."""
    sums: Counter[str] = Counter()
    for row in statistics.report(scope, by, per).rows:
        sums.update(counts(row))
    return type("Sums", (), {name: sums[name] for name in ("asked", *COUNTS)})
