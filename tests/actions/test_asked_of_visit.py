"""Questions about the visit itself, and who comes, told where no form asks for them."""

import pytest

from actions.booking.organisation import read_organisation, says_no_company
from actions.booking.who import tells_who_comes
from actions.reading import amended_phone
from actions.turn import Turn


@pytest.mark.parametrize(
    ("words", "company"),
    [
        ("公司名湖南晨光新材料", "湖南晨光新材料"),
        ("单位名称郴州绿源环保科技有限公司", "郴州绿源环保科技有限公司"),
        ("胡斌，公司郴州宏源化工", "郴州宏源化工"),
        ("company is Dayang Foods, phone later", "Dayang Foods"),
        ("公司名称怎么变更", None),
        ("公司名字要先核准吗", None),
        ("公司名称变更登记", None),
        ("单位名称错了，应该是郴州第二建筑公司", "郴州第二建筑公司"),
    ],
)
def test_a_company_is_read_without_a_verb(words: str, company: str | None) -> None:
    assert read_organisation(words).name == company


def test_a_reason_for_no_company_is_no_company() -> None:
    assert says_no_company("信用代码没有，新公司嘛")
    assert not says_no_company("信用代码没有，下周二来")


@pytest.mark.parametrize(
    ("words", "phone"),
    [
        ("最后一位是5", "13800138005"),
        ("错了，尾号应该是1235", "13800131235"),
        ("不是8000，是8001", "13800138001"),
        ("前三位是139", "13900138000"),
        ("改到5号", None),
    ],
)
def test_some_digits_of_a_phone_are_told_anew(words: str, phone: str | None) -> None:
    assert amended_phone(words, "13800138000") == phone


@pytest.mark.parametrize(
    "words", ["我叫陈晓明", "好吧13974747474", "同事叫谭小军", "刘二13800000002，时间一样"]
)
def test_who_comes_is_noted_where_nobody_asked(words: str) -> None:
    assert tells_who_comes(Turn("session", words, "nlu_fallback"))


@pytest.mark.parametrize(
    "words", ["叫你们负责的人来", "名字有了再办执照", "老板叫我来问问", "13800000000什么时候回我"]
)
def test_what_only_names_somebody_wants_no_visit(words: str) -> None:
    assert not tells_who_comes(Turn("session", words, "nlu_fallback"))
