"""What people ask of nearly every matter, in their own words."""

from pathlib import Path

import pytest

import knowledge
from api.services.answers import Question
from api.services.guide import Guide
from api.services.outcomes import Outcome
from api.services.usual import kinds_of
from knowledge.search import Searcher

INDEX = Path(__file__).resolve().parents[2] / "var" / "index"


@pytest.fixture(scope="module")
def guide() -> Guide:
    kb = knowledge.load()
    return Guide(kb, Searcher.open(kb, INDEX))


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("过期没备会怎么样", "without"),
        ("没证先卖要不要得", "without"),
        ("证管几年", "validity"),
        ("多久过期", "validity"),
        ("要不要本人来", "agent"),
        ("能不能让会计去办", "agent"),
        ("快到期了怎么办", "renewal"),
        ("过期了还能卖吗", "expired"),
        ("到期没换会怎样", "expired"),
        ("会派人来检查吗", "visit"),
        ("证丢了咋办", "lost"),
        ("申请表去哪里下载", "form"),
        ("要是没批下来呢", "refused"),
        ("要跑几趟", "trips"),
        ("能不能快点", "rush"),
        ("要原件还是复印件", "copies"),
        ("罚多少", "without"),
        ("公司章程能管多久", "validity"),
        ("拿到证几个月之内要开工来着", "validity"),
        ("批下来多久不动工就作废", "validity"),
    ],
)
def test_a_usual_question_is_told_by_its_words(text: str, kind: str) -> None:
    assert kind in kinds_of(text)


@pytest.mark.parametrize(
    "text",
    [
        "要带什么材料",
        "去哪个窗口",
        "本人身份证要带吗",
        "收费吗",
        "盖2号章的还管用多久",
        "老板叫我来问一下",
        "4号文过期了没",
    ],
)
def test_other_questions_are_of_no_usual_kind(text: str) -> None:
    assert not kinds_of(text)


@pytest.mark.parametrize(
    ("matter_id", "topic", "query", "told"),
    [
        ("completion-filing", "result", "过期没备会怎么样", "20万元"),
        ("completion-filing", "policy", "忘了备案要罚款吗", "20万元"),
        ("gas-business-permit", "matter", "冇得证先卖要不要得", "「燃气经营许可证核发」"),
        ("food-production-permit", "matter", "证管几年", "5年"),
        ("food-business-permit", "materials", "要不要本人来", "第二十九条"),
    ],
)
def test_a_usual_question_keeps_to_the_current_matter(
    guide: Guide, matter_id: str, topic: str, query: str, told: str
) -> None:
    answer = guide.answer(Question(topic, query, matter_id, "gaoxin"))
    assert answer.matter_id == matter_id
    assert answer.outcome == Outcome.ANSWERED
    assert told in answer.text


def test_what_nobody_knows_is_said_to_be_missing(guide: Guide) -> None:
    answer = guide.answer(Question("result", "证管几年", "pollutant-discharge-permit", "gaoxin"))
    assert answer.outcome in (Outcome.MISSING_FACT, Outcome.ANSWERED)
    assert "有效期" in answer.text


@pytest.mark.parametrize(
    ("query", "topic"), [("发票去哪里领", "fee"), ("税务登记要多久", "time_limit")]
)
def test_what_is_not_ours_is_referred_in_the_middle_of_a_matter(
    guide: Guide, query: str, topic: str
) -> None:
    answer = guide.answer(Question(topic, query, "food-production-permit", "gaoxin"))
    assert answer.outcome == Outcome.REFERRED
    assert answer.matter_id is None
    assert "12366" in answer.text


@pytest.mark.parametrize("query", ["那收费吗", "对结果不服去哪里起诉", "身份证要带吗"])
def test_a_question_on_the_matter_itself_is_not_referred(guide: Guide, query: str) -> None:
    topic = {"那收费吗": "fee", "身份证要带吗": "materials"}.get(query, "liability")
    answer = guide.answer(Question(topic, query, "food-production-permit", "gaoxin"))
    assert answer.matter_id == "food-production-permit"


@pytest.mark.parametrize("query", ["许可证有效期几年", "这个许可证有效多久"])
def test_for_how_long_is_not_whether_an_electronic_one_is_valid(guide: Guide, query: str) -> None:
    told = guide.answer(
        Question("result", query, matter_id="medical-device-class3-permit", park_id="gaoxin")
    )
    assert "5年" in told.text


@pytest.mark.parametrize(
    ("topic", "words", "told"),
    [
        ("matter", "上面能不能盖厂房", "不可以修建永久性建筑物"),
        ("booking", "那上头搭个厂房要得不", "不可以修建永久性建筑物"),
        ("journey", "租的地能不能盖厂房", "不可以修建永久性建筑物"),
    ],
)
def test_a_frequent_question_is_heard_whatever_it_is_taken_for(
    guide: Guide, topic: str, words: str, told: str
) -> None:
    answer = guide.answer(Question(topic, words, "temporary-land-use", "gaoxin"))
    assert told in answer.text
    assert answer.matter_id == "temporary-land-use"


def test_a_question_that_names_another_matter_may_still_be_one_of_this(guide: Guide) -> None:
    answer = guide.answer(
        Question("matter", "先办营业执照还是先办这个", "printing-permit", "gaoxin")
    )
    assert answer.matter_id == "printing-permit"
    assert "先办营业执照" in answer.text


def test_an_answer_names_the_article_it_was_read_in(guide: Guide) -> None:
    asked = Question("matter", "城区里的地要不要规划局先点头", "temporary-land-use", "gaoxin")
    text = guide.answer(asked).text
    assert "城市规划主管部门同意" in text
    assert "《中华人民共和国土地管理法》第五十七条" in text


@pytest.mark.parametrize("words", ["第三项没有", "我们是做饮料的", "收费不", "报告书呢"])
def test_what_only_tells_or_asks_a_plain_thing_is_none(guide: Guide, words: str) -> None:
    assert not guide.asks_frequent_question(words, "eia-approval")
