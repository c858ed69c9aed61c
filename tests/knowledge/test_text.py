import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from knowledge.text import MAX_CHARACTERS, compact, essence, normalise

MIXED = st.text(
    st.one_of(
        st.characters(),
        st.sampled_from("施工許可證怎麼辦 　\t\n\u200b\ufeff，。！？ABCａｂｃ１２３①ﬁ乾著裏隻"),
    ),
    max_size=60,
)


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("ＡＢＣ１２３", "ABC123"),
        ("請問　施工許可證　怎麼辦", "请问施工许可证怎么办"),
        ("施工 许可 证", "施工许可证"),
        ("how  do\tI   apply", "how do I apply"),
        ("办 EIA report 要多久", "办EIA report要多久"),
        ("消防\u200b验\ufeff收\x00", "消防验收"),
        ("  前后空格  ", "前后空格"),
        ("", ""),
        ("\u200b\x07", ""),
    ],
)
def test_what_people_type_gets_one_form(typed: str, stored: str) -> None:
    assert normalise(typed) == stored


@given(MIXED)
@example("ﬁ 許\u200b可")
def test_normalising_twice_changes_nothing(text: str) -> None:
    once = normalise(text)
    assert normalise(once) == once


@given(MIXED)
def test_no_control_or_invisible_character_is_left(text: str) -> None:
    categories = {unicodedata.category(character) for character in normalise(text)}
    assert not categories & {"Cc", "Cf", "Cs", "Co", "Cn"}


def test_what_is_too_long_is_cut() -> None:
    assert len(normalise("证" * 10_000)) == MAX_CHARACTERS
    assert normalise("施工许可证", limit=2) == "施工"


@given(MIXED)
def test_comparing_ignores_case_spaces_and_punctuation(text: str) -> None:
    assert compact(text) == compact(f" {normalise(text)}！")
    assert compact(text) == compact(text).casefold()


@pytest.mark.parametrize(
    ("asked", "core"),
    [
        ("请问施工许可证怎么办理？", "施工许可证"),
        ("我想办营业执照", "营业执照"),
        ("食品经营许可证要哪些材料", "食品经营许可证"),
        ("核名", "核名"),
        ("怎么办理", "怎么办理"),
        ("", ""),
    ],
)
def test_words_around_a_question_are_taken_off(asked: str, core: str) -> None:
    assert essence(asked) == core
