"""Answers for several matters at once, and questions that leave things out."""

from datetime import date

import pytest

from api.services.answers import Question
from api.services.guide import Guide
from api.services.outcomes import Outcome
from api.services.thread_state import Thread

PAIR = ("construction-permit", "fire-acceptance")


def test_what_is_asked_of_two_is_answered_for_both(guide: Guide) -> None:
    answer = guide.answer(
        Question("materials", "施工许可和消防设计审查都要什么材料", park_id="gaoxin")
    )
    assert answer.outcome is Outcome.ANSWERED
    assert answer.pair == ["construction-permit", "fire-design-review"]
    assert answer.matter_id == answer.pair[0]
    assert all(guide.kb.matters[matter_id].name in answer.text for matter_id in answer.pair)
    assert len(answer.buttons) == 3


def test_two_names_do_not_drown_the_question(guide: Guide) -> None:
    answer = guide.answer(Question("matter", "施工许可和消防验收都要什么材料", park_id="gaoxin"))
    assert answer.topic == "materials"


def test_a_follow_up_goes_on_about_both(guide: Guide) -> None:
    thread = Thread(pair=PAIR)
    answer = guide.answer(Question("time_limit", "那要多久", PAIR[0], "gaoxin", thread=thread))
    assert answer.pair == list(PAIR)


def test_a_wish_for_two_asks_which_comes_first(guide: Guide) -> None:
    answer = guide.answer(Question("matter", "我要办施工许可和排污许可", park_id="gaoxin"))
    assert answer.outcome is Outcome.CLARIFY
    assert [c["matter_id"] for c in answer.candidates] == [
        "construction-permit",
        "pollutant-discharge-permit",
    ]


def test_a_booking_for_two_asks_which(guide: Guide) -> None:
    thread = Thread(pair=PAIR)
    answer = guide.answer(Question("booking", "两个都预约", PAIR[0], "gaoxin", thread=thread))
    assert (answer.outcome, answer.matter_id) == (Outcome.CLARIFY, None)


@pytest.mark.parametrize("topic", ["journey", "matter", "compare"])
def test_the_order_of_two_is_told_with_what_it_rests_on(guide: Guide, topic: str) -> None:
    answer = guide.answer(Question(topic, "竣工验收备案和消防验收哪个先办", park_id="gaoxin"))
    text = answer.text
    assert text.index("消防验收") < text.index("竣工验收备案")
    assert "通常顺序" in text
    assert "示例" in text


@pytest.mark.parametrize("topic", ["compare", "conditions", "matter"])
def test_two_matters_are_set_side_by_side(guide: Guide, topic: str) -> None:
    answer = guide.answer(Question(topic, "报告表和登记表有什么区别", park_id="jingkai"))
    assert answer.outcome is Outcome.COMPARED
    assert answer.pair == ["eia-approval", "eia-registration"]
    assert answer.text.count("什么时候要办") == 2


def test_the_current_matter_is_compared_with_a_named_one(guide: Guide) -> None:
    question = Question("compare", "和登记表有什么区别", "eia-approval", "gaoxin")
    assert guide.answer(question).pair == ["eia-approval", "eia-registration"]


def test_what_was_offered_is_compared(guide: Guide) -> None:
    offered = ("fire-design-review", "fire-acceptance", "fire-acceptance-filing")
    thread = Thread(offered=offered)
    answer = guide.answer(Question("compare", "这几个有什么区别", None, "gaoxin", thread=thread))
    assert all(guide.kb.matters[matter_id].name in answer.text for matter_id in offered)


@pytest.mark.parametrize("words", ["直接赋权和服务前移有啥不一样", "审批直报和直接赋权有啥区别"])
@pytest.mark.parametrize("topic", ["compare", "mode"])
def test_the_modes_are_told_in_one_breath_with_examples(
    guide: Guide, topic: str, words: str
) -> None:
    text = guide.answer(Question(topic, words, None, "gaoxin")).text
    for word in ("行政审批专用章", "市直部门", "省级部门", "备案", "比如「", "二、（一）"):
        assert word in text
    assert "示例" in text
    assert "现已过期" in text


