"""Grades: one a visit, and a bad one is answered by somebody, by a day, once (decree D22)."""

from datetime import date
from functools import partial
from typing import Any

import pytest
from sqlalchemy import delete, select

from api.db.audit import AuditEntry
from api.db.booking import Booking
from api.db.chat import Conversation
from api.db.engine import SessionFactory
from api.db.intake import Rating
from api.services.conversations import EMPTY_CONTEXT, UnknownConversation
from api.services.ratings import Grade, NoReplyDue, Ratings, UnknownRating, claim_asking
from knowledge import ratings as grading
from tests.api.at_once import at_once
from tests.api.statistics import rows
from tests.api.statistics.rows import at

WEDNESDAY = at("2026-11-25T10:00")
BAD = Grade(1, "等太久，也没人理", "waited")
SESSION = "c" * 32


@pytest.fixture
def ratings(sessions: SessionFactory) -> Ratings:
    return Ratings(sessions, grading.load())


@pytest.fixture
def visit(sessions: SessionFactory) -> Booking:
    with sessions() as session, session.begin():
        return rows.a_visit(session, WEDNESDAY, "done")


def steps(sessions: SessionFactory) -> list[tuple[str, str, str | None]]:
    with sessions() as session:
        found = session.scalars(
            select(AuditEntry).where(AuditEntry.subject == "rating").order_by(AuditEntry.entry_id)
        )
        return [(step.action, step.actor, step.reason) for step in found]


def test_a_bad_grade_gets_an_owner_and_a_day(ratings: Ratings, visit: Booking) -> None:
    rating = ratings.of_booking(visit.code, BAD, WEDNESDAY)
    assert (rating.reason, rating.comment) == ("waited", "等太久，也没人理")
    assert (rating.park_id, rating.matter_id, rating.window_id) == (
        visit.park_id,
        visit.matter_id,
        visit.window_id,
    )
    assert (rating.owner, rating.reply_by) == ("大厅值班负责人", date(2026, 12, 2))
    assert not rating.provisional


@pytest.mark.parametrize("stars", [3, 4, 5])
def test_nothing_follows_from_another(ratings: Ratings, visit: Booking, stars: int) -> None:
    rating = ratings.of_booking(visit.code, Grade(stars), WEDNESDAY)
    assert (rating.owner, rating.reply_by) == (None, None)
    assert ratings.find("open", WEDNESDAY.date(), None, 10, 0) == ([], 0)
    with pytest.raises(NoReplyDue):
        ratings.reply(rating.rating_id, "谢谢", "staff:007", WEDNESDAY)


def test_a_later_grade_replaces_the_earlier_one(
    ratings: Ratings, visit: Booking, sessions: SessionFactory
) -> None:
    first = ratings.of_booking(visit.code, Grade(1), WEDNESDAY)
    later = ratings.of_booking(visit.code, BAD, at("2026-11-30T10:00"))
    assert later.rating_id == first.rating_id
    assert later.reply_by == first.reply_by, "to say why does not put the reply off"
    good = ratings.of_booking(visit.code, Grade(5), at("2026-11-30T11:00"))
    assert (good.stars, good.reason, good.owner, good.reply_by) == (5, None, None, None)
    ratings.of_booking(visit.code, Grade(5), at("2026-12-30T11:00"))
    with sessions() as session:
        kept = session.scalars(select(Rating)).one()
    assert kept.created_at == at("2026-11-30T11:00"), "the same again is nothing new"
    assert [step for step, _, _ in steps(sessions)] == ["rated"] * 3


def test_one_visit_has_one_grade_however_many_send_it(ratings: Ratings, visit: Booking) -> None:
    grades = [Grade(stars) for stars in (1, 2, 3, 4, 5)] * 2
    given = at_once(
        *[partial(ratings.of_booking, visit.code, grade, WEDNESDAY) for grade in grades]
    )
    assert len({one.rating_id for one in given if isinstance(one, Rating)}) == 1
    assert not [one for one in given if isinstance(one, Exception)]
    kept = ratings.given_for(visit.code)
    assert kept is not None
    assert (kept.reply_by is not None) == (kept.stars <= 2)


