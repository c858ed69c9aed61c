"""The day in the hall over HTTP."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from sqlalchemy import delete, select

from api.db.audit import AuditEntry
from api.db.base import Base
from api.deps import current_time
from api.services.queue.presence import LASTS, MOST_WRONG
from tests.api.queue.hall_day import HallDay
from tests.api.routes.conftest import WEDNESDAY_MORNING

MATTER, WINDOW, HALL = "construction-permit", "gaoxin-01", "gaoxin-hall"
WANTED = {"park_id": "gaoxin", "matter_id": MATTER}
EARLIER = WEDNESDAY_MORNING - LASTS
SEE_THE_SCREEN = "请输入大厅叫号屏幕上显示的四位现场码"
Json = dict[str, Any]


@pytest.fixture
def hall(app: FastAPI, client: TestClient) -> Iterator[HallDay]:
    """Who has booked in the running application's database."""
    services = app.state.services
    yield HallDay(services.shared.sessions, services.kb, *services.kb.windows.values())
    with services.shared.sessions() as session, session.begin():
        for table in reversed(Base.metadata.sorted_tables):
            session.execute(delete(table))


@pytest.fixture
def clock(app: FastAPI) -> Iterator[Callable[[datetime], None]]:
    """Sets what time it is."""

    def set_clock(now: datetime) -> None:
        app.dependency_overrides[current_time] = lambda: now

    yield set_clock
    set_clock(WEDNESDAY_MORNING)


def here(hall: HallDay, now: datetime = WEDNESDAY_MORNING) -> Json:
    """What somebody adds who sees the screen of the hall."""
    return {"presence_code": hall.queue.presence.code_of(HALL, now).code}


def elsewhere(hall: HallDay) -> Json:
    """What somebody adds who guesses, and guesses wrong."""
    codes = {f"{guess:04d}" for guess in range(3)}
    latest = (hall.queue.presence.code_of(HALL, at) for at in (WEDNESDAY_MORNING, EARLIER))
    return {"presence_code": min(codes - {found.code for found in latest})}


def post(client: TestClient, path: str, body: Json | None = None, **more: Any) -> Any:
    return client.post(f"/api/v1{path}", json=body, **more)


def test_check_in_call_and_serve(hall: HallDay, client: TestClient, staff: dict[str, str]) -> None:
    code = hall.booked("10:00")
    proof = {"code": code, "phone_last4": "5678", **here(hall)}
    checked = post(client, "/check-ins", proof)
    assert checked.status_code == 200
    ticket = checked.json()
    assert ticket["number"] == "A001"
    assert (ticket["status"], ticket["window_id"], ticket["ahead"]) == ("waiting", WINDOW, 0)
    assert ticket["message"] == (
        "请在一楼1号窗口附近等候，下一个就是您，马上就到。您约的是 10:00，到点优先叫您。"
    )
    assert ticket["notice"] == "窗口信息是示例数据，以大厅公布为准。"
    assert post(client, "/check-ins", proof).json()["ticket_id"] == ticket["ticket_id"]
    numbered = staff | {"X-Staff-Number": "007"}
    called = post(client, f"/staff/windows/{WINDOW}/call-next", headers=numbered).json()
    assert (called["ticket"]["number"], called["ticket"]["matter"]) == (
        "A001", "建筑工程施工许可证核发",
    )  # fmt: skip
    base = f"/staff/tickets/{ticket['ticket_id']}"
    assert post(client, f"{base}/recall", headers=numbered).json()["calls"] == 2
    seen = client.get(f"/api/v1/tickets/{ticket['ticket_id']}").json()
    assert (seen["status"], seen["message"]) == ("called", "请马上到一楼1号窗口办理。")
    assert post(client, f"{base}/start", headers=numbered).json()["status"] == "serving"
    assert post(client, f"{base}/finish", headers=numbered).json()["status"] == "done"
    again = post(client, f"{base}/finish", headers=numbered)
    assert (again.status_code, again.json()["detail"]) == (409, "A001 号已经办完了，请刷新列表。")
    with hall.sessions() as session:
        entry = select(AuditEntry.actor).where(AuditEntry.action == "finished")
        assert set(session.scalars(entry)) == {"staff:007"}
    nobody = post(client, f"/staff/windows/{WINDOW}/call-next", headers=staff).json()
    assert nobody == {"ticket": None, "message": "现在没有人在等。"}


def test_a_wrong_proof_looks_like_an_unknown_code(hall: HallDay, client: TestClient) -> None:
    code = hall.booked("10:00")
    wrong = post(client, "/check-ins", {"code": code, "phone_last4": "0000"} | here(hall))
    unknown = post(client, "/check-ins", {"code": "ZZZZZZZ9", "phone_last4": "5678"})
    assert wrong.status_code == unknown.status_code == 404
    assert wrong.json() == unknown.json()


