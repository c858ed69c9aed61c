from playwright.sync_api import Page, expect

from tests.web.stub import Stub
from tests.web.talk import answers, mine, say, write


def test_enter_sends_and_empties_the_field(page: Page) -> None:
    field = write(page, "办施工许可证")
    field.press("Enter")
    expect(answers(page).last).to_contain_text("收到：办施工许可证")
    expect(field).to_have_value("")


def test_shift_and_enter_begins_a_new_line(page: Page) -> None:
    field = write(page, "第一行")
    field.press("Shift+Enter")
    field.press_sequentially("第二行")
    expect(field).to_have_value("第一行\n第二行")
    expect(mine(page)).to_have_count(0)


def test_enter_that_ends_a_composition_does_not_send(page: Page) -> None:
    field = write(page, "shigong")
    field.dispatch_event("keydown", {"key": "Enter", "isComposing": True})
    field.dispatch_event("keydown", {"key": "Enter", "keyCode": 229})
    expect(mine(page)).to_have_count(0)
    expect(field).to_have_value("shigong")


def test_blank_words_are_not_sent(page: Page) -> None:
    say(page, "  \n ")
    expect(page.get_by_role("button", name="发送")).to_be_disabled()
    expect(mine(page)).to_have_count(0)


def test_nothing_is_sent_twice_while_an_answer_is_awaited(page: Page, stub: Stub) -> None:
    stub.hold()
    say(page, "第一句")
    field = write(page, "第二句")
    field.press("Enter")
    field.press("Enter")
    expect(field).to_have_value("第二句")
    stub.release()
    expect(answers(page).last).to_contain_text("收到：第一句")
    field.press("Enter")
    expect(answers(page).last).to_contain_text("收到：第二句")
    assert stub.heard == ["第一句", "第二句"]


def test_words_beyond_the_limit_are_counted_and_kept_back(page: Page) -> None:
    field = write(page, "字" * 2003)
    expect(page.get_by_text("超出 3 字")).to_be_visible()
    field.press("Enter")
    expect(mine(page)).to_have_count(0)
    write(page, "字" * 1990)
    expect(page.get_by_text("1990 / 2000")).to_be_visible()
    expect(page.get_by_role("button", name="发送")).to_be_enabled()
