"""The display board and the page of one ticket, in a browser."""

import re
import threading
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import httpx
import pytest
import uvicorn
from playwright.sync_api import Browser, Page, expect
from sqlalchemy import delete

import knowledge
from api.db.migrate import upgrade
from api.db.queue import Ticket, TicketSeries
from api.deps import Services, current_time
from api.main import create_app
from api.services.queue.presence import LASTS
from api.services.queue.service import Queue
from knowledge.search import Searcher
from tests.api.hall import MATTER, PARK, at
from tests.api.routes.conftest import INDEX, settings_with
from tests.api.routes.fake_bot import running_fake_bot
from tests.browser import PATIENCE_MS
from tests.ports import free_port
from tests.web.interface import WEB

CLERK = "staff:007"
WINDOW = "gaoxin-01"


class Hall:
    """The running application on a Wednesday morning, and its queue."""

    def __init__(self, url: str, state: Any) -> None:
        self.url = url
        self._state = state
        self.now = at("2026-11-25T10:00")

    @property
    def queue(self) -> Queue:
        services: Services = self._state.services
        return services.queue

    def walks_in(self, matter_id: str = MATTER) -> Ticket:
        return self.queue.tickets.walk_in(PARK, matter_id, self.now).ticket

    def calls(self) -> Ticket:
        ticket = self.queue.calling.call_next(WINDOW, CLERK, self.now)
        assert ticket is not None
        return ticket

    def clear(self) -> None:
        self.now = at("2026-11-25T10:00")
        with self._state.services.shared.sessions() as session, session.begin():
            session.execute(delete(Ticket))
            session.execute(delete(TicketSeries))


@pytest.fixture(scope="module")
def hall(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Hall]:
    """The real application."""
    url = f"sqlite:///{tmp_path_factory.mktemp('queue-pages') / 'guide.db'}"
    upgrade(url)
    kb = knowledge.load()
    with running_fake_bot() as bot:
        app = create_app(settings_with(url, bot), lambda _: (kb, Searcher.open(kb, INDEX)))
        server = uvicorn.Server(uvicorn.Config(app, port=free_port(), log_level="critical"))
        thread = threading.Thread(target=server.run, daemon=True)
        thread.start()
        while not server.started:
            assert thread.is_alive(), "the server did not start"
            thread.join(timeout=0.05)
        hall = Hall(f"http://127.0.0.1:{server.config.port}", app.state)
        app.dependency_overrides[current_time] = lambda: hall.now
        yield hall
        server.should_exit = True
        thread.join()


@pytest.fixture
def opened(browser: Browser, hall: Hall) -> Iterator[Callable[..., Page]]:
    """Opens a page; an error in its scripts fails the test."""
    hall.clear()
    contexts, faults = [], list[str]()

    def open_page(path: str, width: int, height: int) -> Page:
        context = browser.new_context(
            viewport={"width": width, "height": height}, locale="zh-CN", reduced_motion="reduce"
        )
        context.set_default_timeout(PATIENCE_MS)
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.clock.install(time=hall.now)
        page.goto(hall.url + path)
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert faults == []


@pytest.fixture
def board(opened: Callable[..., Page]) -> Page:
    return opened("/board?hall=gaoxin-hall", 1920, 1080)


def pass_time(page: Page, hall: Hall, seconds: int) -> None:
    """Time passes for the hall and for the page."""
    hall.now += timedelta(seconds=seconds)
    page.clock.run_for(1000 * seconds)


def row(page: Page, name: str) -> Any:
    return page.get_by_role("row", name=re.compile(name))


def test_the_board_shows_who_is_called_served_and_next(board: Page, hall: Hall) -> None:
    expect(board.get_by_role("heading", name="郴州高新区政务服务大厅")).to_be_visible()
    expect(board.get_by_text("暂时没有叫号，请稍候")).to_be_visible()
    for _ in range(4):
        hall.walks_in()
    ticket = hall.calls()
    hall.queue.calling.start(ticket.ticket_id, CLERK, hall.now)
    hall.calls()
    pass_time(board, hall, 3)
    called = board.get_by_role("listitem")
    expect(called).to_have_count(1)
    expect(called).to_contain_text("A002")
    expect(called).to_contain_text("1号窗口")
    expect(called).to_have_class("call fresh")
    expect(row(board, "1号窗口")).to_contain_text("A002　A001")
    expect(row(board, "1号窗口").get_by_role("cell").nth(1)).to_have_text("A003")
    expect(row(board, "1号窗口")).to_contain_text("2 人")
    pass_time(board, hall, 18)
    expect(called).to_have_class("call")


