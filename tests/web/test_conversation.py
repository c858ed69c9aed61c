import re

from playwright.sync_api import Page, expect

from tests.web.conftest import Served
from tests.web.stub import Stub
from tests.web.talk import answers, mine, say

CHOICES = [
    {"title": "郴州高新区", "payload": '/choose_park{"park_id":"gaoxin"}'},
    {"title": "都不是", "payload": "/none_of_these"},
]


def test_markup_is_shown_as_the_text_it_is(page: Page, stub: Stub) -> None:
    markup = "<img src=x onerror=\"document.title='hit'\"><b>粗</b> https://example.com"
    stub.answers[markup] = ([{"text": markup, "buttons": [{"title": markup, "payload": "/x"}]}], {})
    say(page, markup)
    expect(mine(page).locator(".bubble")).to_have_text(markup)
    expect(answers(page).last.locator(".bubble")).to_have_text(markup)
    expect(page.get_by_role("button", name=markup)).to_be_visible()
    expect(page.locator("#messages :is(img, b, a)")).to_have_count(0)
    expect(page).not_to_have_title("hit")


def test_line_breaks_of_an_answer_are_kept(page: Page, stub: Stub) -> None:
    stub.answers["怎么走"] = ([{"text": "第一行\n第二行"}], {})
    say(page, "怎么走")
    expect(answers(page)).to_have_count(2)
    assert answers(page).last.locator(".bubble").inner_text() == "第一行\n第二行"


def test_an_example_is_asked_with_one_press(page: Page, stub: Stub) -> None:
    page.locator("#messages").get_by_role("button", name="预约去大厅办事").click()
    expect(answers(page).last).to_contain_text("收到：预约去大厅办事")
    expect(page.locator("#messages").get_by_role("button")).to_have_count(0)
    assert stub.heard == ["预约去大厅办事"]


def test_a_quick_reply_sends_its_payload_shows_its_title_and_leaves(page: Page, stub: Stub) -> None:
    stub.answers["施工许可"] = ([{"text": "哪个园区？", "buttons": CHOICES}], {})
    say(page, "施工许可")
    page.get_by_role("button", name="都不是").click()
    expect(mine(page).last.locator(".bubble")).to_have_text("都不是")
    expect(page.get_by_role("button", name="都不是")).to_have_count(0)
    expect(answers(page)).to_have_count(3)
    assert stub.heard[-1] == "/none_of_these"


def test_a_reload_brings_the_conversation_back(page: Page, stub: Stub) -> None:
    stub.answers["施工许可"] = ([{"text": "哪个园区？", "buttons": CHOICES}], {})
    stub.answers["/none_of_these"] = ([{"text": "换个说法试试。", "buttons": CHOICES[:1]}], {})
    say(page, "施工许可")
    page.get_by_role("button", name="都不是").click()
    expect(answers(page)).to_have_count(3)
    page.reload()
    expect(answers(page)).to_have_count(3)
    expect(mine(page).locator(".bubble")).to_have_text(["施工许可", "都不是"])
    expect(page.locator(".choice:visible")).to_have_text(["郴州高新区"])


def test_a_restart_is_confirmed_and_deletes_the_conversation(page: Page, stub: Stub) -> None:
    say(page, "第一句")
    expect(answers(page)).to_have_count(2)
    page.get_by_role("button", name="重新开始").click()
    page.get_by_role("button", name="继续对话").click()
    expect(mine(page)).to_have_count(1)
    page.get_by_role("button", name="重新开始").click()
    with page.expect_response(lambda response: response.request.method == "DELETE"):
        page.get_by_role("dialog").get_by_role("button", name="重新开始").click()
    expect(mine(page)).to_have_count(0)
    expect(page.get_by_role("button", name="预约去大厅办事")).to_be_visible()
    assert stub.conversations == {}


def test_a_button_pressed_twice_is_said_once(page: Page, stub: Stub) -> None:
    stub.hold()
    page.get_by_role("button", name="转人工").dblclick()
    expect(mine(page)).to_have_count(1)
    stub.release()
    expect(answers(page).last).to_contain_text("收到：/request_handoff")
    assert stub.heard == ["/request_handoff"]


def test_a_restart_gives_up_an_answer_on_its_way(page: Page, stub: Stub) -> None:
    stub.hold()
    say(page, "第一句")
    page.get_by_role("button", name="重新开始").click()
    page.get_by_role("dialog").get_by_role("button", name="重新开始").click()
    expect(page.locator(".typing")).to_have_count(0)
    stub.release()
    say(page, "第二句")
    expect(answers(page).last).to_contain_text("收到：第二句")
    expect(answers(page)).to_have_count(2)


def test_the_park_chosen_first_opens_the_conversation_in_it(page: Page, stub: Stub) -> None:
    park = page.get_by_role("button", name="郴州经开区")
    park.click()
    expect(park).to_have_attribute("aria-pressed", "true")
    say(page, "办备案")
    expect(answers(page)).to_have_count(2)
    assert [each.context["park_id"] for each in stub.conversations.values()] == ["jingkai"]


def test_a_park_chosen_later_is_said_to_the_guide(page: Page, stub: Stub) -> None:
    choice = CHOICES[0]["payload"]
    stub.answers[choice] = ([{"text": "好的，高新区。"}], {"park_id": "gaoxin"})
    say(page, "办备案")
    expect(answers(page)).to_have_count(2)
    page.get_by_role("button", name="郴州高新区").click()
    expect(answers(page).last).to_contain_text("好的，高新区。")
    expect(page.get_by_role("button", name="郴州高新区")).to_have_attribute("aria-pressed", "true")
    assert stub.heard[-1] == choice


def test_a_person_takes_over_and_speaks_through_the_stream(
    page: Page, served: Served, stub: Stub
) -> None:
    stub.answers["/request_handoff"] = ([{"text": "好的，已转人工。"}], {"handoff": True})
    with page.expect_response(re.compile("/stream$")):
        page.get_by_role("button", name="转人工").click()
    expect(page.get_by_role("button", name="回到智能导办")).to_be_visible()
    with page.expect_request(re.compile("/messages$")):
        served.soon(stub.person_says, "我是大厅小李")
    expect(page.locator(".message.staff")).to_contain_text("我是大厅小李")
    expect(answers(page)).to_have_count(3)
    stub.answers["/back_to_guide"] = ([{"text": "请问您想办什么事？"}], {"handoff": False})
    page.get_by_role("button", name="回到智能导办").click()
    expect(page.get_by_role("button", name="回到智能导办")).to_have_count(0)


def test_the_sample_notice_leaves_with_an_official_edition(
    page: Page, served: Served, stub: Stub
) -> None:
    expect(page.get_by_text("示例数据")).to_be_visible()
    stub.edition_status = "official"
    page.goto(served.url)
    expect(page.get_by_text("示例数据")).to_be_hidden()
