"""The knowledge base as shipped, and databases to keep bookings in."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine

import knowledge
from api.db.base import Base
from api.db.engine import SessionFactory, make_engine, make_session_factory
from api.db.migrate import upgrade
from tests.postgres import new_database


@pytest.fixture(scope="session")
def kb() -> knowledge.KnowledgeBase:
    return knowledge.load()


@pytest.fixture(scope="session", params=["sqlite", "postgresql"])
def engine(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Engine]:
    """A migrated database of each kind that we support."""
    if request.param == "sqlite":
        url = sqlite_url(tmp_path_factory.mktemp("intake"))
    else:
        url = new_database(request.getfixturevalue("postgres_url"), "intake")
    upgrade(url)
    engine = make_engine(url)
    yield engine
    engine.dispose()


@pytest.fixture
def sessions(engine: Engine) -> Iterator[SessionFactory]:
    """Sessions of an empty database."""
    yield make_session_factory(engine)
    with engine.begin() as connection:
        for table in reversed(Base.metadata.sorted_tables):
            connection.execute(table.delete())


@pytest.fixture
def sqlite_sessions(tmp_path: Path) -> Iterator[SessionFactory]:
    """Sessions of a SQLite file, where the kind of database makes no difference."""
    upgrade(sqlite_url(tmp_path))
    engine = make_engine(sqlite_url(tmp_path))
    yield make_session_factory(engine)
    engine.dispose()


def sqlite_url(folder: Path) -> str:
    return f"sqlite:///{folder / 'guide.db'}"
