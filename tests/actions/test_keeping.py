"""Keeping what was shown: opened and printed, or scanned where nothing is."""

from __future__ import annotations

import asyncio

import pytest

from actions.client import GuideApi
from actions.questions.keeping import tell_how_to_keep
from actions.turn import Turn


@pytest.mark.parametrize(
    ("channel", "way", "other"), [("widget", "点“打印”", "二维码"), ("kiosk", "二维码", "点“打印”")]
)
def test_a_plan_is_printed_or_on_the_kiosk_scanned(
    channel: str, way: str, other: str, api: GuideApi
) -> None:
    state = {"outcome": "plan", "channel": channel}
    turn = Turn("a-conversation", "能打印吗", "ask_notice", state=state)
    reply = asyncio.run(tell_how_to_keep(turn, api))
    assert reply is not None
    assert way in reply.text
    assert other not in reply.text
