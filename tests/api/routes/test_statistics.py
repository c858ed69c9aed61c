"""The staff's statistics over HTTP: what conversations ask is counted, told, and taken as files."""

import csv
import io
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

import openpyxl  # type: ignore[import-untyped]
import pytest
from fastapi.testclient import TestClient
from sqlalchemy import select

from api.db.audit import AuditEntry
from api.db.base import Base
from api.db.engine import SessionFactory
from api.deps import Services
from api.services.reviews import Sighting
from api.services.statistics.tables import COLUMNS
from tests.api.routes.conftest import WEDNESDAY_MORNING
from tests.api.routes.conversation import Chat
from tests.api.routes.fake_bot import FakeBot, says
from tests.api.statistics import rows
from tests.api.statistics.rows import FOOD, MATTER, at

STAFF = "/api/v1/staff"
STATISTICS = f"{STAFF}/statistics"
NEAR = [{"matter_id": FOOD, "name": "食品经营许可", "score": 0.6}]
NINE = at("2026-11-23T09:00")
EVIL = '=HYPERLINK("http://x.example","开")'


@pytest.fixture
def sessions(client: TestClient) -> Iterator[SessionFactory]:
    """Sessions of the application's database, emptied afterwards."""
    services: Services = client.app.state.services  # type: ignore[attr-defined]
    yield services.shared.sessions
    services.shared.demand.flush()
    with services.shared.engine.begin() as connection:
        for table in reversed(Base.metadata.sorted_tables):
            connection.execute(table.delete())


@pytest.fixture
def filled(sessions: SessionFactory) -> None:
    """A week with something of everything."""
    with sessions() as session, session.begin():
        rows.asked(session, NINE.date(), "found", 5)
        rows.asked(session, NINE.date(), "not_found", 2, matter_id="")
        rows.a_visit(session, NINE, "missed")
        rows.a_visit(session, NINE, "cancelled", name="取消的人")
        visit = rows.a_visit(session, NINE, "done", name=EVIL, company=None)
        rows.served(session, NINE, 90, 600, booking_code=visit.code)
        rows.a_grade(session, 2, NINE, booking_code=visit.code)


def get(client: TestClient, staff: dict[str, str], path: str, **params: Any) -> Any:
    answer = client.get(path, params=params, headers=staff)
    assert answer.status_code == 200, answer.text
    return answer


def test_a_turn_that_asks_for_a_matter_is_counted(
    client: TestClient, staff: dict[str, str], bot: FakeBot, sessions: SessionFactory
) -> None:
    chat = Chat(client, park_id="gaoxin", channel="kiosk")
    bot.answer = lambda _: says("哪一个", topic="matter", decision="clarify", candidates=NEAR)
    chat.turn(text="开店")
    bot.answer = lambda _: says("好", topic="matter", matter_id=FOOD, candidates=[])
    chat.turn(payload=f'/choose_matter{{"matter_id":"{FOOD}","topic":"matter"}}')
    bot.answer = lambda _: says("没有", topic="none", decision="none", candidates=[])
    chat.turn(text="造飞艇")
    bot.answer = lambda _: says("您好", topic="chitchat")
    chat.turn(text="你好")
    services: Services = client.app.state.services  # type: ignore[attr-defined]
    services.shared.demand.flush()
    today = datetime.now(WEDNESDAY_MORNING.tzinfo).date()  # turns go by the clock
    total = get(client, staff, STATISTICS, **{"from": today, "to": today}).json()["total"]
    assert (total["asked"], total["clarified"], total["chosen"], total["not_found"]) == (2, 1, 1, 1)
    with sessions() as session:
        stored = session.execute(Base.metadata.tables["demand"].select()).all()
    assert {row.channel for row in stored} == {"kiosk"}


def test_a_search_of_a_type_ahead_box_is_not_counted(
    client: TestClient, sessions: SessionFactory
) -> None:
    client.post("/api/v1/matters/search", json={"query": "开饭店"})
    services: Services = client.app.state.services  # type: ignore[attr-defined]
    assert services.shared.demand.flush() == 0


