"""What leads up to a visit or follows it: a person, help, the materials, a grade."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any
from uuid import uuid4

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from sqlalchemy import select

from api.db.intake import Handoff
from api.db.notification import Notification
from api.db.types import HALL_ZONE
from api.deps import current_time
from tests.api.routes.conversation import Chat
from tests.api.routes.fake_bot import FakeBot, says
from tests.api.routes.test_bookings import booked, request

APPLICANT = {"name": "李明", "phone": "13912345678"}


@pytest.fixture
def chat(client: TestClient, bot: FakeBot) -> Chat:
    return Chat(client, park_id="gaoxin")


@pytest.fixture
def at_night(app: FastAPI) -> Iterator[None]:
    usual = app.dependency_overrides[current_time]
    app.dependency_overrides[current_time] = lambda: datetime(2026, 11, 27, 22, tzinfo=HALL_ZONE)
    yield
    app.dependency_overrides[current_time] = usual


def hand_off(chat: Chat, headers: dict[str, str] | None = None) -> Any:
    body = {"session_id": chat.session_id, "reason": "request"}
    return chat.client.post("/api/v1/handoffs", json=body, headers=headers or chat.headers)


def waiting_for(client: TestClient, staff: dict[str, str], chat: Chat) -> list[str]:
    """The hand-offs of this conversation that the staff sees."""
    texts = []
    for item in client.get("/api/v1/staff/handoffs", headers=staff).json()["items"]:
        path = f"/api/v1/staff/handoffs/{item['handoff_id']}/messages"
        said = client.get(path, headers=staff).json()["messages"]
        if said == chat.transcript()["messages"]:
            texts.append(item["handoff_id"])
    return texts


def test_in_office_hours_a_person_is_promised_now(chat: Chat) -> None:
    asked = hand_off(chat)
    assert asked.status_code == 201
    assert asked.json()["answer_by"] is None
    assert "请稍候" in asked.json()["message"]
    assert chat.transcript()["context"]["handoff"] is True


def test_out_of_hours_the_next_opening_is_promised(chat: Chat, at_night: None) -> None:
    asked = hand_off(chat).json()
    assert asked["answer_by"] == "2026-11-28T09:00:00+08:00", "the assisting window, on Saturday"
    assert "11月28日（周六）09:00" in asked["message"]


def test_asking_again_changes_nothing(chat: Chat, ours: dict[str, str]) -> None:
    first, again = hand_off(chat), hand_off(chat, ours)
    assert first.json()["handoff_id"] == again.json()["handoff_id"]


def test_nobody_else_can_hand_a_conversation_over(client: TestClient, chat: Chat) -> None:
    other = Chat(client)
    assert hand_off(chat, other.headers).status_code == 404
    assert client.post("/api/v1/handoffs", json={"session_id": "0" * 32}).status_code == 401
    assert hand_off(chat, {"X-Service-Token": "wrong"}).status_code == 401


def test_a_person_reads_answers_and_hands_back(
    client: TestClient, chat: Chat, bot: FakeBot, staff: dict[str, str]
) -> None:
    chat.turn(text="我的事比较复杂")
    hand_off(chat)
    chat.turn(text="有人吗")
    (handoff_id,) = waiting_for(client, staff, chat)
    path = f"/api/v1/staff/handoffs/{handoff_id}"
    told = client.post(f"{path}/messages", json={"text": "您好，我是窗口的小刘"}, headers=staff)
    assert told.status_code == 204
    last = chat.transcript()["messages"][-1]
    assert (last["sender"], last["text"]) == ("staff", "您好，我是窗口的小刘")

    assert client.delete(path, headers=staff).status_code == 204
    bot.answer = lambda _: says("您好，请讲")
    turn = chat.turn(text="好的谢谢")
    assert turn["messages"][0]["text"] == "您好，请讲"
    assert turn["context"]["handoff"] is False
    assert client.delete(path, headers=staff).status_code == 404


def case_of(client: TestClient, staff: dict[str, str], handoff_id: str) -> dict[str, Any]:
    """What the staff sees of a hand-off."""
    items = client.get("/api/v1/staff/handoffs", headers=staff).json()["items"]
    found: dict[str, Any] = next(one for one in items if one["handoff_id"] == handoff_id)
    return found


@pytest.fixture
def night_in_chat(monkeypatch: pytest.MonkeyPatch) -> None:
    """The gateway's clock stands at ten in the evening too."""

    class Night(datetime):
        @classmethod
        def now(cls, tz: Any = None) -> datetime:  # type: ignore[override]
            return datetime(2026, 11, 26, 22, tzinfo=tz)

    monkeypatch.setattr("api.services.chat.datetime", Night)


