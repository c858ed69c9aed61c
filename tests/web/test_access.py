import pytest
from playwright.sync_api import Page, expect

from tests.web.stub import Stub
from tests.web.talk import answers, mine, say, write


def test_the_conversation_is_a_polite_log_in_chinese(page: Page) -> None:
    log = page.get_by_role("log")
    expect(log).to_have_attribute("aria-live", "polite")
    expect(page.locator("html")).to_have_attribute("lang", "zh-CN")


def test_a_quick_reply_is_reached_and_pressed_by_keyboard(page: Page, stub: Stub) -> None:
    choice = {"title": "预约办理", "payload": "/book"}
    stub.answers["办备案"] = ([{"text": "怎么办？", "buttons": [choice]}], {})
    days = [{"title": "明天", "payload": "/x"}]
    stub.answers["/book"] = ([{"text": "哪一天？", "buttons": days}], {})
    say(page, "办备案")
    page.get_by_role("button", name="预约办理").focus()
    page.keyboard.press("Enter")
    expect(mine(page).last).to_be_focused()
    expect(page.get_by_role("button", name="明天")).to_be_visible()
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="明天")).to_be_focused()


def test_arrow_keys_walk_through_the_messages(page: Page) -> None:
    say(page, "办备案")
    expect(answers(page)).to_have_count(2)
    page.get_by_role("log").focus()
    page.keyboard.press("ArrowUp")
    expect(answers(page).last).to_be_focused()
    page.keyboard.press("ArrowUp")
    expect(mine(page).last).to_be_focused()
    page.keyboard.press("Home")
    expect(answers(page).first).to_be_focused()


def test_the_restart_question_keeps_the_keyboard_and_closes_by_escape(page: Page) -> None:
    restart = page.get_by_role("button", name="重新开始")
    restart.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="继续对话")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_be_hidden()
    expect(restart).to_be_focused()


def test_larger_type_is_remembered(page: Page) -> None:
    page.get_by_role("button", name="大字").click()
    page.reload()
    expect(page.get_by_role("button", name="大字")).to_have_attribute("aria-pressed", "true")
    expect(page.locator("html")).to_have_css("font-size", "20px")


@pytest.mark.parametrize(("width", "height"), [(320, 568), (390, 844), (640, 400), (1280, 800)])
def test_nothing_is_cut_off_sideways_and_the_composer_stays(
    page: Page, stub: Stub, width: int, height: int
) -> None:
    stub.answers["长"] = ([{"text": "很长的一句话" * 60 + "A" * 300}], {})
    page.set_viewport_size({"width": width, "height": height})
    say(page, "长")
    expect(answers(page)).to_have_count(2)
    wide = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"
    assert page.evaluate(wide) <= 0
    log = page.get_by_role("log")
    assert log.evaluate("log => log.scrollWidth - log.clientWidth") <= 0
    expect(write(page, "再问")).to_be_in_viewport()
    expect(page.get_by_role("button", name="发送")).to_be_in_viewport()
    expect(page.get_by_role("button", name="转人工")).to_be_in_viewport()