@pytest.mark.usefixtures("filled")
def test_the_report(client: TestClient, staff: dict[str, str]) -> None:
    report = get(client, staff, STATISTICS, park_id="gaoxin", by="week").json()
    assert (report["first"], report["last"]) == ("2026-10-29", "2026-11-25")
    nobody, matter = report["rows"]
    assert (nobody["name"], nobody["asked"]) == ("（没有对上事项）", 2)
    assert matter["period"] == {"first": "2026-11-23", "last": "2026-11-25", "label": "2026-W48"}
    assert (matter["key"], matter["name"]) == (MATTER, "建筑工程施工许可证核发")
    assert (matter["booked"], matter["missed"], matter["served"], matter["rated"]) == (3, 1, 1, 1)
    assert (report["total"]["waited_mean"], report["total"]["mean_stars"]) == (1.5, 2.0)
    assert any("样例" in note for note in report["notes"])
    window = get(client, staff, STATISTICS, window_id="gaoxin-01", per="window").json()
    assert (window["total"]["asked"], window["total"]["booked"]) == (None, 3)


@pytest.mark.usefixtures("filled")
def test_the_files_say_the_same(client: TestClient, staff: dict[str, str]) -> None:
    wanted = {"park_id": "gaoxin", "by": "month", "from": "2026-11-01", "to": "2026-11-30"}
    report = get(client, staff, STATISTICS, **wanted).json()
    told = [*report["rows"], report["total"]]
    answer = get(client, staff, f"{STATISTICS}.csv", **wanted)
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    lines = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
    book = openpyxl.load_workbook(
        io.BytesIO(get(client, staff, f"{STATISTICS}.xlsx", **wanted).content)
    )
    sheet = [list(row) for row in book.active.iter_rows(values_only=True)]
    about = [line[0] for line in lines[:6]]
    assert about[:3] == [
        "统计：按事项，按月",
        "期间：2026-11-01 至 2026-11-30",
        "园区：郴州高新技术产业开发区",
    ]
    assert about[3] == "生成时间：2026-11-25 10:05"
    assert "样例" in about[5]
    assert [row[0] for row in sheet[:6]] == about
    assert lines[6] == sheet[6] == ["期间", "起", "止", "编号", "事项", *COLUMNS.values()]
    for in_csv, in_sheet, row in zip(lines[7:], sheet[7:], told, strict=True):
        numbers = [row[name] for name in COLUMNS]
        assert in_sheet[5:] == numbers
        assert in_csv[5:] == ["" if number is None else str(number) for number in numbers]
        assert in_csv[4] == in_sheet[4] == row["name"]


@pytest.mark.usefixtures("filled")
def test_lists_of_what_to_look_into(client: TestClient, staff: dict[str, str]) -> None:
    unasked = get(client, staff, f"{STATISTICS}/unasked", park_id="gaoxin").json()
    assert MATTER not in {item["matter_id"] for item in unasked["items"]}
    assert FOOD in {item["matter_id"] for item in unasked["items"]}
    badly = get(client, staff, f"{STATISTICS}/badly-running").json()
    assert badly["items"] == []
    assert {rule["rule"] for rule in badly["rules"]} >= {"missed", "bad_ratings"}
    assert all(rule["least"] and str(rule["least"]) in rule["text"] for rule in badly["rules"])
    services: Services = client.app.state.services  # type: ignore[attr-defined]
    services.reviews.keep(
        Sighting("想造飞艇", "not_found", "sample-2021", candidates=NEAR), WEDNESDAY_MORNING
    )
    unanswered = get(client, staff, f"{STATISTICS}/unanswered").json()
    assert unanswered["review_page"] == "/staff/review"
    assert [(i["text"], i["times"], i["nearest"]) for i in unanswered["items"]] == [
        ("想造飞艇", 1, ["食品经营许可"])
    ]


@pytest.mark.usefixtures("filled")
def test_a_list_of_visits_hides_the_people(
    client: TestClient, staff: dict[str, str], sessions: SessionFactory
) -> None:
    wanted = {"park_id": "gaoxin", "from": "2026-11-23"}
    lines = list(
        csv.reader(io.StringIO(get(client, staff, f"{STAFF}/bookings.csv", **wanted).text))
    )
    visits = lines[6:]
    statuses = {line[5] for line in visits}
    assert statuses == {"未到", "已办完"}, "a cancelled visit is nobody's business"
    missed = next(line for line in visits if line[5] == "未到")
    assert missed[7:10] == ["张**", "***", "***"]
    assert "5678" not in str(lines), "with the code it would open the booking"
    with sessions() as session:
        assert session.scalars(select(AuditEntry)).all() == []


