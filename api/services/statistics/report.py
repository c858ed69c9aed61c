"""The report: how often each matter, park or window was asked for, booked, served and graded."""

import math
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import chain

from sqlalchemy.orm import Session

from api.db.engine import SessionFactory, reading
from api.services.statistics import measures
from api.services.statistics.measures import Grouped, Per, Scope, Source
from api.services.statistics.periods import By, Period, period_of, periods_in, whole_of
from knowledge import KnowledgeBase

NINE_IN_TEN = 0.9
MINUTE_S = 60

COUNTS = (
    "found", "clarified", "chosen", "not_found", "referred",
    "booked", "provisional", "cancelled", "moved", "checked_in", "served", "missed", "walk_ins",
    "rated", "bad_ratings", "limits_met", "limits_exceeded",
)  # fmt: skip
"""The numbers that are told as they were counted."""


@dataclass(frozen=True)
class Row:
    """What is told of one period and one park, window or matter.

    Numbers are None where the tables know nothing of it (nobody asks for a window), and where
    there is nothing to take a mean of.

    Attributes:
        key: the id of the park, window or matter; empty where none was named.
        asked: questions that looked for a matter: found, clarified, not found and referred.
        chosen: times a clarifying question ended in the matter; that question counts as clarified.
        booked: visits booked for the period, whatever became of them; with those cancelled.
        moved: visits that were moved at least once; with the numbers below, part of `booked`.
        waited_mean, waited_p90: minutes until people were called; nine in ten waited no longer.
        served_mean: minutes at the window.
        limits_met, limits_exceeded: time limits that were due in the period.
    """

    period: Period
    key: str
    name: str
    asked: int | None
    found: int | None
    clarified: int | None
    chosen: int | None
    not_found: int | None
    referred: int | None
    booked: int | None
    provisional: int | None
    cancelled: int | None
    moved: int | None
    checked_in: int | None
    served: int | None
    missed: int | None
    walk_ins: int | None
    waited_mean: float | None
    waited_p90: int | None
    served_mean: float | None
    rated: int | None
    mean_stars: float | None
    bad_ratings: int | None
    limits_met: int | None
    limits_exceeded: int | None


@dataclass(frozen=True)
class Report:
    """The rows of a report, by period and then by id, and all of them put together."""

    scope: Scope
    by: By
    per: Per
    rows: Sequence[Row]
    total: Row


@dataclass
class _Tally:
    """Numbers that are added up; those with parts are put together at the end."""

    numbers: Counter[str] = field(default_factory=Counter)
    waits: Counter[int] = field(default_factory=Counter)

    def add(self, found: Grouped) -> None:
        self.numbers.update(found.numbers)
        if found.minutes is not None:
            self.waits[found.minutes] += found.numbers["waits"]


class Statistics:
    """Counts what is in the tables.

    Args:
        bad_up_to: the best of the bad grades.
    """

    def __init__(self, sessions: SessionFactory, kb: KnowledgeBase, bad_up_to: int) -> None:
        self._sessions = sessions
        self._kb = kb
        halls = {hall.hall_id: hall.park_id for hall in kb.halls.values()}
        self._sources: tuple[Source, ...] = (
            measures.questions(),
            measures.visits(),
            measures.walk_ins(halls),
            measures.waits(halls),
            measures.services(halls),
            measures.grades(bad_up_to),
            measures.limits(),
        )

    def report(self, scope: Scope, by: By = "total", per: Per = "matter") -> Report:
        """Count everything the scope is about.

        Args:
            by: the periods of the rows.
            per: what a row is about within a period; with `all`, periods without any visit or
                question have a row, too.
        """
        with reading(self._sessions) as session:
            return self._report(session, scope, by, per)

    def _report(self, session: Session, scope: Scope, by: By, per: Per) -> Report:
        whole = whole_of(scope.first, scope.last)
        knowing = [source for source in self._sources if source.knows(scope, per)]
        told = frozenset(chain.from_iterable(source.numbers for source in knowing))
        total, tallies = _Tally(), defaultdict[tuple[Period, str], _Tally](_Tally)
        if per == "all":
            tallies.update({(period, ""): _Tally() for period in periods_in(by, whole)})
        for source in knowing:
            for found in source.grouped(session, scope, per):
                total.add(found)
                tallies[period_of(found.day, by, whole), found.key].add(found)
        rows = [
            _row(period, key, self._name(per, key), tallies[period, key], told)
            for period, key in sorted(tallies)
        ]
        return Report(scope, by, per, rows, _row(whole, "", "合计", total, told))

    def _name(self, per: Per, key: str) -> str:
        kb = self._kb
        match per:
            case "matter":
                return kb.matters[key].name if key in kb.matters else key or "（没有对上事项）"
            case "park":
                return kb.parks[key].short_name if key in kb.parks else key or "（没有说明园区）"
            case "window":
                return self._window_name(key)
            case "all":
                return "合计"

    def _window_name(self, key: str) -> str:
        window = self._kb.windows.get(key)
        if window is None:
            return key or "（没有到过窗口）"
        park = self._kb.parks[window.park_id]
        return f"{park.short_name}{window.number} {window.name}"


def _row(period: Period, key: str, name: str, tally: _Tally, told: frozenset[str]) -> Row:
    numbers = tally.numbers
    asked = ("found", "clarified", "not_found", "referred")
    return Row(
        period=period,
        key=key,
        name=name,
        asked=sum(numbers[part] for part in asked) if told.issuperset(asked) else None,
        waited_mean=_mean(numbers["wait_s"], numbers["waits"], MINUTE_S, 1),
        waited_p90=_nearest_rank(tally.waits, NINE_IN_TEN),
        served_mean=_mean(numbers["service_s"], numbers["services"], MINUTE_S, 1),
        mean_stars=_mean(numbers["stars"], numbers["rated"], 1, 2),
        **{name: numbers[name] if name in told else None for name in COUNTS},
    )


def _mean(total: int, count: int, unit: int, digits: int) -> float | None:
    return round(total / unit / count, digits) if count else None


def _nearest_rank(found: Counter[int], share: float) -> int | None:
    """The smallest value that so large a share of all values does not exceed."""
    left = math.ceil(share * found.total())
    for value in sorted(found):
        left -= found[value]
        if left <= 0:
            return value
    return None
