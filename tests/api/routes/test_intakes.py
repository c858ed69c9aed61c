"""What the staff do with intakes over HTTP, and what applicants see of it beforehand."""

from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from api.db.engine import SessionFactory
from api.deps import Services
from tests.api.hall import MATTER, NOW, PARK
from tests.api.intakes import add_booking, add_intake, changing

SEVEN_DAYS = "2026-12-02"


@pytest.fixture
def services(client: TestClient, app: FastAPI) -> Services:
    found: Services = app.state.services
    return found


@pytest.fixture
def sessions(services: Services) -> SessionFactory:
    return services.shared.sessions


@pytest.fixture
def desk(client: TestClient, staff: dict[str, str], sessions: SessionFactory) -> "Desk":
    return Desk(client, staff, sessions)


class Desk:
    """A person of the staff with one intake."""

    def __init__(self, client: TestClient, staff: dict[str, str], sessions: SessionFactory) -> None:
        self.client, self.sessions = client, sessions
        self.headers = {**staff, "X-Staff-Number": "007"}
        self.intake_id = add_intake(sessions)

    def get(self, path: str, **query: Any) -> Any:
        return self.client.get(f"/api/v1/staff/{path}", params=query, headers=self.headers)

    def act(self, step: str, body: dict[str, Any] | None = None) -> Any:
        path = f"/api/v1/staff/intakes/{self.intake_id}/{step}"
        return self.client.post(path, json=body or {}, headers=self.headers)

    def case(self) -> Any:
        return self.get(f"intakes/{self.intake_id}").json()


class TestCase:
    def test_an_acceptance_starts_the_clock_of_the_law(self, desk: Desk) -> None:
        accepted = desk.act("accept")
        assert accepted.status_code == 200
        case = accepted.json()
        assert (case["status"], case["matter_name"]) == ("accepted", "建筑工程施工许可证核发")
        (limit,) = case["limits"]
        assert (limit["kind_name"], limit["number"], limit["unit"], limit["source"]) == (
            "法定时限", 7, "日", "law",
        )  # fmt: skip
        assert (limit["due_on"], limit["text"]) == (SEVEN_DAYS, "还剩7日")
        assert case["unknown_limits"] == ["承诺时限：暂缺，还没有查到可靠来源，系统不计时。"]

    def test_it_shows_who_applied_and_what_was_done(self, desk: Desk) -> None:
        code = add_booking(desk.sessions, desk.intake_id, NOW)
        desk.act("accept")
        case = desk.case()
        assert case["applicant"]["name"] == "王小明"
        assert case["applicant"]["phone"] == "13812345678"
        assert [(e["actor"], e["action"]) for e in case["trail"]] == [("staff:007", "accepted")]
        assert code not in str(case["trail"])

    def test_the_whole_way_to_the_decision(self, desk: Desk) -> None:
        desk.act("accept")
        paused = desk.act("pause", {"kind": "expert_review", "reason": "组织专家评审"}).json()
        assert (paused["status"], paused["limits"][0]["text"]) == (
            "paused",
            "计时已暂停，恢复后还有7日",
        )
        assert paused["pauses"][0]["kind_name"] == "专家评审"
        assert desk.act("resume").json()["status"] == "accepted"
        decided = desk.act("decide", {"outcome": "granted"}).json()
        assert (decided["status"], decided["outcome"], decided["limits"][0]["text"]) == (
            "decided", "granted", "按时办结",
        )  # fmt: skip
        assert [entry["action"] for entry in decided["trail"]] == [
            "accepted", "paused", "resumed", "decided",
        ]  # fmt: skip

    def test_a_withdrawal(self, desk: Desk) -> None:
        assert desk.act("withdraw", {"reason": "不办了"}).json()["status"] == "withdrawn"

    def test_a_step_that_is_not_possible_says_what_to_do(self, desk: Desk) -> None:
        refused = desk.act("decide", {"outcome": "granted"})
        assert refused.status_code == 409
        assert "请先受理" in refused.json()["detail"]

    @pytest.mark.parametrize(
        ("step", "body"),
        [
            ("pause", {"kind": "holiday", "reason": "放假"}),
            ("pause", {"kind": "hearing"}),
            ("pause", {"kind": "hearing", "reason": "  "}),
            ("decide", {"outcome": "withdrawn"}),
            ("accept", {"materials_to_follow": ["没有的材料"]}),
            ("accept", {"materials_to_follow": ["一" * 201]}),
        ],
    )
    def test_a_step_without_sense_is_refused(
        self, desk: Desk, step: str, body: dict[str, Any]
    ) -> None:
        refused = desk.act(step, body)
        assert refused.status_code == 422, refused.text
        assert desk.case()["status"] == "expected"

    def test_an_unknown_intake(self, desk: Desk) -> None:
        desk.intake_id = "0" * 32
        assert desk.get(f"intakes/{desk.intake_id}").status_code == 404
        for step in ("accept", "resume", "withdraw"):
            assert desk.act(step).status_code == 404

    def test_what_was_erased_shows_nobody(self, desk: Desk) -> None:
        with changing(desk.sessions, desk.intake_id) as (_, intake):
            intake.name = intake.phone = intake.company = intake.uscc = None
        assert set(desk.case()["applicant"].values()) == {None}

    def test_material_that_follows_is_handed_in(self, desk: Desk) -> None:
        names = [
            material["name"]
            for material in desk.client.get(f"/api/v1/matters/{MATTER}?park_id={PARK}").json()[
                "fields"
            ]["materials"]["value"]
        ]
        (gap,) = desk.act("accept", {"materials_to_follow": names[:1]}).json()["gaps"]
        assert (gap["material"], gap["due_on"]) == (names[0], SEVEN_DAYS)
        assert desk.act("decide", {"outcome": "granted"}).status_code == 409
        handed_in = desk.act(f"gaps/{gap['gap_id']}/hand-in")
        assert handed_in.json()["status"] == "handed_in"
        assert desk.act(f"gaps/{gap['gap_id']}/hand-in").status_code == 409
        assert desk.act(f"gaps/{'0' * 32}/hand-in").status_code == 404
        assert desk.act("decide", {"outcome": "granted"}).status_code == 200


