from pathlib import Path

import pytest

from knowledge.errors import WordingError
from knowledge.thesaurus import Thesaurus, load, shipped

THESAURUS = Thesaurus({"餐饮": ["饭店", "烤鸭"], "禽类": ["鸭"], "燃气": ["gas", "natural gas"]})


@pytest.mark.parametrize(
    ("text", "concepts"),
    [
        ("想开个饭店", ["#餐饮"]),
        ("烤鸭", ["#餐饮"]),
        ("养鸭", ["#禽类"]),
        ("natural gas pipe", ["#燃气", "#燃气"]),
        ("gasoline", []),
        ("xiang kai fandian", ["#餐饮"]),
        ("kaoya", ["#餐饮"]),
        ("", []),
    ],
)
def test_the_longest_word_at_each_place_tells_the_concept(text: str, concepts: list[str]) -> None:
    assert THESAURUS.concepts(text) == concepts


def test_a_sound_that_several_concepts_share_tells_none() -> None:
    thesaurus = Thesaurus({"工时": ["工时"], "公示": ["公示"], "证书": ["证书"]})
    assert thesaurus.concepts("gongshi zhengshu") == ["#证书"]


def test_the_shipped_thesaurus_knows_colloquial_words() -> None:
    assert "#餐饮" in shipped().concepts("盘了个门面做麻辣烫")


def test_a_broken_thesaurus_is_refused_by_name(tmp_path: Path) -> None:
    file = tmp_path / "thesaurus.yml"
    file.write_text("concepts: {餐饮: 饭店}", encoding="utf-8")
    with pytest.raises(WordingError, match="餐饮"):
        load(file)
