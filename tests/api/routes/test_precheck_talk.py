"""The routes by which our own action server holds a pre-check."""

from typing import Any

import pytest
from fastapi.testclient import TestClient

PATH = "/api/v1/internal/prechecks"
MATTER = "construction-planning-permit"
NAMES = ["使用土地的有关证明文件", "建设工程设计方案", "修建性详细规划"]


def test_words_are_read(client: TestClient, ours: dict[str, str]) -> None:
    body = {"text": "前两个有，第三个没有", "names": NAMES, "asked": [1, 2, 3], "bare": "missing"}
    answer = client.post(f"{PATH}/words", json=body, headers=ours)
    assert answer.json() == {
        "states": {"1": "have", "2": "have", "3": "missing"},
        "unlisted": [],
        "pointed": True,
    }


def test_a_paper_not_on_the_list_comes_with_the_matter_that_gives_it(
    client: TestClient, ours: dict[str, str]
) -> None:
    body = {"text": "就差环评批复", "names": NAMES, "asked": [1, 2, 3], "bare": "missing"}
    (unlisted,) = client.post(f"{PATH}/words", json=body, headers=ours).json()["unlisted"]
    assert unlisted["name"] == "环评批复"
    assert unlisted["matter_id"] == "eia-approval"


@pytest.mark.parametrize("park", [{"park_id": "jingkai"}, {}])
def test_the_result_is_kept_and_told(
    client: TestClient, ours: dict[str, str], park: dict[str, str]
) -> None:
    body: dict[str, Any] = {"matter_id": MATTER, "have": NAMES[:2], **park}
    found = client.post(PATH, json=body, headers=ours).json()
    assert found["verdict"] == "not_yet"
    assert "修建性详细规划" in found["text"]
    assert found["card"]["park_id"] == park.get("park_id")
    assert len(found["precheck_id"]) == 32
    assert found["promise"] is None


@pytest.mark.parametrize(
    "wrong", [{"have": ["没有这一项"]}, {"not_applicable": NAMES[:1]}, {"commitments": NAMES[:1]}]
)
def test_a_list_that_changed_is_said_to_have_changed(
    client: TestClient, ours: dict[str, str], wrong: dict[str, Any]
) -> None:
    answer = client.post(PATH, json={"matter_id": MATTER, **wrong}, headers=ours)
    assert answer.status_code == 422
    assert "刚刚更新" in answer.json()["detail"]


@pytest.mark.parametrize("path", [PATH, f"{PATH}/words"])
def test_nobody_else_may_ask(client: TestClient, path: str) -> None:
    assert client.post(path, json={}).status_code == 401
