"""The matter list, the service guides and the search over HTTP, as the contract has them."""

import re
from typing import Any

import pytest
from fastapi.testclient import TestClient

CONTRACT_FIELDS = {
    "delegation_mode", "accepting_body", "deciding_body", "seal", "liable_body",
    "supervising_body", "appeal", "basis", "conditions", "materials", "statutory_limit",
    "promised_limit", "fee", "result", "windows", "online_entrance",
}  # fmt: skip
STATUSES = {"official", "law", "guide", "sample", "missing"}


def search(client: TestClient, query: str, **more: Any) -> dict[str, Any]:
    """The answer of the search."""
    answer = client.post("/api/v1/matters/search", json={"query": query, **more})
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


def test_the_list_holds_every_matter_of_both_parks(client: TestClient) -> None:
    listed = client.get("/api/v1/matters").json()
    assert listed["total"] == len(listed["items"]) == 60
    assert all(item["park_ids"] == ["gaoxin", "jingkai"] for item in listed["items"])
    assert all(re.fullmatch(r"[a-z0-9-]+", item["matter_id"]) for item in listed["items"])


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({"q": "施工许可"}, "construction-permit"),
        ({"mode": "direct", "park_id": "gaoxin"}, "construction-permit"),
        ({"stage": "construction"}, "construction-permit"),
        ({"department": "住房"}, "construction-permit"),
    ],
)
def test_the_list_is_filtered(client: TestClient, query: dict[str, str], expected: str) -> None:
    found = client.get("/api/v1/matters", params=query).json()
    assert 0 < found["total"] < 60
    assert expected in {item["matter_id"] for item in found["items"]}


def test_every_guide_has_all_fields_with_status_and_source(client: TestClient) -> None:
    for item in client.get("/api/v1/matters").json()["items"]:
        for park_id in item["park_ids"]:
            guide = client.get(
                f"/api/v1/matters/{item['matter_id']}", params={"park_id": park_id}
            ).json()
            assert (guide["matter_id"], guide["park_id"]) == (item["matter_id"], park_id)
            assert set(guide["fields"]) >= CONTRACT_FIELDS
            for name, fact in guide["fields"].items():
                assert fact["status"] in STATUSES, name
                assert (fact["value"] is None) == (fact["status"] == "missing"), name
                assert fact["source"] or fact["status"] == "missing", name


def test_the_edition_says_that_it_is_a_sample(client: TestClient) -> None:
    edition = client.get("/api/v1/matters/eia-approval").json()["edition"]
    assert edition["status"] == "sample"
    assert edition["effective_from"] == "2021-03-10"


def test_before_the_parks_had_it_the_answer_says_since_when_and_who_did(
    client: TestClient,
) -> None:
    answer = client.get(
        "/api/v1/matters/construction-permit", params={"park_id": "gaoxin", "as_of": "2020-05-01"}
    )
    assert answer.status_code == 404
    assert "2021年3月10日" in answer.json()["detail"]
    assert "住房和城乡建设" in answer.json()["detail"]


def test_an_unknown_matter_is_404_with_a_way_on(client: TestClient) -> None:
    answer = client.get("/api/v1/matters/no-such-matter")
    assert answer.status_code == 404
    assert "12345" in answer.json()["detail"]


def test_a_clear_wish_is_a_match(client: TestClient) -> None:
    found = search(client, "我要在园区盖个厂房，施工许可证怎么办")
    assert found["decision"] == "match"
    assert found["candidates"][0]["matter_id"] == "construction-permit"
    assert found["candidates"][0]["name"] == "建筑工程施工许可证核发"
    scores = [candidate["score"] for candidate in found["candidates"]]
    assert scores == sorted(scores, reverse=True)
    assert (found["referral"], found["question"]) == (None, None)


def test_a_vague_wish_gets_one_question(client: TestClient) -> None:
    found = search(client, "消防手续怎么搞")
    assert found["decision"] == "clarify"
    assert found["question"]["text"]
    offered = {option["matter_id"] for option in found["question"]["options"]}
    assert {"fire-design-review", "fire-acceptance"} <= offered


def test_what_is_not_ours_gets_a_referral(client: TestClient) -> None:
    found = search(client, "我想办居住证")
    assert found["decision"] == "none"
    assert "北湖区" in found["referral"]["text"]


def test_candidates_are_as_many_as_asked_for(client: TestClient) -> None:
    assert len(search(client, "施工许可证", limit=3)["candidates"]) <= 3


@pytest.mark.parametrize(
    "body",
    [
        {"query": ""},
        {"query": " \u200b "},
        {"query": "证" * 501},
        {},
        {"query": "施工", "park_id": "beihu"},
        {"query": "施工", "limit": 0},
    ],
)
def test_a_search_for_nothing_is_refused(client: TestClient, body: dict[str, Any]) -> None:
    answer = client.post("/api/v1/matters/search", json=body)
    assert answer.status_code == 422
    assert answer.headers["content-type"] == "application/problem+json"


def test_parks_and_halls_are_listed(client: TestClient) -> None:
    parks = client.get("/api/v1/parks").json()
    assert [park["park_id"] for park in parks["items"]] == ["gaoxin", "jingkai"]
    assert parks["edition"]["status"] == "sample"
    halls = client.get("/api/v1/halls", params={"park_id": "jingkai"}).json()
    assert halls["total"] == 1
    assert halls["items"][0]["windows"]


def test_ready_lists_each_part(client: TestClient) -> None:
    assert client.get("/api/v1/health").json() == {"status": "ok"}
    ready = client.get("/api/v1/ready")
    assert ready.status_code == 200
    assert set(ready.json()["parts"]) == {"knowledge", "index", "database", "dialogue", "actions"}
    assert all(part["ready"] for part in ready.json()["parts"].values())


def test_editions_are_listed_with_their_dates(client: TestClient) -> None:
    listed = client.get("/api/v1/editions").json()
    assert listed["total"] == 1
    assert listed["items"][0]["effective_from"] == "2021-03-10"
    assert listed["items"][0]["matters"] == 60


def test_the_first_edition_changes_nothing_that_could_be_told(client: TestClient) -> None:
    assert client.get("/api/v1/editions/sample-2021/diff").status_code == 404
    assert client.get("/api/v1/editions/unknown/diff").status_code == 404
    same = client.get("/api/v1/editions/sample-2021/diff", params={"against": "sample-2021"})
    assert same.json()["changes"] == []


def test_a_search_knows_days_without_any_matter(client: TestClient) -> None:
    found = search(client, "施工许可证", as_of="2020-01-01")
    assert (found["decision"], found["candidates"]) == ("none", [])
