"""The guide on the touch screen of a hall, in a browser whose clock stands still unless told."""

import re
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta, timezone
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, Page, ViewportSize, expect

from tests.browser import PATIENCE_MS
from tests.web.accessible import pale_words, small_targets
from tests.web.conftest import Served
from tests.web.interface import HALLS, WEB
from tests.web.stub import Message, Stub
from tests.web.talk import answers, mine, say, write
from tests.web.test_cards import CODE, booking

MORNING = datetime(2026, 11, 25, 10, tzinfo=timezone(timedelta(hours=8)))
SIZES: dict[str, ViewportSize] = {
    "portrait": {"width": 1080, "height": 1920},
    "landscape": {"width": 1920, "height": 1080},
}
QUIET_MS, COUNT_MS, AGAIN_MS = 60_000, 20_000, 5_000
LEAST_TARGET_PX = 60
SECRET = "我叫王小明，电话13812345678"
OPEN = Callable[..., Page]


@pytest.fixture
def opened(browser: Browser, served: Served, stub: Stub) -> Iterator[OPEN]:
    """Opens the kiosk with its clock stopped; an error in its scripts fails the test."""
    contexts, faults = [], list[str]()

    def open_page(path: str = "kiosk?hall=gaoxin-hall", size: str = "portrait") -> Page:
        context = browser.new_context(
            viewport=SIZES[size], locale="zh-CN", has_touch=True, reduced_motion="reduce"
        )
        context.set_default_timeout(PATIENCE_MS)
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.clock.install(time=MORNING)
        page.goto(served.url + path)
        # Not before it is ready: a request under way would be over its time limit at a stroke.
        ready = page.locator("#begin:enabled, #elsewhere a").locator("visible=true").first
        expect(ready).to_be_visible(timeout=PATIENCE_MS)
        page.clock.pause_at(MORNING + timedelta(minutes=10))
        return page

    yield open_page
    stub.release()
    for context in contexts:
        context.close()
    assert faults == []


@pytest.fixture
def kiosk(opened: OPEN) -> Page:
    """The kiosk of a hall, ready for whoever comes."""
    page = opened()
    expect(starting(page)).to_be_enabled()
    return page


def starting(page: Page) -> Locator:
    return page.get_by_role("button", name="请点这里开始")


def asking(page: Page) -> Locator:
    return page.get_by_role("alertdialog", name="还在吗？")


def done(page: Page) -> Locator:
    return page.get_by_role("banner").get_by_role("button", name="办完了，清除")


def begin(page: Page) -> None:
    starting(page).click()
    expect(answers(page)).to_have_count(1)


def talk(page: Page, words: str = SECRET) -> None:
    """Somebody begins and says something, and has the answer."""
    begin(page)
    say(page, words)
    expect(answers(page)).to_have_count(2)


def pass_quietly(page: Page, milliseconds: int) -> None:
    """Nobody touches the screen."""
    page.clock.run_for(milliseconds)


def traces(page: Page) -> str:
    """Everything in which somebody could find what was said."""
    return str(
        page.evaluate(
            """JSON.stringify([
              document.documentElement.outerHTML, document.getElementById('words').value,
              {...localStorage}, {...sessionStorage}, document.cookie, history.state, location.href,
            ])"""
        )
    )


def expect_wiped(page: Page, stub: Stub) -> None:
    """The start screen, and nothing left of whoever was here, neither here nor on the server."""
    expect(starting(page)).to_be_visible()
    expect(page.get_by_role("log")).to_be_hidden()
    expect(asking(page)).to_be_hidden()
    expect(page.get_by_text("上一次的对话已经删除。")).to_be_visible()
    assert stub.conversations == {}
    left = traces(page)
    assert not re.search(r"王小明|138", left)
    assert CODE not in left
    assert page.evaluate("[localStorage.length, sessionStorage.length]") == [0, 0]


def test_the_start_screen_tells_where_it_is_and_what_it_does(kiosk: Page) -> None:
    expect(kiosk.get_by_text("郴州高新区政务服务大厅").first).to_be_visible()
    expect(kiosk.get_by_text("选好日子和时段，用手机扫码带走预约单")).to_be_visible()
    expect(kiosk.get_by_role("button", name="施工许可证去哪个窗口办？")).to_be_visible()
    expect(kiosk.get_by_role("log")).to_be_hidden()