def test_too_early_is_told_with_the_time(hall: HallDay, client: TestClient) -> None:
    proof = {"code": hall.booked("15:00"), "phone_last4": "5678", **here(hall)}
    early = post(client, "/check-ins", proof)
    assert (early.status_code, "请在 14:00 以后签到" in early.json()["detail"]) == (409, True)


def test_the_staff_check_in_with_the_code_alone(
    hall: HallDay, client: TestClient, staff: dict[str, str]
) -> None:
    body = {"code": hall.booked("10:00"), "hall_id": "jingkai-hall"}
    assert post(client, "/staff/check-ins", body).status_code == 401
    assert post(client, "/staff/check-ins", body, headers=staff).status_code == 409
    found = post(client, "/staff/check-ins", body | {"hall_id": HALL}, headers=staff)
    assert found.json()["number"] == "A001"


def test_a_ticket_without_a_booking(hall: HallDay, client: TestClient) -> None:
    given = post(client, "/tickets", {**WANTED, **here(hall)})
    assert (given.status_code, given.json()["number"]) == (201, "A001")
    assisted = post(client, "/tickets", {"park_id": "gaoxin", **here(hall)}).json()
    assert (assisted["number"], assisted["window_id"]) == ("F001", "gaoxin-06")
    unknown = post(client, "/tickets", {"park_id": "gaoxin", "matter_id": "no-such-matter"})
    assert unknown.status_code == 422


def test_from_afar_there_is_no_ticket(hall: HallDay, client: TestClient) -> None:
    for body in (WANTED, {**WANTED, **elsewhere(hall)}, {**WANTED, "presence_code": ""}):
        refused = post(client, "/tickets", body)
        assert refused.status_code == 403
        assert SEE_THE_SCREEN in refused.json()["detail"]
    assert client.get(f"/api/v1/halls/{HALL}/board").json()["windows"][0]["waiting"] == 0


def test_from_afar_nobody_checks_in(hall: HallDay, client: TestClient) -> None:
    code = hall.booked("10:00")
    proof = {"code": code, "phone_last4": "5678"}
    for body in (proof, {**proof, **elsewhere(hall)}):
        refused = post(client, "/check-ins", body)
        assert refused.status_code == 403
        assert SEE_THE_SCREEN in refused.json()["detail"]
    assert hall.booking(code).status == "confirmed"


def test_a_kiosk_that_the_staff_have_set_up_needs_no_code(
    hall: HallDay, client: TestClient, staff: dict[str, str]
) -> None:
    proof = {"code": hall.booked("10:00"), "phone_last4": "5678"}
    assert post(client, "/check-ins", proof, headers=staff).status_code == 200
    assert post(client, "/tickets", WANTED, headers=staff).status_code == 201
    stranger = {"Authorization": "Bearer wrong"}
    assert post(client, "/tickets", WANTED, headers=stranger).status_code == 403


def test_after_many_wrong_guesses_no_code_counts_for_a_minute(
    hall: HallDay,
    client: TestClient,
    staff: dict[str, str],
    clock: Callable[[datetime], None],
) -> None:
    guess, right = {**WANTED, **elsewhere(hall)}, {**WANTED, **here(hall)}
    found = [post(client, "/tickets", guess).status_code for _ in range(MOST_WRONG + 1)]
    assert found == [403] * MOST_WRONG + [429]
    refused = post(client, "/tickets", right)
    assert (refused.status_code, "请过一分钟再试" in refused.json()["detail"]) == (429, True)
    assert post(client, "/tickets", WANTED, headers=staff).status_code == 201
    clock(WEDNESDAY_MORNING + timedelta(minutes=1))
    assert post(client, "/tickets", right).status_code == 201


def test_only_the_staff_are_told_the_presence_code(
    hall: HallDay, client: TestClient, staff: dict[str, str]
) -> None:
    url = f"/api/v1/staff/halls/{HALL}/presence-code"
    assert client.get(url).status_code == 401
    shown = client.get(url, headers=staff).json()
    assert shown == {
        "hall_id": HALL,
        "code": here(hall)["presence_code"],
        "changes_at": "2026-11-25T10:10:00+08:00",
        "valid_until": "2026-11-25T10:15:00+08:00",
    }
    assert client.get(url.replace(HALL, "no-hall"), headers=staff).status_code == 404
    assert "code" not in client.get(f"/api/v1/halls/{HALL}/board").text


def test_outside_the_hours_no_ticket_is_given(
    hall: HallDay, client: TestClient, clock: Callable[[datetime], None]
) -> None:
    now = WEDNESDAY_MORNING + timedelta(hours=3)
    clock(now)
    refused = post(client, "/tickets", {**WANTED, **here(hall, now)})
    assert refused.status_code == 409
    assert refused.json()["next_opening"] == "2026-11-25T13:30:00+08:00"


