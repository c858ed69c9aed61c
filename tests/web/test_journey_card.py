"""The card of a plan: what was told, how sure each step is, what is done."""

from typing import Any

from playwright.sync_api import Page, expect

from tests.web.stub import Message, Stub
from tests.web.talk import answers, say


def step(name: str, **more: Any) -> dict[str, Any]:
    return {
        "matter_id": "eia-approval",
        "name": name,
        "when": "要编制报告书的项目",
        "note": None,
        "status": "sample",
        "regional": None,
        "limit": "60日",
        "certainty": "sure",
        "done": False,
        "mode": "直接赋权",
        "window": "3号 工程建设窗口",
        **more,
    }


def plan(**more: Any) -> Message:
    return {
        "type": "journey",
        "name": "租标准厂房入驻",
        "picture": "/web/icon.svg",
        "print": "/plan?journey=standard-workshop",
        "first": False,
        "told": ["租标准厂房", "不涉及危化品"],
        "progress": {"done": 1, "total": 3},
        "regional": "节能：园区做过区域评估的，可以共享结果。",
        "stages": [
            [step("投资备案", done=True)],
            [step("环评", certainty="likely"), step("能评", certainty="open")],
        ],
        "notice": None,
        **more,
    }


def show(page: Page, stub: Stub, card: Message) -> None:
    stub.answers["看计划"] = ([{"text": "", "card": card}], {})
    say(page, "看计划")


def test_a_plan_shows_what_was_told_and_what_is_done(page: Page, stub: Stub) -> None:
    show(page, stub, plan())
    card = answers(page).last.locator(".journey")
    expect(card).to_contain_text("按您说的：租标准厂房、不涉及危化品")
    expect(card.get_by_role("progressbar", name="已办好 1 项，共 3 项")).to_be_visible()
    expect(card).to_contain_text("可以共享结果")
    card.get_by_text("每一步的说明").click()
    expect(card.locator(".step.done")).to_contain_text("✓ 已办好 投资备案")


def test_each_step_says_how_sure_it_is_and_where_to_go(page: Page, stub: Stub) -> None:
    show(page, stub, plan())
    card = answers(page).last.locator(".journey")
    card.get_by_text("每一步的说明").click()
    steps = card.locator(".step")
    expect(steps.nth(1)).to_contain_text("多半要办")
    expect(steps.nth(1)).to_contain_text("直接赋权；3号 工程建设窗口；法定时限：60日")
    expect(steps.nth(2)).to_contain_text("看情况")


def test_while_a_question_is_open_the_plan_is_folded_away(page: Page, stub: Stub) -> None:
    show(page, stub, plan(first=True))
    card = answers(page).last.locator(".journey")
    expect(card.locator("img")).to_have_count(0)
    expect(card.locator(".step").first).to_be_hidden()
    card.get_by_text("目前的计划：2 步").click()
    expect(card.locator(".step").first).to_be_visible()
