"""Known matters are recognised under what lists call them; new ones get an id of their own."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge import KnowledgeBase
from knowledge.importing.matching import Names, core, new_id


@pytest.mark.parametrize(
    ("name", "sub_item", "matter_id"),
    [
        ("建筑工程施工许可证核发", "", "construction-permit"),
        ("建筑工程施工许可", "", "construction-permit"),
        ("建筑工程施工许可证核发（市级）", "", "construction-permit"),
        ("建築工程施工許可證核發", "", "construction-permit"),
        ("食品生产经营许可", "食品经营许可", "food-business-permit"),
        ("城镇污水排入排水管网许可", "", "drainage-permit"),
        ("烟花爆竹经营许可", "", None),
        ("许可", "", None),
    ],
)
def test_a_matter_is_recognised(
    kb: KnowledgeBase, name: str, sub_item: str, matter_id: str | None
) -> None:
    assert Names(kb.matters.values()).find(name, sub_item) == matter_id


def test_every_matter_is_recognised_by_its_own_name(kb: KnowledgeBase) -> None:
    names = Names(kb.matters.values())
    assert {key: names.find(matter.name) for key, matter in kb.matters.items()} == {
        key: key for key in kb.matters
    }


def test_a_name_of_nothing_but_additions_stays_whole() -> None:
    assert core("行政许可") == "行政许可"


@given(name=st.text(min_size=1, max_size=200), taken=st.sets(st.text(max_size=5), max_size=3))
def test_a_new_id_is_always_an_id_and_never_taken(name: str, taken: set[str]) -> None:
    first = new_id(name, taken)
    second = new_id(name, {*taken, first})
    for found in (first, second):
        assert found not in taken
        assert found.replace("-", "").isalnum()
        assert found[0].isalpha()
        assert found.isascii()
    assert first != second
