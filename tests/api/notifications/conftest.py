"""Messages of a small hall, kept in each kind of database."""

from collections.abc import Iterator

import pytest

from api.db.engine import SessionFactory
from api.services.notifications.notifications import Notifications
from api.services.notifications.templates import Templates
from tests.api.notifications.receiver import Receiver, running_receiver
from tests.api.notifications.rows import a_booking, add_booking, an_intake


@pytest.fixture(scope="session")
def templates() -> Templates:
    """The shipped words, of an installation without an address."""
    return Templates.load()


@pytest.fixture
def visit(sessions: SessionFactory) -> None:
    """A booked visit that messages belong to."""
    with sessions() as session, session.begin():
        add_booking(session, a_booking(an_intake()))


@pytest.fixture
def notifications(sessions: SessionFactory, templates: Templates) -> Notifications:
    return Notifications(sessions, templates)


@pytest.fixture(scope="session")
def shared_receiver() -> Iterator[Receiver]:
    """The receiving server."""
    with running_receiver() as receiver:
        yield receiver


@pytest.fixture
def receiver(shared_receiver: Receiver) -> Receiver:
    """The receiving server, as new."""
    shared_receiver.received.clear()
    shared_receiver.headers.clear()
    shared_receiver.answer = lambda _: (200, {})
    return shared_receiver
