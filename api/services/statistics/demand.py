"""Counts what people ask for, as bare numbers: nothing of who asks, or in which words.

Only questions of conversations count, one a turn that looked for a matter. `POST /matters/search`
does not: it answers type-ahead boxes and measures, a call for every few keys.

A count waits in memory until the next round of its duty. So no turn waits for the database, and a
process that is killed loses what it counted in those few seconds, no more.
"""

import re
import threading
from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any, NamedTuple

import structlog
from sqlalchemy.exc import SQLAlchemyError

from api.db.demand import Demand
from api.db.engine import SessionFactory
from api.db.types import HALL_ZONE
from api.db.upsert import insert_for

log = structlog.get_logger()

FOUND, CLARIFIED, NOT_FOUND, REFERRED = "found", "clarified", "not_found", "referred"
CHOSEN = "chosen"
"""The answer to a clarifying question: it says which matter the question before was about."""
FLUSH_S = 5.0
"""Seconds between two rounds of writing the counts down."""
MOST_KINDS = 20_000
"""Different things counted between two rounds; far more than parks times matters."""
ID = re.compile(r"[\w-]{1,64}")
ROWS_AT_ONCE = 500


class Kind(NamedTuple):
    """What is counted together."""

    day: date
    park_id: str
    matter_id: str
    outcome: str
    channel: str


def outcome_of(before: dict[str, Any], after: dict[str, Any]) -> tuple[str, str] | None:
    """What became of a turn's question, and the matter it was about; None when it asked nothing.

    Args:
        before, after: the conversation's context before and after the turn.
    """
    matter_id = after.get("matter_id") or ""
    match after.get("decision"):
        case "match":
            nearest = [one.get("matter_id") for one in after.get("candidates") or ()]
            return FOUND, (nearest[0] if nearest else None) or matter_id
        case "clarify":
            return CLARIFIED, ""
        case "none" if after.get("topic") == "none":
            return NOT_FOUND, ""
        case "none":  # somebody else is in charge; of a matter of ours, where the park has it not
            return REFERRED, matter_id
    return (CHOSEN, matter_id) if _was_offered(before, matter_id) else None


def _was_offered(before: dict[str, Any], matter_id: str) -> bool:
    """Whether a matter was taken that the clarifying question of the turn before offered."""
    if before.get("decision") != "clarify" or matter_id == before.get("matter_id"):
        return False
    return matter_id in {one.get("matter_id") for one in before.get("candidates") or ()}


class DemandCounter:
    """The counts of one process."""

    def __init__(self, sessions: SessionFactory) -> None:
        self._sessions = sessions
        self._counts: Counter[Kind] = Counter()
        self._counting = threading.Lock()
        self._writing = threading.Lock()

    def look_at(
        self, before: dict[str, Any], after: dict[str, Any], channel: str, now: datetime
    ) -> None:
        """Count a turn, if it asked for a matter. Touches nothing but memory."""
        outcome = outcome_of(before, after)
        if outcome is None:
            return
        what, matter_id = outcome
        day = now.astimezone(HALL_ZONE).date()
        self.count(Kind(day, _id(after.get("park_id")), _id(matter_id), what, channel))

    def count(self, kind: Kind, times: int = 1) -> None:
        """Add to a count."""
        with self._counting:
            if kind in self._counts or len(self._counts) < MOST_KINDS:
                self._counts[kind] += times
                return
        log.warning("too much is counted at once, some is dropped")

    def flush(self) -> int:
        """Write the counts down; returns how many questions that were.

        Raises:
            SQLAlchemyError: the database is away; the counts wait for the next round.
        """
        with self._writing:
            with self._counting:
                counts, self._counts = self._counts, Counter()
            try:
                self._write(counts)
            except SQLAlchemyError:
                with self._counting:
                    self._counts.update(counts)
                raise
        return counts.total()

    def close(self) -> None:
        """Write down what is left; what cannot be written is lost, and that is logged."""
        try:
            self.flush()
        except SQLAlchemyError as error:
            lost = self._counts.total()
            log.warning("questions were not counted", lost=lost, error=type(error).__name__)

    def _write(self, counts: Counter[Kind]) -> None:
        if not counts:
            return
        with self._sessions() as session, session.begin():
            for rows in _rows(counts):
                insert = insert_for(session, Demand).values(rows)
                session.execute(
                    insert.on_conflict_do_update(
                        index_elements=list(Kind._fields),
                        set_={"count": Demand.count + insert.excluded.count},
                    )
                )


def _rows(counts: Counter[Kind]) -> Iterator[list[dict[str, Any]]]:
    """In one order in all processes, so that none waits for another in a circle."""
    rows = [{**kind._asdict(), "count": count} for kind, count in sorted(counts.items())]
    for first in range(0, len(rows), ROWS_AT_ONCE):
        yield rows[first : first + ROWS_AT_ONCE]


def _id(value: Any) -> str:
    """An id as it can be stored; what cannot be one counts as none."""
    return value if isinstance(value, str) and ID.fullmatch(value) else ""
