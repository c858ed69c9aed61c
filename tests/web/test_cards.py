import segno
from playwright.sync_api import Page, expect

from tests.web.stub import Message, Stub
from tests.web.talk import answers, say

CODE = "GX7K29QF"


def booking(code: str = CODE, status: str = "confirmed") -> Message:
    card = {
        "type": "booking",
        "code": code,
        "status": status,
        "matter_name": "建筑工程施工许可证核发",
        "park_name": "郴州高新区",
        "hall": "郴州高新区政务服务大厅",
        "address": "林邑大道",
        "window": "6 号",
        "start": "2026-11-26T09:00:00+08:00",
        "end": "2026-11-26T09:30:00+08:00",
        "qr": segno.make(code).svg_data_uri(),
    }
    return {"text": "约好了。", "card": card}


def show(page: Page, stub: Stub, card: Message) -> None:
    stub.answers["看卡片"] = ([{"text": "", "card": card}], {})
    say(page, "看卡片")


def test_a_matter_is_shown_in_rows_with_the_source_of_each(page: Page, stub: Stub) -> None:
    rows = [
        {"label": "盖章", "value": "行政审批专用章", "status": "sample"},
        {"label": "承诺时限", "value": None, "status": "missing"},
    ]
    card = {"type": "matter", "name": "施工许可", "park_name": "郴州高新区", "rows": rows}
    show(page, stub, card)
    shown = answers(page).last.locator(".row")
    expect(shown.nth(0)).to_contain_text("行政审批专用章")
    expect(shown.nth(0).locator(".badge")).to_have_attribute(
        "title", "演示用的内容，尚未经园区确认"
    )
    expect(shown.nth(1)).to_contain_text("暂缺，请向大厅窗口确认")


def test_a_long_list_opens_on_request(page: Page, stub: Stub) -> None:
    materials = [{"name": f"材料{number}", "note": "复印件"} for number in range(1, 9)]
    row = {"label": "申请材料", "value": materials, "status": "law"}
    show(page, stub, {"type": "matter", "name": "施工许可", "rows": [row]})
    expect(page.get_by_text("材料8（复印件）")).to_be_hidden()
    page.get_by_text("共 8 项").click()
    expect(page.get_by_text("材料8（复印件）")).to_be_visible()


def test_a_card_of_an_unknown_kind_is_shown_as_labelled_values(page: Page, stub: Stub) -> None:
    show(page, stub, {"type": "ticket", "title": "取号单", "排队号": "A012", "前面": 3})
    expect(answers(page).last.locator(".row")).to_have_text(["排队号A012", "前面3"])


def test_a_booking_shows_its_code_as_text_and_as_a_picture(page: Page, stub: Stub) -> None:
    stub.answers["约"] = ([booking()], {"booking_code": CODE})
    say(page, "约")
    card = page.get_by_label("预约信息")
    expect(card.get_by_text(CODE, exact=True)).to_be_visible()
    picture = card.get_by_role("img", name=f"预约码 {CODE} 的二维码")
    expect(picture).to_be_visible()
    assert picture.evaluate("image => image.naturalWidth") > 0
    expect(card).to_contain_text("2026年11月26日 星期四")
    expect(card).to_contain_text("09:00–09:30")


def test_only_the_current_booking_can_be_changed(page: Page, stub: Stub) -> None:
    stub.answers["约"] = ([booking()], {"booking_code": CODE})
    stub.answers["/move_booking"] = ([booking()], {"booking_code": CODE})
    stub.answers["/cancel_booking"] = ([booking(status="cancelled")], {"booking_code": None})
    say(page, "约")
    page.get_by_role("button", name="改约").click()
    expect(page.get_by_label("预约信息")).to_have_count(2)
    expect(page.get_by_role("button", name="改约")).to_have_count(1)
    page.get_by_role("button", name="取消预约").click()
    expect(page.get_by_text("已取消")).to_be_visible()
    expect(page.get_by_role("button", name="取消预约")).to_have_count(0)


def test_no_picture_is_loaded_from_elsewhere(page: Page, stub: Stub) -> None:
    elsewhere = booking()
    elsewhere["card"]["qr"] = "https://example.com/qr.png"
    stub.answers["约"] = ([elsewhere], {"booking_code": CODE})
    say(page, "约")
    expect(page.get_by_label("预约信息")).to_be_visible()
    expect(page.locator("#messages img")).to_have_count(0)