def test_a_conversation_is_the_kiosk_s_and_in_the_hall_s_park(kiosk: Page, stub: Stub) -> None:
    talk(kiosk)
    (conversation,) = stub.conversations.values()
    assert (conversation.channel, conversation.context["park_id"]) == ("kiosk", "gaoxin")
    expect(kiosk.get_by_role("button", name="郴州高新区")).to_have_attribute("aria-pressed", "true")


def test_a_question_of_many_is_asked_with_one_touch(kiosk: Page, stub: Stub) -> None:
    kiosk.get_by_role("button", name="施工许可证去哪个窗口办？").tap()
    expect(answers(kiosk).last).to_contain_text("收到：施工许可证去哪个窗口办？")
    assert stub.heard == ["施工许可证去哪个窗口办？"]


def test_without_a_hall_it_offers_those_there_are(opened: OPEN) -> None:
    for path in ("kiosk", "kiosk?hall=no-hall", "kiosk?hall=%3Cb%3E"):
        page = opened(path)
        expect(starting(page)).to_be_hidden()
        link = page.get_by_role("link", name=str(HALLS[1]["name"]))
        link.evaluate("node => node.dataset.seen = 'yes'")
        pass_quietly(page, AGAIN_MS)
        expect(link).to_have_attribute("data-seen", "yes")
        link.click()
        expect(starting(page)).to_be_visible()
        assert page.url.endswith("/kiosk?hall=jingkai-hall")


def test_who_walks_away_is_asked_for_and_then_forgotten(kiosk: Page, stub: Stub) -> None:
    visited = kiosk.evaluate("history.length")
    talk(kiosk)
    write(kiosk, "13812345678")
    pass_quietly(kiosk, QUIET_MS - 1_000)
    expect(asking(kiosk)).to_be_hidden()
    pass_quietly(kiosk, 1_000)
    expect(asking(kiosk)).to_contain_text("20 秒")
    expect(asking(kiosk).get_by_role("button", name="继续")).to_be_focused()
    pass_quietly(kiosk, COUNT_MS - 1_000)
    expect(asking(kiosk)).to_contain_text("1 秒")
    assert len(stub.conversations) == 1
    pass_quietly(kiosk, 1_000)
    expect_wiped(kiosk, stub)
    assert kiosk.evaluate("history.length") == visited


def test_the_seconds_are_read_out_seldom(kiosk: Page) -> None:
    talk(kiosk)
    pass_quietly(kiosk, QUIET_MS)
    voice = asking(kiosk).get_by_role("status")
    expect(voice).to_have_text("")
    pass_quietly(kiosk, COUNT_MS - 10_000)
    expect(voice).to_have_text("还有 10 秒")
    pass_quietly(kiosk, 1_000)
    expect(voice).to_have_text("还有 10 秒")


def escape(page: Page) -> None:
    """Answered at once, however late the browser tells that the question was closed."""
    page.evaluate("addEventListener('close', event => event.stopPropagation(), true)")
    page.keyboard.press("Escape")


@pytest.mark.parametrize(
    "answer",
    [
        pytest.param(lambda p: asking(p).get_by_role("button", name="继续").tap(), id="继续"),
        pytest.param(lambda p: p.touchscreen.tap(20, 1000), id="a touch beside it"),
        pytest.param(escape, id="Escape"),
    ],
)
def test_who_is_still_there_goes_on(kiosk: Page, stub: Stub, answer: Callable[[Page], Any]) -> None:
    talk(kiosk)
    pass_quietly(kiosk, QUIET_MS + COUNT_MS - 1_000)
    answer(kiosk)
    expect(asking(kiosk)).to_be_hidden()
    expect(mine(kiosk).last).to_contain_text(SECRET)
    pass_quietly(kiosk, QUIET_MS - 1_000)
    expect(asking(kiosk)).to_be_hidden()
    pass_quietly(kiosk, 1_000)
    expect(asking(kiosk)).to_be_visible()
    answer(kiosk)
    expect(asking(kiosk)).to_be_hidden()
    assert len(stub.conversations) == 1


def test_every_touch_puts_the_question_off(kiosk: Page) -> None:
    begin(kiosk)
    for touch in (
        lambda: kiosk.get_by_role("log").tap(),
        lambda: kiosk.keyboard.press("ArrowDown"),
        lambda: write(kiosk, "办"),
        lambda: kiosk.mouse.wheel(0, 10),
    ):
        pass_quietly(kiosk, QUIET_MS - 1_000)
        touch()
    pass_quietly(kiosk, QUIET_MS - 1_000)
    expect(asking(kiosk)).to_be_hidden()


