"""A bad grade over HTTP: why, by when it is answered, and the answer (decree D22)."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import delete

from api.db.intake import Rating
from api.deps import Services
from api.services.booking.bookings import UnknownBooking
from tests.api.routes.conversation import Chat
from tests.api.statistics import rows
from tests.api.statistics.rows import at

RATINGS, STAFF = "/api/v1/ratings", "/api/v1/staff/ratings"


class OneBooking:
    """Bookings of which there is one, whose proof is 5678."""

    def __init__(self, booking: Any) -> None:
        self._booking = booking

    def get(self, code: str, phone_last4: str) -> Any:
        if (code, phone_last4) != (self._booking.code, "5678"):
            raise UnknownBooking
        return self._booking


@pytest.fixture
def chat(client: TestClient) -> Iterator[Chat]:
    """A conversation; no grades are left from others."""
    services: Services = client.app.state.services  # type: ignore[attr-defined]
    with services.shared.sessions() as session, session.begin():
        session.execute(delete(Rating))
    yield Chat(client, park_id="gaoxin")
    client.app.state.services = services  # type: ignore[attr-defined]


def rate(chat: Chat, **more: Any) -> Any:
    body = {"session_id": chat.session_id, **more}
    return chat.client.post(RATINGS, json=body, headers=chat.headers)


def test_a_bad_grade_is_asked_why(chat: Chat) -> None:
    scale = chat.client.get(f"{RATINGS}/scale").json()
    assert [grade["name"] for grade in scale["grades"] if grade["bad"]] == ["非常不满意", "不满意"]
    bad = rate(chat, stars=1).json()
    assert bad["grade"] == "非常不满意"
    assert bad["reasons"] == scale["reasons"]
    assert (bad["reply_by"], bad["provisional"]) == ("2026-12-02", False)
    told = rate(chat, stars=1, reason="waited").json()
    assert (told["reasons"], told["reply_by"]) == ([], "2026-12-02")
    assert rate(chat, stars=2, comment="等太久").json()["reasons"] == []
    good = rate(chat, stars=5).json()
    assert (good["grade"], good["reasons"], good["reply_by"]) == ("非常满意", [], None)


def test_reasons_are_those_of_the_list_and_of_bad_grades(chat: Chat) -> None:
    unknown = rate(chat, stars=1, reason="weather")
    assert (unknown.status_code, unknown.json()["errors"][0]["field"]) == (422, "reason")
    assert rate(chat, stars=4, reason="waited").status_code == 422
    assert rate(chat, stars=1, reason="等").status_code == 422


def test_the_staff_answers_and_the_applicant_finds_it_in_the_conversation(
    chat: Chat, staff: dict[str, str]
) -> None:
    rate(chat, stars=1, reason="waited", comment="等了两个小时")
    listed = chat.client.get(STAFF, headers=staff).json()
    assert listed["total"] == 1
    (item,) = listed["items"]
    assert (item["reason"], item["comment"], item["owner"], item["overdue"]) == (
        "等候时间太长",
        "等了两个小时",
        "大厅值班负责人",
        False,
    )
    path = f"{STAFF}/{item['rating_id']}"
    taken = chat.client.post(f"{path}/owner", json={"owner": "007"}, headers=staff)
    assert taken.json()["owner"] == "007"
    answered = chat.client.post(f"{path}/reply", json={"text": "已增开窗口"}, headers=staff)
    assert answered.json()["reply"] == "已增开窗口"
    again = chat.client.post(f"{path}/reply", json={"text": "已增开窗口"}, headers=staff)
    assert (again.status_code, "刷新" in again.json()["detail"]) == (409, True)
    assert chat.client.post(f"{path}/owner", json={"owner": "8"}, headers=staff).status_code == 409
    last = chat.transcript()["messages"][-1]
    assert (last["sender"], last["text"]) == ("staff", "您的评价已有答复：已增开窗口")
    settled = chat.client.get(STAFF, params={"status": "settled"}, headers=staff).json()
    assert [one["rating_id"] for one in settled["items"]] == [item["rating_id"]]


def test_a_conversation_that_is_gone_does_not_keep_the_reply_back(
    chat: Chat, staff: dict[str, str]
) -> None:
    rating_id = rate(chat, stars=1).json()["rating_id"]
    assert chat.client.delete(chat.path, headers=chat.headers).status_code == 204
    path = f"{STAFF}/{rating_id}/reply"
    assert chat.client.post(path, json={"text": "已处理"}, headers=staff).status_code == 200


@pytest.mark.parametrize("body", [{"text": " \n "}, {"text": "好" * 501}, {}, {"text": "a\0b"}])
def test_a_reply_says_something(chat: Chat, staff: dict[str, str], body: dict[str, str]) -> None:
    rating_id = rate(chat, stars=1).json()["rating_id"]
    path = f"{STAFF}/{rating_id}/reply"
    assert chat.client.post(path, json=body, headers=staff).status_code == 422
    unknown = f"{STAFF}/{'0' * 32}/reply"
    assert chat.client.post(unknown, json={"text": "好"}, headers=staff).status_code == 404


def test_a_visit_s_holder_reads_the_reply(
    chat: Chat, staff: dict[str, str], client: TestClient
) -> None:
    services: Services = client.app.state.services  # type: ignore[attr-defined]
    with services.shared.sessions() as session, session.begin():
        visit = rows.a_visit(session, at("2026-11-25T09:00"), "done")
    one: Any = OneBooking(visit)
    client.app.state.services = replace(services, bookings=one)  # type: ignore[attr-defined]
    own = f"{RATINGS}/bookings/{visit.code}"
    proof = {"phone_last4": "5678"}
    assert client.get(own, params=proof).status_code == 404, "not graded yet"
    graded = client.post(RATINGS, json={"booking_code": visit.code, "stars": 2, **proof}).json()
    reply = f"{STAFF}/{graded['rating_id']}/reply"
    client.post(reply, json={"text": "已增开窗口"}, headers=staff)
    found = client.get(own, params=proof).json()
    assert (found["grade"], found["reply"]) == ("不满意", "已增开窗口")
    wrong = client.get(own, params={"phone_last4": "0000"})
    unknown = client.get(f"{RATINGS}/bookings/NOBODY22", params=proof)
    assert (wrong.status_code, wrong.json()) == (unknown.status_code, unknown.json())
    body = {"booking_code": visit.code, "phone_last4": "1", "stars": 5}
    assert client.post(RATINGS, json=body).status_code == 404
