"""Staff see what goes out to other platforms and send it again; platforms can read the schema."""

import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import yaml
from fastapi import FastAPI
from fastapi.testclient import TestClient

import knowledge
from api.db.engine import SessionFactory
from api.db.migrate import upgrade
from api.db.types import HALL_ZONE
from api.deps import Services, current_time
from api.duties import duties
from api.main import create_app
from api.services.connectors.config import ConnectorsError
from api.services.connectors.schema import json_schema
from api.services.events import Kind
from knowledge.search import Searcher
from tests.api.connectors.house import KEEP, House, connector, in_step
from tests.api.connectors.platform import SECRET, WELL, Manner, Platform, running_platform
from tests.api.routes.conftest import settings_with
from tests.api.routes.fake_bot import FakeBot

STAFF = "/api/v1/staff"
FAR_OFF = datetime(2099, 1, 1, 10, tzinfo=HALL_ZONE)
"""Nothing is due by the real clock, so only the test delivers."""


@pytest.fixture(scope="module")
def platform() -> Iterator[Platform]:
    with running_platform() as platform:
        platform.now = FAR_OFF.timestamp
        yield platform


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory, platform: Platform) -> Path:
    """The file of connectors: one."""
    entry = {
        "id": "hunan",
        "name": "省平台",
        "url": platform.url,
        "secret": "HUNAN_SECRET",
        "events": ["booking.confirmed", "booking.moved"],
    }
    path: Path = tmp_path_factory.mktemp("connectors") / "connectors.yml"
    path.write_text(yaml.safe_dump({"connectors": [entry]}))
    return path


@pytest.fixture(scope="module", autouse=True)
def _secret() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("HUNAN_SECRET", SECRET)
        yield


@pytest.fixture(scope="module")
def app(
    file: Path,
    shared_bot: FakeBot,
    found: tuple[knowledge.KnowledgeBase, Searcher],
) -> FastAPI:
    url = f"sqlite:///{file.parent / 'guide.db'}"
    upgrade(url)
    app = create_app(settings_with(url, shared_bot, connectors=file), lambda _: found)
    app.dependency_overrides[current_time] = lambda: FAR_OFF
    return app


@pytest.fixture
def services(app: FastAPI, client: TestClient) -> Services:
    found: Services = app.state.services
    return found


@pytest.fixture
def house(services: Services, platform: Platform) -> Iterator[House]:
    """Where things happen that the running application has to send on."""
    house = House(services.kb, services.shared.sessions, connector(platform.url))
    house.now = FAR_OFF
    yield house
    with services.shared.engine.begin() as connection:
        for table in ("outbox_entry", "audit_entry", "intake"):
            connection.exec_driver_sql(f"DELETE FROM {table}")  # noqa: S608


@pytest.fixture
def refused(house: House, services: Services, platform: Platform) -> int:
    """The id of an entry that the platform would not take; a later one waits for it."""
    platform.manner = lambda call, number: Manner(422, body="没有这个事项".encode())
    house.happens(house.begin(), Kind.BOOKED, Kind.MOVED)
    services.deliveries.deliver_due(FAR_OFF)
    platform.manner = lambda call, number: WELL
    (shown,) = house.entries(status="failed")
    return shown.entry.entry_id


def test_the_schema_is_public(client: TestClient) -> None:
    assert client.get("/api/v1/connectors/schema").json() == json_schema()


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "outbox"),
        ("GET", "outbox/1"),
        ("POST", "outbox/1/replay"),
        ("GET", "connectors"),
        ("POST", "connectors/hunan/replay"),
    ],
)
def test_the_rest_is_for_the_staff(client: TestClient, method: str, path: str) -> None:
    assert client.request(method, f"{STAFF}/{path}").status_code == 401


