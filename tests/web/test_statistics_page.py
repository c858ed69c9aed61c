"""The statistics page in a real browser, on the real application."""

import io
import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import openpyxl  # type: ignore[import-untyped]
import pytest
from fastapi import FastAPI
from playwright.sync_api import Browser, Page, ViewportSize, expect

import knowledge
from api.db.base import Base
from api.db.migrate import upgrade
from api.db.types import HALL_ZONE
from api.deps import Services
from api.main import create_app
from api.services.reviews import Sighting
from knowledge.search import Searcher
from tests.api.routes.conftest import INDEX, settings_with
from tests.api.routes.fake_bot import running_fake_bot
from tests.api.statistics import rows
from tests.api.statistics.rows import FOOD
from tests.browser import PATIENCE_MS
from tests.web.interface import WEB
from tests.web.real import serving

TOKEN = "s" * 32
SIZES: dict[str, ViewportSize] = {
    "phone": {"width": 390, "height": 844},
    "desk": {"width": 1440, "height": 900},
}
NOW = datetime.now(HALL_ZONE).replace(hour=10, minute=0, second=0, microsecond=0)


class Hall:
    """The running application and what happens in it."""

    def __init__(self, url: str, app: FastAPI) -> None:
        self.url = url
        self._app = app

    @property
    def services(self) -> Services:
        services: Services = self._app.state.services
        return services

    def clear(self) -> None:
        with self.services.shared.engine.begin() as connection:
            for table in reversed(Base.metadata.sorted_tables):
                connection.execute(table.delete())

    def three_weeks(self) -> None:
        """Some weeks of work, the same however often one looks."""
        with self.services.shared.sessions() as session, session.begin():
            for ago in range(0, 21, 3):
                when = NOW - timedelta(days=ago)
                rows.asked(session, when.date(), "found", 4 + ago)
                rows.asked(session, when.date(), "not_found", 1, matter_id="")
                for status in ("missed", "done", "done"):
                    visit = rows.a_visit(session, when, status)
                rows.a_visit(session, when, "done", matter_id=FOOD, window_id="gaoxin-02")
                rows.served(session, when, 60 * (5 + ago), 900, booking_code=visit.code)
                rows.a_grade(session, 5 if ago % 2 else 1, when)
        seen = Sighting("想造飞艇", "not_found", "sample-2021", park_id="gaoxin")
        self.services.reviews.keep(seen, NOW)


@pytest.fixture(scope="module")
def hall(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Hall]:
    """The real application with a database of its own."""
    url = f"sqlite:///{tmp_path_factory.mktemp('statistics-page') / 'guide.db'}"
    upgrade(url)
    kb = knowledge.load()
    with running_fake_bot() as bot:
        app = create_app(settings_with(url, bot), lambda _: (kb, Searcher.open(kb, INDEX)))
        with serving(app) as address:
            yield Hall(address, app)


@pytest.fixture(params=SIZES)
def page(request: pytest.FixtureRequest, browser: Browser, hall: Hall) -> Iterator[Page]:
    """The page, just opened; an error in its scripts fails the test."""
    hall.clear()
    context = browser.new_context(viewport=SIZES[request.param], locale="zh-CN")
    context.set_default_timeout(PATIENCE_MS)
    page = context.new_page()
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("console", lambda said: faults.append(said.text) if "Security" in said.text else None)
    page.goto(f"{hall.url}/staff/statistics")
    yield page
    context.close()
    assert faults == []


def sign_in(page: Page) -> None:
    page.get_by_label("工作人员口令").fill(TOKEN)
    page.keyboard.press("Enter")
    expect(page.get_by_label("园区", exact=True)).to_be_focused()


def row(page: Page, name: str) -> Any:
    return page.get_by_role("row", name=re.compile(f"^{name}"))


def ask(page: Page, **choices: str) -> None:
    for label, choice in choices.items():
        page.get_by_label(label, exact=True).select_option(choice)
    page.get_by_role("button", name="查询").click()


def test_the_token_is_asked_for(page: Page) -> None:
    page.get_by_label("工作人员口令").fill("wrong")
    page.get_by_role("button", name="进入").click()
    expect(page.get_by_role("alert")).to_contain_text("口令不对")
    sign_in(page)
    page.reload()
    expect(page.get_by_label("园区", exact=True)).to_be_focused()
    page.get_by_role("button", name="退出").click()
    expect(page.get_by_label("工作人员口令")).to_be_focused()
    assert page.locator("#table").inner_text() == ""


def test_the_table_and_the_chart_tell_the_same(page: Page, hall: Hall) -> None:
    hall.three_weeks()
    sign_in(page)
    permit = row(page, "建筑工程施工许可证核发")
    expect(permit.get_by_role("cell").nth(6)).to_have_text("21")
    expect(row(page, "食品经营许可").get_by_role("cell").nth(6)).to_have_text("7")
    expect(row(page, "合计").get_by_role("cell").nth(6)).to_have_text("28")
    chart = page.get_by_role("img")
    expect(chart).to_have_accessible_name(
        re.compile("预约的条形图，2 条；全部 28，最多的是 建筑工程")
    )
    page.get_by_label("看哪一项").select_option("爽约")
    expect(chart).to_have_accessible_name(re.compile("爽约的条形图，1 条；全部 7"))
    page.get_by_label("看哪一项").select_option("超过时限")
    expect(page.locator("#chart")).to_contain_text("没有可画的数")
    expect(page.locator("#notes")).to_contain_text("样例")


