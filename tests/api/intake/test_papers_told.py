"""Papers told of in passing, and what only sounds like it."""

import pytest

from api.services.intake.papers_told import tells_of_papers


@pytest.mark.parametrize(
    "words",
    ["有土地证", "资金证明银行还在开", "营业执照√ 平面图×", "检测报告过期了", "意见还没批下来"],
)
def test_papers_and_how_far_they_are(words: str) -> None:
    assert tells_of_papers(words)


@pytest.mark.parametrize(
    "words",
    [
        "没有营业执照怎么办",
        "我想办营业执照",
        "这个证办下来管几年啊",
        "都有",
        "厂房盖好了",
        "帮我查下材料齐了没",
        "",
    ],
)
def test_questions_wishes_and_other_things(words: str) -> None:
    assert not tells_of_papers(words)
