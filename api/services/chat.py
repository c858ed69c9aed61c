"""The gateway: one message of an applicant in, a useful answer out, whatever is broken."""

import asyncio
from dataclasses import dataclass
from typing import Any
from weakref import WeakValueDictionary

from starlette.concurrency import run_in_threadpool

from api.db.chat import Conversation
from api.services.bot import Bot, BotReply, BotUnavailable
from api.services.conversations import EMPTY_CONTEXT, Conversations
from api.services.degraded import answer_without_bot
from api.services.guide import Guide
from api.services.masking import mask_personal_data
from api.services.stream import Stream
from knowledge.text import normalise

FOR_THE_BOT = ("matter_id", "park_id", "candidates", "booking_code")
WITH_A_PERSON = "您的话已转给工作人员，请稍候；急事请拨打 12345 政务服务便民热线。"


@dataclass(frozen=True)
class Incoming:
    """What an applicant sent: words, or the payload of a button."""

    text: str | None = None
    payload: str | None = None


@dataclass(frozen=True)
class Turn:
    """The answer to one message."""

    messages: list[dict[str, Any]]
    context: dict[str, Any]


class Gateway:
    """Decides who answers a conversation: the dialogue, a person, or the knowledge base itself."""

    def __init__(
        self, conversations: Conversations, bot: Bot, guide: Guide, stream: Stream
    ) -> None:
        self._conversations = conversations
        self._bot = bot
        self._guide = guide
        self._stream = stream
        # Two messages of one conversation at once would make the bot poll for its own lock.
        self._turns: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()

    async def turn(self, conversation_id: str, token: str, incoming: Incoming) -> Turn:
        """Answer one message.

        Raises:
            UnknownConversation: no such conversation, or a wrong token.
        """
        lock = self._turns.setdefault(conversation_id, asyncio.Lock())
        async with lock:
            conversation = await run_in_threadpool(self._conversations.get, conversation_id, token)
            reply = await self._reply(conversation, incoming)
            context = {**EMPTY_CONTEXT, **conversation.context, **_per_turn(), **reply.context}
            said = ("applicant", {"text": mask_personal_data(_as_said(incoming))})
            answers = [("guide", message) for message in reply.messages]
            await run_in_threadpool(
                self._conversations.record, conversation_id, [said, *answers], context
            )
        if conversation.context.get("handoff"):
            self._stream.publish(conversation_id, "applicant", said[1])
        return Turn(reply.messages, context)

    async def _reply(self, conversation: Conversation, incoming: Incoming) -> BotReply:
        before = conversation.context
        if before.get("handoff"):
            return _with_a_person(incoming)
        metadata = {
            "channel": conversation.channel,
            **{key: before.get(key) for key in FOR_THE_BOT},
        }
        try:
            return await self._bot.send(
                conversation.conversation_id, _for_the_bot(incoming), metadata
            )
        except BotUnavailable:
            return await run_in_threadpool(answer_without_bot, self._guide, incoming, before)

    async def forget(self, conversation_id: str, token: str) -> None:
        """End a conversation and delete what was said, here and in the bot."""
        await run_in_threadpool(self._conversations.get, conversation_id, token)
        await run_in_threadpool(self._conversations.forget, conversation_id)
        self._stream.close(conversation_id)
        await self._bot.forget(conversation_id)


def _per_turn() -> dict[str, Any]:
    """The parts of the context that speak of this turn alone."""
    return {"intent": None, "topic": "none", "decision": None}


def _with_a_person(incoming: Incoming) -> BotReply:
    """After a hand-off the bot stays silent, except that the applicant may start again."""
    if incoming.payload == "/restart":
        return BotReply(
            [{"text": "好的，我们重新开始。请问您想办什么事？", "buttons": [], "card": None}],
            {**EMPTY_CONTEXT, "topic": "chitchat"},
        )
    return BotReply(
        [
            {
                "text": WITH_A_PERSON,
                "buttons": [{"title": "回到智能导办", "payload": "/restart"}],
                "card": None,
            }
        ],
        {"topic": "handoff", "handoff": True},
    )


def _for_the_bot(incoming: Incoming) -> str:
    if incoming.payload is not None:
        return incoming.payload
    # A leading slash would be read as a command; people's words never are.
    return normalise(incoming.text or "").lstrip("/ ") or "？"


def _as_said(incoming: Incoming) -> str:
    return incoming.text if incoming.text is not None else f"［选择］{incoming.payload}"