@pytest.mark.usefixtures("filled")
def test_a_full_list_is_kept_in_the_trail_with_who_took_it(
    client: TestClient, staff: dict[str, str], sessions: SessionFactory
) -> None:
    wanted: dict[str, Any] = {"park_id": "gaoxin", "from": "2026-11-23", "to": "2026-11-24"}
    wanted["full"] = True
    for kind in ("csv", "xlsx"):
        refused = client.get(f"{STAFF}/bookings.{kind}", params=wanted, headers=staff)
        assert refused.status_code == 422
        assert "工号" in refused.json()["detail"]
    named = {**staff, "X-Staff-Number": "007"}
    lines = list(
        csv.reader(io.StringIO(get(client, named, f"{STAFF}/bookings.csv", **wanted).text))
    )
    people = {tuple(line[7:10]) for line in lines[6:]}
    assert people == {
        ("张三丰", "13812345678", "郴州某某科技有限公司"),
        (f"'{EVIL}", "13812345678", ""),
    }
    book = openpyxl.load_workbook(
        io.BytesIO(get(client, named, f"{STAFF}/bookings.xlsx", **wanted).content)
    )
    cells = [cell for row in book.active.iter_rows() for cell in row if cell.value == EVIL]
    assert [cell.data_type for cell in cells] == ["s"]
    with sessions() as session:
        entries = session.scalars(select(AuditEntry)).all()
    assert {(entry.actor, entry.action, entry.subject_id) for entry in entries} == {
        ("staff:007", "exported", "visits:gaoxin")
    }
    assert entries[0].details == {"first": "2026-11-23", "last": "2026-11-24", "visits": 2}


def test_a_person_who_was_forgotten_leaves_an_empty_place(
    client: TestClient, staff: dict[str, str], sessions: SessionFactory
) -> None:
    with sessions() as session, session.begin():
        rows.a_visit(session, NINE, "done", name=None, phone=None, company=None)
    wanted = {"park_id": "gaoxin", "from": "2026-11-23", "to": "2026-11-23", "full": True}
    named = {**staff, "X-Staff-Number": "007"}
    answer = get(client, named, f"{STAFF}/bookings.csv", **wanted)
    lines = list(csv.reader(io.StringIO(answer.text)))
    assert lines[-1][7:10] == ["", "", ""]


@pytest.mark.parametrize(
    ("params", "words"),
    [
        ({"from": "2026-12-02", "to": "2026-12-01"}, "对调"),
        ({"from": "2024-01-01", "to": "2026-12-01"}, "731"),
        ({"from": "0001-01-01"}, "2021-03-10"),
        ({"to": "0001-01-01"}, "2021-03-10"),
        ({"to": "9999-12-31"}, "2100-12-31"),
        ({"by": "year"}, "by"),
        ({"per": "person"}, "per"),
        ({"park_id": "nowhere"}, "park_id"),
        ({"from": "gestern"}, "from"),
    ],
)
@pytest.mark.parametrize("path", [STATISTICS, f"{STATISTICS}.csv", f"{STATISTICS}.xlsx"])
def test_what_makes_no_sense_is_refused(
    client: TestClient, staff: dict[str, str], path: str, params: dict[str, str], words: str
) -> None:
    answer = client.get(path, params=params, headers=staff)
    assert answer.status_code == 422
    assert words in answer.json()["detail"]


def test_a_visit_list_reaches_a_month_at_most(client: TestClient, staff: dict[str, str]) -> None:
    wanted = {"park_id": "gaoxin", "from": "2026-11-01", "to": "2026-12-01"}
    assert client.get(f"{STAFF}/bookings.csv", params=wanted, headers=staff).status_code == 200
    longer = {**wanted, "to": "2026-12-02"}
    assert client.get(f"{STAFF}/bookings.csv", params=longer, headers=staff).status_code == 422


@pytest.mark.parametrize(
    "path",
    ["statistics", "statistics.csv", "statistics.xlsx", "statistics/unasked",
     "statistics/unanswered", "statistics/badly-running", "bookings.csv", "bookings.xlsx",
     "ratings"],
)  # fmt: skip
def test_none_of_it_is_for_everybody(client: TestClient, path: str) -> None:
    assert client.get(f"{STAFF}/{path}", params={"park_id": "gaoxin"}).status_code == 401


def test_without_dates_the_four_weeks_until_today_are_meant(
    client: TestClient, staff: dict[str, str]
) -> None:
    report = get(client, staff, STATISTICS, **{"from": "2027-01-04"}).json()
    assert (report["first"], report["last"]) == ("2027-01-04", "2027-01-04"), "a day to come"
    report = get(client, staff, STATISTICS, to=date(2021, 3, 12)).json()
    assert report["first"] == "2021-03-10"
