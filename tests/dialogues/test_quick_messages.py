"""Somebody who types faster than the guide answers gets every answer, each to its own message."""

import asyncio
from typing import Any

import httpx

from tests.stack import Stack

FIRST = "施工许可证怎么办"
MESSAGES = {
    "要带什么材料": "materials",
    "那要多久": "time_limit",
    "去哪个窗口": "window",
    "谁盖章": "mode",
    "出了问题找谁": "liability",
    "要收费吗": "fee",
    "依据是什么": "legal_basis",
    "网上能办吗": "online",
    "谢谢": "chitchat",
}
"""What is sent at once, and the topic of its answer."""


async def _send_all(url: str) -> tuple[dict[str, str], list[dict[str, Any]]]:
    async with httpx.AsyncClient(base_url=f"{url}/api/v1", timeout=60) as http:
        opening = {"channel": "widget", "park_id": "gaoxin"}
        opened = (await http.post("/chat/sessions", json=opening)).json()
        path = f"/chat/sessions/{opened['session_id']}/messages"
        http.headers["Authorization"] = f"Bearer {opened['token']}"
        await http.post(path, json={"text": FIRST})
        answers = await asyncio.gather(*(http.post(path, json={"text": text}) for text in MESSAGES))
        topics = [answer.raise_for_status().json()["context"]["topic"] for answer in answers]
        transcript = (await http.get(path)).json()["messages"]
        return dict(zip(MESSAGES, topics, strict=True)), transcript


def test_quick_messages_are_answered_one_after_the_other(stack: Stack) -> None:
    topics, transcript = asyncio.run(_send_all(stack.url))
    assert topics == MESSAGES
    assert [message["sender"] for message in transcript] == ["applicant", "guide"] * 10
    said = [message["text"] for message in transcript if message["sender"] == "applicant"]
    assert said[0] == FIRST
    assert sorted(said[1:]) == sorted(MESSAGES)
