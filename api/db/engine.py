"""Opens the database: SQLite by default, PostgreSQL by URL, the same code for both."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Lock
from typing import Any, TypeVar

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session, sessionmaker
from sqlalchemy.pool import ConnectionPoolEntry

SessionFactory = Callable[[], Session]

BUSY_TIMEOUT_MS = 10_000
MOST_ATTEMPTS = 5
CAME_BETWEEN = frozenset({"40P01", "40001", "23505"})
"""PostgreSQL's codes for a deadlock, a change in between, and a key that a row has already."""
KEY_TAKEN = "SQLITE_CONSTRAINT_PRIMARYKEY"
"""SQLite's name of the last; the others it does not know."""

_HAS_TURN = "has_turn"

Result = TypeVar("Result")


def make_engine(url: str) -> Engine:
    """An engine for `url` (`sqlite:///…` or `postgresql+psycopg://…`)."""
    # An error that reaches the log names the statement, not what was to be written.
    engine = create_engine(url, pool_pre_ping=not url.startswith("sqlite"), hide_parameters=True)
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _prepare_sqlite)
        _WritersQueue().listen(engine)
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


class _WritersQueue:
    """Lets the threads of this process write to an SQLite database one after the other.

    A transaction that reads first and writes later could fail half-way when another one wrote in
    between, so the write lock is taken at the start. Those who wait for it in SQLite only look
    every now and then, and in a crowd one may look in vain until its time is up. Here the next one
    is woken; SQLite's own lock is left for other processes.
    """

    def __init__(self) -> None:
        self._turn = Lock()

    def listen(self, engine: Engine) -> None:
        """Take a turn for every transaction of `engine` that may write."""
        event.listen(engine, "begin", self._begin)
        event.listen(engine, "checkin", self._end)

    def _begin(self, connection: Connection) -> None:
        if connection.get_execution_options().get("read_only", False):
            connection.exec_driver_sql("BEGIN")
            return
        if not connection.info.get(_HAS_TURN):
            connection.info[_HAS_TURN] = self._turn.acquire(timeout=BUSY_TIMEOUT_MS / 1000)
        connection.exec_driver_sql("BEGIN IMMEDIATE")

    def _end(self, _: Any, record: ConnectionPoolEntry) -> None:
        if record.info.pop(_HAS_TURN, False):
            self._turn.release()
