"""Runs the migrations from code, so that no `alembic.ini` is needed."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import Engine, make_url
from sqlalchemy.engine import Connection

from api.db.engine import make_engine

MIGRATIONS = Path(__file__).parent / "migrations"


class BrokenReference(Exception):
    """A migration left rows that refer to what is not there; it was undone."""


def upgrade(url: str, revision: str = "head") -> None:
    """Bring the database at `url` to a later schema; creates it when it is a new file.

    Raises:
        BrokenReference: the database is as it was.
    """
    parsed = make_url(url)
    if parsed.get_backend_name() == "sqlite" and parsed.database:
        Path(parsed.database).parent.mkdir(parents=True, exist_ok=True)
    with _migrating(url) as config:
        command.upgrade(config, revision)


def downgrade(url: str, revision: str) -> None:
    """Take the database at `url` back to an earlier schema. Raises `BrokenReference`."""
    with _migrating(url) as config:
        command.downgrade(config, revision)


@contextmanager
def _migrating(url: str) -> Iterator[Config]:
    """The configuration for one transaction in which migrations run.

    SQLite changes a table by writing a new one and dropping the old one. Other tables refer to it
    meanwhile, so references are checked at the end instead.
    """
    engine = make_engine(url)
    is_sqlite = engine.dialect.name == "sqlite"
    try:
        with engine.connect() as connection:
            if is_sqlite:
                driver = connection.connection.driver_connection
                assert driver is not None
                driver.execute("PRAGMA foreign_keys=OFF")  # of no effect in a transaction
            with connection.begin():
                yield alembic_config(connection)
                if is_sqlite:
                    _check_references(connection)
    finally:
        engine.dispose()


def _check_references(connection: Connection) -> None:
    broken = connection.exec_driver_sql("PRAGMA foreign_key_check").all()
    if broken:
        raise BrokenReference(sorted({f"{row[0]} -> {row[2]}" for row in broken}))


def alembic_config(connection: Connection | Engine) -> Config:
    """Alembic's configuration for an open connection."""
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.attributes["connection"] = connection
    return config