def test_nobody_is_asked_for_at_the_start(kiosk: Page) -> None:
    pass_quietly(kiosk, 10 * QUIET_MS)
    expect(asking(kiosk)).to_be_hidden()
    expect(starting(kiosk)).to_be_visible()


def test_who_is_done_clears_it_at_once(kiosk: Page, stub: Stub) -> None:
    talk(kiosk)
    done(kiosk).tap()
    expect_wiped(kiosk, stub)
    expect(starting(kiosk)).to_be_focused()


def test_who_is_asked_for_may_clear_it_too(kiosk: Page, stub: Stub) -> None:
    talk(kiosk)
    pass_quietly(kiosk, QUIET_MS)
    asking(kiosk).get_by_role("button", name="办完了，清除").tap()
    expect_wiped(kiosk, stub)


def test_the_next_person_meets_nothing_of_the_last(kiosk: Page, stub: Stub) -> None:
    stub.answers[SECRET] = ([booking()], {"booking_code": CODE, "park_id": "jingkai"})
    talk(kiosk)
    kiosk.get_by_text("示例数据").click()
    write(kiosk, "13812345678")
    done(kiosk).tap()
    expect_wiped(kiosk, stub)
    begin(kiosk)
    expect(mine(kiosk)).to_have_count(0)
    expect(kiosk.get_by_text("上一次的对话已经删除。")).to_be_hidden()
    expect(kiosk.get_by_text("当前事项的办理方式")).to_be_hidden()
    kiosk.get_by_label("您的问题").press("Control+z")
    expect(kiosk.get_by_label("您的问题")).to_have_value("")
    expect(kiosk.get_by_role("button", name="郴州高新区")).to_have_attribute("aria-pressed", "true")
    say(kiosk, "办备案")
    expect(answers(kiosk).last).to_contain_text("收到：办备案")
    expect(answers(kiosk)).to_have_count(2)
    assert [one.context["park_id"] for one in stub.conversations.values()] == ["gaoxin"]


def test_who_waits_for_a_person_is_forgotten_the_same_way(
    kiosk: Page, served: Served, stub: Stub
) -> None:
    stub.answers["/request_handoff"] = ([{"text": "好的，已转人工。"}], {"handoff": True})
    begin(kiosk)
    with kiosk.expect_response(re.compile("/stream$")):
        kiosk.get_by_role("button", name="转人工").tap()
    expect(kiosk.get_by_text("要走的话，请先点“办完了，清除”")).to_be_visible()
    served.soon(stub.person_says, "我是大厅小李，王小明您好")
    staff = kiosk.locator(".message.staff")
    expect(staff).to_contain_text("王小明您好", timeout=PATIENCE_MS)
    pass_quietly(kiosk, QUIET_MS + COUNT_MS)
    expect_wiped(kiosk, stub)
    expect(kiosk.get_by_text("已转人工")).to_have_count(0)


def test_an_answer_under_way_never_reaches_the_next_person(kiosk: Page, stub: Stub) -> None:
    begin(kiosk)
    stub.hold()
    with kiosk.expect_request(re.compile("/messages$")):
        say(kiosk, SECRET)
    done(kiosk).tap()
    expect_wiped(kiosk, stub)
    begin(kiosk)
    stub.release()
    say(kiosk, "办备案")
    expect(answers(kiosk).last).to_contain_text("收到：办备案")
    expect(answers(kiosk)).to_have_count(2)


def test_a_conversation_left_without_a_network_is_deleted_when_it_is_back(
    kiosk: Page, stub: Stub
) -> None:
    talk(kiosk)
    kiosk.route("**/api/**", lambda route: route.abort())
    done(kiosk).tap()
    expect(kiosk.get_by_text("屏幕已经清空，网络恢复后会自动删除系统里的记录。")).to_be_visible()
    assert not re.search(r"王小明|138", traces(kiosk))
    pass_quietly(kiosk, AGAIN_MS)
    assert len(stub.conversations) == 1
    kiosk.unroute("**/api/**")
    pass_quietly(kiosk, AGAIN_MS)
    expect_wiped(kiosk, stub)


