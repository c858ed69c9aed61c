import pytest

from api.db.booking import CODE_LENGTH
from api.services.booking.codes import CODE, new_code, read_code


def test_codes_have_one_form_and_do_not_repeat() -> None:
    codes = [new_code() for _ in range(500)]
    assert len(set(codes)) == len(codes)
    assert all(CODE.fullmatch(code) and len(code) == CODE_LENGTH for code in codes)


def test_no_code_holds_what_is_mistaken_for_something_else() -> None:
    assert not set("".join(new_code() for _ in range(500))) & set("0O1I")


@pytest.mark.parametrize(
    "typed",
    ["KQ7M2XA4", "kq7m2xa4", " KQ7M-2XA4 ", "kq 7m 2x a4", "ＫＱ７Ｍ２ＸＡ４", "KQ7M－2XA4"],
)
def test_a_code_is_read_however_it_was_typed(typed: str) -> None:
    assert read_code(typed) == "KQ7M2XA4"


@pytest.mark.parametrize(
    "typed", ["", "KQ7M2XA", "KQ7M2XA44", "7Q7M2XA4", "KQ7M2XAB", "KO7M2XA4", "KQ7M2X/4", "预约码"]
)
def test_what_cannot_be_a_code_is_none(typed: str) -> None:
    assert read_code(typed) is None
