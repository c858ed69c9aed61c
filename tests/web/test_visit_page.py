"""The page of one booking in a browser: looked up, moved, cancelled, put into a calendar."""

from collections.abc import Callable, Iterator

import icalendar
import pytest
from playwright.sync_api import Browser, Page, expect

from api.db.booking import Booking
from tests.api.booking.house import NINE, PROOF, TEN, THURSDAY, slot
from tests.api.hall import at
from tests.web.hall import SIZES, Hall, pages_of, running_hall, sticks_out

OPEN = Callable[..., Page]


@pytest.fixture(scope="module")
def hall(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Hall]:
    with running_hall(tmp_path_factory.mktemp("visit-page")) as hall:
        yield hall


@pytest.fixture
def opened(browser: Browser, hall: Hall) -> Iterator[OPEN]:
    with pages_of(browser, hall) as open_page:
        yield open_page


def look_up(page: Page, proof: str = PROOF) -> None:
    page.get_by_label("预约时留的电话后四位").fill(proof)
    page.get_by_role("button", name="查看").click()


def shown(opened: OPEN, hall: Hall, slot_id: str = NINE, size: str = "phone") -> Page:
    """The page of somebody who has booked."""
    page = opened(f"/visit?code={hall.book(slot_id).code}", size)
    look_up(page)
    expect(page.get_by_label("预约信息")).to_be_visible()
    return page


def choose_another_time(page: Page) -> None:
    page.get_by_role("button", name="改时间").click()
    expect(page.get_by_label("新的日期")).to_be_focused()


@pytest.mark.parametrize("size", SIZES)
def test_it_shows_when_and_where_and_how_far_it_has_come(
    opened: OPEN, hall: Hall, size: str
) -> None:
    page = shown(opened, hall, size=size)
    card = page.get_by_label("预约信息")
    expect(card).to_contain_text("预约成功")
    expect(card).to_contain_text("09:00–09:30")
    expect(card).to_contain_text("建筑工程施工许可证核发")
    expect(card.get_by_role("img")).to_be_visible()
    expect(
        page.get_by_text("办理进度：还没有受理。请按预约时间带齐材料到窗口办理。")
    ).to_be_visible()
    assert sticks_out(page) <= 0


def test_a_wrong_proof_shows_nothing_and_says_what_to_check(opened: OPEN, hall: Hall) -> None:
    page = opened(f"/visit?code={hall.book(NINE).code}")
    look_up(page, "0000")
    expect(page.get_by_role("status")).to_contain_text("请核对预约码和预约时留的电话后四位")
    expect(page.get_by_label("预约信息")).to_be_hidden()
    look_up(page)
    expect(page.get_by_label("预约信息")).to_be_visible()


def test_the_proof_is_kept_nowhere(opened: OPEN, hall: Hall) -> None:
    page = shown(opened, hall)
    assert PROOF not in page.url
    kept = "JSON.stringify([localStorage, sessionStorage, document.cookie, history.state])"
    assert PROOF not in page.evaluate(kept)


def test_it_can_be_moved(opened: OPEN, hall: Hall) -> None:
    page = shown(opened, hall)
    choose_another_time(page)
    page.get_by_label("新的日期").select_option(label="2026年11月27日 星期五")
    page.get_by_role("button", name="10:30–11:00").click()
    expect(page.get_by_role("status")).to_have_text("已改好，预约码不变。")
    expect(page.get_by_label("预约信息")).to_contain_text("2026年11月27日")
    expect(page.get_by_label("预约信息")).to_contain_text("10:30–11:00")


def test_a_time_that_is_taken_meanwhile_leads_to_others(opened: OPEN, hall: Hall) -> None:
    page = shown(opened, hall)
    choose_another_time(page)
    page.get_by_label("新的日期").select_option(label="2026年11月26日 星期四")
    for opening in [o for o in hall.offered(THURSDAY) if o.slot_id[-4:] == TEN[-4:]]:
        for _ in range(opening.remaining):
            hall.book(opening.slot_id)
    page.get_by_role("button", name="10:00–10:30").click()
    expect(page.get_by_role("status")).to_contain_text("满")
    expect(page.get_by_label("预约信息")).to_contain_text("09:00–09:30")
    expect(page.get_by_role("button", name="10:00–10:30")).to_have_count(0)
    page.get_by_role("button", name="10:30–11:00").click()
    expect(page.get_by_role("status")).to_have_text("已改好，预约码不变。")
    expect(page.get_by_label("预约信息")).to_contain_text("10:30–11:00")