def test_new_calls_are_read_out_once_and_repeated_ones_again(board: Page, hall: Hall) -> None:
    spoken = board.get_by_role("status")
    expect(spoken).to_have_attribute("aria-live", "polite")
    hall.walks_in()
    ticket = hall.calls()
    pass_time(board, hall, 3)
    expect(spoken).to_have_text("请 A001 号到1号窗口办理。")
    board.evaluate("document.getElementById('spoken').textContent = ''")
    pass_time(board, hall, 3)
    expect(board.get_by_role("listitem")).to_have_count(1)
    expect(spoken).to_have_text("")
    hall.queue.calling.recall(ticket.ticket_id, CLERK, hall.now)
    pass_time(board, hall, 3)
    expect(spoken).to_have_text("请 A001 号到1号窗口办理。")


def test_what_is_out_of_date_says_so_until_it_is_not(board: Page, hall: Hall) -> None:
    expect(board.get_by_text("暂时没有叫号")).to_be_visible()
    board.route("**/api/**", lambda route: route.abort())
    pass_time(board, hall, 12)
    late = board.get_by_role("alert")
    expect(late).to_contain_text("画面停在 10:00:00，正在重新连接")
    board.unroute("**/api/**")
    pass_time(board, hall, 4)
    expect(late).to_be_hidden()


def test_the_staff_make_the_screen_show_the_presence_code(
    opened: Callable[..., Page], hall: Hall
) -> None:
    board = opened("/board?hall=gaoxin-hall", 1366, 768)
    shown = board.get_by_text("现场码", exact=False).first
    expect(board.get_by_text("暂时没有叫号")).to_be_visible()
    expect(shown).to_be_hidden()
    board.get_by_text("工作人员", exact=True).click()
    for token in ("wrong", "s" * 32):
        board.get_by_label("工作人员口令").fill(token)
        board.get_by_role("button", name="显示现场码").click()
        if token == "wrong":
            expect(board.get_by_text("口令不对")).to_be_visible()
            expect(shown).to_be_hidden()
    first, second = (
        hall.queue.presence.code_of("gaoxin-hall", hall.now + later).code
        for later in (timedelta(), LASTS)
    )
    expect(shown).to_have_text(f"现场码 {first}")
    expect(board.get_by_role("button", name="不再显示现场码")).to_be_hidden()
    pass_time(board, hall, int(LASTS.total_seconds()))
    expect(shown).to_have_text(f"现场码 {second}")
    board.reload()
    expect(shown).to_have_text(f"现场码 {second}")
    board.get_by_text("工作人员", exact=True).click()
    board.get_by_role("button", name="不再显示现场码").click()
    expect(shown).to_be_hidden()


@pytest.mark.parametrize("fate", ["refused", "never answered"])
def test_a_presence_code_that_is_over_is_not_shown_any_more(
    board: Page, hall: Hall, fate: str
) -> None:
    board.evaluate("token => sessionStorage.setItem('guide.staff-token', token)", "s" * 32)
    board.reload()
    shown = board.locator("#presence")
    expect(shown).to_be_visible()
    board.route("**/api/**", lambda route: route.abort() if fate == "refused" else None)
    pass_time(board, hall, int(LASTS.total_seconds()))
    expect(shown).to_be_visible()
    pass_time(board, hall, int(LASTS.total_seconds()))
    expect(shown).to_be_hidden()


def test_a_closed_hall_says_when_it_opens(opened: Callable[..., Page], hall: Hall) -> None:
    hall.now = at("2026-11-25T12:10")
    board = opened("/board?hall=gaoxin-hall", 1920, 1080)
    expect(board.get_by_text("现在不在办理时间，11月25日（周三）13:30开始办理。")).to_be_visible()


def test_without_a_hall_the_board_offers_those_there_are(opened: Callable[..., Page]) -> None:
    for path in ("/board", "/board?hall=no-hall", "/board?hall=%3Cb%3E"):
        page = opened(path, 1280, 720)
        page.get_by_role("link", name="郴州高新区政务服务大厅").click()
        expect(page.get_by_text("暂时没有叫号")).to_be_visible()