class TestLists:
    def test_the_supervisor_sees_what_runs(self, desk: Desk) -> None:
        desk.act("accept")
        listed = desk.get("limits", park_id=PARK, status="running", due_before="2026-12-03").json()
        (item,) = [item for item in listed["items"] if item["intake_id"] == desk.intake_id]
        assert (item["text"], item["matter_id"], item["intake_status"]) == (
            "还剩7日", MATTER, "accepted",
        )  # fmt: skip
        assert not {"name", "phone"} & set(item)
        assert desk.get("limits", due_before="2026-11-26").json()["total"] == 0

    def test_intakes_are_found_by_their_status(self, desk: Desk) -> None:
        def found(status: str) -> bool:
            items = desk.get("intakes", status=status, park_id=PARK, limit=100).json()["items"]
            return desk.intake_id in {item["intake_id"] for item in items}

        assert found("expected")
        desk.act("accept")
        assert (found("expected"), found("accepted")) == (False, True)

    @pytest.mark.parametrize(
        "query", [{"park_id": "elsewhere"}, {"status": "lost"}, {"due_before": "soon"}]
    )
    def test_a_query_without_sense_is_refused(self, desk: Desk, query: dict[str, str]) -> None:
        assert desk.get("limits", **query).status_code == 422


class TestDeliveries:
    def request(self, desk: Desk, services: Services) -> str:
        with changing(desk.sessions, desk.intake_id) as (session, intake):
            made = services.couriers.request(
                session, intake, "王小明", "13812345678", "郴州市某某路 1 号", NOW
            )
        return made.delivery_id

    def test_it_is_listed_sent_and_shown_with_the_case(
        self, desk: Desk, services: Services
    ) -> None:
        delivery_id = self.request(desk, services)
        listed = desk.get("deliveries", park_id=PARK).json()["items"]
        assert delivery_id in {item["delivery_id"] for item in listed}
        path = f"/api/v1/staff/deliveries/{delivery_id}/send"
        body = {"carrier": "邮政速递", "tracking_number": "EA123456789CN"}
        assert desk.client.post(path, json=body, headers=desk.headers).status_code == 200
        assert desk.client.post(path, json=body, headers=desk.headers).status_code == 409
        assert desk.case()["delivery"]["tracking_number"] == "EA123456789CN"

    def test_it_is_withdrawn(self, desk: Desk, services: Services) -> None:
        path = f"/api/v1/staff/deliveries/{self.request(desk, services)}/withdraw"
        withdrawn = desk.client.post(path, headers=desk.headers).json()
        assert (withdrawn["status"], withdrawn["address"]) == ("withdrawn", None)

    def test_an_unknown_one(self, desk: Desk) -> None:
        path = f"/api/v1/staff/deliveries/{'0' * 32}"
        body = {"carrier": "邮政速递", "tracking_number": "EA123456789CN"}
        assert desk.client.post(f"{path}/send", json=body, headers=desk.headers).status_code == 404
        assert desk.client.post(f"{path}/withdraw", headers=desk.headers).status_code == 404


