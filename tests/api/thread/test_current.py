"""Questions that leave everything out stay with the current matter, the day and the appeal."""

import pytest

from api.services.answers import Question
from api.services.guide import Guide
from api.services.outcomes import Outcome
from api.services.thread_state import Thread

CURRENT = "drainage-permit"


@pytest.mark.parametrize(
    ("topic", "asked"),
    [
        ("online", "网上搞得不"),
        ("online", "人家来不来现场看"),
        ("time_limit", "单位多少天内要去申请"),
        ("matter", "会来厂里看吗"),
        ("conditions", "没通过还能再办不"),
        ("materials", "申请表在哪里下载"),
    ],
)
def test_words_that_name_nothing_stay_with_the_current_matter(
    guide: Guide, topic: str, asked: str
) -> None:
    answer = guide.answer(Question(topic, asked, CURRENT, "gaoxin"))
    assert answer.matter_id == CURRENT


@pytest.mark.parametrize(
    ("topic", "asked", "matter_id"),
    [
        ("time_limit", "打口井要多久", "water-abstraction-permit"),
        ("fee", "那楼顶做个广告牌收费吗", "outdoor-advertising"),
        ("materials", "开个奶茶店要什么材料", "food-business-permit"),
    ],
)
def test_another_matter_is_understood_without_its_name(
    guide: Guide, topic: str, asked: str, matter_id: str
) -> None:
    assert guide.answer(Question(topic, asked, CURRENT, "gaoxin")).matter_id == matter_id


@pytest.mark.parametrize(
    ("topic", "asked"),
    [
        ("time_limit", "行政复议要在多少天内提"),
        ("matter", "那直接打行政官司呢"),
        ("conditions", "起诉有没有时间限制"),
        ("fee", "复议要交钱吗"),
    ],
)
@pytest.mark.parametrize("matter_id", ["labor-dispatch-permit", None])
def test_appeals_have_terms_of_their_own(
    guide: Guide, topic: str, asked: str, matter_id: str | None
) -> None:
    thread = Thread(last_topic="liability")
    answer = guide.answer(Question(topic, asked, matter_id, "gaoxin", thread=thread))
    assert "六十日" in answer.text
    assert "六个月" in answer.text
    assert "行政诉讼法》" in answer.text
    assert answer.matter_id == matter_id


def test_a_quarrel_with_somebody_else_is_no_appeal(guide: Guide) -> None:
    assert guide.answer(Question("matter", "我要去法院起诉邻居")).outcome == Outcome.REFERRED


@pytest.mark.parametrize("asked", ["那2021年2月份要找谁", "2021年3月10号之前找谁", "2020年谁批"])
def test_before_the_takeover_it_was_the_city_whichever_matter(guide: Guide, asked: str) -> None:
    assert "市直部门" in guide.answer(Question("policy", asked, park_id="gaoxin")).text


def test_a_matter_named_with_a_day_before_the_takeover_is_found(guide: Guide) -> None:
    asked = Question("mode", "2020年我们的施工许可证谁批的", park_id="jingkai")
    answer = guide.answer(asked)
    assert answer.outcome == Outcome.NOT_COVERED
    assert "建筑工程施工许可证核发" in answer.text


def test_then_is_the_transition_after_it_was_explained(guide: Guide) -> None:
    thread = Thread(last_topic="policy", about="policy:transition")
    asked = Question("liability", "那时候出问题谁负责", "drainage-permit", "gaoxin", thread=thread)
    assert "共同承担" in guide.answer(asked).text


@pytest.mark.parametrize(
    ("topic", "asked", "told"),
    [
        ("matter", "企业变更登记几天办好", "法定时限"),
        ("matter", "打井取水的那个取水许可证要好久", "45个工作日"),
        ("liability", "施工许可证归谁批", "决定："),
        ("matter", "食品经营许可一次性告知单发我", "一次性告知书"),
        ("matter", "我先核个名，企业名称自主申报的名字能留多久", "2个月"),
    ],
)
def test_what_is_asked_beside_a_name_is_answered(
    guide: Guide, topic: str, asked: str, told: str
) -> None:
    assert told in guide.answer(Question(topic, asked, park_id="gaoxin")).text


def test_a_report_is_no_complaint(guide: Guide) -> None:
    answer = guide.answer(Question("liability", "环评报告表审批谁负责", park_id="gaoxin"))
    assert "」在郴州高新区办理，法律责任：" in answer.text


def test_a_question_among_matters_says_what_they_are_called(guide: Guide) -> None:
    answer = guide.answer(Question("matter", "消防手续怎么搞", park_id="gaoxin"))
    assert answer.outcome == Outcome.CLARIFY
    assert "消防设计审查" in answer.text


