"""The waiting list in a browser: joined, offered a seat, taken, given up."""

import re
from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from playwright.sync_api import Browser, Page, expect

from api.services.booking.waiting_list import OFFER, Wish
from tests.api.booking.house import FRIDAY, PROOF, THURSDAY
from tests.api.hall import MATTER, PARK
from tests.web.hall import SIZES, Hall, pages_of, running_hall, sticks_out

OPEN = Callable[..., Page]
ADDRESS = f"/waiting?park={PARK}&matter={MATTER}"
FULL_DAY = f"{ADDRESS}&from={THURSDAY}&to={THURSDAY}"


@pytest.fixture(scope="module")
def hall(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Hall]:
    with running_hall(tmp_path_factory.mktemp("waiting-page")) as hall:
        yield hall


@pytest.fixture
def opened(browser: Browser, hall: Hall) -> Iterator[OPEN]:
    with pages_of(browser, hall) as open_page:
        yield open_page


def join(page: Page, name: str = "李四", phone: str = "139 8888 5678") -> None:
    page.get_by_label("办事人姓名").fill(name)
    page.get_by_role("textbox", name="电话", exact=True).fill(phone)
    page.get_by_label("我同意").check()
    page.get_by_role("button", name="登记候补").click()


def state(page: Page, words: str) -> None:
    expect(page.get_by_role("heading", name=words, exact=True)).to_be_visible()
    expect(page.get_by_label("候补情况")).to_be_focused()


def an_entry(hall: Hall) -> str:
    """The id of somebody's entry for Thursday."""
    wish = Wish(PARK, MATTER, THURSDAY, THURSDAY)
    return hall.services.waiting_list.join(wish, hall.another(), hall.now).entry_id


def look_up(page: Page, proof: str = PROOF) -> None:
    page.get_by_label("登记时留的电话后四位").fill(proof)
    page.get_by_role("button", name="查看").click()


def an_offer(opened: OPEN, hall: Hall, size: str = "phone") -> Page:
    """The page of somebody to whom a seat is offered that was given up."""
    visit = hall.fill(THURSDAY)[0]
    entry_id = an_entry(hall)
    hall.cancel(visit)
    page = opened(f"/waiting#{entry_id}", size)
    look_up(page)
    state(page, "有号了，请确认")
    return page


class TestJoining:
    def test_two_weeks_are_proposed_where_no_days_are_named(self, opened: OPEN) -> None:
        for days in ("", "&from=soon&to=2026-13-01"):
            page = opened(ADDRESS + days)
            expect(page.get_by_text("建筑工程施工许可证核发（郴州高新区）")).to_be_visible()
            expect(page.get_by_label("最早哪天")).to_have_value("2026-11-25")
            expect(page.get_by_label("最晚哪天")).to_have_value("2026-12-08")

    @pytest.mark.parametrize("size", SIZES)
    def test_a_full_day_is_waited_for(self, opened: OPEN, hall: Hall, size: str) -> None:
        hall.fill(THURSDAY)
        page = opened(FULL_DAY, size)
        join(page)
        state(page, "候补中")
        expect(page.get_by_role("status")).to_contain_text("有人退号时会为您留一个时段")
        expect(page.get_by_text("请收藏这一页")).to_be_visible()
        expect(page.get_by_label("候补情况")).to_contain_text("2026年11月26日 星期四")
        assert re.fullmatch(rf"{hall.url}/waiting#[0-9a-f]{{32}}", page.url)
        assert sticks_out(page) <= 0

    def test_the_page_can_be_opened_again_with_the_proof(self, opened: OPEN, hall: Hall) -> None:
        hall.fill(THURSDAY)
        page = opened(FULL_DAY)
        join(page)
        state(page, "候补中")
        page.reload()
        look_up(page)
        state(page, "候补中")

    def test_a_seat_that_is_free_is_offered_at_once(self, opened: OPEN) -> None:
        page = opened(f"{ADDRESS}&from={FRIDAY}&to={FRIDAY}")
        join(page)
        state(page, "有号了，请确认")
        expect(page.get_by_label("候补情况")).to_contain_text("09:00–09:30")

    def test_each_field_that_is_wrong_says_so(self, opened: OPEN, hall: Hall) -> None:
        hall.fill(THURSDAY)
        page = opened(FULL_DAY)
        page.get_by_role("textbox", name="电话", exact=True).fill("12345")
        page.get_by_label("最早哪天").fill("")
        page.get_by_role("button", name="登记候补").click()
        expect(page.get_by_role("status")).to_have_text("请改正标出的内容，再登记一次。")
        day, phone = (
            page.get_by_label("最早哪天"),
            page.get_by_role("textbox", name="电话", exact=True),
        )
        expect(day).to_be_focused()
        expect(day).to_have_accessible_description("日期应写成 2026-01-31 的样子")
        expect(phone).to_have_accessible_description(re.compile("请填写 11 位手机号"))
        expect(page.get_by_label("办事人姓名")).to_have_accessible_description("内容是空的，请填写")
        expect(page.get_by_label("我同意")).to_have_accessible_description(re.compile("需要您同意"))
        expect(page.get_by_label("最晚哪天")).not_to_have_attribute("aria-invalid", "true")
        day.fill(str(THURSDAY))
        join(page)
        state(page, "候补中")

    def test_days_in_the_wrong_order_are_told(self, opened: OPEN) -> None:
        page = opened(f"{ADDRESS}&from=2026-12-02&to=2026-12-01")
        join(page)
        expect(page.get_by_role("status")).to_have_text("开始日期晚于结束日期，请对调后重试。")

    def test_nobody_waits_twice(self, opened: OPEN, hall: Hall) -> None:
        hall.fill(THURSDAY)
        for said in ("已排上候补", "不用再登记"):
            page = opened(FULL_DAY)
            join(page)
            expect(page.get_by_role("status")).to_contain_text(said)

    @pytest.mark.parametrize(
        ("query", "said"),
        [
            ("", "请先在智能导办说说要办的事和所在的园区"),
            (f"?matter={MATTER}", "请先在智能导办说说要办的事和所在的园区"),
            (f"?matter={MATTER}&park=mars", "请先在智能导办说说要办的事和所在的园区"),
            ("?matter=../x&park=gaoxin", "请先在智能导办说说要办的事和所在的园区"),
            ("?matter=no-such&park=gaoxin", "没有这个事项"),
            ("#abc", "这个网址不完整"),
        ],
    )
    def test_an_address_that_leads_nowhere_leads_to_the_guide(
        self, opened: OPEN, query: str, said: str
    ) -> None:
        page = opened(f"/waiting{query}")
        expect(page.get_by_role("status")).to_contain_text(said)
        expect(page.get_by_role("link", name="到智能导办")).to_have_attribute("href", "/")
        expect(page.get_by_role("button")).to_have_count(0)


