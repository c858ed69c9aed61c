"""Writing a row or changing the one that is there already, in one statement."""

from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from api.db.base import Base


def insert_for(session: Session, table: type[Base]) -> postgresql.Insert | sqlite.Insert:
    """An INSERT that knows ON CONFLICT, for the session's database.

    Into the table itself: what the mapping adds to an INSERT costs much and is not needed.
    """
    target = table.metadata.tables[table.__tablename__]
    if session.get_bind().dialect.name == "postgresql":
        return postgresql.insert(target)
    return sqlite.insert(target)
