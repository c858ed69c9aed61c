"""One visit from the first question to the deletion of what was known of whoever came.

Over HTTP, with a real database, a real platform that is told of it, and the messages in a file.
"""

import json
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import yaml
from fastapi.testclient import TestClient
from sqlalchemy import select

import api.main
import knowledge
from api.db.audit import AuditEntry
from api.db.base import Base
from api.db.migrate import upgrade
from api.deps import Services, current_time
from api.main import create_app
from knowledge.search import Searcher
from tests.api.conftest import sqlite_url
from tests.api.connectors.platform import SECRET, Platform, running_platform
from tests.api.hall import MATTER, PARK, at
from tests.api.routes.conftest import settings_with
from tests.api.routes.fake_bot import FakeBot
from tests.postgres import new_database

API = "/api/v1"
HALL, FIRST_WINDOW, OTHER_WINDOW = "gaoxin-hall", "gaoxin-01", "gaoxin-02"
NAME, PHONE, LAST4 = "王小明", "13812345678", "5678"
COMPANY, ADDRESS = "郴州某某科技有限公司", "湖南省郴州市北湖区某某路1号2栋301室"
PERSONAL = (NAME, PHONE, COMPANY, ADDRESS)
TRACKING, COMMENT, MASKED_PHONE = "EA123456789CN", "等了很久", "138****5678"
DAYS = {"from": "2026-11-25", "to": "2026-12-09"}
APPLICANT, CLERK, SYSTEM = "applicant", "staff:007", "system"
SENT_TO_THE_PROVINCE = [
    "booking.confirmed",
    "booking.moved",
    "booking.displaced",
    "booking.moved",
    "visit.checked_in",
    "visit.done",
    "intake.accepted",
    "intake.paused",
    "intake.resumed",
    "gap.handed_in",
    "intake.decided",
]
KEEP_INTAKES, KEEP_ADDRESSES = timedelta(days=180), timedelta(days=30)

Json = dict[str, Any]


class World:
    """The hall, its applicant, its staff, and two platforms; `now` is the time there."""

    def __init__(
        self, client: TestClient, staff: dict[str, str], province: Platform, housing: Platform
    ) -> None:
        self.client = client
        self.staff_headers = {**staff, "X-Staff-Number": "007"}
        self.province, self.housing = province, housing
        self.now = at("2026-11-25T10:05")
        self.intake_id = ""
        self._read = 0
        for platform in (province, housing):
            platform.now = lambda: self.now.timestamp()

    @property
    def services(self) -> Services:
        found: Services = self.client.app.state.services  # type: ignore[attr-defined]
        return found

    def at(self, text: str) -> "World":
        """Time has come."""
        assert at(text) >= self.now
        self.now = at(text)
        return self

    def asks(self, method: str, path: str, body: Json | None = None, **more: Any) -> Any:
        """The applicant, or their browser."""
        return self.client.request(method, f"{API}{path}", json=body, **more)

    def staff(self, method: str, path: str, body: Json | None = None, **more: Any) -> Any:
        """The staff; what they ask for is done."""
        answer = self.client.request(
            method, f"{API}/staff{path}", json=body, headers=self.staff_headers, **more
        )
        assert answer.is_success, answer.text
        return answer.json()

    def messages(self) -> list[Json]:
        """What the applicant has been told since this was asked last."""
        self.services.shared.sender.send_all_due(lambda: self.now)
        file = self.services.shared.settings.notification_file
        lines = file.read_text("utf-8").splitlines() if file.exists() else []
        new, self._read = lines[self._read :], len(lines)
        return [json.loads(line) for line in new]

    def message(self) -> tuple[str, str]:
        """The one message there is: which, and what it says."""
        (told,) = self.messages()
        assert told["phone"] == MASKED_PHONE
        return told["template"], told["text"]

    def deliver(self) -> None:
        """Events go out."""
        while self.services.deliveries.deliver_due(self.now):
            pass

    def booking(self, code: str) -> Json:
        """The booking as its holder sees it."""
        return dict(self.asks("GET", f"/bookings/{code}?phone_last4={LAST4}").json())

    def case(self) -> Json:
        """The intake as the staff see it."""
        return dict(self.staff("GET", f"/intakes/{self.intake_id}"))

    def step(self, name: str, body: Json | None = None) -> Json:
        """What the staff do with the intake."""
        return dict(self.staff("POST", f"/intakes/{self.intake_id}/{name}", body or {}))


