"""Grades for the service, from 1 (worst) to 5 (好差评, decree D22)."""

import secrets
from datetime import datetime
from typing import Any

from sqlalchemy.orm import InstrumentedAttribute

from api.db.engine import SessionFactory
from api.db.intake import Rating
from api.db.upsert import insert_for


class Ratings:
    """Keeps one grade a conversation and one a booking; a later one replaces it."""

    def __init__(self, sessions: SessionFactory) -> None:
        self._sessions = sessions

    def of_conversation(
        self, conversation_id: str, stars: int, comment: str | None, now: datetime
    ) -> Rating:
        """Grade a conversation."""
        return self._keep(Rating.conversation_id, conversation_id, stars, comment, now)

    def of_booking(self, code: str, stars: int, comment: str | None, now: datetime) -> Rating:
        """Grade a visit."""
        return self._keep(Rating.booking_code, code, stars, comment, now)

    def _keep(
        self,
        graded: InstrumentedAttribute[str | None],
        key: str,
        stars: int,
        comment: str | None,
        now: datetime,
    ) -> Rating:
        grade: dict[str, Any] = {"stars": stars, "comment": comment, "created_at": now}
        with self._sessions() as session, session.begin():
            return session.scalars(
                insert_for(session, Rating)
                .values(rating_id=secrets.token_hex(16), **{graded.key: key}, **grade)
                .on_conflict_do_update(index_elements=[graded], set_=grade)
                .returning(Rating)
            ).one()