def test_who_leaves_a_phone_is_called_back_by_a_working_day(
    app: FastAPI, client: TestClient, chat: Chat, staff: dict[str, str], night_in_chat: None
) -> None:
    handoff_id = hand_off(chat).json()["handoff_id"]
    said = chat.turn(text="我叫王强，139 0735 6611")["messages"][0]["text"]
    assert "11月27日（周五）17:00前" in said
    assert "139****6611" in said
    case = case_of(client, staff, handoff_id)
    assert (case["phone"], case["call_by"]) == ("13907356611", "2026-11-27T17:00:00+08:00")
    with app.state.services.shared.sessions() as session:
        told = session.scalars(select(Notification).where(Notification.template == "call_back"))
        assert [one.dedupe for one in told] == [f"call_back:{handoff_id}"]
        assert (
            b"13907356611"
            not in session.connection()
            .exec_driver_sql("SELECT phone FROM handoff WHERE handoff_id = ?", (handoff_id,))
            .scalar_one()
        )

    client.delete(f"/api/v1/staff/handoffs/{handoff_id}", headers=staff)
    with app.state.services.shared.sessions() as session:
        assert session.get_one(Handoff, handoff_id).phone is None, "kept for the call alone"


@pytest.mark.parametrize(("channel", "called"), [("kiosk", True), ("widget", False)])
def test_whoever_leaves_a_phone_on_the_kiosk_is_called_though_it_forgets_what_was_said(
    client: TestClient, bot: FakeBot, staff: dict[str, str], channel: str, called: bool
) -> None:
    chat = Chat(client, park_id="gaoxin", channel=channel)
    chat.turn(text="我的店叫独一无二酒家")
    handoff_id = hand_off(chat).json()["handoff_id"]
    chat.turn(text="回电 13907356611")
    assert client.delete(chat.path, headers=chat.headers).status_code == 204
    assert chat.send(text="还在吗").status_code == 404
    path = f"/api/v1/staff/handoffs/{handoff_id}"
    waiting = client.get("/api/v1/staff/handoffs", headers=staff).json()["items"]
    cases = [case for case in waiting if case["handoff_id"] == handoff_id]
    assert [case["phone"] for case in cases] == ["13907356611"] * called
    said = client.get(f"{path}/messages", headers=staff)
    assert (said.json()["messages"] == []) if called else (said.status_code == 404)
    assert client.delete(path, headers=staff).status_code == (204 if called else 404)


def test_a_phone_with_a_digit_too_few_is_asked_for_again(chat: Chat) -> None:
    hand_off(chat)
    assert "11 位" in chat.turn(text="1390735661")["messages"][0]["text"]


def test_at_night_a_phone_is_asked_for_and_what_it_is_for_is_said(
    chat: Chat, at_night: None
) -> None:
    message = hand_off(chat).json()["message"]
    assert "只用来回这次电话" in message
    assert "就表示您同意" in message


def test_the_person_sees_the_case(
    client: TestClient, chat: Chat, bot: FakeBot, staff: dict[str, str]
) -> None:
    found = {"matter_id": "construction-permit", "delegation_mode": "direct"}
    bot.answer = lambda _: says("您要办的是施工许可", **found)
    chat.turn(text="施工许可证要几天，我的电话是13907356611")
    made = hand_off(chat).json()
    chat.turn(text="转人工")
    shown = case_of(client, staff, made["handoff_id"])
    assert shown["reason_name"] == "申请人要求"
    assert shown["case"] == {
        "matter": "建筑工程施工许可证核发",
        "park": "郴州高新区",
        "mode": "直接赋权",
        "edition": "sample-2021",
        "language": "zh",
        "last_question": "施工许可证要几天，我的电话是139****6611",
        "materials": [],
        "visit": None,
    }