def test_the_parks_are_compared_for_the_current_matter(guide: Guide) -> None:
    question = Question("compare", "高新和经开办这个有区别吗", "construction-permit", "gaoxin")
    answer = guide.answer(question)
    assert answer.outcome is Outcome.COMPARED
    assert answer.matter_id == "construction-permit"
    assert "郴州高新区：" in answer.text
    assert "郴州经开区：" in answer.text


def test_nothing_to_compare_is_asked_for(guide: Guide) -> None:
    assert guide.answer(Question("compare", "有什么区别")).outcome is Outcome.ASK_MATTER


def test_the_one_before_is_asked_about(guide: Guide) -> None:
    thread = Thread(recent=("food-business-permit",))
    question = Question("materials", "刚才那个要什么材料", "eia-approval", "gaoxin", thread=thread)
    assert guide.answer(question).matter_id == "food-business-permit"


def test_the_last_question_is_asked_of_another_matter(guide: Guide) -> None:
    thread = Thread(last_topic="time_limit")
    for words in ("那排水许可呢", "说错了，是排水许可"):
        question = Question("matter", words, "pollutant-discharge-permit", "gaoxin", thread=thread)
        answer = guide.answer(question)
        assert (answer.topic, answer.matter_id) == ("time_limit", "drainage-permit")


def test_a_wish_of_its_own_is_shown_whatever_was_asked_before(guide: Guide) -> None:
    thread = Thread(last_topic="window")
    question = Question(
        "matter", "不是这个，我要办的是排水许可", "eia-approval", "gaoxin", thread=thread
    )
    assert guide.answer(question).topic == "matter"


def test_a_day_asked_about_holds_until_today_is(guide: Guide) -> None:
    then = Thread(last_topic="mode", as_of=date(2021, 4, 30))
    asked = Question("liability", "出了问题找谁", "eia-approval", "gaoxin", thread=then)
    assert "共同承担" in guide.answer(asked).text
    now = Question("matter", "现在呢", "eia-approval", "gaoxin", thread=then)
    answer = guide.answer(now)
    assert (answer.topic, answer.as_of) == ("mode", None)
    pressed = Question("mode", None, "eia-approval", "gaoxin", thread=then)
    assert guide.answer(pressed).as_of is None


def test_before_the_take_over_the_city_did_it(guide: Guide) -> None:
    answer = guide.answer(Question("matter", "以前呢", "eia-approval", "gaoxin"))
    assert answer.outcome is Outcome.NOT_COVERED
    assert "生态环境" in answer.text


@pytest.mark.parametrize("words", ["要报到省里吗", "是不是还要去市林业局盖章", "市里要不要备案"])
def test_words_about_authorities_name_no_matter(guide: Guide, words: str) -> None:
    answer = guide.answer(Question("mode", words, "forest-land-use", "gaoxin"))
    assert answer.matter_id == "forest-land-use"
    assert "不用您另外去跑" in answer.text


@pytest.mark.parametrize("topic", ["mode", "liability"])
def test_without_a_matter_the_rule_is_told_and_the_matter_asked_for(
    guide: Guide, topic: str
) -> None:
    answer = guide.answer(Question(topic, "谁负责" if topic == "liability" else "谁盖章"))
    assert answer.outcome is Outcome.ASK_MATTER
    assert "二、（一）" in answer.text
    assert "服务前移" in answer.text


@pytest.mark.parametrize("words", ["不服怎么办", "不服去哪里复议", "不给批我能去哪告"])
def test_an_appeal_is_answered_for_the_matter_and_begins_with_what_to_do(
    guide: Guide, words: str
) -> None:
    text = guide.answer(Question("liability", words, "construction-permit", "gaoxin")).text
    assert text.index("六十日") < text.index("复议答辩")
    assert "郴政办发〔2021〕4号二、（一）" in text
    assert "建筑工程施工许可证核发" in text


def test_noise_keeps_the_matter(guide: Guide) -> None:
    answer = guide.answer(Question("matter", "asdfgh", "eia-approval", "gaoxin"))
    assert (answer.outcome, answer.matter_id) == (Outcome.NOT_FOUND, "eia-approval")