@pytest.mark.parametrize(
    "asked",
    [
        "我有两个事，一个是厂门口要立块大型户外广告牌，还有一个是新买的叉车要办特种设备使用登记",
        "要办户外广告，还有特种设备使用登记，两个事一起问",
    ],
)
def test_a_story_about_two_matters_names_both(guide: Guide, asked: str) -> None:
    answer = guide.answer(Question("matter", asked, park_id="jingkai"))
    assert set(answer.pair) == {"outdoor-advertising", "special-equipment-registration"}


@pytest.mark.parametrize(
    "asked", ["刚才叉车那个，办下来给我张什么证", "先不讲广告牌了，还是刚才叉车那个，办下来给什么"]
)
def test_the_one_before_may_be_said_by_a_word_of_it(guide: Guide, asked: str) -> None:
    thread = Thread(last_topic="fee", recent=("special-equipment-registration",))
    question = Question("result", asked, "outdoor-advertising", "jingkai", thread=thread)
    assert guide.answer(question).matter_id == "special-equipment-registration"


def test_the_matters_of_a_mode_are_listed(guide: Guide) -> None:
    answer = guide.answer(Question("policy", "审批直报的有哪些事", park_id="jingkai"))
    assert "安全生产许可证" in answer.text or "使用林地" in answer.text
    assert "示例" in answer.text


def test_no_matter_is_listed_for_a_day_before_the_takeover(guide: Guide) -> None:
    asked = Question("policy", "2020年哪些事项是直接赋权的，窗口在哪", park_id="gaoxin")
    answer = guide.answer(asked)
    assert "0项" not in answer.text
    assert "2020年12月31日还没有" in answer.text


def test_kinds_of_one_matter_are_told_apart(guide: Guide) -> None:
    answer = guide.answer(Question("compare", "环评报告书和报告表有什么区别", park_id="gaoxin"))
    assert answer.matter_id == "eia-approval"
    assert "六十日" in answer.text


def test_a_phone_that_is_not_published_is_said_to_be_missing(guide: Guide) -> None:
    answer = guide.answer(Question("window", "窗口电话多少", CURRENT, "gaoxin"))
    assert answer.text.startswith("窗口的电话还没有公布")


def test_the_same_again_is_no_frequent_question(guide: Guide) -> None:
    thread = Thread(last_topic="fee")
    asked = Question("matter", "那登记表呢", "eia-approval", "gaoxin", thread=thread)
    assert "收费" in guide.answer(asked).text


def test_a_question_that_names_nothing_asks_for_the_matter(guide: Guide) -> None:
    answer = guide.answer(Question("online", "网上搞得不", park_id="gaoxin"))
    assert answer.outcome == Outcome.ASK_MATTER


@pytest.mark.parametrize("asked", ["2021年4月批的算谁的", "2020年底的呢"])
def test_whose_it_is_may_be_asked_of_a_day(guide: Guide, asked: str) -> None:
    thread = Thread(last_topic="mode")
    answer = guide.answer(Question("policy", asked, CURRENT, "gaoxin", thread=thread))
    assert answer.as_of is not None or answer.outcome == Outcome.NOT_COVERED


@pytest.mark.parametrize("asked", ["经开区的也是这样吗", "那边也一样不"])
def test_the_last_question_is_asked_of_the_other_park(guide: Guide, asked: str) -> None:
    before = Thread(last_topic="mode")
    question = Question("matter", asked, "labor-dispatch-permit", "jingkai", thread=before)
    answer = guide.answer(question)
    assert (answer.topic, answer.matter_id) == ("mode", "labor-dispatch-permit")
    assert "经开区" in answer.text


@pytest.mark.parametrize(
    ("topic", "asked"), [("online", "网上行吗"), ("fee", "收钱不"), ("window", "去哪里交咯")]
)
def test_small_words_name_no_matter(guide: Guide, topic: str, asked: str) -> None:
    answer = guide.answer(Question(topic, asked, "soil-conservation-plan", "gaoxin"))
    assert (answer.topic, answer.matter_id) == (topic, "soil-conservation-plan")


def test_which_document_says_who_is_liable_is_told_with_its_clause(guide: Guide) -> None:
    question = Question("legal_basis", "责任是哪份文件写的", "land-planning-permit", "gaoxin")
    assert "郴政办发〔2021〕4号二、（一）" in guide.answer(question).text


def test_what_a_notice_is_may_be_asked(guide: Guide) -> None:
    answer = guide.answer(Question("notice", "一次性告知到底是要求你们做什么"))
    assert answer.about == "policy:first_responder"
