"""Holding a seat over HTTP while somebody decides."""

from typing import Any

import pytest
from fastapi.testclient import TestClient

from tests.api.routes.conversation import Chat
from tests.api.routes.fake_bot import FakeBot
from tests.api.routes.faults import detail, faults
from tests.api.routes.test_bookings import PERMIT, book, request, slots

NINE, TEN = "gaoxin-02-20261126T0900", "gaoxin-02-20261126T1000"
SINGLE = "gaoxin-03-20261126T0900"


@pytest.fixture
def chat(client: TestClient, bot: FakeBot) -> Chat:
    return Chat(client, park_id="gaoxin")


def wanted(slot_id: str, /, **changes: Any) -> dict[str, Any]:
    return {"park_id": "gaoxin", "matter_id": PERMIT, "slot_id": slot_id, **changes}


def hold(chat: Chat, slot_id: str, headers: dict[str, str] | None = None, /, **changes: Any) -> Any:
    body = wanted(slot_id, **changes)
    return chat.client.put(f"{chat.path}/hold", json=body, headers=headers or chat.headers)


def free_slot(client: TestClient, day: str) -> str:
    """The first slot of a day with a single seat."""
    offered = slots(client, day, day)["slots"]
    return str(next(slot["slot_id"] for slot in offered if slot["remaining"] == 1))


def test_a_seat_is_held_for_ten_minutes_and_becomes_the_booking(
    client: TestClient, chat: Chat
) -> None:
    slot_id = free_slot(client, "2026-12-01")
    held = hold(chat, slot_id)
    assert held.status_code == 200
    body = held.json()
    assert body["expires_at"] == "2026-11-25T10:15:00+08:00"
    assert (body["slot_id"], body["start"]) == (slot_id, "2026-12-01T09:00:00+08:00")
    assert book(client, request(slot_id)).status_code == 409
    made = book(client, request(slot_id, hold=body["hold"]))
    assert made.status_code == 201
    assert made.json()["code"] == body["hold"]


def test_a_full_slot_is_answered_with_alternatives(client: TestClient, chat: Chat) -> None:
    slot_id = free_slot(client, "2026-12-02")
    assert hold(chat, slot_id).status_code == 200
    other = hold(Chat(client), slot_id)
    assert "约满" in detail(other, 409)
    nearest = other.json()["alternatives"]
    assert 0 < len(nearest) <= 5
    assert slot_id not in {slot["slot_id"] for slot in nearest}
    assert all(slot["remaining"] > 0 for slot in nearest)


def test_a_seat_given_back_is_free_again(client: TestClient, chat: Chat) -> None:
    slot_id = free_slot(client, "2026-12-03")
    hold(chat, slot_id)
    for _ in range(2):
        assert chat.client.delete(f"{chat.path}/hold", headers=chat.headers).status_code == 204
    assert hold(Chat(client), slot_id).status_code == 200


def test_a_conversation_that_is_ended_gives_its_seat_back(client: TestClient, chat: Chat) -> None:
    slot_id = free_slot(client, "2026-12-09")
    hold(chat, slot_id)
    assert hold(Chat(client), slot_id).status_code == 409
    assert client.delete(chat.path, headers=chat.headers).status_code == 204
    assert hold(Chat(client), slot_id).status_code == 200


def test_what_was_booked_outlives_the_conversation(client: TestClient, chat: Chat) -> None:
    slot_id = free_slot(client, "2026-12-10")
    made = book(client, request(slot_id, hold=hold(chat, slot_id).json()["hold"])).json()
    assert client.delete(chat.path, headers=chat.headers).status_code == 204
    kept = client.get(f"/api/v1/bookings/{made['code']}", params={"phone_last4": "5678"})
    assert kept.json()["status"] == "confirmed"


def test_our_own_bot_holds_for_a_conversation(chat: Chat, ours: dict[str, str]) -> None:
    assert hold(chat, free_slot(chat.client, "2026-12-04"), ours).status_code == 200


def test_only_the_conversation_itself_holds(client: TestClient, chat: Chat) -> None:
    slot_id = free_slot(client, "2026-12-07")
    nobody = client.put(f"{chat.path}/hold", json=wanted(slot_id))
    assert "凭证" in detail(nobody, 401)
    assert "已经结束或不存在" in detail(hold(chat, slot_id, Chat(client).headers), 404)
    assert "凭证" in detail(client.delete(f"{chat.path}/hold"), 401)


def test_a_conversation_that_is_over_holds_nothing(chat: Chat, ours: dict[str, str]) -> None:
    unknown = Chat(chat.client)
    unknown.path = unknown.path.replace(unknown.session_id, "0" * 32)
    assert "已经结束或不存在" in detail(hold(unknown, NINE, ours), 404)


def test_a_held_seat_is_no_booking_yet(client: TestClient, chat: Chat) -> None:
    code = hold(chat, free_slot(client, "2026-12-08")).json()["hold"]
    for proof in ("", "5678", "None"):
        asked = client.get(f"/api/v1/bookings/{code}", params={"phone_last4": proof})
        unknown = client.get("/api/v1/bookings/ZZZZZZZ9", params={"phone_last4": "5678"})
        assert asked.status_code == 404
        assert asked.json() == unknown.json()


@pytest.mark.parametrize(
    ("changes", "field", "message"),
    [
        ({"park_id": "beihu"}, "park_id", "应为其中之一：gaoxin、jingkai"),
        ({"matter_id": "施工许可"}, "matter_id", "格式不对，应为 编号：小写字母、数字或连字符"),
        ({"slot_id": "x" * 97}, "slot_id", "内容太长，最多 96 字"),
        ({"slot_id": 9}, "slot_id", "应为文字"),
        ({"slot_id": None}, "slot_id", "应为文字"),
    ],
)
def test_each_bad_field_says_what_would_be_right(
    chat: Chat, changes: dict[str, Any], field: str, message: str
) -> None:
    found = faults(hold(chat, NINE, **changes))
    assert list(found) == [field]
    assert found[field].startswith(message)


def test_what_no_window_offers_is_refused(chat: Chat) -> None:
    assert "从可约时段里选" in detail(hold(chat, "nowhere"), 422)
    assert "没有这个事项" in detail(hold(chat, NINE, matter_id="no-such-matter"), 422)
    closed = hold(chat, "gaoxin-06-20261129T0900")
    assert "周末休息" in detail(closed, 409)
    assert closed.json()["alternatives"]
