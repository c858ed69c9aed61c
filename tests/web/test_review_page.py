"""The review list in a browser, as a member of staff works through it."""

import json
import re
import shutil
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest
from playwright.sync_api import Browser, Page, ViewportSize, expect
from sqlalchemy import delete

import knowledge
from api.db.migrate import upgrade
from api.db.review import ReviewItem
from api.db.types import HALL_ZONE
from api.deps import Services
from api.main import create_app
from api.services.reviews import Sighting
from knowledge.loader import DATA
from knowledge.search import Searcher
from tests.api.routes.conftest import INDEX, settings_with
from tests.api.routes.fake_bot import running_fake_bot
from tests.browser import PATIENCE_MS
from tests.web.interface import WEB
from tests.web.real import serving

FOOD, PREPACKAGED = "food-business-permit", "prepackaged-food-filing"
NEAR = [{"matter_id": FOOD, "score": 0.21}, {"matter_id": PREPACKAGED, "score": 0.2}]
LEARNING_MS = 60_000
"""The index is built anew, on a machine that may be busy."""
SIZES: dict[str, ViewportSize] = {
    "phone": {"width": 390, "height": 844},
    "desk": {"width": 1440, "height": 900},
}


class Hall:
    """The running application and the people who asked."""

    def __init__(self, url: str, state: Any, data: Path) -> None:
        self.url = url
        self.state = state
        self.data = data
        self.token = "s" * 32

    @property
    def services(self) -> Services:
        services: Services = self.state.services
        return services

    def asked(self, text: str, why: str = "not_found", times: int = 1, **more: Any) -> None:
        """A question went wrong so many times."""
        seen = Sighting(text, why, "sample-2021", candidates=NEAR, **more)  # type: ignore[arg-type]
        for ago in range(times, 0, -1):
            self.services.reviews.keep(seen, datetime.now(HALL_ZONE) - timedelta(days=ago))

    def clear(self) -> None:
        """Nobody has asked, and nothing was taken in."""
        shutil.copytree(DATA, self.data, dirs_exist_ok=True)
        with self.services.shared.sessions() as session, session.begin():
            session.execute(delete(ReviewItem))


@pytest.fixture(scope="module")
def hall(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Hall]:
    """The real application on a copy of the data; indexing anew is left out, it takes long."""
    folder = tmp_path_factory.mktemp("review-page")
    data = Path(shutil.copytree(DATA, folder / "data"))
    url = f"sqlite:///{folder / 'guide.db'}"
    upgrade(url)
    kb = knowledge.load(data)
    with running_fake_bot() as bot:
        settings = settings_with(url, bot, knowledge_dir=data)
        app = create_app(settings, lambda _: (kb, Searcher.open(kb, INDEX)))
        with serving(app) as address:
            app.state.reopen = lambda: app.state.services
            yield Hall(address, app.state, data)


@pytest.fixture(params=SIZES)
def page(request: pytest.FixtureRequest, browser: Browser, hall: Hall) -> Iterator[Page]:
    """The page, just opened with an empty list; an error in its scripts fails the test."""
    hall.clear()
    context = browser.new_context(viewport=SIZES[request.param], locale="zh-CN")
    context.set_default_timeout(PATIENCE_MS)
    page = context.new_page()
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.goto(f"{hall.url}/staff/review")
    yield page
    context.close()
    assert faults == []


def sign_in(page: Page, hall: Hall) -> None:
    page.get_by_label("工作人员口令").fill(hall.token)
    page.keyboard.press("Enter")
    expect(page.get_by_label("状态")).to_be_visible()


def entry(page: Page, text: str) -> Any:
    return page.get_by_role("listitem", name=text)


def said(page: Page) -> Any:
    return page.get_by_role("status")