class TestAnEntry:
    @pytest.mark.parametrize("address", ["/waiting#{}", "/waiting?id={}"])
    def test_is_shown_for_the_proof_alone(self, opened: OPEN, hall: Hall, address: str) -> None:
        hall.fill(THURSDAY)
        page = opened(address.format(an_entry(hall)))
        look_up(page, "0000")
        expect(page.get_by_role("status")).to_contain_text("没有找到这个候补")
        expect(page.get_by_label("候补情况")).to_be_hidden()
        look_up(page)
        state(page, "候补中")
        assert PROOF not in page.url

    def test_learns_of_an_offer(self, opened: OPEN, hall: Hall) -> None:
        visit = hall.fill(THURSDAY)[0]
        page = opened(f"/waiting#{an_entry(hall)}")
        look_up(page)
        state(page, "候补中")
        hall.cancel(visit)
        page.get_by_role("button", name="刷新").click()
        state(page, "有号了，请确认")

    @pytest.mark.parametrize("size", SIZES)
    def test_takes_what_is_offered(self, opened: OPEN, hall: Hall, size: str) -> None:
        page = an_offer(opened, hall, size)
        shown = page.get_by_label("候补情况")
        expect(shown).to_contain_text("09:00–09:30")
        expect(shown).to_contain_text("1号窗口")
        expect(shown).to_contain_text("2026年11月25日 星期三 12:00")
        assert sticks_out(page) <= 0
        page.get_by_role("button", name="确认预约").click()
        state(page, "候补成功")
        page.get_by_role("link", name="查看预约").click()
        page.get_by_label("预约时留的电话后四位").fill(PROOF)
        page.get_by_role("button", name="查看").click()
        expect(page.get_by_label("预约信息")).to_contain_text("09:00–09:30")

    def test_is_told_of_an_offer_that_is_over(self, opened: OPEN, hall: Hall) -> None:
        page = an_offer(opened, hall)
        hall.now += OFFER + timedelta(minutes=1)
        page.get_by_role("button", name="确认预约").click()
        expect(page.get_by_role("status")).to_contain_text("现在没有为您留着的时段")
        state(page, "候补已结束")
        again = page.get_by_role("link", name="再排一次")
        expect(again).to_have_attribute("href", ADDRESS)

    def test_is_given_up(self, opened: OPEN, hall: Hall) -> None:
        page = an_offer(opened, hall)
        page.get_by_role("button", name="不候补了").click()
        state(page, "候补已取消")
        expect(page.get_by_role("button")).to_have_count(0)

    def test_that_cannot_be_reached_stays_as_it_is(self, opened: OPEN, hall: Hall) -> None:
        page = an_offer(opened, hall)
        page.route("**/api/**", lambda route: route.abort())
        page.get_by_role("button", name="确认预约").click()
        expect(page.get_by_role("status")).to_have_text("网络不通，请稍后再试。")
        page.unroute("**/api/**")
        page.get_by_role("button", name="确认预约").click()
        state(page, "候补成功")


def test_the_proof_is_kept_nowhere(opened: OPEN, hall: Hall) -> None:
    page = an_offer(opened, hall)
    assert PROOF not in page.url
    kept = "JSON.stringify([localStorage, sessionStorage, document.cookie, history.state])"
    assert PROOF not in page.evaluate(kept)