def test_without_a_network_it_says_so_and_comes_back_by_itself(kiosk: Page) -> None:
    away = kiosk.get_by_text("网络断开了，暂时不能用")
    expect(away).to_be_hidden()
    kiosk.route("**/api/**", lambda route: route.abort())
    pass_quietly(kiosk, AGAIN_MS)
    expect(away).to_be_visible()
    expect(starting(kiosk)).to_be_disabled()
    kiosk.unroute("**/api/**")
    pass_quietly(kiosk, AGAIN_MS)
    expect(away).to_be_hidden()
    expect(starting(kiosk)).to_be_enabled()


def test_switched_on_before_the_network_it_finds_its_hall_later(opened: OPEN, stub: Stub) -> None:
    page = opened("kiosk")
    page.route("**/api/**", lambda route: route.abort())
    page.goto(page.url + "?hall=jingkai-hall")
    expect(page.get_by_text("网络断开了，暂时不能用")).to_be_visible()
    page.unroute("**/api/**")
    pass_quietly(page, AGAIN_MS)
    expect(page.get_by_text("郴州经开区政务服务大厅").first).to_be_visible()
    expect(starting(page)).to_be_enabled()


def test_a_page_that_is_left_or_loaded_anew_leaves_no_conversation(kiosk: Page, stub: Stub) -> None:
    talk(kiosk)
    kiosk.reload()
    assert stub.emptied.wait(PATIENCE_MS / 1000)
    expect(starting(kiosk)).to_be_visible()
    expect(mine(kiosk)).to_have_count(0)
    assert not re.search(r"王小明|138", traces(kiosk))


def test_what_is_to_be_taken_home_is_scanned_and_nothing_leads_away(
    kiosk: Page, stub: Stub
) -> None:
    pages = {
        "约": "/visit?code=" + CODE,
        "告知单": "/notice?matter=a&park=b",
        "计划": "/plan?journey=a",
    }
    visit = booking()
    visit["card"]["visit_page"] = pages["约"]
    notice: Message = {"type": "notice", "name": "施工许可", "rows": [], "print": pages["告知单"]}
    plan: Message = {"type": "journey", "name": "建厂", "stages": [], "print": pages["计划"]}
    stub.answers["约"] = ([visit], {"booking_code": CODE})
    stub.answers["告知单"] = ([{"text": "", "card": notice}], {})
    stub.answers["计划"] = ([{"text": "", "card": plan}], {})
    begin(kiosk)
    for count, (words, address) in enumerate(pages.items(), 2):
        with kiosk.expect_response(re.compile("/page-codes")) as coded:
            say(kiosk, words)
        expect(answers(kiosk)).to_have_count(count)
        assert kiosk.evaluate("url => new URL(url).searchParams.get('page')", coded.value.url) == (
            address
        )
        code = answers(kiosk).last.get_by_role("img", name="请用手机扫")
        expect(code).to_be_visible()
        assert code.evaluate("image => image.decode().then(() => image.naturalWidth)") > 0
        expect(answers(kiosk).last).to_contain_text("手机扫码带走")
    expect(kiosk.locator("a[href], [download], [target]")).to_have_count(0)
    expect(kiosk.get_by_role("button", name="发给别人")).to_have_count(0)
    expect(kiosk.get_by_label("预约信息").get_by_role("img")).to_have_count(1)


def test_a_code_that_cannot_be_had_is_said(kiosk: Page, stub: Stub) -> None:
    notice: Message = {
        "type": "notice",
        "name": "施工许可",
        "rows": [],
        "print": "/notice?matter=a",
    }
    stub.answers["告知单"] = ([{"text": "", "card": notice}], {})
    kiosk.route("**/page-codes**", lambda route: route.abort())
    talk(kiosk, "告知单")
    expect(answers(kiosk).last).to_contain_text("二维码暂时出不来。")


def test_a_long_press_brings_up_nothing(kiosk: Page) -> None:
    talk(kiosk)
    for kind in ("contextmenu", "dragstart"):
        refused = kiosk.get_by_role("log").evaluate(
            """(node, kind) => !node.dispatchEvent(
              new MouseEvent(kind, { bubbles: true, cancelable: true }))""",
            kind,
        )
        assert refused, kind
    expect(mine(kiosk).last.locator(".bubble")).to_have_css("user-select", "none")
    expect(kiosk.get_by_label("您的问题")).to_have_css("user-select", "text")
    mine(kiosk).last.locator(".bubble").dblclick()
    assert kiosk.evaluate("getSelection().toString()") == ""


