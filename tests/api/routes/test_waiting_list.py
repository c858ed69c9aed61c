"""Waiting for a seat over HTTP, and taking the one that is offered."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from api.db.types import HALL_ZONE
from api.deps import current_time
from tests.api.routes.faults import detail, faults
from tests.api.routes.test_bookings import PERMIT

LIST = "/api/v1/waiting-list"
PROOF = {"phone_last4": "5678"}
DAYS = iter(range(1, 29))


@pytest.fixture
def day() -> str:
    """A working day that no other test looks at."""
    while datetime(2027, 3, found := next(DAYS), tzinfo=HALL_ZONE).isoweekday() > 5:
        pass
    return f"2027-03-{found:02}"


@pytest.fixture
def later(app: FastAPI) -> Iterator[Any]:
    """Sets the clock."""
    usual = app.dependency_overrides[current_time]

    def set_clock(text: str) -> None:
        moment = datetime.fromisoformat(text).replace(tzinfo=HALL_ZONE)
        app.dependency_overrides[current_time] = lambda: moment

    yield set_clock
    app.dependency_overrides[current_time] = usual


def wish(first: str, last: str | None = None, number: int = 0, **changes: Any) -> dict[str, Any]:
    return {
        "park_id": "gaoxin",
        "matter_id": PERMIT,
        "first_day": first,
        "last_day": last or first,
        "applicant": {"name": "李四", "phone": f"139{number:04}5678"},
        "consent": True,
        **changes,
    }


def join(client: TestClient, body: dict[str, Any]) -> dict[str, Any]:
    answer = client.post(LIST, json=body)
    assert answer.status_code == 201, answer.text
    joined: dict[str, Any] = answer.json()
    return joined


def fill(client: TestClient, day: str, staff: dict[str, str], seats: int = 0) -> None:
    """Leave so many seats in each slot of a day."""
    body = {"first_day": day, "last_day": day, "seats": seats}
    for number in range(1, 7):
        path = f"/api/v1/staff/windows/gaoxin-0{number}/capacity"
        assert client.put(path, json=body, headers=staff).status_code == 200


def test_who_finds_no_seat_waits_and_is_told_what_happens_next(
    client: TestClient, day: str, staff: dict[str, str]
) -> None:
    fill(client, day, staff)
    joined = join(client, wish(day, number=1))
    assert (joined["status"], joined["offer"]) == ("waiting", None)
    assert "通知" in joined["message"]
    assert not any(secret in str(joined) for secret in ("李四", "13900015678"))
    path = f"{LIST}/{joined['entry_id']}"
    assert client.get(path, params=PROOF).json() == joined
    for _ in range(2):
        assert client.delete(path, params=PROOF).status_code == 204
    assert client.get(path, params=PROOF).json()["status"] == "withdrawn"


def test_a_free_seat_is_offered_and_taken(client: TestClient, day: str) -> None:
    joined = join(client, wish(day, number=2))
    assert joined["status"] == "offered"
    assert joined["offer"]["expires_at"] == "2026-11-25T12:05:00+08:00"
    path = f"{LIST}/{joined['entry_id']}"
    made = client.post(f"{path}/accept", params=PROOF)
    assert made.status_code == 200
    assert (made.json()["status"], made.json()["start"]) == ("confirmed", joined["offer"]["start"])
    again = client.post(f"{path}/accept", params=PROOF)
    assert again.json() == made.json()
    booking = client.get(f"/api/v1/bookings/{made.json()['code']}", params=PROOF)
    assert booking.json() == made.json()
    after = client.get(path, params=PROOF).json()
    assert (after["status"], after["offer"]) == ("booked", None)


def test_an_offer_whose_time_is_over_is_shown_as_over(
    client: TestClient, day: str, later: Any
) -> None:
    joined = join(client, wish(day, number=3))
    later("2026-11-25T12:05:00")
    path = f"{LIST}/{joined['entry_id']}"
    shown = client.get(path, params=PROOF).json()
    assert (shown["status"], shown["offer"]) == ("expired", None)
    assert "已结束" in shown["message"]
    assert "没有为您留着" in detail(client.post(f"{path}/accept", params=PROOF), 409)


def test_an_offer_on_a_day_that_closed_says_so(
    client: TestClient, day: str, staff: dict[str, str]
) -> None:
    joined = join(client, wish(day, number=4))
    closed = {"first_day": day, "last_day": day, "open": False, "reason": "停电"}
    client.post("/api/v1/staff/halls/gaoxin-hall/exceptions", json=closed, headers=staff)
    said = detail(client.post(f"{LIST}/{joined['entry_id']}/accept", params=PROOF), 409)
    assert "停电" in said
    assert "候补还在排" in said


def test_waiting_twice_or_for_too_much_is_refused(
    client: TestClient, staff: dict[str, str]
) -> None:
    for day in ("2027-04-06", "2027-04-07", "2027-04-08"):
        fill(client, day, staff)
        join(client, wish(day, number=5))
    assert "不用再登记" in detail(client.post(LIST, json=wish("2027-04-07", number=5)), 409)
    assert "3 个候补" in detail(client.post(LIST, json=wish("2027-04-12", number=5)), 409)


def test_a_wrong_proof_is_like_an_unknown_entry(client: TestClient, day: str) -> None:
    known = f"{LIST}/{join(client, wish(day, number=6))['entry_id']}"
    unknown = f"{LIST}/{'0' * 32}"
    for method, path in (("GET", ""), ("POST", "/accept"), ("DELETE", "")):
        wrong = client.request(method, known + path, params={"phone_last4": "0000"})
        none = client.request(method, unknown + path, params=PROOF)
        assert "请核对编号" in detail(wrong, 404)
        assert wrong.json() == none.json()


@pytest.mark.parametrize(
    ("changes", "field", "message"),
    [
        ({"first_day": "明天"}, "first_day", "日期应写成 2026-01-31 的样子"),
        ({"first_day": None}, "first_day", "日期应写成 2026-01-31 的样子"),
        ({"last_day": "2027-02-29"}, "last_day", "日期应写成 2026-01-31 的样子"),
        ({"first_day": "2027-05-11"}, "", "开始日期晚于结束日期"),
        ({"first_day": "2027-04-20"}, "", "一次最多候补 14 天"),
        ({"consent": False}, "consent", "需要您同意"),
        ({"consent": "yes"}, "consent", "应为 true 或 false"),
        ({"applicant": {"phone": "13912345678"}}, "applicant.name", "缺少这一项"),
        ({"applicant": ["李四"]}, "applicant", "应为 JSON 对象"),
    ],
)
def test_each_bad_field_says_what_would_be_right(
    client: TestClient, changes: dict[str, Any], field: str, message: str
) -> None:
    found = faults(client.post(LIST, json=wish("2027-05-10", **changes)))
    assert list(found) == [field]
    assert found[field].startswith(message)


@pytest.mark.parametrize(
    ("first", "last", "said"),
    [
        ("2026-11-23", "2026-11-24", "已经过了"),
        ("2030-01-01", "2030-01-02", "一年以内"),
        ("9999-12-30", "9999-12-31", "一年以内"),
        ("0001-01-01", "0001-01-02", "已经过了"),
    ],
)
def test_days_that_cannot_come_are_refused(
    client: TestClient, first: str, last: str, said: str
) -> None:
    assert said in detail(client.post(LIST, json=wish(first, last)), 422)


def test_days_half_over_are_waited_for_from_today_on(client: TestClient) -> None:
    joined = join(client, wish("2026-11-20", "2026-11-26", number=7))
    assert joined["offer"]["start"] >= "2026-11-25T11:05:00+08:00"


@pytest.mark.parametrize("entry_id", ["x", "0" * 31, "G" * 32])
def test_an_id_of_another_form_says_which_it_should_have(client: TestClient, entry_id: str) -> None:
    found = faults(client.get(f"{LIST}/{entry_id}", params=PROOF))
    assert found == {"entry_id": "格式不对，应为 32 位编号，只含数字和字母 a 到 f"}
