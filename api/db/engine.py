"""Opens the database: SQLite by default, PostgreSQL by URL, the same code for both."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, TypeVar

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session, sessionmaker

SessionFactory = Callable[[], Session]

BUSY_TIMEOUT_MS = 10_000
MOST_ATTEMPTS = 5
CAME_BETWEEN = frozenset({"40P01", "40001", "23505"})
"""PostgreSQL's codes for a deadlock, a change in between, and a key that a row has already."""
KEY_TAKEN = "SQLITE_CONSTRAINT_PRIMARYKEY"
"""SQLite's name of the last; the others it does not know."""

Result = TypeVar("Result")


def make_engine(url: str) -> Engine:
    """An engine for `url` (`sqlite:///…` or `postgresql+psycopg://…`)."""
    # An error that reaches the log names the statement, not what was to be written.
    engine = create_engine(url, pool_pre_ping=not url.startswith("sqlite"), hide_parameters=True)
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
    return engine


def make_session_factory(engine: Engine) -> SessionFactory:
    """Sessions whose objects stay readable after the commit."""
    return sessionmaker(engine, expire_on_commit=False)


def transact(sessions: SessionFactory, act: Callable[[Session], Result]) -> Result:
    """What `act` returns, done as one transaction.

    PostgreSQL ends one of two transactions that get into each other's way; that one is tried
    again, and then sees what the other has done. One that drew a key that is taken draws anew.
    """
    for _ in range(MOST_ATTEMPTS - 1):
        try:
            with sessions() as session, session.begin():
                return act(session)
        except DBAPIError as error:
            if not _came_between(error):
                raise
    with sessions() as session, session.begin():
        return act(session)


def _came_between(error: DBAPIError) -> bool:
    code = getattr(error.orig, "sqlstate", None)
    return code in CAME_BETWEEN or getattr(error.orig, "sqlite_errorname", None) == KEY_TAKEN


@contextmanager
def reading(sessions: SessionFactory) -> Iterator[Session]:
    """A session that only reads: on SQLite it neither waits for writers nor holds them up.

    It ends with a commit: after a rollback psycopg forgets what it has prepared.
    """
    with sessions() as session:
        session.connection(execution_options={"read_only": True})
        yield session
        session.commit()


def _prepare_sqlite(connection: Any, _: Any) -> None:
    # The driver's own transaction handling is switched off: we begin explicitly below.
    connection.isolation_level = None
    for pragma in (
        f"busy_timeout={BUSY_TIMEOUT_MS}",  # first: the others may have to wait, too
        "journal_mode=WAL",
        "synchronous=NORMAL",
        "foreign_keys=ON",
    ):
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: Connection) -> None:
    # A transaction that reads first and writes later could fail half-way when another one
    # wrote in between; taking the write lock at the start makes them queue instead.
    read_only = connection.get_execution_options().get("read_only", False)
    connection.exec_driver_sql("BEGIN" if read_only else "BEGIN IMMEDIATE")