def test_what_failed_is_listed_with_the_reason_and_without_what_it_says(
    client: TestClient, staff: dict[str, str], refused: int
) -> None:
    answer = client.get(f"{STAFF}/outbox", params={"status": "failed"}, headers=staff).json()
    assert answer["total"] == 1
    (item,) = answer["items"]
    assert item["entry_id"] == refused
    assert item["error"] == "对方不收，请联系对方，改好后重发（HTTP 422）：没有这个事项"
    assert (item["next_try_at"], item["delivered_at"], item["waits_for"]) == (None, None, None)
    assert "payload" not in item


def test_what_waits_for_it_says_so(client: TestClient, staff: dict[str, str], refused: int) -> None:
    filters = {"status": "waiting", "connector_id": "hunan"}
    (item,) = client.get(f"{STAFF}/outbox", params=filters, headers=staff).json()["items"]
    assert (item["sequence"], item["waits_for"]) == (2, 1)
    assert item["next_try_at"] == "2099-01-01T10:00:00+08:00"
    of_intake = {"intake_id": item["intake_id"], "limit": 1, "offset": 1}
    page = client.get(f"{STAFF}/outbox", params=of_intake, headers=staff).json()
    assert ([item["entry_id"] for item in page["items"]], page["total"]) == ([refused], 2)


def test_an_entry_is_shown_with_what_it_says(
    client: TestClient, staff: dict[str, str], refused: int
) -> None:
    entry = client.get(f"{STAFF}/outbox/{refused}", headers=staff).json()
    assert entry["payload"]["event_id"] == entry["event_id"]
    assert entry["payload"]["applicant"] is None


def test_an_entry_whose_time_is_over_is_shown_empty_and_not_sent_again(
    client: TestClient, staff: dict[str, str], house: House, services: Services
) -> None:
    house.happens(house.begin(), Kind.BOOKED)
    services.deliveries.deliver_due(FAR_OFF)
    entry_id = house.only().entry_id
    with services.shared.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE outbox_entry SET payload = NULL")
    assert client.get(f"{STAFF}/outbox/{entry_id}", headers=staff).json()["payload"] is None
    again = client.post(f"{STAFF}/outbox/{entry_id}/replay", headers=staff)
    assert (again.status_code, again.json()["detail"][:8]) == (409, "这条的内容已经按")


def test_an_entry_is_sent_again_and_what_waited_follows(
    client: TestClient,
    staff: dict[str, str],
    services: Services,
    platform: Platform,
    refused: int,
) -> None:
    platform.taken.clear()
    replay = f"{STAFF}/outbox/{refused}/replay"
    by = {**staff, "X-Staff-Number": "007"}
    assert client.post(replay, headers=by).json()["status"] == "waiting"
    twice = client.post(replay, headers=by)
    assert (twice.status_code, twice.json()["detail"]) == (
        409,
        "这条还在排队，系统会自动推送，不用重发。",
    )
    assert [services.deliveries.deliver_due(FAR_OFF) for _ in range(3)] == [1, 1, 0]
    assert [event["sequence"] for event in platform.taken] == [1, 2]
    with services.shared.engine.begin() as connection:
        actors = connection.exec_driver_sql("SELECT actor FROM audit_entry").scalars().all()
    assert actors == ["staff:007"]


def test_an_unknown_entry_or_connector_is_not_found(
    client: TestClient, staff: dict[str, str]
) -> None:
    for method, path in (
        ("GET", "outbox/123456789"),
        ("POST", "outbox/123456789/replay"),
        ("POST", "connectors/no-such/replay"),
    ):
        answer = client.request(method, f"{STAFF}/{path}", headers=staff)
        assert answer.status_code == 404
        assert answer.json()["detail"].startswith(("没有这条推送记录", "配置里没有这个对接"))


@pytest.mark.parametrize(
    "query",
    ["status=lost", "connector_id=A%00", "intake_id=%27", "limit=0", "limit=101", "offset=-1"],
)
def test_filters_that_mean_nothing_are_refused(
    client: TestClient, staff: dict[str, str], query: str
) -> None:
    assert client.get(f"{STAFF}/outbox?{query}", headers=staff).status_code == 422


