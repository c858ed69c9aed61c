"""The waiting list over HTTP: what its holder is told at each step."""

from collections.abc import Iterator
from typing import Any

import pytest
from fastapi.testclient import TestClient

WAITING = "/api/v1/waiting-list"
PROOF = {"phone_last4": "5678"}


@pytest.fixture
def offered(client: TestClient) -> Iterator[dict[str, Any]]:
    """An entry for a day that has seats: one is offered at once."""
    answer = client.post(WAITING, json=wish("2026-12-01"))
    assert answer.status_code == 201
    entry: dict[str, Any] = answer.json()
    yield entry
    client.delete(f"{WAITING}/{entry['entry_id']}", params=PROOF)


def wish(day: str, **changes: Any) -> dict[str, Any]:
    applicant = {"name": "李四", "phone": "13988885678"}
    return {
        "park_id": "gaoxin", "matter_id": "construction-permit", "first_day": day, "last_day": day,
        "applicant": applicant, "consent": True, **changes,
    }  # fmt: skip


def test_an_offer_says_what_where_and_until_when(offered: dict[str, Any]) -> None:
    assert (offered["status"], offered["booking_code"]) == ("offered", None)
    assert (offered["matter_name"], offered["park_name"]) == (
        "建筑工程施工许可证核发",
        "郴州高新区",
    )
    offer = offered["offer"]
    assert offer["window"] == "1号窗口 投资建设综合窗口（一楼）"
    assert offer["start"] == "2026-12-01T09:00:00+08:00"
    assert offer["expires_at"] == "2026-11-25T12:05:00+08:00"


def test_what_is_taken_names_its_booking(client: TestClient, offered: dict[str, Any]) -> None:
    entry = f"{WAITING}/{offered['entry_id']}"
    visit = client.post(f"{entry}/accept", params=PROOF).json()
    found = client.get(entry, params=PROOF).json()
    assert (found["status"], found["offer"], found["booking_code"]) == (
        "booked",
        None,
        visit["code"],
    )


def test_what_is_given_up_names_none(client: TestClient, offered: dict[str, Any]) -> None:
    entry = f"{WAITING}/{offered['entry_id']}"
    assert client.delete(entry, params=PROOF).status_code == 204
    found = client.get(entry, params=PROOF).json()
    assert (found["status"], found["offer"], found["booking_code"]) == ("withdrawn", None, None)


def test_an_unknown_entry_and_a_wrong_proof_look_the_same(
    client: TestClient, offered: dict[str, Any]
) -> None:
    answers = [
        client.get(f"{WAITING}/{entry_id}", params={"phone_last4": proof})
        for entry_id, proof in ((offered["entry_id"], "0000"), ("0" * 32, "5678"))
    ]
    assert [answer.status_code for answer in answers] == [404, 404]
    assert answers[0].json() == answers[1].json()


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"first_day": ""}, "first_day"),
        ({"applicant": {"name": " ", "phone": "13988885678"}}, "applicant.name"),
        ({"applicant": {"name": "李四", "phone": "12"}}, "applicant.phone"),
        ({"consent": False}, "consent"),
        ({"first_day": "2026-12-02"}, ""),
        ({"last_day": "2026-12-20"}, ""),
    ],
)
def test_each_bad_field_is_named(client: TestClient, changes: dict[str, Any], field: str) -> None:
    answer = client.post(WAITING, json=wish("2026-12-01", **changes))
    assert answer.status_code == 422
    assert [fault["field"] for fault in answer.json()["errors"]] == [field]