def test_despair_keeps_the_emergency_numbers_in_sight(chat: Chat) -> None:
    body = {"session_id": chat.session_id, "reason": "distress"}
    made = chat.client.post("/api/v1/handoffs", json=body, headers=chat.headers).json()
    assert "120" in made["message"]
    assert "120" in chat.turn(text="还有人吗")["messages"][0]["text"]


@pytest.mark.parametrize(
    "words", ["不用人工了", "人工不用了", "算了，不转人工", "回导办", "机器人回来", "不等了"]
)
def test_words_that_lead_back_to_the_guide(chat: Chat, words: str) -> None:
    hand_off(chat)
    assert chat.turn(text=words)["context"]["handoff"] is False


def test_who_calls_for_the_guide_while_it_answers_finds_it_there(chat: Chat, bot: FakeBot) -> None:
    turn = chat.turn(text="回到智能导办")
    assert turn["messages"][0]["text"].startswith("我在")
    assert bot.received == []


@pytest.mark.parametrize("text", ["😀😀😀", "[图片]", "【语音】", "？？？", "a", "……", "（视频）"])
def test_a_message_without_words_is_told_to_the_bot_as_one(
    chat: Chat, bot: FakeBot, text: str
) -> None:
    chat.turn(text=text)
    assert bot.received[-1]["message"] == "/wordless"


@pytest.mark.parametrize("text", ["1", "好", "ok", "[1]", "（高新区）", "[图片]这是什么"])
def test_what_can_be_read_is_passed_on(chat: Chat, bot: FakeBot, text: str) -> None:
    chat.turn(text=text)
    assert bot.received[-1]["message"] != "/wordless"


@pytest.mark.parametrize("words", [{"payload": "/restart"}, {"text": "重新开始"}])
def test_whoever_goes_back_to_the_guide_waits_no_longer(
    client: TestClient, chat: Chat, staff: dict[str, str], words: dict[str, str]
) -> None:
    chat.turn(text="你好")
    hand_off(chat)
    assert chat.turn(**words)["context"]["handoff"] is False
    assert waiting_for(client, staff, chat) == []


@pytest.mark.parametrize("words", [{"text": "转人工"}, {"payload": "/request_handoff"}])
def test_a_person_can_be_had_while_the_dialogue_is_away(
    chat: Chat, bot: FakeBot, words: dict[str, str]
) -> None:
    bot.status = 500
    turn = chat.turn(**words)
    assert turn["context"]["handoff"] is True
    assert turn["context"]["topic"] == "handoff"
    assert chat.turn(payload="/restart")["context"]["handoff"] is False


def test_help_is_kept_for_the_staff_of_the_park(client: TestClient, staff: dict[str, str]) -> None:
    need = f"想请人帮忙跑施工许可 {uuid4()}"
    body = {
        "park_id": "jingkai",
        "matter_id": "construction-permit",
        "applicant": APPLICANT,
        "need": need,
        "consent": True,
    }
    asked = client.post("/api/v1/assistance-requests", json=body)
    assert asked.status_code == 201
    assert "联系您" in asked.json()["message"]
    seen = {
        park: client.get(
            "/api/v1/staff/assistance-requests", params={"park_id": park}, headers=staff
        ).json()["items"]
        for park in ("jingkai", "gaoxin")
    }
    assert [(item["name"], item["need"]) for item in seen["jingkai"]] == [("李明", need)]
    assert seen["gaoxin"] == []


@pytest.mark.parametrize(
    "change", [{"consent": False}, {"matter_id": "no-such"}, {"applicant": {"name": "李明"}}]
)
def test_help_without_consent_phone_or_matter_is_refused(
    client: TestClient, change: dict[str, Any]
) -> None:
    body = {"park_id": "jingkai", "applicant": APPLICANT, "consent": True, **change}
    assert client.post("/api/v1/assistance-requests", json=body).status_code == 422


