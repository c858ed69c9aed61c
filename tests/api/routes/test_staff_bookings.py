"""The staff act for somebody: with a reason, in the trail, and seen by the holder."""

from typing import Any
from uuid import uuid4

import pytest
from fastapi.testclient import TestClient

from tests.api.routes.faults import detail, faults
from tests.api.routes.test_bookings import PROOF, as_another, book, booked, request

STAFF = "/api/v1/staff/bookings"


def slot(clock: str, day: str = "20261126") -> str:
    return f"gaoxin-01-{day}T{clock}"


@pytest.fixture
def clerk(staff: dict[str, str]) -> dict[str, str]:
    """A member of the staff who says who they are."""
    return {**staff, "X-Staff-Number": "007"}


def on_behalf(client: TestClient, clerk: dict[str, str], body: Any, key: str | None = None) -> Any:
    headers = {**clerk, "Idempotency-Key": key or str(uuid4())}
    return client.post(STAFF, json=body, headers=headers)


def case(client: TestClient, clerk: dict[str, str], code: str) -> dict[str, Any]:
    answer = client.get(f"{STAFF}/{code}", headers=clerk)
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


def test_the_staff_book_for_somebody_who_looks_it_up_alone(
    client: TestClient, clerk: dict[str, str]
) -> None:
    made = on_behalf(client, clerk, request(slot("0900")))
    assert made.status_code == 201
    code = made.json()["code"]
    assert client.get(f"/api/v1/bookings/{code}", params=PROOF).json() == made.json()
    trail = case(client, clerk, code)["trail"]
    assert [(step["actor"], step["action"]) for step in trail] == [("staff:007", "booked")]


def test_the_staff_have_seats_of_their_own(client: TestClient, clerk: dict[str, str]) -> None:
    slot_id = slot("0930")
    for number in (1, 2):
        assert book(client, as_another(slot_id, number)).status_code == 201
    full = on_behalf(client, clerk, as_another(slot_id, 3))
    assert "约满" in detail(full, 409)
    assert full.json()["alternatives"]
    assert on_behalf(client, clerk, {**as_another(slot_id, 3), "pool": "staff"}).status_code == 201
    spent = on_behalf(client, clerk, {**as_another(slot_id, 4), "pool": "staff"})
    assert spent.status_code == 409
    assert {s["window_id"] for s in spent.json()["alternatives"]} == {"gaoxin-01"}, (
        "other windows keep no seats for the staff"
    )


def test_a_key_stands_for_one_pool_only(client: TestClient, clerk: dict[str, str]) -> None:
    body = as_another(slot("1000"), 5)
    assert on_behalf(client, clerk, body, "pool-key").status_code == 201
    other = on_behalf(client, clerk, {**body, "pool": "staff"}, "pool-key")
    assert "Idempotency-Key" in detail(other, 422)


def test_a_case_shows_who_comes_and_everything_that_was_done(
    client: TestClient, clerk: dict[str, str]
) -> None:
    person = {
        "name": "王小明", "phone": "13812345678", "company": "郴州某某科技有限公司",
        "uscc": "91110000600037341L",
    }  # fmt: skip
    code = book(client, request(slot("1030"), applicant=person)).json()["code"]
    move = {"slot_id": slot("1100"), "reason": "来电要求改约", "pool": "staff"}
    assert client.patch(f"{STAFF}/{code}", json=move, headers=clerk).status_code == 200
    found = case(client, clerk, code.lower())
    assert {name: found[name] for name in person} == person
    assert (found["edition_id"], found["delegation_mode"]) == ("sample-2021", "direct")
    steps = [(s["actor"], s["action"], s["reason"]) for s in found["trail"]]
    assert steps == [("applicant", "booked", None), ("staff:007", "moved", "来电要求改约")]
    assert found["slot_id"] == slot("1100")


def test_the_staff_cancel_for_somebody_once(client: TestClient, clerk: dict[str, str]) -> None:
    code = booked(client, slot("1130"))["code"]
    for _ in range(2):
        done = client.post(f"{STAFF}/{code}/cancel", json={"reason": "来电取消"}, headers=clerk)
        assert done.status_code == 200
        assert done.json()["status"] == "cancelled"
    trail = case(client, clerk, code)["trail"]
    assert [s["action"] for s in trail] == ["booked", "cancelled"]
    assert (trail[1]["status_before"], trail[1]["status_after"]) == ("confirmed", "cancelled")
    refused = client.patch(
        f"{STAFF}/{code}", json={"slot_id": slot("1400"), "reason": "改约"}, headers=clerk
    )
    assert "已经取消" in detail(refused, 409)


def test_a_move_that_is_not_to_be_had_leaves_the_booking_and_offers_others(
    client: TestClient, clerk: dict[str, str]
) -> None:
    made = book(client, as_another(slot("1400"), 6)).json()
    body = {"slot_id": slot("0900", "20261129"), "reason": "改约"}
    answer = client.patch(f"{STAFF}/{made['code']}", json=body, headers=clerk)
    assert "周末休息" in detail(answer, 409)
    assert answer.json()["alternatives"]
    assert case(client, clerk, made["code"])["slot_id"] == made["slot_id"]


def test_what_is_unknown_is_so_for_every_act(client: TestClient, clerk: dict[str, str]) -> None:
    move, cancel = {"slot_id": slot("1400"), "reason": "改约"}, {"reason": "取消"}
    for code in ("ZZZZZZZ9", "no-code", "%00"):
        answers = [
            client.get(f"{STAFF}/{code}", headers=clerk),
            client.patch(f"{STAFF}/{code}", json=move, headers=clerk),
            client.post(f"{STAFF}/{code}/cancel", json=cancel, headers=clerk),
        ]
        assert {"请核对预约码" in detail(answer, 404) for answer in answers} == {True}


def test_nobody_else_may(client: TestClient, ours: dict[str, str]) -> None:
    code = booked(client, slot("1430"))["code"]
    for headers in ({}, ours, {"Authorization": "Bearer no"}):
        for answer in (
            on_behalf(client, headers, request(slot("1500"))),
            client.get(f"{STAFF}/{code}", headers=headers),
            client.patch(f"{STAFF}/{code}", json={}, headers=headers),
            client.post(f"{STAFF}/{code}/cancel", json={}, headers=headers),
        ):
            assert "工作人员" in detail(answer, 401)


@pytest.mark.parametrize(
    ("body", "field", "message"),
    [
        ({"slot_id": "a"}, "reason", "缺少这一项"),
        ({"slot_id": "a", "reason": "  "}, "reason", "内容是空的"),
        ({"slot_id": "a", "reason": "长" * 201}, "reason", "太多，最多 200 个字"),
        ({"slot_id": "a", "reason": "一\n二"}, "reason", "含有看不见的控制字符"),
        ({"slot_id": "a", "reason": "改", "pool": "vip"}, "pool", "应为其中之一：public、staff"),
    ],
)
def test_each_bad_field_says_what_would_be_right(
    client: TestClient, clerk: dict[str, str], body: dict[str, str], field: str, message: str
) -> None:
    found = faults(client.patch(f"{STAFF}/ZZZZZZZ9", json=body, headers=clerk))
    assert list(found) == [field]
    assert found[field].startswith(message)


def test_a_staff_number_of_another_form_says_which_it_should_have(
    client: TestClient, staff: dict[str, str]
) -> None:
    answer = on_behalf(client, {**staff, "X-Staff-Number": "0 7"}, request(slot("1500")))
    assert faults(answer) == {
        "X-Staff-Number": "格式不对，应为 工号：文字、数字、点或连字符，最多 32 个"
    }
