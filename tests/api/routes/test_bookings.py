"""Booking over HTTP: what can be booked, and a booking from its making to its cancelling."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any
from uuid import uuid4

import pytest
from fastapi.testclient import TestClient

from api.problems import PATTERNS

PERMIT = "construction-permit"
PROOF = {"phone_last4": "5678"}


def slots(client: TestClient, first: str, last: str, **query: str) -> dict[str, Any]:
    """What is offered from `first` to `last`."""
    asked = {"park_id": "gaoxin", "matter_id": PERMIT, "from": first, "to": last, **query}
    answer = client.get("/api/v1/slots", params=asked)
    assert answer.status_code == 200, answer.text
    offered: dict[str, Any] = answer.json()
    return offered


def request(slot_id: str, /, **changes: Any) -> dict[str, Any]:
    """A request that is in order, but for `changes`."""
    applicant = {"name": "张三", "phone": "13812345678"}
    return {
        "park_id": "gaoxin",
        "matter_id": PERMIT,
        "slot_id": slot_id,
        "applicant": applicant,
        "consent": True,
        **changes,
    }


def book(client: TestClient, body: dict[str, Any], key: str | None = None) -> Any:
    """The response to a booking request."""
    return client.post(
        "/api/v1/bookings", json=body, headers={"Idempotency-Key": key or str(uuid4())}
    )


def as_another(slot_id: str, number: int) -> dict[str, Any]:
    """The same request by somebody else: one phone may have few bookings only."""
    return request(slot_id, applicant={"name": "李四", "phone": f"139{number:08}"})


def booked(client: TestClient, slot_id: str) -> dict[str, Any]:
    """A booking that was made by somebody with few others."""
    answer = book(client, request(slot_id))
    assert answer.status_code == 201, answer.text
    made: dict[str, Any] = answer.json()
    return made


def cancel(client: TestClient, code: str) -> int:
    return client.delete(f"/api/v1/bookings/{code}", params=PROOF).status_code


def test_an_ordinary_day_offers_slots_with_zone_and_seats(client: TestClient) -> None:
    offered = slots(client, "2026-11-26", "2026-11-26")
    first = offered["slots"][0]
    assert first["slot_id"] == "gaoxin-01-20261126T0900"
    assert (first["start"], first["end"]) == (
        "2026-11-26T09:00:00+08:00",
        "2026-11-26T09:30:00+08:00",
    )
    assert first["remaining"] > 0
    assert {slot["window_id"] for slot in offered["slots"]} >= {"gaoxin-01"}
    assert offered["closed"] == []


def test_only_what_is_still_ahead_is_offered_today(client: TestClient) -> None:
    starts = [slot["start"] for slot in slots(client, "2026-11-25", "2026-11-25")["slots"]]
    assert min(starts) == "2026-11-25T11:00:00+08:00"


@pytest.mark.parametrize(
    ("day", "reason"),
    [
        ("2026-11-29", "周末休息"),
        ("2026-11-24", "已经过了"),
        ("2027-10-01", "国庆节放假"),
    ],
)
def test_a_closed_day_says_why(client: TestClient, day: str, reason: str) -> None:
    offered = slots(client, day, day)
    assert offered["slots"] == []
    assert [closed["date"] for closed in offered["closed"]] == [day]
    assert reason in offered["closed"][0]["reason"]


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ({"matter_id": "no-such-matter"}, 404),
        ({"park_id": "beihu"}, 422),
        ({"from": "2026-12-02", "to": "2026-12-01"}, 422),
        ({"from": "2026-12-01", "to": "2027-03-01"}, 422),
        ({"from": "2030-01-01", "to": "2030-01-02"}, 422),
        ({"from": "someday"}, 422),
    ],
)
def test_slots_that_cannot_be_looked_up_are_refused_in_chinese(
    client: TestClient, query: dict[str, str], status: int
) -> None:
    asked = {"park_id": "gaoxin", "matter_id": PERMIT, **query}
    answer = client.get("/api/v1/slots", params=asked)
    assert answer.status_code == status
    assert any("一" <= character <= "鿿" for character in answer.json()["detail"])


def test_a_booking_can_be_made_looked_up_moved_and_cancelled(client: TestClient) -> None:
    made = booked(client, "gaoxin-01-20261126T0930")
    assert made["status"] == "confirmed"
    assert made["start"] == "2026-11-26T09:30:00+08:00"
    assert made["window_id"] == "gaoxin-01"
    path = f"/api/v1/bookings/{made['code']}"
    assert client.get(path, params=PROOF).json() == made

    moved = client.patch(path, params=PROOF, json={"slot_id": "gaoxin-01-20261127T1415"})
    assert moved.status_code == 409, "slots begin on the half hour"
    assert client.get(path, params=PROOF).json() == made
    moved = client.patch(path, params=PROOF, json={"slot_id": "gaoxin-01-20261127T1430"})
    assert moved.status_code == 200
    assert (moved.json()["code"], moved.json()["start"]) == (
        made["code"],
        "2026-11-27T14:30:00+08:00",
    )
    assert cancel(client, made["code"]) == 204
    assert cancel(client, made["code"]) == 204
    assert client.get(path, params=PROOF).json()["status"] == "cancelled"
    assert client.patch(path, params=PROOF, json={"slot_id": made["slot_id"]}).status_code == 409


def test_a_booking_shows_its_holder_masked(client: TestClient) -> None:
    made = booked(client, "gaoxin-01-20261126T1000")
    assert made["applicant"] == {"name": "张*", "phone": "138****5678"}
    assert "13812345678" not in str(made)
    assert made["card"]["qr"].startswith("data:image/svg+xml")
    cancel(client, made["code"])


@pytest.mark.parametrize("proof", ["5679", "", "13812345678", "%", "５６７８"])
def test_a_wrong_proof_is_like_an_unknown_code(client: TestClient, proof: str) -> None:
    made = booked(client, "gaoxin-01-20261126T1030")
    wrong = client.get(f"/api/v1/bookings/{made['code']}", params={"phone_last4": proof})
    unknown = client.get("/api/v1/bookings/ZZZZZZZ9", params=PROOF)
    assert (wrong.status_code, unknown.status_code) == (404, 404)
    assert wrong.json() == unknown.json()
    cancel(client, made["code"])


def test_the_same_key_makes_one_booking(client: TestClient) -> None:
    body = request("gaoxin-01-20261126T1100")
    first, again = book(client, body, "key-1"), book(client, body, "key-1")
    assert (first.status_code, again.status_code) == (201, 201)
    assert first.json()["code"] == again.json()["code"]
    other = book(client, request("gaoxin-01-20261126T1130"), "key-1")
    assert other.status_code == 422
    cancel(client, first.json()["code"])


def test_the_last_seat_is_given_once_and_the_rest_get_alternatives(client: TestClient) -> None:
    slot_id = "gaoxin-01-20261201T0900"
    seats = next(
        slot["remaining"]
        for slot in slots(client, "2026-12-01", "2026-12-01")["slots"]
        if slot["slot_id"] == slot_id
    )
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda n: book(client, as_another(slot_id, n)), range(1, 9)))
    assert [a.status_code for a in answers].count(201) == seats
    refused = [answer for answer in answers if answer.status_code == 409]
    assert len(refused) == 8 - seats
    for answer in refused:
        alternatives = answer.json()["alternatives"]
        assert alternatives
        assert all(slot["remaining"] > 0 for slot in alternatives)
        assert slot_id not in {slot["slot_id"] for slot in alternatives}
    left = slots(client, "2026-12-01", "2026-12-01")["slots"]
    assert next(s["remaining"] for s in left if s["slot_id"] == slot_id) == 0


@pytest.mark.parametrize(
    "slot_id",
    ["gaoxin-01-20261129T0900", "gaoxin-01-20270101T0900", "gaoxin-01-20261125T0900"],
)
def test_a_closed_or_past_slot_is_refused_with_alternatives(
    client: TestClient, slot_id: str
) -> None:
    answer = book(client, request(slot_id))
    assert answer.status_code == 409
    assert answer.json()["alternatives"]


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"applicant": {"name": "张三", "phone": "123"}}, "applicant.phone"),
        ({"applicant": {"name": " ", "phone": "13812345678"}}, "applicant.name"),
        ({"applicant": {"name": "张" * 41, "phone": "13812345678"}}, "applicant.name"),
        (
            {"applicant": {"name": "张三", "phone": "13812345678", "uscc": "91110000600037341X"}},
            "applicant.uscc",
        ),
        ({"applicant": {"name": "<b>张三</b>", "phone": "13812345678"}}, "applicant.name"),
        ({"consent": False}, "consent"),
        ({"park_id": "beihu"}, "park_id"),
        ({"matter_id": "no-such-matter"}, None),
        ({"slot_id": "gaoxin-04-20261126T0900"}, None),
        ({"slot_id": "nowhere"}, None),
    ],
)
def test_a_faulty_request_names_its_fault(
    client: TestClient, changes: dict[str, Any], field: str | None
) -> None:
    answer = book(client, request("gaoxin-01-20261126T0900", **changes))
    assert answer.status_code == 422
    problem = answer.json()
    assert any("一" <= character <= "鿿" for character in problem["detail"])
    if field is not None:
        assert [fault["field"] for fault in problem["errors"]] == [field]


def test_a_booking_needs_a_key(client: TestClient) -> None:
    answer = client.post("/api/v1/bookings", json=request("gaoxin-01-20261126T0900"))
    assert answer.status_code == 422


def test_a_phone_has_few_bookings_at_a_time(client: TestClient) -> None:
    times = ("0900", "0930", "1000", "1030", "1100", "1130")
    answers = [book(client, as_another(f"gaoxin-01-20261203T{time}", 0)) for time in times]
    assert [answer.status_code for answer in answers] == [201] * 5 + [409]
    assert "5 个" in answers[-1].json()["detail"]


def test_a_booking_goes_into_a_calendar(client: TestClient) -> None:
    made = booked(client, "gaoxin-01-20261207T0900")
    path = f"/api/v1/bookings/{made['code']}/calendar.ics"
    answer = client.get(path, params=PROOF)
    assert answer.headers["content-type"].startswith("text/calendar")
    assert f'filename="{made["code"]}.ics"' in answer.headers["content-disposition"]
    assert b"BEGIN:VEVENT" in answer.content
    wrong = client.get(path, params={"phone_last4": "0000"})
    unknown = client.get("/api/v1/bookings/ZZZZZZZ9/calendar.ics", params=PROOF)
    assert (wrong.status_code, wrong.json()) == (404, unknown.json())


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"precheck_id": "0" * 32}, "预审记录不存在"),
        ({"precheck_id": "x"}, "32 位编号"),
        ({"journey_id": "a\x00b"}, "以小写字母开头"),
        ({"commitments": ["一", ""]}, "内容是空的"),
        ({"courier_address": "一\n二"}, "控制字符"),
    ],
)
def test_what_comes_with_a_booking_is_checked_too(
    client: TestClient, changes: dict[str, Any], said: str
) -> None:
    answer = book(client, request("gaoxin-01-20261207T0930", **changes))
    assert answer.status_code == 422
    assert said in answer.json()["detail"]


def test_the_pre_check_of_another_matter_is_none_for_this_one(client: TestClient) -> None:
    body = {"park_id": "gaoxin", "matter_id": "eia-approval", "materials": []}
    checked = client.post("/api/v1/prechecks", json=body)
    assert checked.status_code == 201, checked.text
    other = {"precheck_id": checked.json()["precheck_id"]}
    assert book(client, request("gaoxin-01-20261207T0930", **other)).status_code == 422


def test_a_repetition_with_a_changed_body_is_refused(client: TestClient) -> None:
    first = request("gaoxin-01-20261207T1000")
    assert book(client, first, "changed").status_code == 201
    for changes in ({"commitments": ["材料"]}, {"slot_id": "gaoxin-01-20261207T1030"}):
        answer = book(client, {**first, **changes}, "changed")
        assert answer.status_code == 422
        assert "Idempotency-Key" in answer.json()["detail"]


def test_every_pattern_of_the_booking_routes_is_explained_in_words(client: TestClient) -> None:
    def patterns(node: Any) -> set[str]:
        nodes = node.values() if isinstance(node, dict) else node if isinstance(node, list) else ()
        own = {node["pattern"]} if isinstance(node, dict) and "pattern" in node else set()
        return own.union(*map(patterns, nodes))

    described = client.get("/openapi.json").json()
    ours = ("bookings", "hold", "waiting-list", "slot", "exceptions", "capacity", "booking-groups")
    asked = {p: v for p, v in described["paths"].items() if any(word in p for word in ours)}
    schemas = described["components"]["schemas"]
    bodies = ("BookingRequest", "HoldRequest", "WaitingIn", "GroupIn", "ExceptionIn", "CapacityIn")
    found = patterns([asked, [schemas[body] for body in bodies]])
    assert found
    assert found <= set(PATTERNS)