def test_the_precheck_names_what_is_missing(client: TestClient) -> None:
    guide = client.get("/api/v1/matters/construction-permit", params={"park_id": "gaoxin"}).json()
    names = [material["name"] for material in guide["fields"]["materials"]["value"]]
    body = {"park_id": "gaoxin", "matter_id": "construction-permit", "have": names[:1]}
    some = client.post("/api/v1/prechecks", json=body)
    assert some.status_code == 201
    assert (some.json()["result"], some.json()["missing"]) == ("gaps", names[1:])
    every = client.post("/api/v1/prechecks", json={**body, "have": names}).json()
    assert (every["result"], every["missing"]) == ("ready", [])
    strange = client.post("/api/v1/prechecks", json={**body, "have": [names[0], "<b>本</b>"]})
    assert strange.status_code == 422
    assert "第 2 项" in strange.json()["detail"]
    assert "<b>" not in strange.text


def test_a_precheck_without_a_published_list_says_so(client: TestClient) -> None:
    matters = client.get("/api/v1/matters").json()["items"]
    without = next(
        item["matter_id"]
        for item in matters
        if client.get(f"/api/v1/matters/{item['matter_id']}").json()["fields"]["materials"]["value"]
        is None
    )
    body = {"park_id": "gaoxin", "matter_id": without}
    checked = client.post("/api/v1/prechecks", json=body).json()
    assert checked["result"] == "unknown"
    assert "暂缺" in checked["message"]


def test_a_conversation_has_one_grade_and_the_last_counts(chat: Chat, ours: dict[str, str]) -> None:
    body = {"session_id": chat.session_id, "stars": 5}
    first = chat.client.post("/api/v1/ratings", json=body, headers=ours)
    again = chat.client.post(
        "/api/v1/ratings", json={**body, "stars": 2, "comment": "等太久"}, headers=chat.headers
    )
    assert (first.status_code, again.status_code) == (201, 201)
    assert first.json()["rating_id"] == again.json()["rating_id"]
    assert again.json()["stars"] == 2


def test_a_visit_is_graded_by_its_holder_only(client: TestClient) -> None:
    made = client.post(
        "/api/v1/bookings",
        json=request("gaoxin-01-20261204T0900"),
        headers={"Idempotency-Key": str(uuid4())},
    ).json()
    body = {"booking_code": made["code"], "phone_last4": "5678", "stars": 4}
    assert client.post("/api/v1/ratings", json=body).status_code == 201
    assert client.post("/api/v1/ratings", json={**body, "phone_last4": "0"}).status_code == 404


@pytest.mark.parametrize(
    "body",
    [
        {"stars": 5},
        {"session_id": "0" * 32, "stars": 0},
        {"session_id": "0" * 32, "stars": 6},
        {"session_id": "0" * 32, "stars": "5"},
        {"booking_code": "KQ7M2XA4", "stars": 5},
        {"session_id": "0" * 32, "booking_code": "KQ7M2XA4", "phone_last4": "1", "stars": 5},
    ],
)
def test_a_grade_without_sense_is_refused(
    client: TestClient, ours: dict[str, str], body: dict[str, Any]
) -> None:
    assert client.post("/api/v1/ratings", json=body, headers=ours).status_code == 422


def test_an_unknown_conversation_has_no_grade(client: TestClient, ours: dict[str, str]) -> None:
    body = {"session_id": "0" * 32, "stars": 5}
    assert client.post("/api/v1/ratings", json=body, headers=ours).status_code == 404


def test_the_staff_sees_the_visits_of_a_day(client: TestClient, staff: dict[str, str]) -> None:
    for slot_id in ("gaoxin-01-20261207T1000", "gaoxin-01-20261207T0900"):
        client.post(
            "/api/v1/bookings", json=request(slot_id), headers={"Idempotency-Key": str(uuid4())}
        )
    query = {"park_id": "gaoxin", "date": "2026-12-07"}
    expected = client.get("/api/v1/staff/bookings", params=query, headers=staff).json()
    assert [item["start"][11:16] for item in expected["items"]] == ["09:00", "10:00"]
    assert expected["items"][0]["phone"] == "13812345678"


@pytest.mark.parametrize(
    "path", ["handoffs", "bookings?park_id=gaoxin", "assistance-requests?park_id=gaoxin"]
)
def test_only_the_staff_sees_any_of_it(client: TestClient, ours: dict[str, str], path: str) -> None:
    for headers in ({}, ours, {"Authorization": "Bearer wrong"}):
        assert client.get(f"/api/v1/staff/{path}", headers=headers).status_code == 401


