"""The forms in which words are kept and compared."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

import knowledge
from knowledge.importing.wording import chinese_number, official, paragraph


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("施 工\n许可", "施工许可"),
        ("ＡＢ级（１类）", "AB级（1类）"),
        ("施工许可(含装修,拆除):说明", "施工许可（含装修，拆除）：说明"),
        ("《建筑法》第七条、第八条。", "《建筑法》第七条、第八条。"),
        ("①受理②审查", "①受理②审查"),
        ("500㎡以上，10m²", "500㎡以上，10m²"),
        ("比例1:500，限100,000元", "比例1:500，限100,000元"),
        ("ISO 9001 (2015)", "ISO 9001 (2015)"),
        ("施\u200b工", "施工"),
        ("", ""),
    ],
)
def test_official_wording(typed: str, stored: str) -> None:
    assert official(typed) == stored


@given(
    st.text(st.one_of(st.characters(), st.sampled_from("施工 （）(),，:：①１Ａ\n")), max_size=40)
)
def test_what_is_stored_stays_as_it_is(text: str) -> None:
    assert official(official(text)) == official(text)


def test_long_texts_are_not_cut() -> None:
    assert paragraph("条件" * 3000 + "\n\n 末行 ") == "条件" * 3000 + "\n末行"


def test_names_in_the_data_are_stored_as_they_are(kb: knowledge.KnowledgeBase) -> None:
    for matter in kb.matters.values():
        assert official(matter.name) == matter.name


@pytest.mark.parametrize(
    ("text", "number"), [("一", 1), ("十", 10), ("二十三", 23), ("一百零三", 103), ("两百", 200)]
)
def test_chinese_numbers(text: str, number: int) -> None:
    assert chinese_number(text) == number
