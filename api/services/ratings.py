"""Grades for the service, from 1 (worst) to 5, and the reply to a bad one (好差评, decree D22)."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from api.db.booking import Booking
from api.db.chat import Conversation
from api.db.engine import SessionFactory, reading
from api.db.intake import Rating, RatingRequest
from api.db.upsert import insert_for
from api.services import audit
from api.services.booking.life import DONE
from api.services.conversations import UnknownConversation
from api.services.days.working_days import WORKING_DAYS, DayCount
from knowledge.ratings import Scale

Status = Literal["open", "overdue", "settled"]
SHARED = {"read": True, "key_share": True}
"""A lock that only keeps others from deleting the row."""


class UnknownRating(Exception):
    """There is no such grade."""


class NoReplyDue(Exception):
    """The grade was answered already, or is not bad."""


@dataclass(frozen=True)
class Grade:
    """What somebody says of the service.

    Attributes:
        reason: one of the scale's reasons, for a bad grade.
        comment: their own words.
    """

    stars: int
    comment: str | None = None
    reason: str | None = None


class Ratings:
    """Keeps one grade a conversation and one a booking; a later one replaces it.

    Args:
        scale: which grades are bad, and who answers these by when.
        count: counts the working days for the reply.
    """

    def __init__(
        self, sessions: SessionFactory, scale: Scale, count: DayCount | None = None
    ) -> None:
        self._sessions = sessions
        self._count = count or DayCount()
        self.scale = scale

    def of_conversation(self, conversation_id: str, grade: Grade, now: datetime) -> Rating:
        """Grade a conversation.

        Raises:
            UnknownConversation: it has been forgotten.
        """
        with self._sessions() as session, session.begin():
            # locked, so that it is not forgotten meanwhile
            found = session.get(Conversation, conversation_id, with_for_update=SHARED)
            if found is None:
                raise UnknownConversation
            about = {key: found.context.get(key) for key in ("park_id", "matter_id")}
            return self._keep(session, Rating.conversation_id, conversation_id, about, grade, now)

    def of_booking(self, code: str, grade: Grade, now: datetime) -> Rating:
        """Grade a visit, which there must be."""
        with self._sessions() as session, session.begin():
            found = session.get_one(Booking, code)
            about = {key: getattr(found, key) for key in ("park_id", "matter_id", "window_id")}
            return self._keep(session, Rating.booking_code, code, about, grade, now)

    def given_for(self, code: str) -> Rating | None:
        """The grade of a visit, with the reply if there is one."""
        with reading(self._sessions) as session:
            return session.scalar(select(Rating).where(Rating.booking_code == code))

    def find(
        self, status: Status, today: date, park_id: str | None, limit: int, offset: int
    ) -> tuple[Sequence[Rating], int]:
        """A page of the bad grades: to be answered, first those due first, or answered."""
        wanted = _in_status(status, today)
        if park_id is not None:
            wanted.append(Rating.park_id == park_id)
        order = Rating.replied_at.desc() if status == "settled" else Rating.reply_by
        page = select(Rating).where(*wanted).order_by(order, Rating.created_at, Rating.rating_id)
        with reading(self._sessions) as session:
            total = session.scalar(select(func.count()).select_from(Rating).where(*wanted))
            return session.scalars(page.limit(limit).offset(offset)).all(), total or 0

    def take_on(self, rating_id: str, owner: str, actor: str, now: datetime) -> Rating:
        """Make the reply somebody's task. Raises `UnknownRating`, `NoReplyDue`."""
        with self._sessions() as session, session.begin():
            rating = _awaiting_reply(session, rating_id)
            rating.owner = owner
            _note(session, rating, "taken_on", actor, now, owner=owner)
            return rating

    def reply(self, rating_id: str, text: str, actor: str, now: datetime) -> Rating:
        """Answer a bad grade, once. Raises `UnknownRating`, `NoReplyDue`."""
        with self._sessions() as session, session.begin():
            rating = _awaiting_reply(session, rating_id)
            rating.reply, rating.replied_at = text, now
            _note(session, rating, "replied", actor, now, reason=text)
            return rating

    def _keep(
        self,
        session: Session,
        graded: InstrumentedAttribute[str | None],
        key: str,
        about: dict[str, Any],
        grade: Grade,
        now: datetime,
    ) -> Rating:
        new_id = secrets.token_hex(16)
        session.execute(
            insert_for(session, Rating)
            .values(
                rating_id=new_id,
                **{graded.key: key},
                **about,
                **vars(grade),
                created_at=now,
                provisional=False,
            )
            .on_conflict_do_nothing(index_elements=[graded])
        )
        rating = session.scalars(select(Rating).where(graded == key).with_for_update()).one()
        if rating.rating_id == new_id or _changes(rating, grade):
            rating.created_at = now
            self._follow_up(rating, now)
            _note(session, rating, "rated", audit.APPLICANT, now, stars=grade.stars)
        return rating

    def _follow_up(self, rating: Rating, now: datetime) -> None:
        """Have a bad grade answered; one given anew after the reply is answered again.

        To grade again does not put the day of the reply off. The first reply stays in the trail.
        """
        if not self.scale.is_bad(rating.stars):
            if rating.replied_at is None:
                rating.owner, rating.reply_by, rating.provisional = None, None, False
            return
        if rating.reply_by is None or rating.replied_at is not None:
            days = self.scale.reply.working_days
            due = self._count.last_day(now.date(), days, WORKING_DAYS)
            rating.reply_by, rating.provisional = due.day, due.provisional
        rating.replied_at = rating.reply = None
        rating.owner = rating.owner or self.scale.reply.owner


