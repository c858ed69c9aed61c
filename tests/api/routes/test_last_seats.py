"""Forty people at once want the last seats, over HTTP."""

import threading
from collections import Counter
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

import httpx
import pytest
import uvicorn

import knowledge
from api.db.migrate import upgrade
from api.deps import current_time
from api.main import create_app
from knowledge.search import Searcher
from tests.api.at_once import at_once
from tests.api.conftest import sqlite_url
from tests.api.routes.conftest import WEDNESDAY_MORNING, settings_with
from tests.api.routes.fake_bot import FakeBot
from tests.api.routes.test_bookings import as_another
from tests.ports import free_port
from tests.postgres import new_database

CLIENTS = 40
DAY = "2026-11-26"
SLOT = "gaoxin-01-20261126T0900"
SEATS = 2
PATIENCE_S = 60


@pytest.fixture(params=["sqlite", "postgresql"])
def url(
    request: pytest.FixtureRequest,
    tmp_path: Path,
    shared_bot: FakeBot,
    found: tuple[knowledge.KnowledgeBase, Searcher],
) -> Iterator[str]:
    """The application behind a real server, with each kind of database."""
    if request.param == "sqlite":
        database = sqlite_url(tmp_path)
    else:
        database = new_database(request.getfixturevalue("postgres_url"), "last_seats")
    upgrade(database)
    app = create_app(settings_with(database, shared_bot), lambda _: found)
    app.dependency_overrides[current_time] = lambda: WEDNESDAY_MORNING
    server = uvicorn.Server(uvicorn.Config(app, port=free_port(), log_level="critical"))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("api.main.duties", lambda services: {})
        thread = threading.Thread(target=server.run, daemon=True)
        thread.start()
        while not server.started:
            assert thread.is_alive(), "the server did not start"
            thread.join(timeout=0.05)
        yield f"http://127.0.0.1:{server.config.port}/api/v1"
        server.should_exit = True
        thread.join()


@pytest.fixture
def crowd(url: str) -> Iterator[httpx.Client]:
    """Many connections to the service."""
    limits = httpx.Limits(max_connections=CLIENTS, max_keepalive_connections=CLIENTS)
    with httpx.Client(base_url=url, timeout=PATIENCE_S, limits=limits) as client:
        yield client


def book(client: httpx.Client, number: int) -> httpx.Response:
    headers = {"Idempotency-Key": f"client-{number}"}
    return client.post("/bookings", json=as_another(SLOT, number), headers=headers)


def test_each_seat_is_given_once_and_all_others_are_shown_what_is_free(
    crowd: httpx.Client,
) -> None:
    answers: list[Any] = at_once(*(partial(book, crowd, number) for number in range(CLIENTS)))
    statuses = Counter(answer.status_code for answer in answers)
    assert statuses == {201: SEATS, 409: CLIENTS - SEATS}
    codes = {answer.json()["code"] for answer in answers if answer.status_code == 201}
    assert len(codes) == SEATS
    for refused in (answer.json() for answer in answers if answer.status_code == 409):
        assert "约满" in refused["detail"]
        offered = {slot["slot_id"] for slot in refused["alternatives"]}
        assert len(offered) == 5
        assert SLOT not in offered

    again: list[Any] = at_once(*(partial(book, crowd, number) for number in range(CLIENTS)))
    assert Counter(answer.status_code for answer in again) == statuses
    assert {answer.json()["code"] for answer in again if answer.status_code == 201} == codes

    asked = {"park_id": "gaoxin", "matter_id": "construction-permit", "from": DAY, "to": DAY}
    slots = crowd.get("/slots", params=asked).json()["slots"]
    assert {slot["slot_id"]: slot["remaining"] for slot in slots}[SLOT] == 0
