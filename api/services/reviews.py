"""The review list: keeps what the guide did not get right until the hall's staff settles it."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Literal

from sqlalchemy import ColumnElement, CursorResult, and_, delete, func, or_, select, update
from sqlalchemy.orm import Session

from api.db.engine import SessionFactory, reading
from api.db.review import IS_OPEN, TEXT_LENGTH, ReviewItem
from api.db.types import HALL_ZONE
from api.db.upsert import insert_for
from knowledge.text import compact

Why = Literal["not_found", "none_of_these", "corrected", "handed_over"]
State = Literal["open", "accepted", "dismissed"]
OPEN: State = "open"
ACCEPTED: State = "accepted"
DISMISSED: State = "dismissed"
STAFF = "staff"
"""Who decides: whoever holds the staff token of this installation."""
KEEP = timedelta(days=180)
"""How long an open item is kept after it was asked last, and any other after it was settled."""
MOST_OPEN = 5_000
"""Open items that are kept; beyond that, the least asked go, and of these the oldest."""


class UnknownItem(Exception):
    """There is no such item."""


class AlreadySettled(Exception):
    """Somebody has settled the item before.

    Attributes:
        state: what they made of it.
    """

    def __init__(self, state: str) -> None:
        super().__init__(state)
        self.state = state


@dataclass(frozen=True)
class Sighting:
    """One question that went wrong, with nothing personal in it.

    Attributes:
        again: it was counted before: it went wrong in another way, or the same person asks again.
    """

    text: str
    why: Why
    edition_id: str
    park_id: str | None = None
    answered_matter_id: str | None = None
    chosen_matter_id: str | None = None
    candidates: Sequence[dict[str, Any]] = field(default_factory=list)
    again: bool = False


class Reviews:
    """The stored review list."""

    def __init__(self, sessions: SessionFactory) -> None:
        self._sessions = sessions

    def keep(self, seen: Sighting, now: datetime) -> None:
        """Put a question on the list, or count up the same one that is open there.

        One that was dismissed not long ago stays dismissed and is only counted.
        """
        text, key = seen.text[:TEXT_LENGTH], compact(seen.text)[:TEXT_LENGTH]
        if not key:
            return
        with self._sessions() as session, session.begin():
            if not _count_dismissed(session, seen, key, now):
                _count_open(session, seen, text, key, now)
                _make_room(session)

    def find(
        self, state: State, why: Why | None = None, limit: int = 50, offset: int = 0
    ) -> tuple[list[ReviewItem], int]:
        """A page of the items in a state, most asked first; and how many there are in all."""
        wanted: list[ColumnElement[bool]] = [ReviewItem.state == state]
        if why is not None:
            wanted.append(ReviewItem.why == why)
        order = (ReviewItem.times.desc(), ReviewItem.last_asked_at.desc(), ReviewItem.item_id)
        with reading(self._sessions) as session:
            total = session.scalar(select(func.count()).select_from(ReviewItem).where(*wanted))
            page = select(ReviewItem).where(*wanted).order_by(*order).limit(limit).offset(offset)
            return list(session.scalars(page)), total or 0

    def get_open(self, item_id: str) -> ReviewItem:
        """An item that waits to be settled. Raises `UnknownItem`, `AlreadySettled`."""
        with reading(self._sessions) as session:
            return _open(session.get(ReviewItem, item_id))

    def accept(self, item_id: str, done: dict[str, Any], now: datetime) -> ReviewItem:
        """The guide has learnt it, so even a dismissal meanwhile is overruled.

        Raises:
            UnknownItem: it has been deleted meanwhile.
        """
        with self._sessions() as session, session.begin():
            item = session.get(ReviewItem, item_id, with_for_update=True)
            if item is None:
                raise UnknownItem
            return _settle(item, ACCEPTED, done, now)

    def dismiss(self, item_id: str, reason: str | None, now: datetime) -> ReviewItem:
        """Nothing is made of it. Raises `UnknownItem`, `AlreadySettled`."""
        with self._sessions() as session, session.begin():
            item = _open(session.get(ReviewItem, item_id, with_for_update=True))
            return _settle(item, DISMISSED, {"reason": reason}, now)

    def delete(self, item_id: str) -> None:
        """Delete an item, whatever its state. Raises `UnknownItem`."""
        with self._sessions() as session, session.begin():
            deletion = delete(ReviewItem).where(ReviewItem.item_id == item_id)
            if not _rows(session.execute(deletion)):
                raise UnknownItem

    def forget_expired(self) -> int:
        """Delete what nobody settled in time, and what was settled long ago; returns how many."""
        limit = datetime.now(HALL_ZONE) - KEEP
        expired = delete(ReviewItem).where(
            or_(
                and_(ReviewItem.state == OPEN, ReviewItem.last_asked_at < limit),
                ReviewItem.decided_at < limit,
            )
        )
        with self._sessions() as session, session.begin():
            return _rows(session.execute(expired))


def _count_dismissed(session: Session, seen: Sighting, key: str, now: datetime) -> bool:
    counted = update(ReviewItem).where(
        ReviewItem.key == key, ReviewItem.state == DISMISSED, ReviewItem.decided_at > now - KEEP
    )
    changes = {"times": ReviewItem.times + (0 if seen.again else 1), "last_asked_at": now}
    return _rows(session.execute(counted.values(**changes))) > 0


def _count_open(session: Session, seen: Sighting, text: str, key: str, now: datetime) -> None:
    latest: dict[str, Any] = {
        "why": seen.why,
        "answered_matter_id": seen.answered_matter_id,
        "chosen_matter_id": seen.chosen_matter_id,
        "candidates": list(seen.candidates),
        "park_id": seen.park_id,
        "edition_id": seen.edition_id,
        "last_asked_at": now,
    }
    session.execute(
        insert_for(session, ReviewItem)
        .values(
            item_id=secrets.token_hex(16),
            text=text,
            key=key,
            times=1,
            first_asked_at=now,
            state=OPEN,
            **latest,
        )
        .on_conflict_do_update(
            index_elements=[ReviewItem.key],
            index_where=IS_OPEN,
            set_={**latest, "times": ReviewItem.times + (0 if seen.again else 1)},
        )
    )


def _make_room(session: Session) -> None:
    is_open = ReviewItem.state == OPEN
    total = session.scalar(select(func.count()).select_from(ReviewItem).where(is_open)) or 0
    if total > MOST_OPEN:
        order = (ReviewItem.times, ReviewItem.last_asked_at)
        least = select(ReviewItem.item_id).where(is_open).order_by(*order).limit(total - MOST_OPEN)
        session.execute(delete(ReviewItem).where(ReviewItem.item_id.in_(least)))


def _open(item: ReviewItem | None) -> ReviewItem:
    if item is None:
        raise UnknownItem
    if item.state != OPEN:
        raise AlreadySettled(item.state)
    return item


def _settle(item: ReviewItem, state: State, done: dict[str, Any], now: datetime) -> ReviewItem:
    item.state, item.done = state, done
    item.decided_by, item.decided_at = STAFF, now
    return item


def _rows(result: Any) -> int:
    assert isinstance(result, CursorResult)
    return result.rowcount
