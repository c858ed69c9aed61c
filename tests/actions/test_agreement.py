"""Agreement, read by what the sentence says and not by where it stands."""

from __future__ import annotations

import pytest

from actions.agreement import agrees


@pytest.mark.parametrize(
    "said",
    [
        "没毛病可以",
        "就按这个约",
        "我看了一下，没什么要改的，确认",
        "得行，要得",
        "looks good, I agree",
    ],
)
def test_these_agree(said: str) -> None:
    assert agrees(said)


@pytest.mark.parametrize(
    "said",
    [
        "不对，电话错了",
        "要不改天吧",
        "可以，但是我想换个时间",
        "对面那个窗口",
        "可以便宜点",
        "行，能早一点就好",
        "is it correct?",
        "",
    ],
)
def test_these_do_not(said: str) -> None:
    assert not agrees(said)
