"""Closing days, opening days and setting seats over HTTP."""

from typing import Any

import pytest
from fastapi.testclient import TestClient

from tests.api.routes.faults import detail, faults
from tests.api.routes.test_bookings import as_another, book, slots

HALL = "/api/v1/staff/halls/gaoxin-hall/exceptions"
ONE = "/api/v1/staff/exceptions"
WINDOW = "/api/v1/staff/windows/gaoxin-01/capacity"


def departure(first: str, last: str | None = None, **changes: Any) -> dict[str, Any]:
    """The hall is closed on some days, but for `changes`."""
    days = {"first_day": first, "last_day": last or first}
    return {**days, "open": False, "reason": "停电检修", **changes}


def apply(client: TestClient, staff: dict[str, str], body: dict[str, Any], **query: Any) -> Any:
    return client.post(HALL, json=body, headers=staff, params=query)


def booked_on(client: TestClient, day: str, number: int, clock: str = "0900") -> dict[str, Any]:
    answer = book(client, as_another(f"gaoxin-01-{day.replace('-', '')}T{clock}", number))
    assert answer.status_code == 201, answer.text
    made: dict[str, Any] = answer.json()
    return {**made, "proof": {"phone_last4": f"{number:04}"[-4:]}}


class TestExceptions:
    def test_a_trial_shows_whom_it_would_affect_and_changes_nothing(
        self, client: TestClient, staff: dict[str, str]
    ) -> None:
        made = booked_on(client, "2026-12-01", 1)
        answer = apply(client, staff, departure("2026-12-01"), dry_run=True)
        assert answer.status_code == 201
        shown = answer.json()
        assert shown["exception"] is None
        assert "还没有改动" in shown["message"]
        (affected,) = shown["affected"]
        assert (affected["code"], affected["phone"]) == (made["code"], "13900000001")
        assert len(affected["alternatives"]) == 5
        assert slots(client, "2026-12-01", "2026-12-01")["closed"] == []

    def test_a_closed_day_is_told_to_all(self, client: TestClient, staff: dict[str, str]) -> None:
        made = booked_on(client, "2026-12-02", 2)
        answer = apply(client, staff, departure("2026-12-02"))
        changed = answer.json()
        assert answer.status_code == 201
        assert [found["code"] for found in changed["affected"]] == [made["code"]]
        assert slots(client, "2026-12-02", "2026-12-02")["closed"] == [
            {"date": "2026-12-02", "reason": "停电检修"}
        ]
        seen = client.get(f"/api/v1/bookings/{made['code']}", params=made["proof"]).json()
        assert "停电检修" in seen["notice"]
        assert "请改约" in seen["notice"]
        elsewhere = changed["affected"][0]["alternatives"][0]["slot_id"]
        moved = client.patch(
            f"/api/v1/bookings/{made['code']}", params=made["proof"], json={"slot_id": elsewhere}
        )
        assert (moved.status_code, moved.json()["notice"]) == (200, None)

    def test_it_is_listed_until_it_is_withdrawn(
        self, client: TestClient, staff: dict[str, str]
    ) -> None:
        made = booked_on(client, "2026-12-03", 3)
        set_ = apply(client, staff, departure("2026-12-03")).json()["exception"]

        def listed() -> list[str]:
            items = client.get(HALL, headers=staff).json()["items"]
            return [item["exception_id"] for item in items]

        assert set_["exception_id"] in listed()
        gone = client.delete(f"{ONE}/{set_['exception_id']}", headers=staff)
        assert gone.status_code == 200
        assert "已撤销" in gone.json()["message"]
        assert set_["exception_id"] not in listed()
        seen = client.get(f"/api/v1/bookings/{made['code']}", params=made["proof"]).json()
        assert seen["notice"] is None
        again = client.delete(f"{ONE}/{set_['exception_id']}", headers=staff)
        assert "已经撤销" in detail(again, 404)

    def test_a_saturday_series_with_hours_of_its_own(
        self, client: TestClient, staff: dict[str, str]
    ) -> None:
        body = departure(
            "2026-12-05", "2026-12-31", open=True, weekdays=[6], window_id="gaoxin-02",
            periods=[{"start": "09:00", "end": "10:00"}, {"start": "10:00", "end": "11:00"}],
        )  # fmt: skip
        set_ = apply(client, staff, body).json()["exception"]
        assert set_["periods"] == [
            {"start": "09:00", "end": "10:00"}, {"start": "10:00", "end": "11:00"},
        ]  # fmt: skip
        days = {"from": "2026-12-11", "to": "2026-12-13"}
        path = WINDOW.replace("gaoxin-01", "gaoxin-02")
        shown = client.get(path, headers=staff, params=days).json()["items"]
        assert [day["slots"] for day in shown] == [13, 4, 0]

    @pytest.mark.parametrize(
        ("changes", "field", "message"),
        [
            ({"first_day": "12月1日"}, "first_day", "日期应写成 2026-01-31 的样子"),
            ({"first_day": "2026-12-31"}, "", "开始日期晚于结束日期"),
            ({"last_day": "2028-12-31"}, "", "一次最多安排一年"),
            ({"open": "maybe"}, "open", "应为 true 或 false"),
            ({"weekdays": [0]}, "weekdays.0", "不能小于 1"),
            ({"weekdays": [8]}, "weekdays.0", "不能大于 7"),
            ({"weekdays": []}, "weekdays", "太少，至少要有 1 项"),
            ({"weekdays": [1.5]}, "weekdays.0", "应为整数"),
            ({"reason": ""}, "reason", "内容是空的"),
            ({"window_id": "1号"}, "window_id", "格式不对，应为 编号：小写字母"),
            ({"periods": [{"start": "9点", "end": "10:00"}]}, "periods.0.start", "时间应写成"),
            ({"periods": [{"start": "09:00"}]}, "periods.0.end", "缺少这一项"),
            ({"periods": [{"start": "10:00", "end": "09:00"}]}, "periods.0", "开始时间要早于"),
            (
                {"periods": [{"start": "09:00Z", "end": "10:00"}]},
                "periods.0.start", "时间按北京时间写到分钟",
            ),
            (
                {"periods": [{"start": "09:00:10", "end": "09:00:50"}]},
                "periods.0.start", "时间按北京时间写到分钟",
            ),
            ({"periods": [{"start": "09:00", "end": "10:00"}]}, "", "关闭的日子不能有时段"),
            (
                {
                    "open": True,
                    "periods": [
                        {"start": "09:00", "end": "11:00"}, {"start": "10:00", "end": "12:00"},
                    ],
                },
                "", "时段要按先后顺序，不能重叠",
            ),
        ],
    )  # fmt: skip
    def test_each_bad_field_says_what_would_be_right(
        self,
        client: TestClient,
        staff: dict[str, str],
        changes: dict[str, Any],
        field: str,
        message: str,
    ) -> None:
        found = faults(apply(client, staff, departure("2026-12-01", **changes)))
        assert field in found
        assert found[field].startswith(message)

    @pytest.mark.parametrize(
        ("first", "last", "said"),
        [
            ("2026-11-23", "2026-11-24", "已经过了"),
            ("2027-12-30", "2027-12-31", "一年以内"),
            ("9999-12-30", "9999-12-31", "一年以内"),
            ("0001-01-01", "0001-01-02", "已经过了"),
        ],
    )
    def test_days_out_of_reach_are_refused(
        self, client: TestClient, staff: dict[str, str], first: str, last: str, said: str
    ) -> None:
        assert said in detail(apply(client, staff, departure(first, last)), 422)
        seats = {"first_day": first, "last_day": last, "seats": 1}
        assert said in detail(client.put(WINDOW, json=seats, headers=staff), 422)

    def test_what_is_unknown_is_said_to_be(self, client: TestClient, staff: dict[str, str]) -> None:
        other = departure("2026-12-01", window_id="jingkai-01")
        assert "没有这个窗口" in detail(apply(client, staff, other), 422)
        path = "/api/v1/staff/halls/no-hall/exceptions"
        assert "没有这个大厅" in detail(client.get(path, headers=staff), 404)
        assert "没有这条安排" in detail(client.delete(f"{ONE}/{'0' * 32}", headers=staff), 404)
        assert "exception_id" in faults(client.delete(f"{ONE}/x", headers=staff))


