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


def test_a_notice_can_be_opened_to_print_and_passed_on(page: Page, stub: Stub) -> None:
    rows = [{"label": "办理条件", "value": "已经办理用地批准手续", "status": "law"}]
    card = {
        "type": "notice",
        "name": "施工许可",
        "park_name": "郴州高新区",
        "rows": rows,
        "notice": "标“示例”的内容是示例数据。",
        "print": "/notice?matter=construction-permit&park=gaoxin",
    }
    page.evaluate("Object.defineProperty(navigator, 'share', { value: undefined })")
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    show(page, stub, card)
    shown = page.get_by_label("施工许可")
    expect(shown).to_contain_text("已经办理用地批准手续")
    expect(shown.get_by_role("link", name="打开打印")).to_have_attribute("href", str(card["print"]))
    shown.get_by_role("button", name="发给别人").click()
    expect(shown.get_by_role("status")).to_contain_text("链接已复制")
    assert page.evaluate("navigator.clipboard.readText()").endswith(card["print"])


def test_a_notice_links_to_no_other_server(page: Page, stub: Stub) -> None:
    show(page, stub, {"type": "notice", "name": "施工许可", "rows": [], "print": "//example.com/x"})
    expect(page.get_by_label("施工许可")).to_be_visible()
    expect(page.get_by_role("link", name="打开打印")).to_have_count(0)


def test_a_precheck_says_of_each_material_what_to_do(page: Page, stub: Stub) -> None:
    items = [
        {"number": 1, "name": "申请书", "when": None, "text": "已备好", "way": "have"},
        {"number": 2, "name": "章程", "when": "设立公司", "text": "问窗口", "way": "ask"},
    ]
    card = {"type": "precheck", "name": "企业设立登记", "verdict": "not_yet", "items": items}
    show(page, stub, card)
    shown = page.get_by_label("企业设立登记：材料核对")
    expect(shown).to_contain_text("还缺材料")
    papers = shown.get_by_role("listitem")
    expect(papers.nth(0)).to_have_text("1. 申请书有")
    expect(papers.nth(1)).to_contain_text("缺，问窗口")
    expect(papers.nth(1)).to_contain_text("只在“设立公司”时才要")


def test_a_promise_stands_on_the_card_in_full(page: Page, stub: Stub) -> None:
    promise = {
        "title": "告知承诺书",
        "version": "2026-1",
        "informed": ["自愿采用"],
        "promises": ["内容真实"],
        "consequences": ["隐瞒的，不予许可（《行政许可法》第七十八条）"],
        "basis": "《优化营商环境条例》第四十条",
    }
    show(page, stub, {"type": "precheck", "name": "许可", "items": [], "commitment": promise})
    shown = page.get_by_label("许可：材料核对")
    for words in ("版本 2026-1", "自愿采用", "内容真实", "第七十八条", "第四十条"):
        expect(shown).to_contain_text(words)
