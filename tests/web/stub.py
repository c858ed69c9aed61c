"""A stand-in for the chat interface: answers by rote, and fails, stalls or forgets on demand."""

import asyncio
import json
import threading
from collections import defaultdict
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta, timezone
from itertools import count
from pathlib import Path
from typing import Any

from fastapi import FastAPI, Header, Request
from fastapi.responses import FileResponse, JSONResponse, Response, StreamingResponse
from fastapi.staticfiles import StaticFiles

WEB = Path(__file__).resolve().parents[2] / "api" / "web"
HALL_ZONE = timezone(timedelta(hours=8))
CONTEXT = {"matter_id": None, "park_id": None, "booking_code": None, "handoff": False}
LIMIT = 2000

Message = dict[str, Any]


@dataclass
class Conversation:
    """One conversation as the stub keeps it."""

    token: str
    context: dict[str, Any]
    records: list[Message] = field(default_factory=list)

    def record(self, sender: str, message: Message) -> None:
        """Append to the transcript."""
        now = datetime.now(HALL_ZONE).isoformat()
        self.records.append({"buttons": [], "card": None, **message, "sender": sender, "sent_at": now})


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
        self.go_on = threading.Event()
        self.go_on.set()
        self._ids = count(1)
        self._listeners: dict[str, list[asyncio.Queue[tuple[str, Message] | None]]] = defaultdict(list)

    def hold(self) -> None:
        """Leave the next messages unanswered until `release`."""
        self.go_on.clear()

    def release(self) -> None:
        """Answer again."""
        self.go_on.set()

    def open(self, park_id: str | None) -> tuple[str, str]:
        """Start a conversation."""
        session_id, token = f"s{next(self._ids)}", "t" * 32
        self.conversations[session_id] = Conversation(token, {**CONTEXT, "park_id": park_id})
        return session_id, token

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

    async def events(self, session_id: str) -> AsyncIterator[str]:
        """The stream of one open page."""
        queue: asyncio.Queue[tuple[str, Message] | None] = asyncio.Queue()
        self._listeners[session_id].append(queue)
        yield ": open\n\n"
        while (event := await queue.get()) is not None:
            yield f"event: {event[0]}\ndata: {json.dumps(event[1], ensure_ascii=False)}\n\n"

    def hang_up(self) -> None:
        """End all streams. Runs on the stub's own loop."""
        for queues in self._listeners.values():
            for queue in queues:
                queue.put_nowait(None)
            queues.clear()


def problem(status: int, detail: str) -> JSONResponse:
    """A problem detail."""
    return JSONResponse({"title": "problem", "status": status, "detail": detail}, status)


def create_app(stub: Stub) -> FastAPI:
    """The page's files and as much of the interface as the page uses."""
    app = FastAPI()
    app.mount("/web", StaticFiles(directory=WEB))

    def own(session_id: str, authorization: str | None) -> Conversation | None:
        found = stub.conversations.get(session_id)
        return found if found and authorization == f"Bearer {found.token}" else None

    @app.get("/")
    def page() -> FileResponse:
        return FileResponse(WEB / "index.html")

    @app.get("/api/v1/parks")
    def parks() -> dict[str, Any]:
        return {"items": [], "total": 0, "edition": {"status": stub.edition_status}}

    @app.post("/api/v1/chat/sessions", status_code=201)
    async def open_session(request: Request) -> dict[str, str]:
        session_id, token = stub.open((await request.json()).get("park_id"))
        return {"session_id": session_id, "token": token}

    @app.post("/api/v1/chat/sessions/{session_id}/messages")
    async def send(
        session_id: str, request: Request, authorization: str | None = Header(None)
    ) -> Any:
        conversation = own(session_id, authorization)
        if conversation is None:
            return problem(404, "这段对话已经结束或不存在，请重新开始。")
        body = await request.json()
        said = body.get("payload") or body["text"]
        stub.heard.append(said)
        await asyncio.to_thread(stub.go_on.wait)
        if len(said) > LIMIT:
            return problem(422, "您发的内容太长了，请控制在 2000 字以内，先说最要紧的。")
        if stub.refusals:
            return problem(stub.refusals.pop(0), "系统出了点问题，请稍后再试。")
        turn = stub.answer(conversation, said)
        if stub.losses:
            stub.losses -= 1
            return problem(503, "系统出了点问题，请稍后再试。")
        return turn

    @app.get("/api/v1/chat/sessions/{session_id}/messages")
    def transcript(session_id: str, authorization: str | None = Header(None)) -> Any:
        conversation = own(session_id, authorization)
        if conversation is None:
            return problem(404, "这段对话已经结束或不存在，请重新开始。")
        return {"messages": conversation.records, "context": conversation.context}

    @app.get("/api/v1/chat/sessions/{session_id}/stream")
    async def stream(session_id: str, authorization: str | None = Header(None)) -> Response:
        if own(session_id, authorization) is None:
            return problem(404, "这段对话已经结束或不存在，请重新开始。")
        return StreamingResponse(stub.events(session_id), media_type="text/event-stream")

    @app.delete("/api/v1/chat/sessions/{session_id}")
    def end(session_id: str, authorization: str | None = Header(None)) -> Response:
        if own(session_id, authorization) is None:
            return problem(404, "这段对话已经结束或不存在，请重新开始。")
        del stub.conversations[session_id]
        return Response(status_code=204)

    return app
