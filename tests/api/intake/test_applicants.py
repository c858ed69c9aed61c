import pytest
from pydantic import ValidationError

from api.routes.persons import ApplicantIn
from api.services.intake.applicants import (
    Applicant,
    clean_lines,
    clean_phone,
    clean_text,
    clean_uscc,
)


@pytest.mark.parametrize(
    ("typed", "dialled"),
    [
        ("13812345678", "13812345678"),
        ("138 1234 5678", "13812345678"),
        ("138-1234-5678", "13812345678"),
        ("+86 13812345678", "13812345678"),
        ("008613812345678", "13812345678"),
        ("１３８１２３４５６７８", "13812345678"),
        ("0735-2345678", "07352345678"),
        ("010-63090000", "01063090000"),
    ],
)
def test_a_phone_number_gets_the_form_in_which_it_is_dialled(typed: str, dialled: str) -> None:
    assert clean_phone(typed) == dialled


@pytest.mark.parametrize(
    "typed",
    [
        "", "电话", "1381234567", "138123456789", "12812345678", "12345", "110", "2345678",
        "+1 650 253 0000", "0735-2345678转801", "13812345678,13912345678", "1" * 300,
    ],
)  # fmt: skip
def test_what_cannot_be_called_back_is_refused_with_advice(typed: str) -> None:
    with pytest.raises(ValueError, match="11 位手机号"):
        clean_phone(typed)


@pytest.mark.parametrize(
    "typed", ["91110000600037341L", "91110000600037341l", "９１１１００００６０００３７３４１Ｌ"]
)
def test_a_credit_code_gets_one_form(typed: str) -> None:
    assert clean_uscc(typed) == "91110000600037341L"


@pytest.mark.parametrize("typed", ["", "91110000600037341X", "9111000060003734", "abc"])
def test_a_wrong_credit_code_is_refused(typed: str) -> None:
    with pytest.raises(ValueError, match="18 位代码"):
        clean_uscc(typed)


@pytest.mark.parametrize(
    "name",
    ["张三", "阿卜杜拉·买买提", "O'Neill", "<b>张</b>", "𠮷田", "\U00031350", "\ue863"],
    ids=["plain", "dot", "apostrophe", "markup", "beyond 16 bits", "new character", "private use"],
)
def test_names_stay_as_they_are(name: str) -> None:
    assert clean_text(f"  {name} ") == name


@pytest.mark.parametrize(
    "text", ["", "  \u3000", "张\u200b三", "张\x00三", "张\n三", "张\u2028三", "\ud800"]
)
def test_an_empty_name_or_an_unseen_character_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"请填写|删去"):
        clean_text(text)


def test_several_lines_are_kept_without_the_empty_ones() -> None:
    assert clean_lines(" 第一行 \r\n\n  第二行") == "第一行\n第二行"
    assert clean_lines(" \n ") == ""
    with pytest.raises(ValueError, match="删去"):
        clean_lines("第一行\n第\x07二行")


def test_an_applicant_is_stored_in_clean_form() -> None:
    typed = ApplicantIn(name=" 张三 ", phone="+86 138 1234 5678", company="", uscc=" ")
    assert typed.to_applicant() == Applicant("张三", "13812345678", None, None)


@pytest.mark.parametrize(
    "field", [{"name": "张" * 41}, {"company": "公" * 101}, {"phone": "1" * 33}, {"uscc": "9" * 33}]
)
def test_overlong_fields_are_refused(field: dict[str, str]) -> None:
    with pytest.raises(ValidationError, match=next(iter(field))):
        ApplicantIn.model_validate({"name": "张三", "phone": "13812345678", **field})