def test_a_full_day_leads_to_the_waiting_list(opened: OPEN, hall: Hall) -> None:
    hall.fill(THURSDAY)
    page = shown(opened, hall, slot("0900", "20261127"))
    choose_another_time(page)
    expect(page.get_by_label("新的日期")).to_have_value("2026-11-25")
    page.get_by_label("新的日期").select_option(label="2026年11月26日 星期四（已约满）")
    expect(page.get_by_text("这一天已约满。")).to_be_visible()
    page.get_by_role("link", name="候补这一天").click()
    expect(page.get_by_text("建筑工程施工许可证核发（郴州高新区）")).to_be_visible()
    expect(page.get_by_label("最早哪天")).to_have_value("2026-11-26")
    expect(page.get_by_label("最晚哪天")).to_have_value("2026-11-26")


def test_it_can_be_cancelled(opened: OPEN, hall: Hall) -> None:
    page = shown(opened, hall)
    page.get_by_role("button", name="取消预约").click()
    expect(page.get_by_role("status")).to_have_text("预约已取消。")
    expect(page.get_by_label("预约信息")).to_contain_text("已取消")
    expect(page.get_by_role("button", name="改时间")).to_have_count(0)
    expect(page.get_by_role("link", name="重新预约")).to_have_attribute("href", "/")


def test_it_can_be_put_into_a_calendar(opened: OPEN, hall: Hall) -> None:
    page = shown(opened, hall)
    with page.expect_download() as download:
        page.get_by_role("link", name="加入日历", exact=True).click()
    calendar = icalendar.Calendar.from_ical(download.value.path().read_bytes())
    (event,) = calendar.events
    assert event.start.isoformat() == "2026-11-26T09:00:00+08:00"


def test_without_a_network_it_says_so(opened: OPEN, hall: Hall) -> None:
    page = opened(f"/visit?code={hall.book(NINE).code}")
    page.route("**/api/**", lambda route: route.abort())
    look_up(page)
    expect(page.get_by_role("status")).to_have_text("网络不通，请稍后再试。")


def served(hall: Hall) -> Booking:
    """A visit that is over."""
    booking = hall.book(NINE)
    with hall.services.shared.sessions() as session, session.begin():
        session.get_one(Booking, booking.code).status = "done"
    return booking


def test_a_visit_that_is_over_can_be_graded(opened: OPEN, hall: Hall) -> None:
    booking = served(hall)
    page = opened(f"/visit?code={booking.code}")
    look_up(page)
    page.get_by_role("button", name="非常满意", exact=True).click()
    expect(page.get_by_label("评价这次办理")).to_contain_text("谢谢您的评价：非常满意")
    rating = hall.services.ratings.given_for(booking.code)
    assert rating is not None
    assert rating.stars == 5


def test_a_bad_grade_may_say_why_and_is_told_until_when_it_is_answered(
    opened: OPEN, hall: Hall
) -> None:
    booking = served(hall)
    page = opened(f"/visit?code={booking.code}")
    look_up(page)
    page.get_by_role("button", name="不满意", exact=True).click()
    page.get_by_role("button", name="等候时间太长").click()
    expect(page.get_by_label("评价这次办理")).to_contain_text("大厅会在 2026-12-02 前答复")
    rating = hall.services.ratings.given_for(booking.code)
    assert rating is not None
    assert (rating.stars, rating.reason) == (2, "waited")


def test_a_visit_that_is_ahead_is_not_to_be_graded(opened: OPEN, hall: Hall) -> None:
    page = shown(opened, hall)
    expect(page.get_by_label("评价这次办理")).to_have_count(0)


def test_on_the_day_its_holder_checks_in_with_the_code_on_the_hall_s_screen(
    opened: OPEN, hall: Hall
) -> None:
    booking = hall.book(slot("1430", "20261125"))
    hall.now = at("2026-11-25T14:10")
    page = opened(f"/visit?code={booking.code}")
    look_up(page)
    page.get_by_label("大厅叫号屏幕上的现场码").fill("abcd")
    page.get_by_role("button", name="报到").click()
    expect(page.get_by_role("status")).to_contain_text("四位现场码")
    code = hall.services.queue.presence.code_of("gaoxin-hall", hall.now).code
    page.get_by_label("大厅叫号屏幕上的现场码").fill(code)
    page.get_by_role("button", name="报到").click()
    page.wait_for_url("**/ticket?id=*")
    expect(page.get_by_text("A001")).to_be_visible()


def test_before_the_day_nobody_checks_in(opened: OPEN, hall: Hall) -> None:
    page = shown(opened, hall)
    expect(page.get_by_label("到厅报到")).to_have_count(0)
