"""The five grades and what follows from a bad one."""

from pathlib import Path

import pytest

from knowledge import ratings
from knowledge.errors import WordingError


def test_the_shipped_scale() -> None:
    scale = ratings.load()
    names = [grade.name for grade in scale.grades]
    assert names == ["非常不满意", "不满意", "基本满意", "满意", "非常满意"]
    assert [scale.is_bad(stars) for stars in range(1, 6)] == [True, True, False, False, False]
    assert scale.reply.status == "sample"
    assert scale.reason_name("waited") == "等候时间太长"
    assert (scale.reason_name("no_more_offered"), scale.reason_name(None)) == (
        "no_more_offered",
        None,
    )


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("stars: 5", "stars: 4"),
        ("reason: fee", "reason: late"),
        ("bad_up_to: 2", "bad_up_to: 5"),
        ("working_days: 5", "working_days: 0"),
    ],
)
def test_a_scale_that_makes_no_sense_is_refused(tmp_path: Path, old: str, new: str) -> None:
    broken = tmp_path / "ratings.yml"
    text = ratings.FILE.read_text("utf-8")
    assert old in text
    broken.write_text(text.replace(old, new), "utf-8")
    with pytest.raises(WordingError, match=r"ratings\.yml"):
        ratings.load(broken)
