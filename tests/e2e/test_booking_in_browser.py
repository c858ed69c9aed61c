"""From the applicant's own words to a booking code, in a real browser on the real guide."""

import re

from playwright.sync_api import Page, expect

SLOW_TURN_MS = 20_000


def _say(page: Page, words: str) -> None:
    page.locator("#words").fill(words)
    page.locator("#send").click()


def _press(page: Page, title: str | re.Pattern[str]) -> None:
    page.locator("#messages").get_by_role("button", name=title).last.click(timeout=SLOW_TURN_MS)


def test_an_applicant_leaves_with_a_booking_code(page: Page) -> None:
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    _say(page, "我要在园区盖个厂房，施工许可证怎么办")
    log = page.locator("#messages")
    expect(log).to_contain_text("建筑工程施工许可证核发", timeout=SLOW_TURN_MS)
    _press(page, "郴州高新区")
    expect(log).to_contain_text("直接赋权", timeout=SLOW_TURN_MS)
    _press(page, re.compile("预约"))
    _press(page, re.compile(r"月\d+日"))
    _press(page, re.compile(r"\d+:\d\d"))
    _say(page, "我叫张三，电话13812345678")
    expect(log).to_contain_text("138****5678", timeout=SLOW_TURN_MS)
    _press(page, re.compile("确认|同意"))
    code = log.get_by_role("img", name=re.compile("二维码"))
    expect(code).to_be_visible(timeout=SLOW_TURN_MS)
    assert code.evaluate("image => image.naturalWidth") > 0
    assert not faults


def test_the_conversation_survives_a_reload(page: Page) -> None:
    _say(page, "开饭店要办什么证")
    expect(page.locator("#messages")).to_contain_text("食品经营许可", timeout=SLOW_TURN_MS)
    page.reload()
    expect(page.locator("#messages")).to_contain_text("食品经营许可", timeout=SLOW_TURN_MS)


def test_a_restart_clears_the_page(page: Page) -> None:
    _say(page, "开饭店要办什么证")
    expect(page.locator("#messages")).to_contain_text("食品经营许可", timeout=SLOW_TURN_MS)
    page.locator("#restart").click()
    page.locator("#restart-dialog").get_by_role("button", name="重新开始").click()
    expect(page.locator("#messages")).not_to_contain_text("食品经营许可", timeout=SLOW_TURN_MS)
