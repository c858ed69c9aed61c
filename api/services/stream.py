"""Brings what arrives later (a person's answer, a reminder) to the pages that are open."""

import asyncio
from collections import defaultdict
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any

Event = tuple[str, dict[str, Any]]
PENDING_EVENTS = 100


@dataclass(frozen=True, eq=False)
class _Listener:
    """One open page: its queue, and the loop it is read in."""

    loop: asyncio.AbstractEventLoop
    queue: asyncio.Queue[Event | None]

    def offer(self, event: Event | None) -> None:
        """Put an event into the queue, from any thread."""
        self.loop.call_soon_threadsafe(self._put, event)

    def _put(self, event: Event | None) -> None:
        if self.queue.full():  # a page that stopped reading; it re-reads the transcript later
            self.queue.get_nowait()
        self.queue.put_nowait(event)


class Stream:
    """Open pages of this process, by conversation."""

    def __init__(self) -> None:
        self._listeners: dict[str, set[_Listener]] = defaultdict(set)

    def publish(self, conversation_id: str, kind: str, data: dict[str, Any]) -> None:
        """Send an event to every page that shows this conversation; from any thread."""
        self._offer(conversation_id, (kind, data))

    def close(self, conversation_id: str) -> None:
        """End the streams of a conversation that is over."""
        self._offer(conversation_id, None)

    def _offer(self, conversation_id: str, event: Event | None) -> None:
        for listener in tuple(self._listeners.get(conversation_id, ())):
            listener.offer(event)

    async def events(self, conversation_id: str) -> AsyncIterator[Event]:
        """What is published for this conversation from now on."""
        listener = _Listener(asyncio.get_running_loop(), asyncio.Queue(PENDING_EVENTS))
        self._listeners[conversation_id].add(listener)
        try:
            while (event := await listener.queue.get()) is not None:
                yield event
        finally:
            self._listeners[conversation_id].discard(listener)
            if not self._listeners[conversation_id]:
                del self._listeners[conversation_id]