class TestCapacity:
    def test_seats_are_set_and_shown_with_what_is_taken(
        self, client: TestClient, staff: dict[str, str]
    ) -> None:
        booked_on(client, "2026-12-08", 8)
        body = {"first_day": "2026-12-08", "last_day": "2026-12-09", "seats": 4, "staff_seats": 2}
        answer = client.put(WINDOW, json=body, headers=staff)
        assert answer.status_code == 200
        first, second = answer.json()["items"]
        assert first == {
            "date": "2026-12-08", "closed": None, "provisional": False, "slots": 13,
            "seats": 52, "booked": 1, "staff_seats": 26, "staff_booked": 0,
        }  # fmt: skip
        assert second["booked"] == 0
        days = {"from": "2026-12-08", "to": "2026-12-08"}
        assert client.get(WINDOW, headers=staff, params=days).json()["items"] == [first]

    def test_no_seats_are_allowed_and_mean_full(
        self, client: TestClient, staff: dict[str, str]
    ) -> None:
        body = {"first_day": "2026-12-10", "last_day": "2026-12-10", "seats": 0}
        assert client.put(WINDOW, json=body, headers=staff).status_code == 200
        answer = book(client, as_another("gaoxin-01-20261210T0900", 10))
        assert "约满" in detail(answer, 409)
        assert answer.json()["alternatives"]

    @pytest.mark.parametrize(
        ("changes", "field", "message"),
        [
            ({"seats": -1}, "seats", "不能小于 0"),
            ({"seats": 51}, "seats", "不能大于 50"),
            ({"seats": "viele"}, "seats", "应为整数"),
            ({"seats": 1.5}, "seats", "应为整数"),
            ({"seats": None}, "seats", "应为整数"),
            ({"seats": 9e99}, "seats", "应为整数"),
            ({"staff_seats": -1}, "staff_seats", "不能小于 0"),
            ({"first_day": 5}, "first_day", "日期应写成"),
        ],
    )
    def test_each_bad_field_says_what_would_be_right(
        self,
        client: TestClient,
        staff: dict[str, str],
        changes: dict[str, Any],
        field: str,
        message: str,
    ) -> None:
        body = {"first_day": "2026-12-10", "last_day": "2026-12-10", "seats": 1, **changes}
        found = faults(client.put(WINDOW, json=body, headers=staff))
        assert field in found
        assert found[field].startswith(message)

    @pytest.mark.parametrize(
        ("days", "said"),
        [
            ({"from": "0001-01-01"}, "没有记录"),
            ({"from": "2020-01-01", "to": "2020-01-31"}, "没有记录"),
            ({"from": "9999-12-31"}, "一年以内"),
            ({"from": "2026-12-01", "to": "2027-03-01"}, "一次最多查 31 天"),
        ],
    )
    def test_days_without_a_record_are_said_to_be_so(
        self, client: TestClient, staff: dict[str, str], days: dict[str, str], said: str
    ) -> None:
        assert said in detail(client.get(WINDOW, headers=staff, params=days), 422)

    def test_what_is_over_can_still_be_looked_at(
        self, client: TestClient, staff: dict[str, str]
    ) -> None:
        days = {"from": "2026-11-01", "to": "2026-11-30"}
        answer = client.get(WINDOW, headers=staff, params=days)
        assert answer.json()["total"] == 30

    def test_an_unknown_window_is_said_to_be(
        self, client: TestClient, staff: dict[str, str]
    ) -> None:
        path = "/api/v1/staff/windows/no-window/capacity"
        assert "没有这个窗口" in detail(client.get(path, headers=staff), 404)


def test_nobody_else_may(client: TestClient, ours: dict[str, str]) -> None:
    for headers in ({}, ours, {"Authorization": "Bearer no"}):
        for answer in (
            client.get(HALL, headers=headers),
            client.post(HALL, json={}, headers=headers),
            client.delete(f"{ONE}/{'0' * 32}", headers=headers),
            client.get(WINDOW, headers=headers),
            client.put(WINDOW, json={}, headers=headers),
        ):
            assert "工作人员" in detail(answer, 401)
