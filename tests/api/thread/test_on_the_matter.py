"""What is said of the current matter stays with it: a paper, a remark, two kinds, several facts."""

import pytest

from api.services.answers import Question
from api.services.guide import Guide
from api.services.outcomes import Outcome
from api.services.said.papers import AskedPaper, asked_paper


@pytest.mark.parametrize(
    ("said", "name", "lacks"),
    [
        ("资金证明要不要", "资金证明", False),
        ("要健康证吗", "健康证", False),
        ("我这是二手的没有发票咋办", "发票", True),
        ("房产证还没下来，拿租赁合同行吗", "租赁合同", False),
        ("能不能用电子营业执照", "电子营业执照", False),
        ("公司的章丢了怎么办", "公司的章", True),
    ],
)
def test_a_paper_that_is_asked_about_is_read_with_what_is_asked(
    said: str, name: str, lacks: bool
) -> None:
    asked = asked_paper(said)
    assert isinstance(asked, AskedPaper)
    assert (asked.name, asked.lacks) == (name, lacks)


@pytest.mark.parametrize(
    "said",
    [
        "还要办排污许可证吗",
        "食品经营许可证可以网上办吗",
        "登记表要交钱吗",
        "材料要不要盖章",
        "市里林业局的章还要自己去盖不",
        "施工许可证怎么办",
    ],
)
def test_a_wish_a_fee_and_whose_seal_it_is_ask_for_no_paper(said: str) -> None:
    assert asked_paper(said) is None


@pytest.mark.parametrize(
    ("matter_id", "asked"),
    [
        ("food-business-permit", "村委会开个证明行不"),
        ("labor-dispatch-permit", "租房发票要不要"),
        ("food-business-permit", "没有房产证呢"),
    ],
)
def test_a_paper_of_somebody_else_is_no_reason_to_leave_the_matter(
    guide: Guide, matter_id: str, asked: str
) -> None:
    answer = guide.answer(Question("matter", asked, matter_id, "gaoxin"))
    assert (answer.topic, answer.matter_id) == ("materials", matter_id)


@pytest.mark.parametrize("said", ["大概一千多平", "两个一起交行不行"])
def test_what_is_said_beside_a_matter_is_no_new_wish(guide: Guide, said: str) -> None:
    answer = guide.answer(Question("matter", said, "soil-conservation-plan", "gaoxin"))
    assert answer.matter_id == "soil-conservation-plan"
    assert answer.outcome in (Outcome.ANSWERED, Outcome.MISSING_FACT)


def test_a_wish_that_fits_nothing_is_still_not_found(guide: Guide) -> None:
    answer = guide.answer(Question("matter", "我想给狗上个牌", "construction-permit", "gaoxin"))
    assert answer.outcome == Outcome.NOT_FOUND


@pytest.mark.parametrize("matter_id", [None, "eia-approval"])
def test_two_kinds_of_one_matter_are_told_apart_in_the_words_of_its_guide(
    guide: Guide, matter_id: str | None
) -> None:
    said = "老板让我来办环评，不知道是报告书还是报告表"
    answer = guide.answer(Question("matter", said, matter_id))
    assert answer.matter_id == "eia-approval"
    assert "重大环境影响" in answer.text


def test_kinds_that_another_matter_tells_apart_do_not_lead_to_it(guide: Guide) -> None:
    question = Question("materials", "要编报告书还是报告表呀", "soil-conservation-plan", "gaoxin")
    assert guide.answer(question).matter_id == "soil-conservation-plan"


def test_facts_asked_for_in_one_breath_are_all_told(guide: Guide) -> None:
    question = Question("fee", "施工许可多少天 要不要钱 在哪个窗口", None, "gaoxin")
    text = guide.answer(question).text
    assert all(told in text for told in ("法定时限", "收费", "窗口"))


@pytest.mark.parametrize(
    ("matter_id", "said"),
    [("enterprise-change", "营业执照的"), ("medical-device-class2-filing", "那经营备案呢")],
)
def test_a_part_of_its_name_means_the_current_matter(
    guide: Guide, matter_id: str, said: str
) -> None:
    assert guide.answer(Question("matter", said, matter_id, "gaoxin")).matter_id == matter_id
