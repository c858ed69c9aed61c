"""Presence codes (现场码): only who sees the screen in a hall knows its code of the moment.

A ticket and a check-in take up a hall's day, so that neither can be had from afar.
"""

import secrets
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import case

from api.cipher import cipher
from api.db.engine import SessionFactory
from api.db.queue import PresenceGuesses
from api.db.types import HALL_ZONE
from api.db.upsert import insert_for
from knowledge import KnowledgeBase

DIGITS = 4
LASTS = timedelta(minutes=5)
"""How long a code is shown; it counts for as long again, for whoever has just read it."""
MOST_WRONG = 10
"""Wrong guesses in a hall in one minute; after these nobody's code counts until the next."""
ONE_MINUTE = timedelta(minutes=1)


class NotPresent(Exception):
    """The code is missing or wrong: nobody can tell that they are in the hall."""


class TooManyGuesses(Exception):
    """So many wrong codes were tried in this minute that no code counts until the next."""


@dataclass(frozen=True)
class PresenceCode:
    """What the screen of a hall shows.

    Attributes:
        changes_at: when the next code takes its place.
        valid_until: from when on it does not count any more.
    """

    code: str
    changes_at: datetime
    valid_until: datetime


class Presence:
    """Gives the halls their codes, and tells whether somebody has read one.

    Wrong guesses are counted in the database: several processes may serve one hall, and a restart
    must not give anybody new guesses. The right codes are in no database: they follow from the
    secret of the installation.
    """

    def __init__(self, sessions: SessionFactory, kb: KnowledgeBase) -> None:
        self._sessions = sessions
        self._kb = kb

    def code_of(self, hall_id: str, now: datetime) -> PresenceCode:
        """The code that the screen of a hall shows now."""
        changes_at = _start_of(now, LASTS) + LASTS
        return PresenceCode(_code(hall_id, now), changes_at, changes_at + LASTS)

    def hall_in_park(self, park_id: str, sent: str | None, now: datetime) -> str:
        """The hall of a park that somebody is in. Raises as `require` does."""
        halls = [hall.hall_id for hall in self._kb.halls.values() if hall.park_id == park_id]
        return self._hall(halls, sent, now)

    def require(self, hall_id: str, sent: str | None, now: datetime) -> None:
        """Refuse whoever does not know the code of a hall.

        Raises:
            NotPresent: no code, a wrong one, or one that is over.
            TooManyGuesses: nobody's code counts in this minute.
        """
        self._hall([hall_id], sent, now)

    def _hall(self, hall_ids: Sequence[str], sent: str | None, now: datetime) -> str:
        if not sent:
            raise NotPresent
        tried = unicodedata.normalize("NFKC", sent).strip()
        right = next((hall_id for hall_id in hall_ids if _is_right(hall_id, tried, now)), None)
        for hall_id in [right] if right else hall_ids:
            if self._wrong_before(hall_id, now, 0 if right else 1) >= MOST_WRONG:
                raise TooManyGuesses
        if right is None:
            raise NotPresent
        return right

    def _wrong_before(self, hall_id: str, now: datetime, more: int) -> int:
        """How many wrong guesses this minute had seen; counts `more`.

        One statement: of a hundred guesses at once, each sees all those before it.
        """
        minute = _start_of(now, ONE_MINUTE)
        values = {"hall_id": hall_id, "minute": minute, "wrong": more}
        counted = case((PresenceGuesses.minute == minute, PresenceGuesses.wrong + more), else_=more)
        with self._sessions() as session, session.begin():
            insert = insert_for(session, PresenceGuesses).values(**values)
            wrong: int = session.execute(
                insert.on_conflict_do_update(
                    index_elements=[PresenceGuesses.hall_id],
                    set_={"minute": minute, "wrong": counted},
                ).returning(PresenceGuesses.wrong)
            ).scalar_one()
        return wrong - more


def _is_right(hall_id: str, tried: str, now: datetime) -> bool:
    """Whether it is the code of now or the one before; both are compared, in constant time."""
    codes = (_code(hall_id, now), _code(hall_id, now - LASTS))
    found = [secrets.compare_digest(code.encode(), tried.encode()) for code in codes]
    return any(found)


def _code(hall_id: str, now: datetime) -> str:
    window = int(now.timestamp() // LASTS.total_seconds())
    digest = int(cipher().index(f"presence code {hall_id} {window}"), 16)
    return f"{digest % 10**DIGITS:0{DIGITS}d}"


def _start_of(now: datetime, length: timedelta) -> datetime:
    seconds = now.timestamp()
    return datetime.fromtimestamp(seconds - seconds % length.total_seconds(), HALL_ZONE)
