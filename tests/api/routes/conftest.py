"""The real application over HTTP, with a dialogue engine that answers as each test says."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from sqlalchemy import make_url

import knowledge
from api.db.migrate import upgrade
from api.db.types import HALL_ZONE
from api.deps import current_time
from api.main import create_app
from api.settings import Settings
from knowledge.search import Searcher
from tests.api.routes.fake_bot import FakeBot, running_fake_bot, says

INDEX = Path(__file__).resolve().parents[3] / "var" / "index"
WEDNESDAY_MORNING = datetime(2026, 11, 25, 10, 5, tzinfo=HALL_ZONE)


def settings_with(database_url: str, bot: FakeBot, **more: Any) -> Settings:
    """Settings with secrets of no worth, for a database and a fake dialogue engine."""
    folder = Path(make_url(database_url).database or "").parent
    return Settings(
        secret_key="k" * 32,
        service_token="t" * 32,
        staff_token="s" * 32,
        database_url=database_url,
        rasa_url=bot.url,
        actions_url=f"{bot.url}/webhook",
        bot_timeout_s=2,
        **{"notification_file": folder / "notifications.log", **more},
    )


@pytest.fixture(scope="session")
def found() -> tuple[knowledge.KnowledgeBase, Searcher]:
    """The knowledge base and its index, opened once."""
    kb = knowledge.load()
    return kb, Searcher.open(kb, INDEX)


@pytest.fixture(scope="session")
def shared_bot() -> Iterator[FakeBot]:
    """The fake dialogue engine's server."""
    with running_fake_bot() as bot:
        yield bot


@pytest.fixture
def bot(shared_bot: FakeBot) -> FakeBot:
    """The fake dialogue engine, as new."""
    shared_bot.received.clear()
    shared_bot.forgotten.clear()
    shared_bot.answer = lambda _: says("您好")
    shared_bot.status = 200
    return shared_bot


@pytest.fixture(scope="module")
def app(
    shared_bot: FakeBot,
    found: tuple[knowledge.KnowledgeBase, Searcher],
    tmp_path_factory: pytest.TempPathFactory,
) -> FastAPI:
    """The application with a database of its own, on a Wednesday morning."""
    url = f"sqlite:///{tmp_path_factory.mktemp('api') / 'guide.db'}"
    upgrade(url)
    app = create_app(settings_with(url, shared_bot), lambda _: found)
    app.dependency_overrides[current_time] = lambda: WEDNESDAY_MORNING
    return app


@pytest.fixture(scope="module")
def client(app: FastAPI) -> Iterator[TestClient]:
    """Somebody who calls it. Nothing is done in between: duties go by the real clock."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("api.main.duties", lambda services: {})
        with TestClient(app) as client:
            yield client


@pytest.fixture
def ours() -> dict[str, str]:
    """The headers of our own processes."""
    return {"X-Service-Token": "t" * 32}


@pytest.fixture
def staff() -> dict[str, str]:
    """The headers of the hall's staff."""
    return {"Authorization": f"Bearer {'s' * 32}"}
