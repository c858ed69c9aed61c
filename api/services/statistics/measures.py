"""What is counted in which table, grouped by day and by what the report is about.

Every query groups in the database: no row that comes out of it is a person.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from sqlalchemy import (
    ColumnElement,
    FromClause,
    Integer,
    SQLColumnExpression,
    case,
    func,
    literal,
    select,
)
from sqlalchemy.orm import Session

from api.db.audit import AuditEntry
from api.db.booking import Booking
from api.db.demand import Demand
from api.db.intake import Intake, Rating, TimeLimit
from api.db.queue import Ticket
from api.services.booking import life
from api.services.queue.steps import DONE
from api.services.statistics import demand
from api.services.statistics.sql_time import hall_day, seconds_between, within_days

Per = Literal["all", "park", "window", "matter"]
Numbers = Mapping[str, int]
Expression = SQLColumnExpression[Any]
"""A column, or what is made of columns."""

CAME = frozenset({life.CHECKED_IN, life.CALLED, life.SERVING, life.DONE})
NO_VISIT = frozenset({life.HELD, life.EXPIRED})
MINUTE_S = 60


@dataclass(frozen=True)
class Scope:
    """What a report is about.

    Attributes:
        park_id, window_id, matter_id: only of these, where given.
        first, last: days in the hall's zone, both included.
    """

    first: date
    last: date
    park_id: str | None = None
    window_id: str | None = None
    matter_id: str | None = None


@dataclass(frozen=True)
class Grouped:
    """Numbers of one day and one park, window or matter (empty where it is not known).

    Attributes:
        minutes: how long the wait was of all these, in whole minutes; None where it says nothing
            of waiting.
    """

    day: date
    key: str
    numbers: Numbers
    minutes: int | None = None


@dataclass(frozen=True)
class Source:
    """A table that is counted.

    Attributes:
        table: where its rows come from.
        day: the hall's day to which a row counts.
        in_days: whether a row lies within days, both included.
        places: tells the `park`, `window` and `matter` of a row, those of them it knows of.
        numbers: what is counted, by name.
        only: which rows count.
        minutes: groups the rows further, by how long somebody waited.
    """

    table: FromClause
    day: Expression
    in_days: Callable[[date, date], ColumnElement[bool]]
    places: Mapping[str, Expression]
    numbers: Mapping[str, Expression]
    only: ColumnElement[bool] | None = None
    minutes: Expression | None = None

    def knows(self, scope: Scope, per: Per) -> bool:
        """Whether it can tell of what is asked about: some tables know nothing of windows."""
        asked = {per} - {"all"} | set(_narrowed(scope))
        return asked <= set(self.places)

    def grouped(self, session: Session, scope: Scope, per: Per) -> Iterator[Grouped]:
        """What it counts, by day and by park, window or matter."""
        key: Expression = literal("") if per == "all" else func.coalesce(self.places[per], "")
        groups: dict[str, Expression] = {"group_day": self.day, "group_key": key}
        if self.minutes is not None:
            groups["group_minutes"] = self.minutes
        columns: list[Expression] = [
            expression.label(name) for name, expression in {**groups, **self.numbers}.items()
        ]
        query = select(*columns).select_from(self.table).where(*self._conditions(scope))
        for day, found, *rest in session.execute(query.group_by(*groups)):
            minutes = rest.pop(0) if self.minutes is not None else None
            yield Grouped(day, found, dict(zip(self.numbers, rest, strict=True)), minutes)

    def _conditions(self, scope: Scope) -> Iterator[ColumnElement[bool]]:
        yield self.in_days(scope.first, scope.last)
        if self.only is not None:
            yield self.only
        for place, wanted in _narrowed(scope).items():
            yield self.places[place] == wanted


def questions() -> Source:
    """What was asked for in conversations, and what became of it. Knows of no windows."""
    outcomes = (demand.FOUND, demand.CLARIFIED, demand.NOT_FOUND, demand.REFERRED, demand.CHOSEN)
    return Source(
        table=Demand.__table__,
        day=Demand.day,
        in_days=lambda first, last: Demand.day.between(first, last),
        places={"park": Demand.park_id, "matter": Demand.matter_id},
        numbers={name: _sum(case((Demand.outcome == name, Demand.count))) for name in outcomes},
    )


def visits() -> Source:
    """Bookings, by the day of the visit, and what became of them."""
    moved = (
        select(AuditEntry.entry_id)
        .where(AuditEntry.subject == "booking", AuditEntry.subject_id == Booking.code)
        .where(AuditEntry.action == "moved")
        .exists()
    )
    return Source(
        table=Booking.__table__.outerjoin(Ticket, Ticket.booking_code == Booking.code),
        day=hall_day(Booking.starts_at),
        in_days=lambda first, last: within_days(Booking.starts_at, first, last),
        places={
            "park": Booking.park_id,
            "window": Booking.window_id,
            "matter": Booking.matter_id,
        },
        only=Booking.status.not_in(NO_VISIT),
        numbers={
            "booked": func.count(),
            "provisional": _number(Booking.provisional),
            "cancelled": _number(Booking.status == life.CANCELLED),
            "moved": _number(moved),
            "checked_in": _number(Booking.status.in_(CAME) | Ticket.ticket_id.is_not(None)),
            "served": _number(Booking.status == life.DONE),
            "missed": _number(Booking.status == life.MISSED),
        },
    )


def walk_ins(park_of_hall: Mapping[str, str]) -> Source:
    """Tickets of people who came without a booking."""
    return Source(
        **_tickets(park_of_hall),
        only=Ticket.booking_code.is_(None),
        numbers={"walk_ins": func.count()},
    )


def waits(park_of_hall: Mapping[str, str]) -> Source:
    """How long people waited until they were called, for those who were served.

    Whoever comes before the booked time begins to wait at that time.
    """
    early = Ticket.booked_for > Ticket.created_at
    since = case((early, Ticket.booked_for), else_=Ticket.created_at)
    waited = seconds_between(since, func.coalesce(Ticket.called_at, Ticket.started_at))
    seconds = case((waited > 0, waited), else_=0)
    return Source(
        **_tickets(park_of_hall),
        only=Ticket.started_at.is_not(None),
        numbers={"waits": func.count(), "wait_s": _sum(seconds)},
        # whole minutes: `/` of whole numbers is a fraction in SQLAlchemy, `//` is not
        minutes=seconds // literal(MINUTE_S, Integer, literal_execute=True),
    )


def services(park_of_hall: Mapping[str, str]) -> Source:
    """How long serving took, for those whose visit is over."""
    return Source(
        **_tickets(park_of_hall),
        only=(Ticket.status == DONE)
        & Ticket.started_at.is_not(None)
        & Ticket.ended_at.is_not(None),
        numbers={
            "services": func.count(),
            "service_s": _sum(seconds_between(Ticket.started_at, Ticket.ended_at)),
        },
    )


def grades(bad_up_to: int) -> Source:
    """Grades, by the day they were given."""
    return Source(
        table=Rating.__table__,
        day=hall_day(Rating.created_at),
        in_days=lambda first, last: within_days(Rating.created_at, first, last),
        places={"park": Rating.park_id, "window": Rating.window_id, "matter": Rating.matter_id},
        numbers={
            "rated": func.count(),
            "stars": _sum(Rating.stars),
            "bad_ratings": _number(Rating.stars <= bad_up_to),
        },
    )


def limits() -> Source:
    """Time limits, by the day on which they were due. Knows of no windows."""
    return Source(
        table=TimeLimit.__table__.join(Intake, Intake.intake_id == TimeLimit.intake_id),
        day=TimeLimit.due_on,
        in_days=lambda first, last: TimeLimit.due_on.between(first, last),
        places={"park": Intake.park_id, "matter": Intake.matter_id},
        only=TimeLimit.status.in_(("met", "exceeded")),
        numbers={
            "limits_met": _number(TimeLimit.status == "met"),
            "limits_exceeded": _number(TimeLimit.status == "exceeded"),
        },
    )


def _tickets(park_of_hall: Mapping[str, str]) -> dict[str, Any]:
    """What all that is counted of tickets has in common; a ticket knows its hall, not its park."""
    return {
        "table": Ticket.__table__,
        "day": Ticket.day,
        "in_days": lambda first, last: Ticket.day.between(first, last),
        "places": {
            "park": case(dict(park_of_hall), value=Ticket.hall_id, else_=""),
            "window": Ticket.window_id,
            "matter": Ticket.matter_id,
        },
    }


def _narrowed(scope: Scope) -> dict[str, str]:
    given = {"park": scope.park_id, "window": scope.window_id, "matter": scope.matter_id}
    return {place: wanted for place, wanted in given.items() if wanted is not None}


def _number(condition: Expression) -> Expression:
    """How many rows of a group meet a condition."""
    return func.count(case((condition, 1)))


def _sum(values: Expression) -> Expression:
    """Their sum in a group; 0 where there are none."""
    return func.coalesce(func.sum(values), 0)