def long_talk(stub: Stub) -> None:
    """Cards of every kind, and everything that can be pressed."""
    items = [{"name": f"材料{number}"} for number in range(1, 9)]
    rows = [
        {"label": "申请材料", "value": items, "status": "law"},
        {"label": "办理条件", "value": "已经办理用地批准手续。" * 30, "status": "guide"},
        {"label": "收费", "value": None, "status": "missing"},
        {"label": "时限", "value": "20 个工作日", "status": "sample"},
        {"label": "受理", "value": "大厅", "status": "official"},
    ]
    matter = {"type": "notice", "name": "施工许可", "park_name": "高新区", "rows": rows}
    steps = [
        {"matter_id": "a", "name": "立项", "certainty": "open", "note": "先办", "status": "law"}
    ]
    plan = {"type": "journey", "name": "建厂", "stages": [steps], "print": "/plan?journey=a"}
    papers = [
        {"number": 1, "name": "申请书", "way": "have"},
        {"number": 2, "name": "图纸", "way": "bring", "text": "要原件", "when": "新建"},
    ]
    check = {"type": "precheck", "name": "施工许可", "verdict": "not_yet", "items": papers}
    buttons = [{"title": "是", "payload": "/a"}, {"title": "都不是", "payload": "/b"}]
    cards: list[Message] = [{**matter, "notice": "含示例", "print": "/notice?a=b"}, plan, check]
    messages: list[Message] = [{"text": "请看", "card": card, "buttons": buttons} for card in cards]
    visit = booking()
    visit["card"]["visit_page"] = "/visit?code=" + CODE
    context = {"booking_code": CODE, "handoff": True}
    stub.answers["都看看"] = ([*messages, visit], context)


@pytest.mark.parametrize("size", SIZES)
def test_all_is_seen_read_and_hit_with_a_finger(opened: OPEN, stub: Stub, size: str) -> None:
    long_talk(stub)
    page = opened(size=size)
    expect(starting(page)).to_be_in_viewport(ratio=1)
    for question in page.locator(".question").all():
        expect(question).to_be_in_viewport(ratio=1)
    expect_easy(page)
    begin(page)
    expect_easy(page)
    stub.refusals = [503]
    say(page, "都看看")
    expect(page.get_by_role("button", name="重试")).to_be_visible()
    expect_easy(page)
    page.get_by_role("button", name="重试").tap()
    expect(page.get_by_label("预约信息")).to_be_attached()
    for folded in page.locator("#messages summary").all():
        folded.click()
    expect_easy(page)
    for always in (done(page), page.get_by_label("您的问题"), page.locator("#person")):
        expect(always).to_be_in_viewport(ratio=1)
    pass_quietly(page, QUIET_MS)
    expect(asking(page)).to_be_in_viewport(ratio=1)
    expect_easy(page)


def expect_easy(page: Page) -> None:
    assert small_targets(page, LEAST_TARGET_PX) == []
    assert pale_words(page) == []
    sideways = """(node) => node.scrollWidth - node.clientWidth"""
    assert page.locator("html").evaluate(sideways) <= 0
    assert page.locator("#log").evaluate(sideways) <= 0


def test_the_letters_are_larger_than_the_widget_s(opened: OPEN, stub: Stub) -> None:
    for size in SIZES:
        page = opened(size=size)
        talk(page, "办备案")
        letters = "node => parseFloat(getComputedStyle(node).fontSize)"
        assert answers(page).last.locator(".bubble").evaluate(letters) >= 28


def test_it_is_served_like_the_other_pages() -> None:
    policy = re.compile(r"Content-Security-Policy\" content=\"[^\"]+")
    texts = [(WEB / file).read_text("utf-8") for file in ("index.html", "kiosk/kiosk.html")]
    assert len({found[0] for found in map(policy.search, texts) if found}) == 1
    named = set(re.findall(r'(?:href|src)="/web/([\w/]+\.js)"', texts[1]))
    assert named == imported("kiosk/kiosk.js")


def imported(module: str, known: frozenset[str] = frozenset()) -> set[str]:
    """A module and all that it needs."""
    text = (WEB / module).read_text("utf-8")
    found = {module}
    for path in re.findall(r'from "(?:\./|/web/)([\w/]+\.js)"', text):
        if path not in known | found:
            found |= imported(path, known | found)
    return found
