"""Words that only ask for a moment."""

from __future__ import annotations

import pytest

from actions.conversation.pausing import asks_to_wait
from tests.actions.conversation import Conversation
from tests.actions.test_appointment import Talk


@pytest.mark.parametrize(
    "words",
    [
        "等一下，我接个电话",
        "稍等我找下身份证",
        "不好意思，来电话了，等我一下",
        "等哈，前面堵车了",
        "等我问下老板",
        "我接个电话先",
        "等两分钟",
        "等哈，锅里糊了",
        "等哈，手机响了",
        "有人敲门，等哈",
        "等等，我问下老公",
    ],
)
def test_a_moment_is_asked_for(words: str) -> None:
    assert asks_to_wait(words)


@pytest.mark.parametrize(
    "words",
    [
        "等一下，我要问的是环评",
        "等等，先停，我不想填了",
        "要等多久",
        "等一下明天能去吗",
        "看一下材料",
        "找一下工作人员",
        "你们有人接电话吗",
        "等下午再来",
        "等一下，我是高新区的",
        "打个电话给我",
        "着火了",
    ],
)
def test_something_else_is_meant(words: str) -> None:
    assert not asks_to_wait(words)


def test_what_waits_goes_on_waiting(talk: Talk) -> None:
    chat: Conversation = talk()
    chat.say("我要预约", "book")
    asked = chat.slots["expecting"]
    assert "您先忙" in chat.say("等一下，我接个电话", "request_handoff").text
    assert chat.slots["expecting"] == asked