def test_weeks_in_a_row(page: Page, hall: Hall) -> None:
    hall.three_weeks()
    sign_in(page)
    ask(page, 按什么分="不分", 期间="按周")
    weeks = page.locator("tbody tr")
    expect(weeks.first).to_contain_text(re.compile(r"\d{4}年第\d+周"))
    assert weeks.count() in (4, 5)
    booked = [int(cell) for cell in page.locator("tbody td:nth-of-type(7)").all_inner_texts()]
    assert sum(booked) == 28
    expect(page.locator("#chart rect")).to_have_count(weeks.count())


def test_another_park_has_other_numbers(page: Page, hall: Hall) -> None:
    hall.three_weeks()
    sign_in(page)
    ask(page, 园区="经开区")
    expect(row(page, "合计").get_by_role("cell").nth(6)).to_have_text("0")
    ask(page, 园区="高新区", 按什么分="窗口")
    expect(row(page, "郴州高新区1号窗口").get_by_role("cell").nth(0)).to_have_text("—")
    expect(row(page, "郴州高新区1号窗口").get_by_role("cell").nth(6)).to_have_text("21")


def test_a_period_the_wrong_way_round_is_told(page: Page) -> None:
    sign_in(page)
    expect(page.get_by_label("从", exact=True)).not_to_have_value("")
    page.get_by_label("从", exact=True).fill("2026-12-02")
    page.get_by_label("到", exact=True).fill("2026-12-01")
    page.get_by_role("button", name="查询").click()
    expect(page.get_by_role("status")).to_contain_text("对调")


def test_the_files_are_saved_with_the_token(page: Page, hall: Hall, tmp_path: Path) -> None:
    hall.three_weeks()
    sign_in(page)
    expect(row(page, "合计")).to_be_visible()
    with page.expect_download() as csv:
        page.get_by_role("button", name="下载 CSV").click()
    assert re.fullmatch(r"统计_[\d-]+_[\d-]+\.csv", csv.value.suggested_filename)
    csv.value.save_as(tmp_path / "a.csv")
    assert (tmp_path / "a.csv").read_text("utf-8-sig").startswith("统计：按事项")
    with page.expect_download() as xlsx:
        page.get_by_role("button", name="下载 Excel").click()
    xlsx.value.save_as(tmp_path / "a.xlsx")
    sheet = openpyxl.load_workbook(io.BytesIO((tmp_path / "a.xlsx").read_bytes())).active
    assert [row.value for row in sheet[sheet.max_row]][11] == 28
    expect(page.get_by_role("status")).to_contain_text("已下载：统计_")


def test_what_to_look_into(page: Page, hall: Hall) -> None:
    hall.three_weeks()
    sign_in(page)
    badly = page.locator("#badly")
    expect(badly).to_contain_text("到期的 21 个预约里 7 个没来（33%）")
    badly.get_by_text("按什么算").click()
    expect(badly).to_contain_text("不少于 10 个")
    unasked = page.locator("#unasked")
    unasked.get_by_text(re.compile("^高新区：")).click()
    expect(unasked.get_by_role("listitem").filter(has_text="食品经营许可")).to_have_count(0)
    expect(page.locator("#unanswered")).to_contain_text("想造飞艇 1 次 · 没找到 · 高新区")
    page.get_by_role("link", name="到“问法”页处理").click()
    expect(page.get_by_role("heading", name="待收录的问法")).to_be_visible()
    expect(page.get_by_role("listitem")).to_contain_text("想造飞艇")


def test_nothing_is_cut_off_and_markup_stays_text(page: Page, hall: Hall) -> None:
    hall.three_weeks()
    evil = Sighting("<img src=x onerror=alert(1)>" + "A" * 150, "not_found", "e")
    hall.services.reviews.keep(evil, NOW)
    sign_in(page)
    expect(page.locator("#unanswered")).to_contain_text("<img src=x")
    wide = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"
    assert page.evaluate(wide) <= 0
    for size in ({"width": 320, "height": 568}, {"width": 1024, "height": 768}):
        page.set_viewport_size(size)  # type: ignore[arg-type]
        assert page.evaluate(wide) <= 0


def test_when_the_guide_is_away_that_is_told(page: Page) -> None:
    sign_in(page)
    expect(row(page, "合计")).to_be_visible()
    page.route("**/api/**", lambda route: route.abort())
    page.get_by_role("button", name="查询").click()
    expect(page.get_by_role("status")).to_contain_text("网络不通")
    page.get_by_role("button", name="下载 CSV").click()
    expect(page.get_by_role("status")).to_contain_text("网络不通")


def test_it_is_served_like_the_other_pages(hall: Hall) -> None:
    policy = re.compile(r"Content-Security-Policy\" content=\"([^\"]+)")
    paths = ("/", "/staff/review", "/staff/statistics")
    pages = [httpx.get(hall.url + path) for path in paths]
    assert len({found[1] for page in pages if (found := policy.search(page.text))}) == 1
    assert pages[-1].headers["X-Frame-Options"] == "DENY"
    builders = re.compile(r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(")
    scripts = [*(WEB / "staff").glob("*.js"), *(WEB / "staff" / "statistics").glob("*.js")]
    assert len(scripts) == 7
    assert [file for file in scripts if builders.search(file.read_text("utf-8"))] == []