def test_when_the_day_is_full_the_nearest_time_to_book_is_offered(
    hall: HallDay, client: TestClient, clock: Callable[[datetime], None]
) -> None:
    now = WEDNESDAY_MORNING.replace(hour=16, minute=45)
    clock(now)
    wanted = {**WANTED, **here(hall, now)}
    given = [post(client, "/tickets", wanted).json()["window_id"] for _ in range(2)]
    assert given == [WINDOW, "gaoxin-06"]
    refused = post(client, "/tickets", wanted)
    assert refused.status_code == 409
    assert refused.json()["nearest"] == "2026-11-26T09:00:00+08:00"
    assert "11月26日（周四）09:00" in refused.json()["detail"]


def test_an_unknown_ticket_is_told(client: TestClient) -> None:
    unknown = client.get(f"/api/v1/tickets/{'0' * 32}")
    assert (unknown.status_code, "没有这张号" in unknown.json()["detail"]) == (404, True)
    assert client.get("/api/v1/tickets/A001").status_code == 422


def test_yesterdays_ticket_says_that_it_has_expired(
    hall: HallDay, client: TestClient, clock: Callable[[datetime], None]
) -> None:
    ticket = post(client, "/tickets", {**WANTED, **here(hall)}).json()
    clock(WEDNESDAY_MORNING + timedelta(days=1))
    seen = client.get(f"/api/v1/tickets/{ticket['ticket_id']}").json()
    assert (seen["ahead"], "11月25日的，已经过期" in seen["message"]) == (None, True)


def test_the_board_tells_numbers_and_nothing_of_people(
    hall: HallDay, client: TestClient, staff: dict[str, str]
) -> None:
    code = hall.booked("10:00")
    post(client, "/check-ins", {"code": code, "phone_last4": "5678", **here(hall)})
    post(client, "/tickets", {**WANTED, **here(hall)})
    post(client, f"/staff/windows/{WINDOW}/call-next", headers=staff)
    answer = client.get(f"/api/v1/halls/{HALL}/board")
    board = answer.json()
    assert [(call["number"], call["window"]) for call in board["called"]] == [("A001", "1号窗口")]
    first = board["windows"][0]
    assert (first["called"], first["next"], first["waiting"]) == (["A001"], ["A002"], 1)
    assert board["closed"] is None
    assert code not in answer.text
    assert MATTER not in answer.text
    assert client.get("/api/v1/halls/no-hall/board").status_code == 404


def test_the_staff_see_the_queue_and_send_on(
    hall: HallDay, client: TestClient, staff: dict[str, str]
) -> None:
    ticket = post(client, "/tickets", {**WANTED, **here(hall)}).json()
    url = f"/staff/tickets/{ticket['ticket_id']}/transfer"
    assert post(client, url, {"window_id": "gaoxin-02"}, headers=staff).status_code == 422
    body = {"window_id": "gaoxin-02", "reason": "先办不动产登记"}
    sent = post(client, url, body, headers=staff)
    assert sent.json()["window_id"] == "gaoxin-02"
    queue = client.get(f"/api/v1/staff/queue?hall_id={HALL}", headers=staff).json()
    waiting = {one["window_id"]: [t["number"] for t in one["waiting"]] for one in queue["windows"]}
    assert (waiting["gaoxin-01"], waiting["gaoxin-02"]) == ([], ["A001"])
    assert client.get(f"/api/v1/staff/queue?hall_id={HALL}").status_code == 401


def test_skipped_and_missed(hall: HallDay, client: TestClient, staff: dict[str, str]) -> None:
    ticket = post(client, "/tickets", {**WANTED, **here(hall)}).json()
    base = f"/staff/tickets/{ticket['ticket_id']}"
    post(client, f"/staff/windows/{WINDOW}/call-next", headers=staff)
    assert post(client, f"{base}/missed", headers=staff).status_code == 409
    assert post(client, f"{base}/skip", headers=staff).json()["skips"] == 1
    post(client, f"/staff/windows/{WINDOW}/call-next", headers=staff)
    for _ in range(2):
        post(client, f"{base}/recall", headers=staff)
    assert post(client, f"{base}/missed", headers=staff).json()["status"] == "missed"
    seen = client.get(f"/api/v1/tickets/{ticket['ticket_id']}").json()
    assert "已经过号" in seen["message"]


def test_the_measured_error_of_the_estimates(
    hall: HallDay,
    client: TestClient,
    staff: dict[str, str],
    clock: Callable[[datetime], None],
) -> None:
    post(client, "/tickets", {**WANTED, **here(hall)})
    clock(WEDNESDAY_MORNING + timedelta(minutes=2))
    post(client, f"/staff/windows/{WINDOW}/call-next", headers=staff)
    found = client.get("/api/v1/staff/queue/estimates", headers=staff).json()
    assert found["items"] == [
        {
            "window_id": WINDOW, "week": "2026-11-23", "tickets": 1,
            "mean_absolute_error_s": 120.0, "bias_s": 120.0, "close_share": 1.0,
        }
    ]  # fmt: skip