def test_the_state_of_connectors_tells_no_secret_and_no_path(
    client: TestClient, staff: dict[str, str], platform: Platform, refused: int
) -> None:
    answer = client.get(f"{STAFF}/connectors", headers=staff)
    (item,) = answer.json()["items"]
    assert item == {
        "id": "hunan",
        "configured": True,
        "name": "省平台",
        "kind": "webhook",
        "host": platform.url.removeprefix("http://").removesuffix("/events"),
        "events": ["booking.confirmed", "booking.moved"],
        "applicant": "none",
        "waiting": 1,
        "failed": 1,
        "delivered": 0,
        "last_delivered_at": None,
        "oldest_waiting_at": "2099-01-01T10:00:00+08:00",
        "last_error": "对方不收，请联系对方，改好后重发（HTTP 422）：没有这个事项",
    }
    assert SECRET not in answer.text


def test_entries_of_a_connector_that_has_left_the_file_are_still_seen(
    client: TestClient, staff: dict[str, str], house: House, services: Services
) -> None:
    left = House(services.kb, services.shared.sessions, connector("https://old.example/", "old"))
    left.now = FAR_OFF
    left.happens(house.begin(), Kind.BOOKED)
    items = client.get(f"{STAFF}/connectors", headers=staff).json()["items"]
    assert [(item["id"], item["configured"], item["waiting"]) for item in items] == [
        ("hunan", True, 0),
        ("old", False, 1),
    ]
    assert items[1]["name"] is None


def test_all_that_failed_is_sent_again(
    client: TestClient, staff: dict[str, str], services: Services, refused: int
) -> None:
    replay = f"{STAFF}/connectors/hunan/replay"
    assert client.post(replay, headers=staff).json() == {"replayed": 1}
    assert services.deliveries.deliver_due(FAR_OFF) == 1


def test_the_duties_deliver_and_delete(services: Services, sqlite_sessions: SessionFactory) -> None:
    with running_platform() as platform:
        platform.now = time.time
        house = House(services.kb, sqlite_sessions, connector(platform.url))
        due = duties(lambda: replace(services, deliveries=house.deliveries, outbox=house.outbox))
        house.now = datetime.now(HALL_ZONE) - KEEP - timedelta(days=1)
        house.happens(house.begin(), Kind.BOOKED, Kind.MOVED)
        assert due["deliver events"].act() == 2
        assert due["delete delivered events"].act() == 0
        house.happens(house.begin(), Kind.BOOKED)
        in_step(platform, house)
        house.deliver()
        assert due["delete delivered events"].act() == 1
        assert due["deliver events"].every_s == 5


def test_a_file_that_is_wrong_stops_the_start(
    file: Path, shared_bot: FakeBot, found: tuple[knowledge.KnowledgeBase, Searcher], tmp_path: Path
) -> None:
    wrong = tmp_path / "connectors.yml"
    wrong.write_text(file.read_text().replace("HUNAN_SECRET", "NOBODY_HAS_SET_IT"))
    url = f"sqlite:///{tmp_path / 'guide.db'}"
    app = create_app(settings_with(url, shared_bot, connectors=wrong), lambda _: found)
    with pytest.raises(ConnectorsError, match="NOBODY_HAS_SET_IT"), TestClient(app):
        pass


def test_a_file_that_has_become_wrong_is_not_taken_up(
    client: TestClient, staff: dict[str, str], file: Path, app: FastAPI, services: Services
) -> None:
    right = file.read_text()
    file.write_text(right.replace("booking.moved", "booking.mooved"))
    try:
        answer = client.post(f"{STAFF}/knowledge/reload", headers=staff)
    finally:
        file.write_text(right)
    assert answer.status_code == 422
    problems: list[dict[str, Any]] = answer.json()["problems"]
    assert problems[0]["field"] == "connectors.0.events.1"
    assert app.state.services is services
