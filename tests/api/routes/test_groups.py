"""Several matters in one visit, over HTTP."""

from typing import Any
from uuid import uuid4

import pytest
from fastapi.testclient import TestClient

from tests.api.routes.faults import detail, faults
from tests.api.routes.test_bookings import PERMIT

GROUPS, CHAINS = "/api/v1/booking-groups", "/api/v1/slot-chains"
PLAN, REPORT = "construction-planning-permit", "eia-approval"
PROOF = {"phone_last4": "5678"}


def chains(client: TestClient, *matters: str, **query: str) -> Any:
    asked = {"park_id": "gaoxin", "matter_id": list(matters), **query}
    return client.get(CHAINS, params=asked)


def chain(client: TestClient, day: str, *matters: str) -> list[dict[str, Any]]:
    """The first row of free slots on a day, in the form in which it is booked."""
    found = chains(client, *matters, **{"from": day, "to": day}).json()["chains"]
    return [{"matter_id": v["matter_id"], "slot_id": v["slot_id"]} for v in found[0]["visits"]]


def group(visits: list[dict[str, Any]], number: int = 0, /, **changes: Any) -> dict[str, Any]:
    return {
        "park_id": "gaoxin",
        "visits": visits,
        "applicant": {"name": "张三", "phone": f"139{number:04}5678"},
        "consent": True,
        "journey_id": "build-plant",
        **changes,
    }


def book(client: TestClient, body: dict[str, Any], key: str | None = None) -> Any:
    return client.post(GROUPS, json=body, headers={"Idempotency-Key": key or str(uuid4())})


def test_rows_of_slots_follow_each_other_on_one_day(client: TestClient) -> None:
    answer = chains(client, PERMIT, REPORT, **{"from": "2026-12-01", "to": "2026-12-02"})
    assert answer.status_code == 200
    found = answer.json()["chains"]
    assert 0 < len(found) <= 20
    for row in found:
        first, second = row["visits"]
        assert [v["matter_id"] for v in row["visits"]] == [PERMIT, REPORT]
        assert first["end"] <= second["start"]
        assert first["start"][:10] == second["start"][:10]
        assert (row["start"], row["end"]) == (first["start"], second["end"])
        assert min(v["remaining"] for v in row["visits"]) > 0


def test_a_row_that_was_shown_can_be_booked_and_each_part_looked_up(client: TestClient) -> None:
    answer = book(client, group(chain(client, "2026-12-01", PERMIT, REPORT), 1))
    assert answer.status_code == 201
    made = answer.json()
    assert [b["matter_id"] for b in made["bookings"]] == [PERMIT, REPORT]
    for booking in made["bookings"]:
        assert (booking["status"], booking["group_id"]) == ("confirmed", made["group_id"])
        assert booking["applicant"] == {"name": "张*", "phone": "139****5678"}
        found = client.get(f"/api/v1/bookings/{booking['code']}", params=PROOF)
        assert found.json() == booking


def test_a_repetition_is_answered_alike_and_a_changed_request_refused(client: TestClient) -> None:
    body = group(chain(client, "2026-12-02", PERMIT, REPORT), 2)
    first, again = book(client, body, "key"), book(client, body, "key")
    assert (first.status_code, again.status_code) == (201, 201)
    assert first.json() == again.json()
    changed = book(client, {**body, "consent": True, "journey_id": None}, "key")
    assert "Idempotency-Key" in detail(changed, 422)


def test_what_is_full_leaves_none_and_offers_others(
    client: TestClient, staff: dict[str, str]
) -> None:
    visits = chain(client, "2026-12-03", PERMIT, REPORT)
    window = visits[1]["slot_id"].rsplit("-", 1)[0]
    none = {"first_day": "2026-12-03", "last_day": "2026-12-03", "seats": 0}
    client.put(f"/api/v1/staff/windows/{window}/capacity", json=none, headers=staff)
    answer = book(client, group(visits, 3))
    assert "约满" in detail(answer, 409)
    assert answer.json()["alternatives"]
    day = client.get("/api/v1/staff/bookings?park_id=gaoxin&date=2026-12-03", headers=staff)
    assert day.json()["total"] == 0


def test_slots_that_are_no_row_are_refused(client: TestClient) -> None:
    first, second = chain(client, "2026-12-04", PERMIT, REPORT)
    late = chain(client, "2026-12-07", PERMIT, REPORT)[1]
    assert "前后衔接" in detail(book(client, group([first, late], 4)), 422)
    twice = [first, {**second, "matter_id": PERMIT}]
    assert "每个事项只选一次" in detail(book(client, group(twice, 4)), 422)
    assert "没有这个事项" in detail(
        book(client, group([first, {**second, "matter_id": "no-such-matter"}], 4)), 422
    )


@pytest.mark.parametrize(
    ("changes", "field", "message"),
    [
        ({"visits": []}, "visits", "太少，至少要有 2 项"),
        ({"visits": "all"}, "visits", "应为列表"),
        ({"visits": [{}] * 7}, "visits", "太多，最多 6 项"),
        ({"visits": ["a", "b"]}, "visits.0", "应为 JSON 对象"),
        ({"journey_id": "建厂"}, "journey_id", "格式不对，应为 编号：以小写字母开头"),
        ({"journey_id": "a\x00b"}, "journey_id", "格式不对，应为 编号：以小写字母开头"),
        ({"consent": None}, "consent", "应为 true 或 false"),
        ({"applicant": {"name": "张三", "phone": "123"}}, "applicant.phone", "这个号码打不通"),
    ],
)
def test_each_bad_field_says_what_would_be_right(
    client: TestClient, changes: dict[str, Any], field: str, message: str
) -> None:
    visits = [{"matter_id": PERMIT, "slot_id": "a"}, {"matter_id": REPORT, "slot_id": "b"}]
    found = faults(book(client, group(visits, **changes)))
    assert found[field].startswith(message)


@pytest.mark.parametrize(
    ("matters", "query", "field"),
    [([PERMIT], {}, "matter_id"), ([PERMIT, REPORT], {"from": "soon"}, "from")],
)
def test_rows_that_cannot_be_looked_for_are_refused(
    client: TestClient, matters: list[str], query: dict[str, str], field: str
) -> None:
    assert list(faults(chains(client, *matters, **query))) == [field]


def test_a_group_needs_a_key(client: TestClient) -> None:
    answer = client.post(GROUPS, json=group([]))
    assert faults(answer)["Idempotency-Key"] == "缺少这一项，请补上"
    spaced = book(client, group([]), "a b")
    assert faults(spaced)["Idempotency-Key"].startswith("格式不对，应为 1 到 200 个英文字母")
