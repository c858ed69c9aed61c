"""Questions about what was told last: a general fact, a referral, or how certain a fact is."""

from datetime import date

import pytest

from api.services.answering.certainty import asks_if_certain
from api.services.answers import Answer, Question
from api.services.guide import Guide
from api.services.outcomes import Outcome
from api.services.thread_state import Thread, kept

INJURY = Thread(about="referral:work-injury")


def after(guide: Guide, first: str, then: Question) -> Answer:
    """The answer to a question after the general fact or the referral that `first` is told."""
    told = guide.answer(Question("policy", first, park_id="gaoxin"))
    thread = Thread(last_topic=told.topic, about=told.about)
    return guide.answer(Question(then.topic, then.query, park_id="gaoxin", thread=thread))


@pytest.mark.parametrize(
    ("topic", "asked", "told"),
    [
        ("time_limit", "单位多少天内要去申请", "30日内"),
        ("window", "电话多少", "12333"),
        ("window", "在哪里", "12333"),
        ("materials", "要带什么", "医疗诊断证明"),
        ("fee", "要钱吗", "没有查到可靠来源"),
    ],
)
def test_a_follow_up_of_a_referral_stays_with_it(
    guide: Guide, topic: str, asked: str, told: str
) -> None:
    answer = guide.answer(Question(topic, asked, park_id="gaoxin", thread=INJURY))
    assert answer.topic == "referral"
    assert (answer.matter_id, answer.park_id) == (None, "gaoxin")
    assert told in answer.text


@pytest.mark.parametrize(
    ("topic", "asked", "matter_id"),
    [
        ("matter", "那我想办食品经营许可", "food-business-permit"),
        ("fee", "施工许可证要钱吗", "construction-permit"),
    ],
)
def test_another_matter_ends_a_referral(
    guide: Guide, topic: str, asked: str, matter_id: str
) -> None:
    answer = guide.answer(Question(topic, asked, park_id="gaoxin", thread=INJURY))
    assert answer.matter_id == matter_id


def test_the_hall_is_not_taken_for_the_referral(guide: Guide) -> None:
    answer = guide.answer(Question("window", "你们大厅几点上班", park_id="gaoxin", thread=INJURY))
    assert answer.about == "policy:hours"


def test_a_comparison_of_nothing_known_is_about_the_fact_told_last(guide: Guide) -> None:
    answer = after(guide, "盖2号章的批文还算数吗", Question("compare", "3号章呢，一样吗"))
    assert answer.about == "policy:old_seals"


def test_words_of_the_fact_told_last_go_on_with_it(guide: Guide) -> None:
    answer = after(guide, "什么是容缺受理", Question("time_limit", "那多久补齐"))
    assert answer.about == "policy:conditional_acceptance"


@pytest.mark.parametrize(
    "text",
    ["这个时间是正式公布的吗", "是真的吗", "准吗", "你从哪里查到的", "这是示例还是官方的"],
)
def test_doubts_are_told_by_their_words(text: str) -> None:
    assert asks_if_certain(text)


@pytest.mark.parametrize(
    "text", ["确定", "谁说了算", "正式营业执照怎么办", "对结果不服怎么办", "什么时候公布中标结果"]
)
def test_other_words_doubt_nothing(text: str) -> None:
    assert not asks_if_certain(text)


@pytest.mark.parametrize(
    ("last_topic", "told"), [("window", "示例数据，还没有正式公布"), ("time_limit", "建筑法")]
)
def test_a_doubt_is_met_with_source_and_status(guide: Guide, last_topic: str, told: str) -> None:
    thread = Thread(last_topic=last_topic)
    question = Question("policy", "这个准不准", "construction-permit", "gaoxin", thread=thread)
    answer = guide.answer(question)
    assert told in answer.text
    assert answer.matter_id == "construction-permit"
    assert answer.outcome == Outcome.ANSWERED


def test_a_thank_you_leaves_what_was_told_at_hand_and_another_answer_does_not() -> None:
    before = {"about": "referral:marriage"}
    assert kept(before, {"topic": "chitchat"}, {})["about"] == "referral:marriage"
    assert kept(before, {"topic": "fee"}, {"about": None})["about"] is None


@pytest.mark.parametrize("topic", ["notice", "matter", "mode", "policy"])
def test_the_modes_are_explained_whatever_kind_of_message_it_is_taken_for(
    guide: Guide, topic: str
) -> None:
    answer = guide.answer(Question(topic, "听说有三种赋权方式，一口气给我讲清楚"))
    assert all(mode in answer.text for mode in ("直接赋权", "服务前移", "审批直报"))


def test_a_matter_s_mode_is_no_question_about_all_three(guide: Guide) -> None:
    answer = guide.answer(Question("mode", "三种方式里施工许可是哪一种", park_id="gaoxin"))
    assert answer.matter_id == "construction-permit"


@pytest.mark.parametrize(
    "asked", ["你们为什么不办", "你们这里办不了吗", "那我该去哪", "这个园区没权办吧"]
)
def test_why_the_park_does_not_handle_it_is_told_with_who_does(guide: Guide, asked: str) -> None:
    thread = Thread(about="referral:schooling")
    answer = guide.answer(Question("policy", asked, park_id="gaoxin", thread=thread))
    assert (answer.topic, answer.matter_id, answer.park_id) == ("referral", None, "gaoxin")
    assert "教育部门" in answer.text


