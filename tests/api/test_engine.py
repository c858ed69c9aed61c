"""Transactions on the embedded database take turns."""

from pathlib import Path
from threading import Event, Thread

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from api.db.engine import SessionFactory, make_engine, make_session_factory, reading


@pytest.fixture
def sessions(tmp_path: Path) -> SessionFactory:
    sessions = make_session_factory(make_engine(f"sqlite:///{tmp_path / 'turns.db'}"))
    with sessions() as session, session.begin():
        session.execute(text("CREATE TABLE seat (number INTEGER PRIMARY KEY)"))
    return sessions


def take(sessions: SessionFactory, number: int) -> None:
    with sessions() as session, session.begin():
        session.execute(text("INSERT INTO seat VALUES (:number)"), {"number": number})


def taken(sessions: SessionFactory) -> int:
    with reading(sessions) as session:
        return int(session.execute(text("SELECT count(*) FROM seat")).scalar_one())


def test_the_next_writer_has_its_turn_when_the_first_is_done(sessions: SessionFactory) -> None:
    begun = Event()

    def second() -> None:
        begun.set()
        take(sessions, 2)

    with sessions() as session, session.begin():
        session.execute(text("INSERT INTO seat VALUES (1)"))
        writer = Thread(target=second)
        writer.start()
        begun.wait()
        assert taken(sessions) == 0  # who reads waits for nobody
    writer.join()
    assert taken(sessions) == 2


def test_a_failed_writer_gives_its_turn_back(sessions: SessionFactory) -> None:
    take(sessions, 1)
    with pytest.raises(IntegrityError):
        take(sessions, 1)
    take(sessions, 2)
    assert taken(sessions) == 2


def test_everybody_in_a_crowd_has_a_turn(sessions: SessionFactory) -> None:
    crowd = [Thread(target=take, args=(sessions, number)) for number in range(200)]
    for writer in crowd:
        writer.start()
    for writer in crowd:
        writer.join()
    assert taken(sessions) == 200