def claim_asking(session: Session, booking_code: str, now: datetime) -> bool:
    """Whether it is now the caller's turn to ask for a grade: true once a visit, whoever calls."""
    if not _may_ask(session, booking_code):
        return False
    claimed = session.execute(
        insert_for(session, RatingRequest)
        .values(booking_code=booking_code, asked_at=now)
        .on_conflict_do_nothing()
        .returning(RatingRequest.booking_code)
    )
    return claimed.first() is not None


def _may_ask(session: Session, booking_code: str) -> bool:
    """Whether the visit is over, and nobody asked or graded before."""
    graded = select(Rating.rating_id).where(Rating.booking_code == booking_code)
    asked = select(RatingRequest).where(RatingRequest.booking_code == booking_code)
    over = select(Booking.code).where(
        Booking.code == booking_code, Booking.status == DONE, ~graded.exists(), ~asked.exists()
    )
    return session.scalar(over) is not None


def _changes(rating: Rating, grade: Grade) -> bool:
    """Take the grade over; tells whether it says anything else than before."""
    before = Grade(rating.stars, rating.comment, rating.reason)
    rating.stars, rating.comment, rating.reason = grade.stars, grade.comment, grade.reason
    return before != grade


def _in_status(status: Status, today: date) -> list[ColumnElement[bool]]:
    if status == "settled":
        return [Rating.replied_at.is_not(None)]
    waiting: list[ColumnElement[bool]] = [Rating.reply_by.is_not(None), Rating.replied_at.is_(None)]
    return [*waiting, Rating.reply_by < today] if status == "overdue" else waiting


def _awaiting_reply(session: Session, rating_id: str) -> Rating:
    rating = session.get(Rating, rating_id, with_for_update=True)
    if rating is None:
        raise UnknownRating
    if rating.reply_by is None or rating.replied_at is not None:
        raise NoReplyDue
    return rating


def _note(
    session: Session,
    rating: Rating,
    action: str,
    actor: str,
    now: datetime,
    reason: str | None = None,
    **details: Any,
) -> None:
    audit.note(session, "rating", rating.rating_id, action, actor, now, reason=reason, **details)
