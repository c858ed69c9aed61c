"""Messages of a small hall, kept in each kind of database."""

import pytest

from api.db.engine import SessionFactory
from api.services.notifications.notifications import Notifications
from api.services.notifications.templates import Templates


@pytest.fixture(scope="session")
def templates() -> Templates:
    """The shipped words, of an installation without an address."""
    return Templates.load()


@pytest.fixture
def notifications(sessions: SessionFactory, templates: Templates) -> Notifications:
    return Notifications(sessions, templates)
