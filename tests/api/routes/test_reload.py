"""Another edition goes into service without a restart and without a failed request."""

import gc
import shutil
import threading
import weakref
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from api.db.migrate import upgrade
from api.main import create_app
from api.wiring import open_knowledge
from knowledge import talk
from knowledge.loader import DATA
from tests.api.routes.conftest import INDEX, settings_with
from tests.api.routes.conversation import Chat
from tests.api.routes.fake_bot import FakeBot

RELOAD = "/api/v1/staff/knowledge/reload"
LIST = "editions/sample-2021.yml"


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A copy of the data that a test may change."""
    return Path(shutil.copytree(DATA, tmp_path / "data"))


@pytest.fixture
def client(data: Path, tmp_path: Path, bot: FakeBot) -> Iterator[TestClient]:
    """An application that serves the copy."""
    url = f"sqlite:///{tmp_path / 'guide.db'}"
    upgrade(url)
    index = Path(shutil.copytree(INDEX, tmp_path / "index"))
    settings = settings_with(url, bot, knowledge_dir=data, index_dir=index)
    with TestClient(create_app(settings, open_knowledge)) as client:
        yield client


def end_the_list(data: Path) -> None:
    """The shipped list ends; one follows in which the construction permit is stationed."""
    first = data / LIST
    text = first.read_text(encoding="utf-8")
    first.write_text(text.replace("effective_to: null", "effective_to: 2025-06-30"), "utf-8")
    later = text.replace("id: sample-2021", "id: list-2025").replace("2021-03-10", "2025-07-01")
    later = later.replace("transition_until: 2021-05-10", "transition_until: null")
    permit = "\n  construction-permit:\n    gaoxin: {delegation_mode: "
    assert f"{permit}direct," in later
    later = later.replace(f"{permit}direct,", f"{permit}stationed,")
    (data / "editions" / "list-2025.yml").write_text(later, encoding="utf-8")


def mode(client: TestClient, **query: str) -> str:
    guide = client.get(
        "/api/v1/matters/construction-permit", params={"park_id": "gaoxin", **query}
    ).json()
    return str(guide["fields"]["delegation_mode"]["value"])


def test_the_edition_before_is_held_no_longer_than_the_change(
    client: TestClient, data: Path, staff: dict[str, str]
) -> None:
    services = client.app.state.services  # type: ignore[attr-defined]
    before = [weakref.ref(services.kb), weakref.ref(services.guide.searcher)]
    del services
    end_the_list(data)

    assert client.post(RELOAD, headers=staff).status_code == 200

    gc.collect()
    assert [held() for held in before] == [None, None]


def test_a_new_list_answers_from_the_next_request_on(
    client: TestClient, data: Path, staff: dict[str, str]
) -> None:
    assert mode(client) == "direct"
    before = Chat(client)
    end_the_list(data)
    assert mode(client) == "direct", "nothing changes unasked"

    reloaded = client.post(RELOAD, headers=staff)

    assert reloaded.status_code == 200, reloaded.text
    assert reloaded.json() == {"edition_id": "list-2025", "status": "sample", "matters": 60}
    assert mode(client) == "stationed"
    assert mode(client, as_of="2025-06-30") == "direct"
    changes = client.get("/api/v1/editions/list-2025/diff").json()["text"]
    assert changes == ["2025年7月1日起，郴州高新区「建筑工程施工许可证核发」由直接赋权改为服务前移"]
    assert before.turn(text="你好"), "a conversation goes on across the change"


def test_broken_data_is_refused_and_the_old_stays_in_service(
    client: TestClient, data: Path, staff: dict[str, str]
) -> None:
    end_the_list(data)
    file = data / "matters" / "construction-permit.yml"
    file.write_text(file.read_text(encoding="utf-8").replace("stage: ", "sage: "), "utf-8")

    refused = client.post(RELOAD, headers=staff)

    assert refused.status_code == 422
    named = {(problem["file"], problem["field"]) for problem in refused.json()["problems"]}
    assert ("matters/construction-permit.yml", "sage") in named
    assert mode(client) == "direct"
    assert client.get("/api/v1/editions").json()["total"] == 1


def test_broken_words_are_told_like_broken_facts(
    client: TestClient, tmp_path: Path, staff: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "out_of_scope.yml"
    file.write_text("classes:\n  - class: 问候\n    examples: [你好]\n", encoding="utf-8")
    monkeypatch.setattr(talk, "load", partial(talk.load, file))

    refused = client.post(RELOAD, headers=staff)

    assert refused.status_code == 422
    assert refused.json()["problems"] == [
        {
            "file": "out_of_scope.yml",
            "line": 3,
            "field": "classes.0.examples",
            "message": "至少要写 2 条；现在是列表，有 1 条",
        }
    ]


def test_a_matter_that_is_new_in_the_data_is_found_after_it(
    client: TestClient, data: Path, staff: dict[str, str]
) -> None:
    said = data / "phrasings" / "outdoor-advertising.yml"
    text = said.read_text(encoding="utf-8")
    said.write_text(text.replace("nouns:\n", "nouns:\n  - 飞艇彩旗布置\n", 1), encoding="utf-8")

    assert client.post(RELOAD, headers=staff).status_code == 200

    body = {"query": "飞艇彩旗布置怎么办"}
    found = client.post("/api/v1/matters/search", json=body).json()
    assert found["candidates"][0]["matter_id"] == "outdoor-advertising"


def test_no_request_fails_while_it_goes_on(
    client: TestClient, data: Path, staff: dict[str, str]
) -> None:
    end_the_list(data)
    over = threading.Event()

    def ask_on() -> list[int]:
        statuses = []
        while not over.is_set():
            body = {"query": "开饭店要办什么证"}
            statuses.append(client.post("/api/v1/matters/search", json=body).status_code)
            statuses.append(client.get("/api/v1/matters/eia-approval").status_code)
        return statuses

    with ThreadPoolExecutor(3) as pool:
        askers = [pool.submit(ask_on) for _ in range(2)]
        reloaded = pool.submit(client.post, RELOAD, headers=staff).result()
        over.set()
    assert reloaded.status_code == 200
    statuses = [status for asker in askers for status in asker.result()]
    assert statuses
    assert set(statuses) == {200}


def test_only_the_staff_may(client: TestClient, ours: dict[str, str]) -> None:
    assert client.post(RELOAD, headers=ours).status_code == 401