def connectors(folder: Path, province: Platform, housing: Platform) -> Path:
    """A platform that is told of everything and nobody, and one that supervises."""
    entries = [
        {
            "id": "province",
            "name": "省平台",
            "url": province.url,
            "secret": "PLATFORM_SECRET",
            "events": sorted({*SENT_TO_THE_PROVINCE, "booking.cancelled", "booking.missed"}),
        },
        {
            "id": "housing",
            "name": "住建部门（审管联动）",
            "url": housing.url,
            "secret": "PLATFORM_SECRET",
            "events": ["intake.accepted", "intake.decided"],
            "applicant": "masked",
        },
    ]
    file = folder / "connectors.yml"
    file.write_text(yaml.safe_dump({"connectors": entries}, allow_unicode=True))
    return file


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """A migrated database of each kind."""
    if request.param == "sqlite":
        url = sqlite_url(tmp_path)
    else:
        url = new_database(request.getfixturevalue("postgres_url"), "whole_visit")
    upgrade(url)
    return url


@pytest.fixture
def world(
    database_url: str,
    tmp_path: Path,
    bot: FakeBot,
    found: tuple[knowledge.KnowledgeBase, Searcher],
    staff: dict[str, str],
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[World]:
    """The real application. Its duties are done by the test, when it is time for them there."""
    monkeypatch.setenv("PLATFORM_SECRET", SECRET)
    monkeypatch.setattr(api.main, "duties", lambda _: {})
    with running_platform() as province, running_platform() as housing:
        file = connectors(tmp_path, province, housing)
        log = tmp_path / "notifications.log"
        settings = settings_with(database_url, bot, connectors=file, notification_file=log)
        app = create_app(settings, lambda _: found)
        with TestClient(app) as client:
            world = World(client, staff, province, housing)
            app.dependency_overrides[current_time] = lambda: world.now
            yield world


def test_a_visit_from_the_first_question_to_the_deletion(world: World) -> None:
    missing = goes_through_the_materials(world)
    code = books(world, missing)
    is_moved_by_the_staff(world, code)
    loses_the_day(world, code)
    takes_another_time(world, code)
    is_reminded(world, missing)
    checks_in(world, code)
    is_served_at_another_window(world)
    grades_and_is_answered(world, code)
    is_accepted(world, code, missing)
    is_paused_and_resumed(world, code)
    hands_in_what_is_missing(world, missing)
    is_decided(world, code)
    gets_the_result_by_courier(world)
    is_counted(world)
    is_told_to_the_platforms(world, code)
    is_written_into_the_trail(world, code)
    is_forgotten(world, code)


def goes_through_the_materials(world: World) -> Json:
    """Precheck with gaps: one material is there, the other is not."""
    body: Json = {"park_id": PARK, "matter_id": MATTER}
    names = world.asks("POST", "/prechecks", body).json()["missing"]
    checked = world.asks("POST", "/prechecks", {**body, "have": names[:1]})
    assert checked.status_code == 201
    found: Json = checked.json()
    assert (found["result"], found["missing"]) == ("gaps", names[1:])
    return found


def books(world: World, checked: Json) -> str:
    """A seat is held, and booked with the precheck and an address for the result."""
    chat = world.asks("POST", "/chat/sessions", {"channel": "widget", "park_id": PARK}).json()
    slot = free_slot(world, "2026-11-26", "10:00")
    wanted = {"park_id": PARK, "matter_id": MATTER, "slot_id": slot["slot_id"]}
    held = world.asks(
        "PUT",
        f"/chat/sessions/{chat['session_id']}/hold",
        wanted,
        headers={"Authorization": f"Bearer {chat['token']}"},
    ).json()
    assert free_slot(world, "2026-11-26", "10:00")["remaining"] == slot["remaining"] - 1
    booked = world.asks(
        "POST",
        "/bookings",
        {
            **wanted,
            "applicant": {"name": NAME, "phone": PHONE, "company": COMPANY},
            "consent": True,
            "hold": held["hold"],
            "precheck_id": checked["precheck_id"],
            "courier_address": ADDRESS,
        },
        headers={"Idempotency-Key": "a-whole-visit"},
    )
    assert booked.status_code == 201, booked.text
    code: str = booked.json()["code"]
    assert free_slot(world, "2026-11-26", "10:00")["remaining"] == slot["remaining"] - 1
    kind, text = world.message()
    assert kind == "booking_confirmed"
    for part in ("11月26日（周四）10:00", "1号窗口", "建筑工程施工许可证核发", code):
        assert part in text
    assert world.booking(code)["progress"]["status"] == "待受理"
    listed = world.staff("GET", f"/intakes?status=expected&park_id={PARK}")["items"]
    (world.intake_id,) = [item["intake_id"] for item in listed]
    return code


def free_slot(world: World, day: str, clock: str) -> Json:
    """A slot that is free at a time at the first window."""
    query = {"park_id": PARK, "matter_id": MATTER, "from": day, "to": day}
    slots = world.asks("GET", "/slots", params=query).json()["slots"]
    start = f"{day}T{clock}:00+08:00"
    (found,) = [s for s in slots if (s["window_id"], s["start"]) == (FIRST_WINDOW, start)]
    return dict(found)


def is_moved_by_the_staff(world: World, code: str) -> None:
    """The staff move the visit to Friday, and say why."""
    world.at("2026-11-25T11:00")
    slot_id = free_slot(world, "2026-11-27", "09:30")["slot_id"]
    body = {"slot_id": slot_id, "reason": "窗口人员培训"}
    moved = world.staff("PATCH", f"/bookings/{code}", body)
    assert (moved["code"], moved["start"]) == (code, "2026-11-27T09:30:00+08:00")
    kind, text = world.message()
    assert (kind, "11月27日（周五）09:30" in text, code in text) == ("booking_moved", True, True)


def loses_the_day(world: World, code: str) -> None:
    """The hall closes on Friday: first tried, then done."""
    world.at("2026-11-25T15:00")
    closing = {
        "first_day": "2026-11-27", "last_day": "2026-11-27", "open": False, "reason": "设备检修",
    }  # fmt: skip
    url = f"/halls/{HALL}/exceptions"
    tried = world.staff("POST", f"{url}?dry_run=true", closing)
    assert (tried["exception"], [one["code"] for one in tried["affected"]]) == (None, [code])
    assert (world.booking(code)["notice"], world.messages()) == (None, [])
    done = world.staff("POST", url, closing)
    (affected,) = done["affected"]
    assert (affected["code"], affected["name"], affected["phone"]) == (code, NAME, PHONE)
    assert len(affected["alternatives"]) > 0
    assert "设备检修" in world.booking(code)["notice"]
    kind, text = world.message()
    assert (kind, "设备检修" in text) == ("displaced", True)
    free = {one["start"][11:16] for one in affected["alternatives"]}
    assert free == {"15:30", "16:00", "16:30"}
    assert "可以改到11月26日15:30、16:00、16:30。" in text  # each once, though two windows are free


def takes_another_time(world: World, code: str) -> None:
    """The holder moves the visit to Monday."""
    world.at("2026-11-25T15:30")
    wrong = world.asks("PATCH", f"/bookings/{code}?phone_last4=0000", {"slot_id": "x"})
    assert wrong.status_code == 404
    closed = f"{FIRST_WINDOW}-20261127T0930"
    proof = f"/bookings/{code}?phone_last4={LAST4}"
    refused = world.asks("PATCH", proof, {"slot_id": closed})
    assert (refused.status_code, len(refused.json()["alternatives"]) > 0) == (409, True)
    slot_id = free_slot(world, "2026-11-30", "09:30")["slot_id"]
    moved = world.asks("PATCH", proof, {"slot_id": slot_id}).json()
    assert (moved["status"], moved["notice"]) == ("confirmed", None)
    kind, text = world.message()
    assert (kind, "11月30日（周一）09:30" in text) == ("booking_moved", True)


def is_reminded(world: World, checked: Json) -> None:
    """The evening before: when, where, and what was missing. Of the old times, nothing."""
    world.at("2026-11-29T16:59")
    assert world.messages() == []
    world.at("2026-11-29T17:00")
    kind, text = world.message()
    assert (kind, "11月30日（周一）09:30" in text) == ("reminder", True)
    assert f"预检时还缺：{checked['missing'][0][:10]}" in text


def checks_in(world: World, code: str) -> None:
    """On the day, with the code on the screen of the hall; nobody does so from home."""
    proof = {"code": code, "phone_last4": LAST4}
    assert world.at("2026-11-30T09:10").asks("POST", "/check-ins", proof).status_code == 403
    shown = world.staff("GET", f"/halls/{HALL}/presence-code")["code"]
    ticket = world.asks("POST", "/check-ins", {**proof, "presence_code": shown}).json()
    assert (ticket["number"], ticket["window_id"], ticket["status"]) == (
        "A001", FIRST_WINDOW, "waiting",
    )  # fmt: skip
    assert ticket["booked_for"] == "2026-11-30T09:30:00+08:00"
    assert world.booking(code)["status"] == "checked_in"


def is_served_at_another_window(world: World) -> None:
    """Called, sent on with a reason, called there, served, and done."""
    called = world.at("2026-11-30T09:34").staff("POST", f"/windows/{FIRST_WINDOW}/call-next")
    ticket_id = called["ticket"]["ticket_id"]
    board = world.asks("GET", f"/halls/{HALL}/board").json()
    assert [call["number"] for call in board["called"]] == ["A001"]
    sent_on = {"window_id": OTHER_WINDOW, "reason": "先核对用地材料"}
    url = f"/tickets/{ticket_id}"
    world.at("2026-11-30T09:35").staff("POST", f"{url}/transfer", sent_on)
    assert world.asks("GET", url).json()["window_id"] == OTHER_WINDOW
    again = world.at("2026-11-30T09:38").staff("POST", f"/windows/{OTHER_WINDOW}/call-next")
    assert again["ticket"]["ticket_id"] == ticket_id
    world.at("2026-11-30T09:39").staff("POST", f"{url}/start")
    done = world.at("2026-11-30T09:59").staff("POST", f"{url}/finish")
    assert done["status"] == "done"
    kind, text = world.message()
    assert (kind, "评价" in text) == ("rating_invitation", True)


def grades_and_is_answered(world: World, code: str) -> None:
    """One grade, a bad one with a reason, and the hall's answer to it."""
    reason = world.asks("GET", "/ratings/scale").json()["reasons"][0]
    grade = {
        "booking_code": code, "phone_last4": LAST4, "stars": 2, "reason": reason["reason"],
        "comment": COMMENT,
    }  # fmt: skip
    given = world.at("2026-11-30T10:30").asks("POST", "/ratings", grade)
    assert given.status_code == 201, given.text
    twice = world.asks("POST", "/ratings", grade).json()
    assert twice["rating_id"] == given.json()["rating_id"]
    (bad,) = world.staff("GET", f"/ratings?park_id={PARK}")["items"]
    assert (bad["stars"], bad["booking_code"], bad["overdue"]) == (2, code, False)
    answer = {"text": "对不起，我们已增加一个台席。"}
    world.at("2026-11-30T16:00").staff("POST", f"/ratings/{bad['rating_id']}/reply", answer)
    seen = world.asks("GET", f"/ratings/bookings/{code}?phone_last4={LAST4}").json()
    assert (seen["reply"], seen["reason"]) == (answer["text"], reason["name"])


def is_accepted(world: World, code: str, checked: Json) -> None:
    """With the one material to follow; the clock of the law runs."""
    world.at("2026-11-30T16:30")
    accepted = world.step("accept", {"materials_to_follow": checked["missing"]})
    assert accepted["status"] == "accepted"
    (limit,) = accepted["limits"]
    assert (limit["number"], limit["unit"], limit["due_on"]) == (7, "日", "2026-12-07")
    (gap,) = accepted["gaps"]
    assert (gap["material"], gap["due_on"]) == (checked["missing"][0], "2026-12-07")
    progress = world.booking(code)["progress"]
    assert (progress["status"], "12月7日前办结" in progress["text"]) == ("办理中", True)


def is_paused_and_resumed(world: World, code: str) -> None:
    """Two days of expert review do not count."""
    world.at("2026-12-01T09:00")
    paused = world.step("pause", {"kind": "expert_review", "reason": "组织专家评审"})
    assert (paused["status"], paused["limits"][0]["status"]) == ("paused", "paused")
    assert world.booking(code)["progress"]["status"] == "暂停计时"
    world.services.watch.look(world.now)
    resumed = world.at("2026-12-03T09:00").step("resume")
    assert (resumed["status"], resumed["limits"][0]["due_on"]) == ("accepted", "2026-12-09")
    assert "12月9日前办结" in world.booking(code)["progress"]["text"]


def hands_in_what_is_missing(world: World, checked: Json) -> None:
    """Reminded of it by message; nothing is granted before."""
    assert world.services.gaps.look(world.now) == 1
    kind, text = world.message()
    assert (kind, checked["missing"][0][:10] in text) == ("gap_reminder", True)
    url = f"{API}/staff/intakes/{world.intake_id}/decide"
    early = world.client.post(url, json={"outcome": "granted"}, headers=world.staff_headers)
    assert early.status_code == 409
    (gap,) = world.case()["gaps"]
    world.at("2026-12-04T10:00").step(f"gaps/{gap['gap_id']}/hand-in")
    assert world.services.gaps.look(world.at("2026-12-08T10:00").now) == 0


def is_decided(world: World, code: str) -> None:
    """In time, after the supervisor has been warned."""
    world.services.watch.look(world.now)
    (limit,) = world.staff("GET", f"/limits?park_id={PARK}")["items"]
    assert (limit["left"], limit["warned_at"]) == (1, world.now.isoformat())
    decided = world.step("decide", {"outcome": "granted"})
    assert (decided["status"], decided["limits"][0]["status"]) == ("decided", "met")
    assert world.booking(code)["progress"]["text"] == "2026年12月8日已办结：已准予。"
    kind, text = world.message()
    assert (kind, "快递寄出" in text, "准予" in text) == ("decided", True, False)


def gets_the_result_by_courier(world: World) -> None:
    """Its number is told, as was promised."""
    (ordered,) = world.staff("GET", f"/deliveries?park_id={PARK}")["items"]
    assert (ordered["recipient"], ordered["address"]) == (NAME, ADDRESS)
    body = {"carrier": "邮政速递", "tracking_number": TRACKING}
    world.at("2026-12-09T09:00").staff("POST", f"/deliveries/{ordered['delivery_id']}/send", body)
    kind, text = world.message()
    assert (kind, TRACKING in text) == ("courier_sent", True)


def is_counted(world: World) -> None:
    """One of everything in the statistics of these days."""
    total = world.staff("GET", "/statistics", params=DAYS)["total"]
    counted = {
        "booked": 1, "moved": 1, "checked_in": 1, "served": 1, "missed": 0, "cancelled": 0,
        "walk_ins": 0, "rated": 1, "mean_stars": 2.0, "bad_ratings": 1, "limits_met": 1,
        "limits_exceeded": 0, "waited_mean": 4.0, "served_mean": 20.0,
    }  # fmt: skip
    assert {name: total[name] for name in counted} == counted


def is_told_to_the_platforms(world: World, code: str) -> None:
    """In order, signed, once, and of the applicant no more than each may know."""
    world.deliver()
    kinds = [event["kind"] for event in world.province.taken]
    assert kinds == SENT_TO_THE_PROVINCE
    count = len(SENT_TO_THE_PROVINCE)
    assert world.province.sequences() == {world.intake_id: list(range(1, count + 1))}
    assert len(world.province.calls) == count  # each signature was right the first time
    said = "".join(call.body.decode() for call in world.province.calls)
    assert [known for known in (*PERSONAL, code, TRACKING, COMMENT) if known in said] == []
    assert {event["applicant"] for event in world.province.taken} == {None}
    accepted, decided = world.housing.taken
    assert (accepted["sequence"], decided["sequence"]) == (1, 2)
    assert decided["intake"]["outcome"] == "granted"
    masked = {"name": "王**", "phone": MASKED_PHONE, "company": "郴州***", "uscc": None}
    assert decided["applicant"] == {"masked": True, **masked}


def is_written_into_the_trail(world: World, code: str) -> None:
    """Every step, who took it and why; nobody's name."""
    trail = world.staff("GET", f"/bookings/{code}")["trail"]
    steps = [(step["actor"], step["action"], step["reason"]) for step in trail]
    assert steps == [
        (APPLICANT, "held", None),
        (APPLICANT, "booked", None),
        (CLERK, "moved", "窗口人员培训"),
        (CLERK, "displaced", "设备检修"),
        (APPLICANT, "moved", None),
        (APPLICANT, "checked_in", None),
        (CLERK, "called", None),
        (CLERK, "transferred", "先核对用地材料"),
        (CLERK, "called", None),
        (CLERK, "started", None),
        (CLERK, "finished", None),
    ]
    case = world.case()["trail"]
    of_the_case = [entry for entry in case if entry["subject"] == "intake"]
    assert [(entry["actor"], entry["action"]) for entry in of_the_case] == [
        (APPLICANT, "courier_requested"),
        (CLERK, "accepted"),
        (CLERK, "paused"),
        (CLERK, "resumed"),
        (SYSTEM, "gap_reminder"),
        (CLERK, "gap_handed_in"),
        (SYSTEM, "limit_warned"),
        (CLERK, "decided"),
        (CLERK, "courier_sent"),
    ]
    assert len(case) == len(of_the_case) + len(steps)
    with world.services.shared.sessions() as session:
        entries = session.scalars(select(AuditEntry).order_by(AuditEntry.entry_id)).all()
    graded = [(entry.actor, entry.action) for entry in entries if entry.subject == "rating"]
    assert graded == [(APPLICANT, "rated"), (CLERK, "replied")]
    written = [str(vars(entry)) for entry in entries]
    assert [entry for entry in written if any(known in entry for known in PERSONAL)] == []


def is_forgotten(world: World, code: str) -> None:
    """Once its time is over, nothing in the database tells who it was."""
    services, decided = world.services, at("2026-12-08T10:00")
    known = {NAME, PHONE, COMPANY, ADDRESS, TRACKING, COMMENT, MASKED_PHONE}
    assert services.couriers.forget(at("2026-12-09T09:00") + KEEP_ADDRESSES) == 0
    assert services.erasure.erase_finished(decided + KEEP_INTAKES) == 0
    assert still_known(world, known) == known
    assert services.couriers.forget(at("2026-12-09T09:01") + KEEP_ADDRESSES) == 1
    assert still_known(world, known) == known - {ADDRESS}
    world.now = decided + KEEP_INTAKES + timedelta(minutes=1)
    assert services.erasure.erase_finished(world.now) == 1
    assert services.outbox.forget_expired() == len(SENT_TO_THE_PROVINCE) + 2
    assert still_known(world, known) == set()
    assert set(world.case()["applicant"].values()) == {None}
    assert world.asks("GET", f"/bookings/{code}?phone_last4={LAST4}").status_code == 404
    assert world.staff("GET", "/statistics", params=DAYS)["total"]["served"] == 1
    assert len(world.staff("GET", f"/bookings/{code}")["trail"]) == 11


def still_known(world: World, known: set[str]) -> set[str]:
    """What of it any row still tells, decrypted."""
    with world.services.shared.sessions() as session:
        said = "".join(
            str(vars(row))
            for mapper in Base.registry.mappers
            for row in session.scalars(select(mapper.class_))
        )
    return {each for each in known if each in said}