@pytest.mark.parametrize(("width", "height"), [(1920, 1080), (1366, 768), (1080, 1920)])
def test_on_every_screen_all_is_seen_and_large(
    opened: Callable[..., Page], hall: Hall, width: int, height: int
) -> None:
    for matter in (MATTER, "enterprise-registration", "eia-approval"):
        for _ in range(2):
            hall.walks_in(matter)
    for window in (WINDOW, WINDOW, "gaoxin-03", "gaoxin-04", "gaoxin-04"):
        hall.queue.calling.call_next(window, CLERK, hall.now)
    board = opened("/board?hall=gaoxin-hall", width, height)
    expect(board.get_by_role("listitem")).to_have_count(5)
    expect(board.get_by_role("row", name=re.compile("6号窗口"))).to_be_in_viewport(ratio=1)
    overflow = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"
    assert board.evaluate(overflow) <= 0
    size = "node => parseFloat(getComputedStyle(node).fontSize)"
    # A letter of a 25th of the screen's height is read from five metres on a 50-inch screen.
    smallest = min(width, height) / 25
    assert board.get_by_text("A001").first.evaluate(size) >= 2 * smallest
    assert row(board, "1号窗口").get_by_role("cell").first.evaluate(size) >= smallest


def test_a_ticket_tells_its_place_and_its_wait(opened: Callable[..., Page], hall: Hall) -> None:
    hall.walks_in()
    hall.walks_in()
    for _ in range(2):
        hall.calls()
    hall.walks_in()
    ticket = hall.walks_in()
    page = opened(f"/ticket?id={ticket.ticket_id}", 390, 844)
    expect(page.get_by_text("A004", exact=True)).to_be_visible()
    expect(page.get_by_text("一楼 1号窗口 投资建设综合窗口")).to_be_visible()
    expect(page.get_by_text("1 人", exact=True)).to_be_visible()
    expect(page.get_by_text("约 30 分钟", exact=True)).to_be_visible()
    expect(page.get_by_role("status")).to_contain_text("前面还有 1 人，大约等 30 分钟")


def test_a_ticket_turns_when_it_is_called_and_ends(opened: Callable[..., Page], hall: Hall) -> None:
    ticket = hall.walks_in()
    page = opened(f"/ticket?id={ticket.ticket_id}", 390, 844)
    expect(page.get_by_role("status")).to_contain_text("下一个就是您")
    hall.calls()
    pass_time(page, hall, 10)
    expect(page.get_by_role("status")).to_have_text("请马上到一楼1号窗口办理。")
    page.route("**/api/**", lambda route: route.abort())
    pass_time(page, hall, 10)
    expect(page.get_by_role("alert")).to_contain_text("网络不通")
    page.unroute("**/api/**")
    hall.queue.calling.start(ticket.ticket_id, CLERK, hall.now)
    hall.queue.calling.finish(ticket.ticket_id, CLERK, hall.now)
    pass_time(page, hall, 10)
    expect(page.get_by_role("status")).to_have_text("这张号已经办完了。")
    expect(page.get_by_role("alert")).to_be_hidden()


@pytest.mark.parametrize("ticket_id", ["", "A001", "0" * 32])
def test_an_unknown_ticket_is_told(opened: Callable[..., Page], ticket_id: str) -> None:
    page = opened(f"/ticket?id={ticket_id}", 390, 844)
    expect(page.get_by_role("status")).to_contain_text("没有这张号")


def test_nothing_is_cut_off_on_a_narrow_phone(opened: Callable[..., Page], hall: Hall) -> None:
    page = opened(f"/ticket?id={hall.walks_in().ticket_id}", 320, 568)
    expect(page.get_by_text("A001", exact=True)).to_be_visible()
    wide = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"
    assert page.evaluate(wide) <= 0


def test_they_are_served_like_the_other_pages(hall: Hall) -> None:
    policy = re.compile(r"Content-Security-Policy\" content=\"[^\"]+")
    texts = [httpx.get(hall.url + path).text for path in ("/", "/board", "/ticket")]
    assert len({found[0] for found in map(policy.search, texts) if found}) == 1
    builders = re.compile(r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(")
    scripts = [file for folder in ("board", "ticket") for file in (WEB / folder).glob("*.js")]
    assert len(scripts) == 5
    assert [file for file in scripts if builders.search(file.read_text("utf-8"))] == []
