"""Matters that run badly, and matters that nobody asks for (decree D26: 运行不畅, 长期没人办)."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, Select, select

from api.db.booking import Booking
from api.db.demand import Demand
from api.db.engine import SessionFactory, reading
from api.db.queue import Ticket
from api.services.statistics.demand import CHOSEN, FOUND
from api.services.statistics.measures import NO_VISIT, Expression, Scope
from api.services.statistics.report import Row, Statistics
from api.services.statistics.sql_time import within_days
from knowledge import KnowledgeBase


@dataclass(frozen=True)
class Rule:
    """When a matter counts as running badly.

    Attributes:
        of: the part and the whole of a row whose share is looked at.
        share: from this share on.
        least: the whole must be at least so many: a few say nothing.
        words: the rule in Chinese, with `{share}` and `{least}`.
        finding: what is told of a matter, with `{part}`, `{whole}` and `{share}`.
    """

    rule: str
    of: Callable[[Row], tuple[int, int]]
    share: float
    least: int
    words: str
    finding: str

    @property
    def text(self) -> str:
        """The rule in Chinese."""
        return self.words.format(share=_percent(self.share), least=self.least)


@dataclass(frozen=True)
class Finding:
    """Why a matter counts as running badly."""

    rule: str
    part: int
    whole: int
    text: str


@dataclass(frozen=True)
class BadlyRunning:
    """A matter of a park that runs badly."""

    park_id: str
    matter_id: str
    name: str
    findings: Sequence[Finding]


RULES = (
    Rule(
        "missed",
        lambda row: _share(row.missed, row.served),
        0.2,
        10,
        "爽约多：到期的预约里没来的达到 {share}，且到期的预约不少于 {least} 个",
        "到期的 {whole} 个预约里 {part} 个没来（{share}）",
    ),
    Rule(
        "hard_to_find",
        lambda row: _share(row.chosen, row.found),
        0.5,
        10,
        "不好找：靠追问才选定的达到 {share}，且问到的不少于 {least} 次",
        "问到的 {whole} 次里 {part} 次要追问才选定（{share}）",
    ),
    Rule(
        "bad_ratings",
        lambda row: (row.bad_ratings or 0, row.rated or 0),
        0.2,
        5,
        "差评多：差评达到 {share}，且评价不少于 {least} 个",
        "{whole} 个评价里 {part} 个差评（{share}）",
    ),
    Rule(
        "limits_exceeded",
        lambda row: _share(row.limits_exceeded, row.limits_met),
        0.1,
        5,
        "超时多：超过时限的达到 {share}，且到期的时限不少于 {least} 个",
        "到期的 {whole} 个时限里 {part} 个超过了（{share}）",
    ),
)
"""Ours, to be set by the hall: the decree names no numbers."""


@dataclass(frozen=True)
class Unasked:
    """A matter of a park that nobody asked for or came for."""

    park_id: str
    matter_id: str
    name: str


class WeakSpots:
    """Looks for what should be looked into."""

    def __init__(self, sessions: SessionFactory, kb: KnowledgeBase, statistics: Statistics) -> None:
        self._sessions = sessions
        self._kb = kb
        self._statistics = statistics

    def badly_running(self, first: date, last: date, park_id: str | None) -> list[BadlyRunning]:
        """The matters to which a rule applies; those with the most findings first."""
        found = [
            BadlyRunning(park, row.key, row.name, findings)
            for park in self._parks(park_id)
            for row in self._statistics.report(Scope(first, last, park_id=park)).rows
            if row.key and (findings := list(_findings(row)))
        ]
        return sorted(found, key=lambda one: -len(one.findings))

    def unasked(self, first: date, last: date, park_id: str | None) -> list[Unasked]:
        """The matters that are on a park's list at the end of a period, and that nobody asked for.

        A question that named no park counts for all of them.
        """
        return [
            Unasked(park, matter.matter_id, matter.name)
            for park, wanted in (
                (park, self._wanted(first, last, park)) for park in self._parks(park_id)
            )
            for matter in self._kb.find_matters(park_id=park, as_of=last)
            if matter.matter_id not in wanted
        ]

    def _parks(self, park_id: str | None) -> list[str]:
        return [park_id] if park_id is not None else list(self._kb.parks)

    def _wanted(self, first: date, last: date, park_id: str) -> set[str | None]:
        halls = [hall.hall_id for hall in self._kb.halls.values() if hall.park_id == park_id]
        queries = (
            _distinct(
                Demand.matter_id,
                Demand.day.between(first, last),
                Demand.park_id.in_((park_id, "")),
                Demand.outcome.in_((FOUND, CHOSEN)),
            ),
            _distinct(
                Booking.matter_id,
                within_days(Booking.starts_at, first, last),
                Booking.park_id == park_id,
                Booking.status.not_in(NO_VISIT),
            ),
            _distinct(Ticket.matter_id, Ticket.day.between(first, last), Ticket.hall_id.in_(halls)),
        )
        with reading(self._sessions) as session:
            return {matter_id for query in queries for matter_id in session.scalars(query)}


def _findings(row: Row) -> Iterator[Finding]:
    for rule in RULES:
        part, whole = rule.of(row)
        if whole >= rule.least and part >= rule.share * whole:
            text = rule.finding.format(part=part, whole=whole, share=_percent(part / whole))
            yield Finding(rule.rule, part, whole, text)


def _share(part: int | None, rest: int | None) -> tuple[int, int]:
    return part or 0, (part or 0) + (rest or 0)


def _percent(share: float) -> str:
    return f"{share:.0%}"


def _distinct(column: Expression, *conditions: ColumnElement[bool]) -> Select[str | None]:
    return select(column).where(*conditions).distinct()
