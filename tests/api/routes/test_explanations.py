"""Why the search answered as it did, over HTTP."""

from typing import Any

import pytest
from fastapi.testclient import TestClient

PATH = "/api/v1/staff/matters/explain"


def test_staff_see_the_words_and_fields_behind_an_answer(
    client: TestClient, staff: dict[str, str]
) -> None:
    body = {"query": "施工许可证要多久", "park_id": "gaoxin"}
    found = client.post(PATH, json=body, headers=staff).json()
    assert (found["matter_id"], found["place"]) == ("construction-permit", 1)
    assert any("施工许可证" in one["words"] for one in found["contributions"])
    assert {"field", "title", "text", "similarity"} <= found["nearest"][0].keys()


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({"query": "施工许可证", "matter_id": "no-such-matter"}, 404),
        ({"query": "🙂🙂"}, 422),
        ({"query": "？！"}, 422),
        ({"query": "施工许可证", "as_of": "2019-01-01"}, 404),
        ({"query": "施" * 501}, 422),
    ],
)
def test_what_cannot_be_explained_is_said(
    client: TestClient, staff: dict[str, str], body: dict[str, Any], status: int
) -> None:
    answer = client.post(PATH, json=body, headers=staff)
    assert answer.status_code == status
    assert answer.json()["detail"]


def test_nobody_else_may_ask(client: TestClient) -> None:
    assert client.post(PATH, json={"query": "施工许可证"}).status_code == 401