def test_the_token_is_asked_for_once_a_tab(page: Page, hall: Hall) -> None:
    hall.asked("想弄飞艇小卖部")
    page.get_by_label("工作人员口令").fill("口令")
    page.get_by_role("button", name="进入").click()
    expect(page.get_by_role("alert")).to_contain_text("口令不对")
    page.get_by_label("工作人员口令").fill("wrong")
    page.get_by_role("button", name="进入").click()
    expect(page.get_by_role("alert")).to_contain_text("口令不对")
    sign_in(page, hall)
    page.reload()
    expect(entry(page, "想弄飞艇小卖部")).to_be_visible()
    assert hall.token not in str(page.evaluate("JSON.stringify(localStorage)"))
    page.get_by_role("button", name="退出").click()
    expect(page.get_by_label("工作人员口令")).to_be_focused()
    page.reload()
    expect(page.get_by_label("工作人员口令")).to_be_visible()


def test_one_click_takes_a_question_in(page: Page, hall: Hall) -> None:
    hall.asked("想弄飞艇小卖部", times=3)
    hall.asked("飞艇上卖罐头", "corrected", answered_matter_id=FOOD, chosen_matter_id=PREPACKAGED)
    sign_in(page, hall)
    first = page.get_by_role("listitem").first
    expect(first).to_contain_text("3 次")
    expect(first).to_contain_text("没找到")
    other = entry(page, "飞艇上卖罐头")
    expect(other).to_contain_text("当时答的是：食品经营许可")
    expect(other.get_by_role("button", name=re.compile("收录到：食品经营许可"))).to_have_count(0)
    first.get_by_role("button", name="收录到：食品经营许可").click()
    expect(said(page)).to_contain_text("已收录到「食品经营许可」的说法", timeout=LEARNING_MS)
    expect(page.get_by_role("listitem")).to_have_count(1)
    assert "想弄飞艇小卖部" in (hall.data / "phrasings" / f"{FOOD}.yml").read_text("utf-8")
    page.get_by_label("状态").select_option("已收录")
    taken = entry(page, "想弄飞艇小卖部")
    expect(taken).to_contain_text("已收录到「食品经营许可」的说法：想弄飞艇小卖部")


def test_it_is_told_why_a_question_is_answered_as_it_is(page: Page, hall: Hall) -> None:
    hall.asked("飞艇上想开个火锅店", park_id="gaoxin")
    sign_in(page, hall)
    item = entry(page, "飞艇上想开个火锅店")
    item.get_by_text("为什么这样答").click()
    expect(item).to_contain_text("最像的事项是「食品经营许可」")
    expect(item).to_contain_text("说的是同一类事：#餐饮")
    page.get_by_label("试一句话").fill("我的驾照到期了在哪里换")
    page.get_by_role("button", name="看看").click()
    reasons = page.locator("#reasons")
    expect(reasons).to_contain_text("现在会答“不归园区办”，并转介或转人工")
    expect(reasons).to_contain_text("最像「驾驶证」")
    page.get_by_label("试一句话").fill("？！")
    page.keyboard.press("Enter")
    expect(reasons).to_contain_text("没有可以检索的内容")


def test_another_matter_is_looked_up(page: Page, hall: Hall) -> None:
    hall.asked("飞艇上生娃落户")
    sign_in(page, hall)
    item = entry(page, "飞艇上生娃落户")
    item.get_by_text("收录到别的事项").click()
    item.get_by_label("搜事项或转介去向").fill("户口")
    item.get_by_role("button", name=re.compile("收录到：户口登记和迁移（转介）")).click()
    expect(said(page)).to_contain_text("「户口登记和迁移」的例句", timeout=LEARNING_MS)
    expect(page.get_by_text("没有待处理的问法")).to_be_visible()


def test_it_is_rewritten_and_refusals_are_told(page: Page, hall: Hall) -> None:
    hall.asked("我叫〔姓名〕,想弄飞艇餐")
    sign_in(page, hall)
    item = page.get_by_role("listitem").first
    expect(item.get_by_role("group", name="最接近的事项")).to_have_count(0)
    item.get_by_role("button", name="收录到：食品经营许可").click()
    expect(said(page)).to_contain_text("个人信息")
    words = item.get_by_label(re.compile("改成一般的问法"))
    words.fill("施工许可证")
    item.get_by_label(re.compile("^别名")).check()
    item.get_by_role("button", name="收录到：食品经营许可").click()
    expect(said(page)).to_contain_text(
        "已经是「建筑工程施工许可证核发」的名称或别名", timeout=LEARNING_MS
    )
    words.fill("飞艇餐")
    item.get_by_role("button", name="收录到：食品经营许可").click()
    expect(said(page)).to_contain_text("的别名", timeout=LEARNING_MS)
    assert "飞艇餐" in (hall.data / "matters" / f"{FOOD}.yml").read_text("utf-8")


