"""Plans of several matters: their questions, the steps, and other things in between."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from actions.conversation.remarks import tells_a_size
from actions.journey.moves import (
    asks_if_needed,
    asks_the_whole_way,
    is_question,
    order_asked,
    points_at_a_step,
    read_move,
    wants_the_plan,
    wants_to_found,
)
from actions.journey.whole import is_confused, short_asked, whole_asked
from tests.actions.conversation import Conversation
from tests.actions.fake_api import FakeApi

Talk = Callable[..., Conversation]
PLAN = {"id": "build-plant", "asked": None}


@pytest.mark.parametrize(
    ("words", "move"),
    [
        ("第一步做什么", "first"),
        ("先办哪个", "first"),
        ("第二步呢", "stage"),
        ("从第三步开始说", "stage"),
        ("下一步呢", "next"),
        ("接下来呢", "next"),
        ("这个办完了", "done"),
        ("立项和环评都办好了", "done"),
        ("第一步办完了", "done"),
        ("企业名称已经报好了，接着办哪个", "done"),
        ("立项其实还没办", "undone"),
        ("还剩哪些", "left"),
        ("办到哪一步了", "left"),
        ("刚才那个计划", "show"),
        ("回到刚才的办事清单", "show"),
        ("把顺序列给我", "show"),
        ("其他都没有，直接列步骤吧", "show"),
        ("看计划", "show"),
        ("环评办好了没", None),
        ("要带什么材料", None),
        ("我要预约", None),
    ],
)
def test_moves_are_read_from_peoples_words(words: str, move: str | None) -> None:
    assert read_move(words) == move


def test_a_long_story_makes_no_move() -> None:
    assert (
        read_move("我们厂去年办好了执照，今年想再开一条线，不知道接下来还要跑哪些地方才行") is None
    )


@pytest.mark.parametrize(
    ("words", "asks"),
    [("危化品要办什么", True), ("店不大，没什么特殊的", False), ("十几吨的货车", False)],
)
def test_a_question_word_in_a_statement_asks_nothing(words: str, asks: bool) -> None:
    assert is_question(words) is asks


def test_steps_the_plan_and_the_whole_way_are_recognised() -> None:
    assert points_at_a_step("环评那步要什么材料")
    assert not points_at_a_step("那步要什么材料")
    assert wants_the_plan("先把清单列出来")
    assert asks_the_whole_way("搞个货运公司，全套手续怎么走")


def test_a_question_waits_and_its_answer_goes_to_the_journey(talk: Talk, fake: FakeApi) -> None:
    chat = talk()
    asked = chat.say("办厂要跑哪些证", "ask_journey")
    assert (asked.text, asked.context["outcome"]) == ("[start]", "asked")
    assert chat.slots["expecting"] == "journey.question"
    told = chat.say("租的", "affirm")
    assert told.context["matter_id"] == "construction-permit"
    assert chat.slots["expecting"] is None
    assert [move["move"] for move in fake.moves] == ["start", "answer"]
    assert fake.moves[1]["journey"]["asked"] == "site"


def test_another_question_is_answered_and_the_journeys_put_again(talk: Talk, fake: FakeApi) -> None:
    chat = talk()
    chat.say("办厂要跑哪些证", "ask_journey")
    told = chat.say("施工许可要什么材料", "ask_materials")
    assert told.context["topic"] == "materials"
    assert told.text.endswith("[ask]")
    assert chat.slots["expecting"] == "journey.question"


def test_a_booking_may_begin_in_the_middle(talk: Talk, fake: FakeApi) -> None:
    fake.not_understood.add("帮我预约施工许可")
    chat = talk()
    chat.say("办厂要跑哪些证", "ask_journey")
    assert chat.say("帮我预约施工许可", "book").context["topic"] == "booking"


def test_the_park_may_be_told_in_the_middle(talk: Talk, fake: FakeApi) -> None:
    fake.not_understood.add("经开区")
    chat = talk()
    chat.say("办厂要跑哪些证", "ask_journey")
    told = chat.say("经开区", "choose_park")
    assert told.context["park_id"] == "jingkai"
    assert told.text == "好的，郴州经开区。\n[ask]"


def test_what_answers_nothing_thrice_leaves_the_question_open(talk: Talk, fake: FakeApi) -> None:
    fake.not_understood.add("哼")
    chat = talk()
    chat.say("办厂要跑哪些证", "ask_journey")
    assert chat.say("哼", "thanks", confidence=0.1).text.startswith("好，知道了")
    chat.say("哼", "thanks", confidence=0.1)
    chat.say("哼", "thanks", confidence=0.1)
    assert fake.moves[-1]["move"] == "unknown"


def test_giving_up_keeps_what_was_told(talk: Talk, fake: FakeApi) -> None:
    chat = talk()
    chat.say("办厂要跑哪些证", "ask_journey")
    told = chat.say("算了", "stop")
    assert told.context["outcome"] == "stopped"
    assert chat.state["journey"] is not None
    assert told.payload("看计划") == '/walk_journey{"move": "show"}'


@pytest.mark.parametrize("intent", ["walk_journey", "nlu_fallback", "find_matter", "ask_progress"])
def test_steps_are_gone_through_however_the_words_are_classified(
    talk: Talk, fake: FakeApi, intent: str
) -> None:
    chat = talk(journey=PLAN)
    assert chat.say("还剩哪些", intent).text == "[left]"


def test_a_question_about_a_step_is_about_its_matter(talk: Talk, fake: FakeApi) -> None:
    told = talk(journey=PLAN).say("第五步要什么材料", "ask_materials")
    assert fake.moves[-1]["move"] == "step"
    assert told.context["matter_id"] == "construction-permit"


def test_a_correction_plans_anew(talk: Talk, fake: FakeApi) -> None:
    chat = talk(journey=PLAN)
    assert chat.say("不是，我们是自己建厂房", "find_matter").text == "[answer]"


def test_without_a_plan_the_same_words_are_ordinary(talk: Talk, fake: FakeApi) -> None:
    talk().say("下一步呢", "nlu_fallback")
    assert fake.moves == []


def test_starting_over_forgets_the_plan(talk: Talk) -> None:
    chat = talk(journey=PLAN)
    chat.say("重新开始", "restart")
    assert chat.state["journey"] is None


@pytest.mark.parametrize(
    ("words", "move"),
    [
        ("施工许可证前面必须先办好哪个证", "before"),
        ("办施工许可之前要先办什么", "before"),
        ("用地规划和工程规划哪个先办", "before"),
        ("不动产登记是最后一步吗", "before"),
        ("公司名称已经核好了，下一步办什么", "done"),
        ("营业执照也拿到了，再下一步", "done"),
        ("施工许可之后办什么", "next"),
        ("材料都备好了，下一步呢", None),
        ("来之前要先准备什么", None),
        ("前三个有,其他没有", None),
        ("叉车要在什么时候之前办好", None),
        ("先办哪个后办哪个，从头到尾讲讲", None),
        ("食品经营许可要多久", None),
    ],
)
def test_an_order_is_asked_for(words: str, move: str | None) -> None:
    assert order_asked(words) == move


@pytest.mark.parametrize(
    ("words", "asks"),
    [("环评要不要做", True), ("消防一定要办吗", True), ("要钱吗", False), ("要填些什么", False)],
)
def test_a_step_may_not_be_needed(words: str, asks: bool) -> None:
    assert asks_if_needed(words) is asks


@pytest.mark.parametrize(
    ("words", "whole"),
    [
        ("我想搞个货运公司跑运输，手续一步步怎么走", True),
        ("开个印刷厂要跑哪些手续", True),
        ("我想开个饭店，要办什么证", False),
        ("食品经营许可怎么办", False),
        ("政府投资项目审批要交什么", False),
        ("在经开区交材料怎么走", False),
    ],
)
def test_setting_something_up_wants_the_whole_way(words: str, whole: bool) -> None:
    assert asks_the_whole_way(words) is whole


@pytest.mark.parametrize("intent", ["ask_precheck", "find_matter", "request_handoff"])
def test_a_plan_at_once_whatever_kind_it_seems(talk: Talk, fake: FakeApi, intent: str) -> None:
    chat = talk()
    chat.say("建厂房从头到尾要办哪些", "ask_journey")
    chat.slots["expecting"] = "journey.question"
    chat.say("其他不晓得，先给我看整个步骤", intent)
    assert fake.moves[-1]["move"] == "show"


@pytest.mark.parametrize(
    ("words", "asked"),
    [
        ("这里面哪个最费时间", "longest"),
        ("哪步最磨人", "longest"),
        ("从头到尾办下来要几个月", "total"),
        ("大概多久能开张", "total"),
        ("一趟能办完吗", "trips"),
        ("一共得花多少钱", "cost"),
        ("总共几步", "count"),
        ("哪些可以同时办", "together"),
        ("哪几个是必须办的", "musts"),
        ("都要办？", "musts"),
        ("施工许可证要多久", None),
        ("我要预约", None),
        ("污水排到市政管网", None),
    ],
)
def test_what_is_asked_of_a_whole_plan_is_recognised(words: str, asked: str | None) -> None:
    assert whole_asked(words) == asked


def test_few_words_mean_the_plan_they_follow() -> None:
    assert short_asked("那要多久啊") == "total"
    assert short_asked("材料呢") == "papers"
    assert short_asked("环评材料呢") is None
    assert is_confused("没懂，这个有什么区别")
    assert not is_confused("报告书和报告表有什么区别")


@pytest.mark.parametrize("words", ["40来个平方吧", "两三个人", "养猪500头", "就一台机器"])
def test_a_size_is_told(words: str) -> None:
    assert tells_a_size(words)


@pytest.mark.parametrize(
    "words", ["几楼", "第二个", "下午3点", "我要两个人一起预约", "138 0013 8000"]
)
def test_what_asks_or_names_something_else_is_no_size(words: str) -> None:
    assert not tells_a_size(words)


def test_a_wish_to_set_something_up_asks_for_no_single_matter() -> None:
    assert wants_to_found("我想开工厂")
    assert wants_to_found("打算把厂子搬到你们园区")
    assert not wants_to_found("我想开工厂要办什么许可")
    assert not wants_to_found("想办食品经营许可证变更")


def test_a_size_in_the_middle_keeps_the_question(talk: Talk, fake: FakeApi) -> None:
    fake.not_understood.add("二十来个人")
    chat = talk()
    chat.say("办厂要跑哪些证", "ask_journey")
    heard = chat.say("二十来个人", "request_handoff")
    assert "好，知道了" in heard.text
    assert chat.slots["expecting"] == "journey.question"
