"""What words plainly ask for is begun, whatever kind of message the classifier takes them for."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from actions.booking.organisation import read_organisation, says_no_company
from actions.booking.wishes import wants_new_visit, without_wish
from actions.moves import counts_days
from actions.precheck.wishes import asks_for_check
from actions.turn import Turn
from tests.actions.conversation import Conversation

Talk = Callable[..., Conversation]


def turn(words: str, intent: str = "find_matter") -> Turn:
    return Turn("a-conversation", words, intent, 0.5)


@pytest.mark.parametrize(
    "words",
    [
        "涉路施工活动许可的材料帮我看看齐不齐",
        "办消防安全检查，帮我预审下材料",
        "商品房预售许可的材料我想先核对一遍",
        "排水许可的资料给我把把关",
        "食品经营许可，看看我材料够不够",
        "先帮我预审一下",
    ],
)
def test_going_through_the_materials_is_asked_for(words: str) -> None:
    assert asks_for_check(turn(words))


@pytest.mark.parametrize(
    "words",
    [
        "消防安全检查要什么材料",
        "看一下要带哪些材料",
        "建设用地预审怎么办",
        "我想办用地预审与选址意见书",
        "施工许可证在哪里办",
        "容缺预审是什么意思",
    ],
)
def test_a_question_about_materials_is_no_wish_to_go_through_them(words: str) -> None:
    assert not asks_for_check(turn(words))


@pytest.mark.parametrize(
    "words",
    [
        "占用绿地的审批，我想预约，国庆节前约一个",
        "那重新预约一个，办户外广告",
        "能不能给我约个时间",
        "另外再约一个施工许可",
    ],
)
def test_a_new_visit_is_asked_for(words: str) -> None:
    assert wants_new_visit(turn(words))


@pytest.mark.parametrize(
    "words",
    [
        "查一下我的预约",
        "我想取消预约",
        "预约改到周四",
        "我约的是哪天",
        "怎么预约",
        "我之前的预约呢",
    ],
)
def test_a_visit_that_is_there_is_no_new_one(words: str) -> None:
    assert not wants_new_visit(turn(words))


def test_a_booking_is_begun_where_the_code_of_another_was_asked_for(talk: Talk) -> None:
    chat = talk()
    chat.say("帮我查下我之前的预约", "booking_lookup")
    heard = chat.say("那重新预约一个，办施工许可", "find_matter")
    assert heard.context["matter_id"] == "construction-permit"
    assert heard.context["topic"] == "booking"
    assert heard.titles == ["郴州高新区", "郴州经开区"]


def test_a_booking_is_begun_from_assisted_handling(talk: Talk) -> None:
    chat = talk(matter_id="construction-permit", park_id="gaoxin")
    chat.say("有没有人帮我办", "assistance")
    assert chat.say("那给我预约明天上午", "book").context["topic"] == "booking"


def test_a_code_and_four_digits_look_a_booking_up(talk: Talk) -> None:
    heard = talk().say("预约码KKKK9999，尾号5678", "book")
    assert "没有找到这个预约" in heard.text


def test_a_pre_check_is_begun_beside_a_long_name(talk: Talk) -> None:
    heard = talk(park_id="gaoxin").say("施工许可的材料帮我看看齐不齐", "find_matter")
    assert heard.context["topic"] == "precheck"
    assert heard.context["intent"] == "ask_precheck"


def test_a_past_week_is_no_ordinal() -> None:
    assert counts_days("那上个星期三呢")
    assert not counts_days("上一个")


def test_the_wish_is_left_aside() -> None:
    assert without_wish("想把公司地址改一下，约个时间") == "想把公司地址改一下"


@pytest.mark.parametrize(
    ("words", "rest"),
    [
        ("彭丽华，13807358866，个体户，公司和代码都不填", "彭丽华，13807358866"),
        ("谭明，13975511223，公司还没成立，不填", "谭明，13975511223"),
        ("13707351234，王小二，个体户没公司", "13707351234，王小二"),
        ("何大勇 13507351234 公司还没注册下来", "何大勇 13507351234"),
        ("个人办理，陈静 13973567788", "陈静 13973567788"),
    ],
)
def test_to_come_for_no_company_is_no_name(words: str, rest: str) -> None:
    told = read_organisation(words)
    assert (told.name, told.code, told.rest) == (None, None, rest)


@pytest.mark.parametrize("words", ["公司还没成立", "我个人来办，公司不填", "没有单位", "个体户"])
def test_no_company_at_all(words: str) -> None:
    assert says_no_company(words)


def test_a_company_that_is_named_stays_one() -> None:
    assert not says_no_company("郴州星河有限公司")
    assert read_organisation("单位是郴州星河有限公司").name == "郴州星河有限公司"


@pytest.mark.parametrize(
    "words", ["王芳13807350001郴州星河有限公司", "13807350001郴州星河有限公司"]
)
def test_a_company_does_not_swallow_name_and_phone(words: str) -> None:
    told = read_organisation(words)
    assert told.name == "郴州星河有限公司"
    assert "13807350001" in told.rest


def test_a_code_leaves_no_yes_behind() -> None:
    assert read_organisation("是91431000MA4L3K7P2W").rest == ""
    assert read_organisation("王芳，13812345678，公司郴州星河有限公司").name == "郴州星河有限公司"


def test_a_clarification_in_a_booking_keeps_what_is_told(talk: Talk) -> None:
    chat = talk(park_id="gaoxin")
    asked = chat.say("我要预约办手续", "book")
    told = chat.say("王小明 13812345678，公司还没成立", "find_matter")
    assert told.titles == asked.titles or "请问您要预约的是哪一项" in told.text
    heard = chat.say("第一个")
    assert heard.context["matter_id"]
    assert chat.slots["draft"]["name"] == "王小明"
