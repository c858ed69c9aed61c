"""The channel `guide`: the gateway's messages in, the dialogue's replies out."""

from __future__ import annotations

import asyncio
import hmac
import logging
from collections.abc import Awaitable, Callable, Coroutine
from functools import wraps
from typing import Any

from rasa.core.channels.channel import CollectingOutputChannel, InputChannel, UserMessage
from rasa.shared.core.events import Restarted
from rasa.shared.core.trackers import DialogueStateTracker
from sanic import Blueprint, Sanic, response
from sanic.request import Request
from sanic.response import HTTPResponse

from bot.components.action_results import check_results_with_one_schema

logger = logging.getLogger(__name__)

TOKEN_HEADER = "X-Service-Token"  # noqa: S105  the header's name, not a token
TURN_LIMIT_S = 5.0
"""Rasa waits five minutes for an action; the gateway answers by itself much sooner."""

Handler = Callable[..., Coroutine[Any, Any, HTTPResponse]]


class GuideInput(InputChannel):
    """Accepts messages from the gateway only.

    `POST webhook` takes `{"sender", "message", "metadata"}` and answers the list of replies, empty
    when the turn failed or took too long; the conversation is then as it was before the message.
    `DELETE conversations/<sender>` forgets a conversation. `GET ready` tells whether the model is
    loaded. All but the last need the service token.

    Args:
        service_token: the secret shared with the gateway.
    """

    def __init__(self, service_token: str) -> None:
        if not service_token:
            raise ValueError("GUIDE_SERVICE_TOKEN is empty; the bot would accept anybody")
        self._token = service_token

    @classmethod
    def name(cls) -> str:
        """The channel's name, part of its path: /webhooks/guide/."""
        return "guide"

    @classmethod
    def from_credentials(cls, credentials: dict[str, Any] | None) -> GuideInput:
        """The channel as bot/credentials.yml configures it."""
        check_results_with_one_schema()
        return cls(str((credentials or {}).get("service_token", "")))

    def blueprint(self, on_new_message: Callable[[UserMessage], Awaitable[Any]]) -> Blueprint:
        """The channel's routes."""
        routes = Blueprint("guide_channel", __name__)

        @routes.post("/webhook")
        @self._for_the_gateway
        async def receive(request: Request) -> HTTPResponse:
            message = _read_message(request.json)
            if message is None:
                return response.json({"error": "sender and message are needed"}, status=422)
            await _take_turn(on_new_message, message)
            return response.json(message.output_channel.messages)

        @routes.delete("/conversations/<sender:str>")
        @self._for_the_gateway
        async def forget(request: Request, sender: str) -> HTTPResponse:
            await _forget(request.app.ctx.agent.tracker_store, sender)
            return response.empty()

        @routes.listener("after_server_start")
        async def warm_up(app: Sanic, loop: Any) -> None:
            # The tokenizer loads its dictionary with the first message; nobody should wait for it.
            if app.ctx.agent is not None and app.ctx.agent.is_ready():
                await app.ctx.agent.parse_message("您好")

        @routes.get("/ready")
        async def ready(request: Request) -> HTTPResponse:
            agent = request.app.ctx.agent
            if agent is None or not agent.is_ready():
                return response.json({"status": "loading"}, status=503)
            return response.json({"status": "ready", "model": agent.model_id})

        return routes

    def _for_the_gateway(self, handler: Handler) -> Handler:
        @wraps(handler)
        async def guarded(request: Request, **path: Any) -> HTTPResponse:
            sent = request.headers.get(TOKEN_HEADER, "")
            if not hmac.compare_digest(sent.encode(), self._token.encode()):
                return response.json({"error": "the service token is needed"}, status=401)
            return await handler(request, **path)

        return guarded


def _read_message(body: Any) -> UserMessage | None:
    if not isinstance(body, dict):
        return None
    sender, text, metadata = body.get("sender"), body.get("message"), body.get("metadata")
    if not (isinstance(sender, str) and sender and isinstance(text, str) and text):
        return None
    return UserMessage(
        text,
        CollectingOutputChannel(),
        sender,
        input_channel=GuideInput.name(),
        metadata=metadata if isinstance(metadata, dict) else {},
    )


async def _take_turn(
    on_new_message: Callable[[UserMessage], Awaitable[Any]], message: UserMessage
) -> None:
    try:
        await asyncio.wait_for(on_new_message(message), TURN_LIMIT_S)
    except asyncio.TimeoutError:
        logger.error("a turn took longer than %s s and was given up", TURN_LIMIT_S)
    except Exception:
        # Whatever went wrong, the gateway must hear "no reply" at once to answer by itself.
        logger.exception("a turn failed")


async def _forget(tracker_store: Any, sender: str) -> None:
    """A conversation that was restarted and silent since is deleted by the store."""
    tracker = DialogueStateTracker(sender, [])
    tracker.update(Restarted())
    await tracker_store.save(tracker)
