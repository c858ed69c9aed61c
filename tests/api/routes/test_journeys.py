"""Plans over HTTP: stages in their order, limits that are never mixed, and a picture."""

from typing import Any
from xml.etree import ElementTree as ET

import pytest
from fastapi.testclient import TestClient

from tests.api.routes.conversation import Chat
from tests.api.routes.fake_bot import FakeBot


def plan(client: TestClient, journey_id: str, **query: str) -> dict[str, Any]:
    answer = client.get(f"/api/v1/journeys/{journey_id}", params=query)
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


def test_there_are_plans_for_many_intents(client: TestClient) -> None:
    listed = client.get("/api/v1/journeys").json()
    assert listed["total"] >= 12
    assert {"build-plant"} <= {item["journey_id"] for item in listed["items"]}


def test_every_step_waits_for_earlier_stages_only(client: TestClient) -> None:
    for item in client.get("/api/v1/journeys").json()["items"]:
        done: set[str] = set()
        for stage in plan(client, item["journey_id"])["stages"]:
            assert stage
            for step in stage:
                assert set(step["after"]) <= done, step["name"]
            done |= {step["matter_id"] for step in stage}
        assert len(done) == item["steps"]


def test_what_the_park_assessed_as_a_whole_is_told(client: TestClient) -> None:
    steps = [step for stage in plan(client, "build-plant")["stages"] for step in stage]
    told = {step["matter_id"]: step["regional"] for step in steps if step["regional"]}
    assert "压覆矿产区域评估" in told["mineral-overlay-approval"]


def test_days_of_different_kinds_are_never_added_up(client: TestClient) -> None:
    path = plan(client, "build-plant", park_id="gaoxin")["critical_path"]
    assert set(path["totals"]) <= {"日", "工作日"}
    assert "不互相折算" in path["text"]
    assert set(path["without_limit"]) <= set(path["matter_ids"])


def test_the_order_of_a_law_names_the_law_and_any_other_is_a_sample(client: TestClient) -> None:
    for item in client.get("/api/v1/journeys").json()["items"]:
        for stage in plan(client, item["journey_id"])["stages"]:
            for step in stage:
                assert step["status"] in {"law", "sample"}
                assert ("《" in step["basis"]) >= (step["status"] == "law")


def test_the_picture_shows_every_matter(client: TestClient) -> None:
    picture = client.get("/api/v1/journeys/build-plant/picture")
    assert picture.headers["content-type"].startswith("image/svg+xml")
    drawing = ET.fromstring(picture.text)  # noqa: S314  # our own picture
    boxes = drawing.findall(".//{http://www.w3.org/2000/svg}rect")
    assert len(boxes) == sum(map(len, plan(client, "build-plant")["stages"]))


@pytest.mark.parametrize("path", ["no-such", "no-such/picture"])
def test_an_unknown_plan_is_404_with_a_way_on(client: TestClient, path: str) -> None:
    answer = client.get(f"/api/v1/journeys/{path}")
    assert answer.status_code == 404
    assert "12345" in answer.json()["detail"]


def test_a_conversation_shows_the_plan_as_a_card(client: TestClient, bot: FakeBot) -> None:
    bot.status = 500
    chat = Chat(client, park_id="gaoxin")
    turn = chat.turn(payload='/ask_journey{"subject": "build-plant"}')
    card = turn["messages"][0]["card"]
    assert card["type"] == "journey"
    assert card["stages"][0]
    assert client.get(card["picture"]).status_code == 200
    assert client.get(card["print"]).status_code == 200
    assert turn["context"]["topic"] == "journey"