class TestBeforehand:
    def test_the_precheck_says_of_each_material_what_to_do(self, client: TestClient) -> None:
        body: dict[str, Any] = {"park_id": PARK, "matter_id": MATTER}
        checked = client.post("/api/v1/prechecks", json=body).json()
        assert (checked["result"], checked["verdict"]) == ("gaps", "not_yet")
        assert [item["way"] for item in checked["items"]] == ["ask", "ask"]
        assert all("能否容缺请向窗口确认" in item["text"] for item in checked["items"])
        first, second = checked["missing"]
        spared = client.post(
            "/api/v1/prechecks", json={**body, "have": [first], "not_applicable": [second]}
        ).json()
        assert (spared["result"], spared["verdict"], spared["missing"]) == ("ready", "ready", [])
        for answer, said in (
            ({"not_applicable": [second, first]}, "“不适用”的第 2 项"),
            ({"commitments": [first]}, "“承诺”的第 1 项"),
        ):
            refused = client.post("/api/v1/prechecks", json=body | answer)
            assert refused.status_code == 422
            assert said in refused.json()["detail"]

    def test_the_text_of_a_commitment_can_be_read_by_anybody(self, client: TestClient) -> None:
        text = client.get("/api/v1/commitments/general").json()
        assert (text["version"], text["status"]) == ("2026-1", "sample")
        same = client.get("/api/v1/commitments/general", params={"version": "2026-1"})
        assert same.json() == text
        for path in ("no-such", "general?version=1999"):
            assert client.get(f"/api/v1/commitments/{path}").status_code == 404

    def test_the_notice_of_a_matter(self, client: TestClient) -> None:
        path = f"/api/v1/matters/{MATTER}/notice"
        notice = client.get(path, params={"park_id": PARK}).json()
        assert notice["version"].startswith("sample-2021.")
        assert notice["as_of"] == "2026-11-25"
        assert client.get(path).status_code == 422
        early = client.get(path, params={"park_id": PARK, "as_of": "2020-01-02"})
        assert early.status_code == 404
        assert client.get("/api/v1/matters/no-such/notice?park_id=gaoxin").status_code == 404

    def test_the_notice_has_a_page(self, client: TestClient) -> None:
        assert "一次性告知书" in client.get("/notice").text


@pytest.mark.parametrize("path", ["limits", "intakes", f"intakes/{'0' * 32}", "deliveries"])
def test_only_the_staff_sees_any_of_it(client: TestClient, ours: dict[str, str], path: str) -> None:
    for headers in ({}, ours, {"Authorization": "Bearer wrong"}):
        answer = client.get(f"/api/v1/staff/{path}", params={"park_id": PARK}, headers=headers)
        assert answer.status_code == 401
