"""A small hall on a Wednesday, with people who have booked."""

import pytest

from api.db.engine import SessionFactory
from knowledge import KnowledgeBase
from tests.api.queue.hall_day import HallDay


@pytest.fixture
def hall(sessions: SessionFactory, kb: KnowledgeBase) -> HallDay:
    """The hall, on a database of each kind."""
    return HallDay(sessions, kb)


@pytest.fixture
def small(sqlite_sessions: SessionFactory, kb: KnowledgeBase) -> HallDay:
    """The hall where the kind of database makes no difference."""
    return HallDay(sqlite_sessions, kb)