def test_on_what_is_not_ours_no_matter_is_current(guide: Guide) -> None:
    asked = Question("policy", "我孩子上学的事你们管吗", "construction-permit", "gaoxin")
    answer = guide.answer(asked)
    assert (answer.topic, answer.matter_id) == ("referral", None)


@pytest.mark.parametrize("asked", ["之前市里批的证还有效吗", "以前市局发的批文还作数不"])
def test_papers_of_before_are_no_question_about_the_decree(guide: Guide, asked: str) -> None:
    assert "行政许可受法律保护" in guide.answer(Question("policy", asked)).text


@pytest.mark.parametrize(
    ("topic", "asked", "about"),
    [
        ("matter", "客户拿来一份2019年的批文，盖的是3号审批章，还算数吗", "policy:old_seals"),
        ("matter", "文件里头哪些事是不给园区的", "policy:not_delegated"),
        ("policy", "听说容缺受理，又是区域评估，先讲容缺受理", "policy:conditional_acceptance"),
        ("time_limit", "许可法讲的二十日是按日历日还是按工作日算", "policy:time_limits"),
        ("fee", "那办事收的钱交到哪里", "policy:fees"),
    ],
)
def test_a_part_of_a_longer_sentence_may_ask_for_a_general_fact(
    guide: Guide, topic: str, asked: str, about: str
) -> None:
    assert guide.answer(Question(topic, asked)).about == about


@pytest.mark.parametrize(
    ("topic", "asked"),
    [
        ("progress", "材料交上去以后怎么一步步报到省里"),
        ("materials", "同时要不要报市里一份"),
        ("mode", "省里要是还要原来市里那个部门盖章，要我再跑一趟吗"),
    ],
)
def test_what_goes_up_is_told_of_the_current_matter(guide: Guide, topic: str, asked: str) -> None:
    answer = guide.answer(Question(topic, asked, "forest-land-use", "gaoxin"))
    assert (answer.topic, answer.matter_id) == ("mode", "forest-land-use")
    assert "同时报市级部门备案" in answer.text
    assert "无条件加盖" in answer.text


@pytest.mark.parametrize("asked", ["建设用地审批要省里批吧", "建设用地审批是你们自己批吗"])
def test_who_decides_may_be_asked_as_a_guess(guide: Guide, asked: str) -> None:
    assert guide.answer(Question("matter", asked, park_id="gaoxin")).topic == "mode"


def test_why_both_are_liable_is_told_with_the_days_and_now_is_asked_after_it(guide: Guide) -> None:
    then = Thread(last_topic="liability", as_of=date(2021, 4, 22))
    asked = Question("policy", "为什么两家一起担，哪天到哪天", "forest-land-use", thread=then)
    told = guide.answer(asked)
    assert "2021年5月10日" in told.text
    after = Thread(last_topic=told.topic, about=told.about)
    now = guide.answer(Question("matter", "现在呢", "forest-land-use", "gaoxin", thread=after))
    assert now.topic == "liability"


def test_an_order_with_what_is_not_ours_says_that_none_is_known(guide: Guide) -> None:
    thread = Thread(about="referral:schooling")
    answer = guide.answer(Question("window", "那先搞哪一个", park_id="gaoxin", thread=thread))
    assert "没有查到谁先谁后" in answer.text


def test_a_new_wish_beside_a_question_ends_a_referral(guide: Guide) -> None:
    asked = Question("time_limit", "厂里买了叉车，几天办好", park_id="gaoxin", thread=INJURY)
    assert guide.answer(asked).matter_id == "special-equipment-registration"


@pytest.mark.parametrize(
    ("told", "topic", "asked", "about"),
    [
        ("decree", "matter", "有没有作废", "validity"),
        ("matter_list", "result", "会不会再收走", "adjustment"),
        ("privacy", "matter", "那自己能删吗", "privacy"),
        ("hours", "matter", "停车呢", "hall_facilities"),
    ],
)
def test_what_goes_on_about_a_general_fact_is_answered_from_its_kind(
    guide: Guide, told: str, topic: str, asked: str, about: str
) -> None:
    answer = guide.answer(Question(topic, asked, thread=Thread(about=f"policy:{told}")))
    assert answer.about == f"policy:{about}"


@pytest.mark.parametrize("asked", ["排水许可要多久", "要带什么材料", "我想开个饭店"])
def test_a_general_fact_keeps_no_question_on_a_matter(guide: Guide, asked: str) -> None:
    answer = guide.answer(Question("matter", asked, thread=Thread(about="policy:hours")))
    assert answer.about is None


def test_a_month_without_its_year_is_of_the_year_spoken_of(guide: Guide) -> None:
    thread = Thread(about="policy:transition", last_topic="liability")
    answer = guide.answer(Question("matter", "那2月份批的呢", thread=thread))
    assert "还没有下放" in answer.text


@pytest.mark.parametrize("said", ["在经开区", "苏仙区的", "我在高新区，去哪个窗口"])
def test_the_place_of_what_is_not_ours_leaves_it_so(guide: Guide, said: str) -> None:
    answer = guide.answer(Question("window", said, thread=INJURY))
    assert answer.topic == "referral"
