"""Names that a dictation program heard right and wrote wrong."""

from pathlib import Path

import pytest

from knowledge.corpus import Kind, Target, Text
from knowledge.index.names import Names

PERMIT, TITLE = Target(Kind.MATTER, "permit"), Target(Kind.MATTER, "title")


@pytest.fixture
def names(tmp_path: Path) -> Names:
    texts = [
        Text(PERMIT, "alias", "施工许可证"),
        Text(PERMIT, "noun", "施工"),
        Text(TITLE, "name", "不动产登记"),
    ]
    return Names.build(tmp_path, texts, {PERMIT: 0, TITLE: 1})


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("施公许可正怎么办", "施工许可证怎么办"),
        ("我要办不动产等级", "我要办不动产登记"),
        ("施工许可证怎么办", "施工许可证怎么办"),
        ("施工许可怎么办", "施工许可怎么办"),  # 怎 sounds like 证, but belongs to 怎么
        ("诗弓须克正", "诗弓须克正"),  # sounds so, but nothing of it is written so
        ("a permit, please", "a permit, please"),
    ],
)
def test_a_name_is_written_right_where_only_its_sound_is(
    names: Names, said: str, meant: str
) -> None:
    assert names.respelled(said) == meant
