import re

from playwright.sync_api import Page, expect

from tests.web.conftest import Served
from tests.web.stub import Stub
from tests.web.talk import answers, mine, say


def test_a_failed_message_stays_and_can_be_sent_again(page: Page, stub: Stub) -> None:
    stub.refusals = [503]
    say(page, "办备案")
    expect(page.get_by_role("alert")).to_contain_text("没有发出：系统出了点问题")
    page.get_by_role("button", name="重试").click()
    expect(answers(page).last).to_contain_text("收到：办备案")
    expect(page.get_by_role("alert")).to_have_count(0)
    expect(mine(page)).to_have_count(1)


def test_a_retry_does_not_repeat_what_did_arrive(page: Page, stub: Stub) -> None:
    page.route("**/stream", lambda route: route.fulfill(status=503))
    stub.losses = 1
    say(page, "办备案")
    page.get_by_role("button", name="重试").click()
    expect(answers(page).last).to_contain_text("收到：办备案")
    expect(page.get_by_role("alert")).to_have_count(0)
    assert stub.heard == ["办备案"]


def test_a_failure_is_taken_back_when_the_answer_is_found(page: Page, stub: Stub) -> None:
    stub.losses = 1
    say(page, "办备案")
    expect(answers(page).last).to_contain_text("收到：办备案")
    expect(page.get_by_role("alert")).to_have_count(0)
    expect(mine(page)).to_have_count(1)
    assert stub.heard == ["办备案"]


def test_a_refused_message_goes_back_for_changing(page: Page, stub: Stub) -> None:
    stub.refusals = [422]
    say(page, "办备案")
    page.get_by_role("button", name="修改").click()
    expect(page.get_by_label("您的问题")).to_have_value("办备案")
    expect(mine(page)).to_have_count(0)


def test_an_answer_that_never_comes_ends_in_a_retry(page: Page, served: Served, stub: Stub) -> None:
    page.clock.install()
    page.goto(served.url)
    stub.hold()
    say(page, "办备案")
    expect(page.get_by_text("正在为您查找")).to_be_attached()
    page.clock.run_for(6_000)
    expect(page.locator(".typing")).to_contain_text("还在查找")
    page.clock.run_for(10_000)
    expect(page.get_by_role("alert")).to_contain_text("等了很久没有回复")
    expect(page.get_by_role("button", name="重试")).to_be_enabled()


def test_a_lost_conversation_begins_anew_without_losing_the_question(
    page: Page, stub: Stub
) -> None:
    say(page, "第一句")
    expect(answers(page)).to_have_count(2)
    stub.conversations.clear()
    say(page, "第二句")
    expect(page.get_by_text("对话已重新开始")).to_be_visible()
    expect(answers(page).last).to_contain_text("收到：第二句")


def test_a_conversation_lost_between_two_visits_begins_anew(
    page: Page, served: Served, stub: Stub
) -> None:
    say(page, "第一句")
    expect(answers(page)).to_have_count(2)
    page.goto("about:blank")
    stub.conversations.clear()
    page.goto(served.url)
    expect(page.get_by_text("对话已重新开始")).to_be_visible()
    expect(page.get_by_text("请问您想办什么事？")).to_be_visible()


def test_being_offline_is_said_and_passes(page: Page) -> None:
    page.context.set_offline(True)
    expect(page.get_by_text("网络已断开")).to_be_visible()
    say(page, "办备案")
    expect(page.get_by_role("alert")).to_contain_text("网络不通")
    page.context.set_offline(False)
    expect(page.get_by_text("网络已断开")).to_have_count(0)
    page.get_by_role("button", name="重试").click()
    expect(answers(page).last).to_contain_text("收到：办备案")


def test_a_broken_stream_is_opened_again_and_misses_nothing(
    page: Page, served: Served, stub: Stub
) -> None:
    page.clock.install()
    page.goto(served.url)
    with page.expect_response(re.compile("/stream$")):
        say(page, "找个人问")
    expect(answers(page)).to_have_count(2)
    with page.expect_response(re.compile("/stream$")):
        served.soon(stub.hang_up)
        served.soon(stub.person_says, "断开时说的话")
        page.clock.run_for(1_500)
    expect(answers(page).last).to_contain_text("断开时说的话")
