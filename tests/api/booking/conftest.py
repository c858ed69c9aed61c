"""The small hall, in service."""

import pytest

from api.db.engine import SessionFactory
from knowledge import KnowledgeBase
from tests.api.booking.house import House


@pytest.fixture
def house(kb: KnowledgeBase, sessions: SessionFactory) -> House:
    """A hall with one window of two seats, on each kind of database."""
    return House(kb, sessions)


@pytest.fixture
def narrow(kb: KnowledgeBase, sessions: SessionFactory) -> House:
    """The same with a single seat."""
    return House(kb, sessions, capacity=1)
