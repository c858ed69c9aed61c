"""A platform that receives, and a house whose events it is told of."""

from collections.abc import Iterator

import pytest

from api.db.engine import SessionFactory
from knowledge import KnowledgeBase
from tests.api.connectors.house import House, connector, in_step
from tests.api.connectors.platform import Platform, running_platform


@pytest.fixture
def platform() -> Iterator[Platform]:
    with running_platform() as platform:
        yield platform


@pytest.fixture
def house(kb: KnowledgeBase, sessions: SessionFactory, platform: Platform) -> House:
    """On both kinds of database."""
    house = House(kb, sessions, connector(platform.url, max_attempts=5))
    in_step(platform, house)
    return house


@pytest.fixture
def small_house(kb: KnowledgeBase, sqlite_sessions: SessionFactory, platform: Platform) -> House:
    """Where the kind of database makes no difference."""
    house = House(kb, sqlite_sessions, connector(platform.url, max_attempts=5))
    in_step(platform, house)
    return house
