"""A stand-in for the guide: answers by rote, and fails, stalls or forgets on demand."""

import asyncio
import json
import threading
from collections import defaultdict
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta, timezone
from itertools import count
from typing import Any

HALL_ZONE = timezone(timedelta(hours=8))
CONTEXT = {"matter_id": None, "park_id": None, "booking_code": None, "handoff": False}

Message = dict[str, Any]
Queue = asyncio.Queue[tuple[str, Message] | None]


@dataclass
class Conversation:
    """One conversation as the stub keeps it."""

    token: str
    context: dict[str, Any]
    channel: str
    records: list[Message] = field(default_factory=list)

    def record(self, sender: str, message: Message) -> None:
        """Append to the transcript."""
        now = datetime.now(HALL_ZONE).isoformat()
        common: Message = {"buttons": [], "card": None}
        self.records.append({**common, **message, "sender": sender, "sent_at": now})


class Stub:
    """What a test arranges and looks at.

    `answers` maps what is said (words or payload) to the messages and the context that follow;
    anything else is answered by an echo. `refusals` are statuses given to the next messages.
    """

    def __init__(self) -> None:
        self.reset()

    def reset(self) -> None:
        """Forget everything arranged and everything said."""
        self.answers: dict[str, tuple[list[Message], dict[str, Any]]] = {}
        self.conversations: dict[str, Conversation] = {}
        self.heard: list[str] = []
        self.refusals: list[int] = []
        self.losses = 0
        """How many of the next turns are recorded but answered by an error."""
        self.edition_status = "sample"
        self.emptied = threading.Event()
        """Set when the last conversation is deleted."""
        self.go_on = threading.Event()
        self.go_on.set()
        self._ids = count(1)
        self._listeners: dict[str, list[Queue]] = defaultdict(list)

    def hold(self) -> None:
        """Leave the next messages unanswered until `release`."""
        self.go_on.clear()

    def release(self) -> None:
        """Answer again."""
        self.go_on.set()

    def open(self, park_id: str | None, channel: str) -> tuple[str, str]:
        """Start a conversation."""
        session_id, token = f"s{next(self._ids)}", "t" * 32
        self.conversations[session_id] = Conversation(
            token, {**CONTEXT, "park_id": park_id}, channel
        )
        return session_id, token

    def close(self, session_id: str) -> None:
        """End a conversation and forget it."""
        del self.conversations[session_id]
        if not self.conversations:
            self.emptied.set()

    def answer(self, conversation: Conversation, said: str) -> dict[str, Any]:
        """Answer by rote."""
        messages, context = self.answers.get(said, ([{"text": f"收到：{said}"}], {}))
        conversation.record("applicant", {"text": said if said[:1] != "/" else f"［选择］{said}"})
        for message in messages:
            conversation.record("guide", message)
        conversation.context.update(context)
        return {"messages": messages, "context": conversation.context}

    def person_says(self, text: str) -> None:
        """A member of staff writes in every conversation. Runs on the stub's own loop."""
        for session_id, conversation in self.conversations.items():
            conversation.record("staff", {"text": text})
            for queue in self._listeners[session_id]:
                queue.put_nowait(("message", conversation.records[-1]))

    def listen(self, session_id: str) -> AsyncIterator[str]:
        """The stream of one open page; listening from now on, not from its first reading."""
        queue: Queue = asyncio.Queue()
        self._listeners[session_id].append(queue)
        return self._events(queue)

    async def _events(self, queue: Queue) -> AsyncIterator[str]:
        yield ": open\n\n"
        while (event := await queue.get()) is not None:
            yield f"event: {event[0]}\ndata: {json.dumps(event[1], ensure_ascii=False)}\n\n"

    def hang_up(self) -> None:
        """End all streams. Runs on the stub's own loop."""
        for queues in self._listeners.values():
            for queue in queues:
                queue.put_nowait(None)
            queues.clear()
