import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from knowledge.text import (
    MAX_CHARACTERS,
    QuestionWords,
    affirmed,
    compact,
    essence,
    normalise,
    spaced,
    standard,
    without_repeats,
)

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


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("证还冇下来,何里去办啵", "证还没下来,哪里去办吗"),
        ("晓不得要么子材料", "不知道要什么材料"),
        ("EIA怎么办", "eia怎么办"),
    ],
)
def test_dialect_words_become_standard_chinese(said: str, meant: str) -> None:
    assert standard(said) == meant


@pytest.mark.parametrize(
    ("said", "left"),
    [
        ("要消防验收的,不是备案的那种", "要消防验收的,"),
        ("不是借地,是盖一间临时的房子", ",是盖一间临时的房子"),
        ("开米粉店除了执照还要什么证", "开米粉店还要什么证"),
        ("除规划许可以外,还要办哪几样手续", ",还要办哪几样手续"),
        ("是不是要办备案手续", "是不是要办备案手续"),
        ("不是要备案吗", "不是要备案吗"),
        ("不是备案", "不是备案"),
    ],
)
def test_what_the_wish_is_not_is_left_out(said: str, left: str) -> None:
    assert affirmed(said) == left


@pytest.mark.parametrize(
    ("typed", "left"),
    [
        ("啊啊啊啊啊啊啊", "啊啊"),
        ("shi gong shi gong shi gong shi gong ", "shi gong shi gong "),
        ("谢谢谢", "谢谢谢"),
        ("投资10000000元", "投资10000000元"),
    ],
)
def test_what_is_said_over_and_over_is_read_twice(typed: str, left: str) -> None:
    assert without_repeats(typed) == left


@pytest.mark.parametrize(
    ("said", "tokens"),
    [
        ("办EIA report，要多久？", "办 eia report 要多久"),
        ("SC证", " sc 证"),
        ("怎么 办", "怎么办"),
        ("", ""),
    ],
)
def test_latin_words_stand_apart(said: str, tokens: str) -> None:
    assert spaced(said) == tokens


@pytest.mark.parametrize(
    ("text", "covered"),
    [
        ("请问要带什么材料", True),
        ("明天上午9点", True),
        ("how long does it take", True),
        ("", True),
        ("执照要带什么材料", False),
        ("要带什么材料x", False),
        ("open a restaurant", False),
        ("12345", False),
    ],
)
def test_question_words_cover_what_names_nothing(text: str, covered: bool) -> None:
    assert QuestionWords(["要带什么材料"]).cover(spaced(text)) is covered


def test_beside_a_name_anything_may_be_done_but_nothing_denied() -> None:
    alone, beside_a_name = QuestionWords(), QuestionWords(beside_a_name=True)
    assert (alone.cover("办手续"), beside_a_name.cover("办手续")) == (False, True)
    assert (alone.cover("不用了"), beside_a_name.cover("不用了")) == (True, False)


def test_covering_a_long_text_takes_no_longer_than_its_length() -> None:
    assert not QuestionWords().cover("我们" * 2_000 + "树")
