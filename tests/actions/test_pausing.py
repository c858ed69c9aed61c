"""Somebody asks for a moment."""

from __future__ import annotations

import pytest

from actions.conversation.pausing import pauses
from actions.turn import Turn


@pytest.mark.parametrize(
    "words",
    [
        "等一下",
        "等哈，前面堵车了",
        "不好意思稍等，我接个电话",
        "锅里糊了",
        "有人敲门，等哈",
        "等等，我问下老公",
        "等我找个笔",
    ],
)
def test_a_moment_is_asked_for(words: str) -> None:
    assert pauses(Turn("s", words, "find_matter"))


@pytest.mark.parametrize(
    "words",
    [
        "等下周三",
        "你们接个电话行不行",
        "等一下，我是高新区的",
        "打个电话给我",
        "等等，改到周五",
        "我要转人工",
        "着火了",
        "我开车去办",
    ],
)
def test_something_else_is_meant(words: str) -> None:
    assert not pauses(Turn("s", words, "find_matter"))
