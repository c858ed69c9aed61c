"""The conversations that wait for a person, in a browser, as a member of staff works with them."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

import knowledge
from api.db.base import Base
from api.db.migrate import upgrade
from api.db.types import HALL_ZONE
from api.deps import Services
from api.main import create_app
from knowledge.search import Searcher
from tests.api.routes.conftest import INDEX, settings_with
from tests.api.routes.fake_bot import running_fake_bot
from tests.browser import PATIENCE_MS
from tests.web.real import serving

TOKEN = "s" * 32
MARKUP = "<img src=x onerror=\"document.title='hit'\">我的件办得怎么样了"


class Hall:
    """The running application, and who wants a person there."""

    def __init__(self, url: str, state: Any) -> None:
        self.url = url
        self._state = state

    @property
    def services(self) -> Services:
        services: Services = self._state.services
        return services

    def clear(self) -> None:
        with self.services.shared.engine.begin() as connection:
            for table in reversed(Base.metadata.sorted_tables):
                connection.execute(table.delete())

    def wants_a_person(self, words: str, reason: str = "request") -> str:
        """Somebody said something and asked for a person; the conversation's id."""
        conversation_id, _ = self.services.conversations.open("widget", "gaoxin")
        said = [("applicant", {"text": words}), ("guide", {"text": "这件事我没能对上。"})]
        self.services.conversations.record(conversation_id, said)
        self.services.handoffs.ask(conversation_id, reason, datetime.now(HALL_ZONE))
        return conversation_id

    def said_last(self, conversation_id: str) -> tuple[str, str]:
        last = self.services.conversations.transcript(conversation_id)[-1]
        return last["sender"], last["text"]


@pytest.fixture(scope="module")
def hall(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Hall]:
    """The real application with a database of its own."""
    url = f"sqlite:///{tmp_path_factory.mktemp('handoffs-page') / 'guide.db'}"
    upgrade(url)
    kb = knowledge.load()
    with running_fake_bot() as bot:
        app = create_app(settings_with(url, bot), lambda _: (kb, Searcher.open(kb, INDEX)))
        with serving(app) as address:
            yield Hall(address, app.state)


@pytest.fixture
def page(browser: Browser, hall: Hall) -> Iterator[Page]:
    """The page, signed in; an error in its scripts fails the test."""
    hall.clear()
    context = browser.new_context(viewport={"width": 1280, "height": 900}, locale="zh-CN")
    context.set_default_timeout(PATIENCE_MS)
    page = context.new_page()
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.goto(f"{hall.url}/staff/handoffs")
    page.get_by_label("工作人员口令").fill(TOKEN)
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="刷新")).to_be_focused()
    yield page
    context.close()
    assert faults == []


def test_nobody_waits(page: Page) -> None:
    expect(page.get_by_text("没有人在等。")).to_be_visible()


def test_a_person_reads_the_case_answers_and_hands_back(page: Page, hall: Hall) -> None:
    conversation_id = hall.wants_a_person(MARKUP)
    hall.services.handoffs.hear(conversation_id, "13907356611", datetime.now(HALL_ZONE))
    page.get_by_role("button", name="刷新").click()
    page.get_by_role("list", name="等候的对话").get_by_role("button").click()
    expect(page.locator("#facts")).to_contain_text("申请人要求")
    expect(page.locator("#facts")).to_contain_text("郴州高新区")
    expect(page.locator("#facts")).to_contain_text("13907356611")
    expect(page.locator("#transcript")).to_contain_text(MARKUP)
    expect(page.locator("#transcript img")).to_have_count(0)

    page.get_by_label("答复", exact=True).fill("您好，我是窗口的小刘。\n请把受理单号告诉我。")
    page.get_by_role("button", name="发送").click()
    expect(page.get_by_role("status")).to_have_text("已发送。")
    expect(page.locator("#transcript")).to_contain_text("请把受理单号告诉我。")
    assert hall.said_last(conversation_id)[0] == "staff"

    page.get_by_role("button", name="办完了，交还导办").click()
    expect(page.get_by_role("status")).to_have_text("已交还导办。")
    expect(page.get_by_text("没有人在等。")).to_be_visible()
    expect(page.locator("#case")).to_be_hidden()


def test_despair_is_seen_in_the_list(page: Page, hall: Hall) -> None:
    hall.wants_a_person("不想活了", "distress")
    page.get_by_role("button", name="刷新").click()
    line = page.get_by_role("list", name="等候的对话").get_by_role("listitem")
    expect(line).to_contain_text("请尽快联系")


def test_signing_out_leaves_nothing_on_the_page(page: Page, hall: Hall) -> None:
    hall.wants_a_person("想问别的事")
    page.get_by_role("button", name="刷新").click()
    page.get_by_role("list", name="等候的对话").get_by_role("button").click()
    expect(page.locator("#transcript")).to_contain_text("想问别的事")
    page.get_by_role("button", name="退出").click()
    expect(page.get_by_label("工作人员口令")).to_be_focused()
    assert "想问别的事" not in page.content()
