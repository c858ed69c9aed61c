"""How right the estimated waits were: measured, not promised."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from statistics import fmean

from sqlalchemy import select

from api.db.engine import SessionFactory, reading
from api.db.queue import Ticket

CLOSE_S = 300.0
"""An estimate that is off by no more than this is close enough to go by."""


@dataclass(frozen=True)
class Accuracy:
    """How right the estimates of one window in one week were.

    Attributes:
        week: its Monday.
        tickets: how many estimates were measured.
        mean_absolute_error_s: by how many seconds they were off, on average.
        bias_s: how many seconds longer people waited than they were told, on average.
        close_share: the share of those that were off by five minutes at most.
    """

    window_id: str
    week: date
    tickets: int
    mean_absolute_error_s: float
    bias_s: float
    close_share: float

    @classmethod
    def of(cls, window_id: str, week: date, errors: Sequence[float]) -> "Accuracy":
        """Sum up the errors (waited minus told, in seconds), of which there is one at least."""
        return cls(
            window_id,
            week,
            len(errors),
            fmean(abs(error) for error in errors),
            fmean(errors),
            fmean(abs(error) <= CLOSE_S for error in errors),
        )


def accuracies(
    sessions: SessionFactory, hall_id: str | None, weeks: int, now: datetime
) -> list[Accuracy]:
    """How right the estimates were, by week and window, the latest week first.

    Measured is the time from getting a ticket to being called for the first time.

    Args:
        hall_id: of which hall; None for all.
        weeks: how many, this one included.
    """
    first = _monday(now.date()) - timedelta(weeks=weeks - 1)
    query = select(
        Ticket.window_id, Ticket.day, Ticket.created_at, Ticket.called_at, Ticket.estimate_s
    ).where(
        Ticket.day >= first,
        Ticket.called_at.is_not(None),
        Ticket.estimate_s.is_not(None),
    )
    if hall_id is not None:
        query = query.where(Ticket.hall_id == hall_id)
    errors: dict[tuple[date, str], list[float]] = defaultdict(list)
    with reading(sessions) as session:
        for window_id, day, created_at, called_at, estimate_s in session.execute(query):
            assert called_at is not None
            assert estimate_s is not None
            waited = (called_at - created_at).total_seconds()
            errors[_monday(day), window_id].append(waited - estimate_s)
    return [
        Accuracy.of(window_id, week, errors[week, window_id])
        for week, window_id in sorted(errors, key=lambda key: (-key[0].toordinal(), key[1]))
    ]


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())
