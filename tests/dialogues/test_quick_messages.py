"""Somebody who types faster than the guide answers gets every answer, in order."""

import asyncio

import httpx

from tests.stack import Stack

MESSAGES = (
    "施工许可证怎么办", "要带什么材料", "那要多久", "去哪个窗口", "谁盖章", "出了问题找谁",
    "要收费吗", "依据是什么", "网上能办吗", "谢谢",
)  # fmt: skip
TOPICS = [
    "matter", "materials", "time_limit", "window", "mode", "liability", "fee", "legal_basis",
    "online", "chitchat",
]  # fmt: skip


async def _send_all(url: str) -> tuple[list[str], list[tuple[str, str]]]:
    async with httpx.AsyncClient(base_url=f"{url}/api/v1", timeout=30) as http:
        opened = (
            await http.post("/chat/sessions", json={"channel": "widget", "park_id": "gaoxin"})
        ).json()
        path = f"/chat/sessions/{opened['session_id']}/messages"
        headers = {"Authorization": f"Bearer {opened['token']}"}

        async def send(number: int, text: str) -> httpx.Response:
            await asyncio.sleep(number * 0.02)  # typed one after the other, none waited for
            return await http.post(path, json={"text": text}, headers=headers)

        answers = await asyncio.gather(*(send(*one) for one in enumerate(MESSAGES)))
        topics = [answer.raise_for_status().json()["context"]["topic"] for answer in answers]
        transcript = (await http.get(path, headers=headers)).json()["messages"]
        return topics, [(message["sender"], message["text"]) for message in transcript]


def test_ten_quick_messages_get_ten_answers_in_order(stack: Stack) -> None:
    topics, transcript = asyncio.run(_send_all(stack.url))
    assert topics == TOPICS
    assert [sender for sender, _ in transcript] == ["applicant", "guide"] * len(MESSAGES)
    assert tuple(text for sender, text in transcript if sender == "applicant") == MESSAGES
