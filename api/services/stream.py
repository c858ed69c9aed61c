"""Brings what arrives later (a person's answer, a reminder) to the pages that are open."""

import asyncio
from collections import defaultdict
from collections.abc import AsyncIterator
from typing import Any

Event = tuple[str, dict[str, Any]]
PENDING_EVENTS = 100


class Stream:
    """Open pages of this process, by conversation."""

    def __init__(self) -> None:
        self._queues: dict[str, set[asyncio.Queue[Event | None]]] = defaultdict(set)

    def publish(self, conversation_id: str, kind: str, data: dict[str, Any]) -> None:
        """Send an event to every page that shows this conversation."""
        self._put(conversation_id, (kind, data))

    def close(self, conversation_id: str) -> None:
        """End the streams of a conversation that is over."""
        self._put(conversation_id, None)

    def _put(self, conversation_id: str, event: Event | None) -> None:
        for queue in self._queues.get(conversation_id, ()):
            if queue.full():  # a page that stopped reading; it re-reads the transcript later
                queue.get_nowait()
            queue.put_nowait(event)

    async def events(self, conversation_id: str) -> AsyncIterator[Event]:
        """What is published for this conversation from now on."""
        queue: asyncio.Queue[Event | None] = asyncio.Queue(PENDING_EVENTS)
        self._queues[conversation_id].add(queue)
        try:
            while (event := await queue.get()) is not None:
                yield event
        finally:
            self._queues[conversation_id].discard(queue)
            if not self._queues[conversation_id]:
                del self._queues[conversation_id]
