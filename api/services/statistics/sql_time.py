"""Times in SQL, the same on SQLite and PostgreSQL.

Times are stored as UTC. On which day of the hall something happened is told by the database, since
it groups by it; the hall's zone has had one offset all year since 1992.
"""

from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Date, Integer, SQLColumnExpression
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import GenericFunction

from api.db.types import HALL_ZONE

OFFSET_S = int((datetime(2026, 1, 1, tzinfo=HALL_ZONE).utcoffset() or timedelta()).total_seconds())


class hall_day(GenericFunction[date]):  # noqa: N801 - functions of SQLAlchemy are written so
    """`hall_day(time)`: the day in the hall's zone on which a stored time lies."""

    type = Date()
    inherit_cache = True


class seconds_between(GenericFunction[int]):  # noqa: N801
    """`seconds_between(earlier, later)`: whole seconds, the fractions of both cut off."""

    type = Integer()
    inherit_cache = True


def within_days(moment: SQLColumnExpression[Any], first: date, last: date) -> ColumnElement[bool]:
    """Whether a stored time lies on one of the hall's days, from its first to its last moment."""
    begin = datetime.combine(first, time(), HALL_ZONE)
    end = datetime.combine(last + timedelta(days=1), time(), HALL_ZONE)
    return (moment >= begin) & (moment < end)


@compiles(hall_day, "sqlite")
def _hall_day_sqlite(element: Any, compiler: Any, **kw: Any) -> str:
    return f"date({_whole_second(compiler.process(element.clauses, **kw))}, '+{OFFSET_S} seconds')"


@compiles(hall_day, "postgresql")
def _hall_day_postgresql(element: Any, compiler: Any, **kw: Any) -> str:
    moment = compiler.process(element.clauses, **kw)
    return f"CAST({moment} + INTERVAL '{OFFSET_S} seconds' AS DATE)"


@compiles(seconds_between, "sqlite")
def _seconds_sqlite(element: Any, compiler: Any, **kw: Any) -> str:
    begin, end = (_whole_second(compiler.process(clause, **kw)) for clause in element.clauses)
    return f"(CAST(strftime('%s', {end}) AS INTEGER) - CAST(strftime('%s', {begin}) AS INTEGER))"


@compiles(seconds_between, "postgresql")
def _seconds_postgresql(element: Any, compiler: Any, **kw: Any) -> str:
    begin, end = (compiler.process(clause, **kw) for clause in element.clauses)
    return f"CAST(FLOOR(EXTRACT(EPOCH FROM {end})) - FLOOR(EXTRACT(EPOCH FROM {begin})) AS INTEGER)"


def _whole_second(moment: str) -> str:
    """Without the fraction: SQLite rounds it, in the last half millisecond to the next day."""
    return f"substr({moment}, 1, 19)"