def test_it_is_dismissed_by_keyboard_alone(page: Page, hall: Hall) -> None:
    hall.asked("你家飞艇真大", times=2)
    hall.asked("飞艇能吃吗")
    page.keyboard.type(hall.token)
    page.keyboard.press("Enter")
    expect(page.get_by_label("状态")).to_be_focused()
    item = page.get_by_role("listitem").first
    item.get_by_text("不收录", exact=True).focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.type("闲聊")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(said(page)).to_contain_text("不收录")
    expect(page.get_by_role("listitem")).to_have_count(1)
    expect(page.get_by_role("listitem").get_by_role("button").first).to_be_focused()


def test_a_record_is_deleted(page: Page, hall: Hall) -> None:
    hall.asked("你家飞艇真大")
    hall.asked("飞艇能吃吗")
    sign_in(page, hall)
    item = entry(page, "飞艇能吃吗")
    item.get_by_text("不收录", exact=True).click()
    item.get_by_role("button", name="删除这条记录").click()
    expect(said(page)).to_contain_text("记录已删除")
    other = entry(page, "你家飞艇真大")
    other.get_by_text("不收录", exact=True).click()
    other.get_by_role("button", name="确定不收录").click()
    page.get_by_label("状态").select_option("不收录")
    other.get_by_text("删除这条记录").click()
    other.get_by_role("button", name="删除").click()
    expect(page.get_by_text("没有不收录的问法")).to_be_visible()


def test_faults_in_the_data_are_told_with_their_place(page: Page, hall: Hall) -> None:
    hall.asked("想弄飞艇小卖部")
    sign_in(page, hall)
    fault = {"file": "parks.yml", "line": 3, "field": "parks.0.name", "message": "不能空着"}
    body = json.dumps({"detail": "没有收录。", "problems": [fault]})
    page.route("**/accept", lambda route: route.fulfill(status=422, body=body))
    page.get_by_role("button", name="收录到：食品经营许可").first.click()
    expect(said(page)).to_contain_text("parks.yml 第3行 parks.0.name：不能空着")


def test_markup_stays_text_and_nothing_is_cut_off(page: Page, hall: Hall) -> None:
    hall.asked("<img src=x onerror=alert(1)>飞艇" + "A" * 150)
    sign_in(page, hall)
    item = page.get_by_role("listitem").first
    expect(item).to_contain_text("<img src=x")
    for way in ("收录到别的事项", "改写后收录", "不收录"):
        item.get_by_text(way, exact=True).click()
    wide = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"
    assert page.evaluate(wide) <= 0


def test_pages_of_the_list(page: Page, hall: Hall) -> None:
    for number in range(23):
        hall.asked(f"第{number}种飞艇事")
    sign_in(page, hall)
    expect(page.get_by_role("listitem")).to_have_count(20)
    expect(page.get_by_text("共 23 条")).to_be_visible()
    page.get_by_role("button", name="再看一些").click()
    expect(page.get_by_role("listitem")).to_have_count(23)
    expect(page.get_by_role("button", name="再看一些")).to_be_hidden()


def test_when_the_guide_is_away_that_is_told(page: Page, hall: Hall) -> None:
    hall.asked("想弄飞艇小卖部")
    sign_in(page, hall)
    page.route("**/api/**", lambda route: route.abort())
    page.get_by_role("button", name="刷新").click()
    expect(said(page)).to_contain_text("网络不通")


def test_it_is_served_like_the_other_pages(hall: Hall) -> None:
    policy: Callable[[str], Any] = re.compile(r"Content-Security-Policy\" content=\"[^\"]+").search
    pages = [httpx.get(hall.url + path).text for path in ("/", "/plan", "/staff/review")]
    assert len({policy(text)[0] for text in pages}) == 1
    builders = re.compile(r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(")
    scripts = list((WEB / "staff" / "review").glob("*.js"))
    assert scripts
    assert [file for file in scripts if builders.search(file.read_text("utf-8"))] == []
