"""The one complete notice in a browser: on a phone, on paper, and where there is none."""

import threading
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
import uvicorn
from fastapi import FastAPI
from fastapi.responses import FileResponse, JSONResponse
from fastapi.staticfiles import StaticFiles
from playwright.sync_api import Browser, Page, expect

import knowledge
from api.services.intake.notice import notice_of
from tests.ports import free_port
from tests.web.interface import WEB

DAY = date(2026, 11, 25)
GONE = "这个园区没有这个事项，请找市住建局办理。"


def application(kb: knowledge.KnowledgeBase) -> FastAPI:
    """The page's files, and real notices."""
    app = FastAPI()
    app.mount("/web", StaticFiles(directory=WEB))

    @app.get("/notice")
    def page() -> FileResponse:
        return FileResponse(WEB / "notice" / "notice.html")

    @app.get("/api/v1/matters/{matter_id}/notice", response_model=None)
    def notice(matter_id: str, park_id: str) -> dict[str, Any] | JSONResponse:
        if matter_id not in kb.matters:
            return JSONResponse({"status": 404, "detail": GONE}, 404)
        return notice_of(kb, matter_id, park_id, DAY)

    return app


@pytest.fixture(scope="module")
def url() -> Iterator[str]:
    config = uvicorn.Config(application(knowledge.load()), port=free_port(), log_level="critical")
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        assert thread.is_alive(), "the server did not start"
        thread.join(timeout=0.05)
    yield f"http://127.0.0.1:{config.port}/notice"
    server.should_exit = True
    thread.join()


@pytest.fixture
def phone(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 360, "height": 740}, locale="zh-CN")
    page = context.new_page()
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    yield page
    context.close()
    assert errors == []


def test_it_can_be_read_on_a_phone(phone: Page, url: str) -> None:
    phone.goto(f"{url}?matter=construction-permit&park=gaoxin")
    expect(phone.get_by_role("heading", level=1)).to_have_text(
        "建筑工程施工许可证核发：一次性告知书"
    )
    expect(phone.get_by_role("term")).to_have_count(30)
    width = phone.evaluate("document.documentElement.scrollWidth")
    assert width <= 360, "nothing sticks out"


def test_samples_and_what_is_missing_are_marked(phone: Page, url: str) -> None:
    phone.goto(f"{url}?matter=construction-permit&park=gaoxin")
    expect(phone.locator(".sample").first).to_contain_text("示例数据，以大厅公布为准")
    expect(phone.locator(".mark").first).to_have_text("示例")
    expect(phone.get_by_role("definition").filter(has_text="暂缺：").first).to_be_visible()
    expect(phone.locator("main")).to_contain_text("告知书版本：sample-2021.")


def test_on_paper_there_is_no_button(phone: Page, url: str) -> None:
    phone.goto(f"{url}?matter=construction-permit&park=gaoxin")
    button = phone.get_by_role("button", name="打印")
    expect(button).to_be_visible()
    phone.emulate_media(media="print")
    expect(button).to_be_hidden()
    assert phone.pdf(prefer_css_page_size=True).startswith(b"%PDF")


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("matter=no-such&park=gaoxin", GONE),
        ("matter=../x", "没有这份一次性告知书"),
        ("", "没有这份"),
    ],
)
def test_where_there_is_none_it_says_what_to_do(
    phone: Page, url: str, query: str, said: str
) -> None:
    phone.goto(f"{url}?{query}")
    expect(phone.get_by_role("alert")).to_contain_text(said)