def staff_sees(client: TestClient, staff: dict[str, str], what: str) -> list[dict[str, Any]]:
    """What the staff of 高新区 has before it."""
    answer = client.get(f"/api/v1/staff/{what}", params={"park_id": "gaoxin"}, headers=staff)
    items: list[dict[str, Any]] = answer.json()["items"]
    return items


def test_who_has_booked_asks_for_help_without_a_name(
    client: TestClient, staff: dict[str, str]
) -> None:
    code = booked(client, "gaoxin-01-20261126T0900")["code"]
    body = {"park_id": "gaoxin", "matter_id": "construction-permit", "consent": True}
    body["booking"] = {"code": code, "phone_last4": "5678"}
    asked = client.post("/api/v1/assistance-requests", json=body)
    assert asked.status_code == 201
    assert "11月26日（周四）还没接到电话" in asked.json()["message"]
    assert staff_sees(client, staff, "assistance-requests")[-1]["name"] == "张三"
    body["booking"] = {"code": code, "phone_last4": "0000"}
    assert client.post("/api/v1/assistance-requests", json=body).status_code == 404
    del body["booking"]
    assert client.post("/api/v1/assistance-requests", json=body).status_code == 422


def test_at_night_help_is_promised_for_the_next_opening(client: TestClient, at_night: None) -> None:
    body = {"park_id": "gaoxin", "applicant": APPLICANT, "consent": True}
    asked = client.post("/api/v1/assistance-requests", json=body)
    assert "11月28日（周六）09:00上班后" in asked.json()["message"]


def test_the_result_of_a_booking_is_sent_where_its_holder_says(
    client: TestClient, staff: dict[str, str]
) -> None:
    path = f"/api/v1/bookings/{booked(client, 'gaoxin-01-20261126T0930')['code']}/courier"
    address = {"address": "湖南省郴州市苏仙区白露塘镇林邑大道1号"}
    proof = {"phone_last4": "5678"}
    assert client.put(path, params=proof, json=address).json() == {"status": "requested"}
    assert staff_sees(client, staff, "deliveries")[-1]["address"] == address["address"]
    assert client.put(path, params={"phone_last4": "0000"}, json=address).status_code == 404
    assert client.put(path, params=proof, json={"address": "长沙"}).status_code == 422


@pytest.mark.parametrize(
    ("code", "uscc", "reason"),
    [
        ("91430000183804041X", None, "校验码"),
        ("91430000183804041", None, "17 位"),
        ("91110000600037341l", "91110000600037341L", None),
    ],
)
def test_a_credit_code_is_checked_before_a_booking(
    client: TestClient, ours: dict[str, str], code: str, uscc: str | None, reason: str | None
) -> None:
    found = client.post("/api/v1/internal/credit-codes", json={"code": code}, headers=ours).json()
    assert found["uscc"] == uscc
    assert (reason or "") in (found["reason"] or "")


def test_what_is_only_to_be_noted_stays_with_the_staff_and_the_guide_goes_on(
    chat: Chat, client: TestClient, staff: dict[str, str], bot: FakeBot
) -> None:
    hand_off(chat)
    turn = chat.turn(text="不用等人了，你记下来就行")
    assert turn["context"]["handoff"] is False
    assert "记下了" in turn["messages"][0]["text"]
    assert waiting_for(client, staff, chat), "the staff still sees it"


def test_a_question_asked_meanwhile_is_answered(chat: Chat, bot: FakeBot) -> None:
    bot.answer = lambda _: says("周六上午也开。", context={"topic": "window"})
    hand_off(chat)
    turn = chat.turn(text="等的时候问一下，周六开门吗")
    assert turn["messages"][0]["text"].endswith("周六上午也开。")


def test_whoever_left_a_phone_is_told_again_when_they_are_called(
    chat: Chat, at_night: None
) -> None:
    hand_off(chat)
    chat.turn(text="13912345678")
    assert "139****5678" in chat.turn(text="那什么时候打给我")["messages"][0]["text"]
