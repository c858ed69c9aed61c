"""The narrow port to the dialogue engine: one message in, its replies out."""

from dataclasses import dataclass, field
from typing import Any

import aiohttp
import structlog

log = structlog.get_logger()

SIDE_TIMEOUT_S = 3.0
"""Seconds for everything but a turn."""


class BotUnavailable(Exception):
    """The bot is away, too slow, or answered nothing."""


@dataclass(frozen=True)
class Incoming:
    """What an applicant sent: words, or the payload of a button."""

    text: str | None = None
    payload: str | None = None


@dataclass
class BotReply:
    """What the bot said in one turn, and what the turn changed."""

    messages: list[dict[str, Any]] = field(default_factory=list)
    context: dict[str, Any] = field(default_factory=dict)


class Bot:
    """Talks to Rasa's `guide` channel.

    Args:
        actions_url: the webhook of the bot's action server.
        timeout_s: seconds after which a turn counts as unanswered.
    """

    def __init__(
        self,
        http: aiohttp.ClientSession,
        url: str,
        actions_url: str,
        token: str,
        timeout_s: float,
    ) -> None:
        self._http = http
        self._url = url.rstrip("/")
        self._actions_health = f"{actions_url.removesuffix('/webhook')}/health"
        self._headers = {"X-Service-Token": token}
        self._timeout = aiohttp.ClientTimeout(total=timeout_s)

    async def send(self, sender: str, message: str, metadata: dict[str, Any]) -> BotReply:
        """One turn. Raises `BotUnavailable` when no useful reply came in time."""
        body = {"sender": sender, "message": message, "metadata": metadata}
        try:
            async with self._http.post(
                f"{self._url}/webhooks/guide/webhook",
                json=body,
                headers=self._headers,
                timeout=self._timeout,
            ) as response:
                response.raise_for_status()
                items = await response.json()
        except (aiohttp.ClientError, TimeoutError, ValueError) as error:
            log.warning("bot unavailable", error=type(error).__name__)
            raise BotUnavailable from error
        reply = read_reply(items)
        if not reply.messages or not reply.context:
            # An action that failed leaves either nothing or a bare apology without context.
            log.warning("bot gave no useful reply", items=len(items))
            raise BotUnavailable
        return reply

    async def forget(self, sender: str) -> None:
        """Delete what the bot keeps of a conversation; harmless when the bot is away."""
        try:
            async with self._http.delete(
                f"{self._url}/webhooks/guide/conversations/{sender}",
                headers=self._headers,
                timeout=aiohttp.ClientTimeout(total=SIDE_TIMEOUT_S),
            ) as response:
                response.raise_for_status()
        except (aiohttp.ClientError, TimeoutError) as error:
            log.warning("bot could not forget a conversation", error=type(error).__name__)

    async def is_ready(self) -> bool:
        """Whether the bot is there and has its model loaded."""
        return await self._answers(f"{self._url}/webhooks/guide/ready")

    async def has_actions(self) -> bool:
        """Whether the bot's action server is there."""
        return await self._answers(self._actions_health)

    async def _answers(self, url: str) -> bool:
        timeout = aiohttp.ClientTimeout(total=SIDE_TIMEOUT_S)
        try:
            async with self._http.get(url, timeout=timeout) as response:
                return response.status == 200
        except (aiohttp.ClientError, TimeoutError):
            return False


def read_reply(items: list[dict[str, Any]]) -> BotReply:
    """Fold the channel's items into messages: a `custom` part belongs to the text before it."""
    reply = BotReply()
    for item in items:
        if text := item.get("text"):
            reply.messages.append(
                {"text": text, "buttons": item.get("buttons") or [], "card": None}
            )
        if custom := item.get("custom"):
            reply.context.update(custom.get("context") or {})
            if card := custom.get("card"):
                if not reply.messages:
                    reply.messages.append({"text": "", "buttons": [], "card": None})
                reply.messages[-1]["card"] = card
    return reply