def test_a_grade_of_a_conversation_outlives_it_for_the_statistics(
    ratings: Ratings, sessions: SessionFactory
) -> None:
    context = {**EMPTY_CONTEXT, "park_id": "jingkai", "matter_id": rows.FOOD}
    with sessions() as session, session.begin():
        about: dict[str, Any] = {"channel": "widget", "context": context, "edition_id": "e"}
        times = {"created_at": WEDNESDAY, "active_at": WEDNESDAY}
        session.add(Conversation(conversation_id=SESSION, token_hash="", **about, **times))
    ratings.of_conversation(SESSION, BAD, WEDNESDAY)
    with sessions() as session, session.begin():
        session.execute(delete(Conversation))
    (kept,), total = ratings.find("open", WEDNESDAY.date(), "jingkai", 10, 0)
    assert (kept.conversation_id, kept.matter_id, total) == (None, rows.FOOD, 1)
    assert ratings.find("open", WEDNESDAY.date(), "gaoxin", 10, 0)[1] == 0
    with pytest.raises(UnknownConversation):
        ratings.of_conversation(SESSION, BAD, WEDNESDAY)


def test_it_is_answered_once_and_every_step_is_kept(
    ratings: Ratings, visit: Booking, sessions: SessionFactory
) -> None:
    rating_id = ratings.of_booking(visit.code, BAD, WEDNESDAY).rating_id
    assert ratings.take_on(rating_id, "007", "staff:001", WEDNESDAY).owner == "007"
    answers = at_once(
        *[partial(ratings.reply, rating_id, "已增开窗口", "staff:007", WEDNESDAY)] * 4
    )
    assert sum(isinstance(one, Rating) for one in answers) == 1
    assert sum(isinstance(one, NoReplyDue) for one in answers) == 3
    (kept,), _ = ratings.find("settled", WEDNESDAY.date(), None, 10, 0)
    assert (kept.reply, kept.replied_at, kept.owner) == ("已增开窗口", WEDNESDAY, "007")
    assert ratings.find("open", WEDNESDAY.date(), None, 10, 0)[1] == 0
    assert steps(sessions) == [
        ("rated", "applicant", None),
        ("taken_on", "staff:001", None),
        ("replied", "staff:007", "已增开窗口"),
    ]
    with pytest.raises(UnknownRating):
        ratings.reply("0" * 32, "？", "staff", WEDNESDAY)


def test_who_grades_badly_again_after_the_reply_is_answered_again(
    ratings: Ratings, visit: Booking, sessions: SessionFactory
) -> None:
    rating_id = ratings.of_booking(visit.code, BAD, WEDNESDAY).rating_id
    ratings.reply(rating_id, "已增开窗口", "staff:007", WEDNESDAY)
    unchanged = ratings.of_booking(visit.code, BAD, at("2026-12-01T10:00"))
    assert unchanged.reply == "已增开窗口"
    again = ratings.of_booking(visit.code, Grade(1, "还是等"), at("2026-12-01T10:00"))
    assert (again.reply, again.replied_at, again.reply_by) == (None, None, date(2026, 12, 8))
    assert ("replied", "staff:007", "已增开窗口") in steps(sessions), "the first reply is kept"


def test_those_due_first_come_first(ratings: Ratings, sessions: SessionFactory) -> None:
    for day in ("2026-11-27", "2026-11-25", "2026-11-26"):
        with sessions() as session, session.begin():
            code = rows.a_visit(session, at(f"{day}T09:00"), "done").code
        ratings.of_booking(code, BAD, at(f"{day}T10:00"))
    due = [date(2026, 12, 2), date(2026, 12, 3), date(2026, 12, 4)]
    found, total = ratings.find("open", date(2026, 12, 4), None, 2, 0)
    assert ([one.reply_by for one in found], total) == (due[:2], 3)
    assert [one.reply_by for one in ratings.find("open", date(2026, 12, 4), None, 2, 2)[0]] == due[
        2:
    ]
    late, _ = ratings.find("overdue", date(2026, 12, 4), None, 10, 0)
    assert [one.reply_by for one in late] == due[:2], "the last day is not late yet"


def test_nobody_is_asked_twice(ratings: Ratings, visit: Booking, sessions: SessionFactory) -> None:
    def ask(code: str) -> bool:
        with sessions() as session, session.begin():
            return claim_asking(session, code, WEDNESDAY)

    asked = at_once(*[partial(ask, visit.code)] * 6)
    assert sorted(asked, key=str) == [False] * 5 + [True]
    with sessions() as session, session.begin():
        graded = rows.a_visit(session, WEDNESDAY, "done").code
        coming = rows.a_visit(session, WEDNESDAY).code
    ratings.of_booking(graded, Grade(5), WEDNESDAY)
    for code in (graded, coming, "NOBODY22"):
        assert not ask(code)
