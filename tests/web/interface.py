"""The page's files, and as much of the HTTP interface as the page uses, on a stub."""

import asyncio
from pathlib import Path
from typing import Annotated, Any

from fastapi import APIRouter, Depends, FastAPI, Header, Request
from fastapi.responses import FileResponse, JSONResponse, Response, StreamingResponse
from fastapi.staticfiles import StaticFiles

from api.services.qr import qr_picture
from tests.web.stub import Conversation, Stub

WEB = Path(__file__).resolve().parents[2] / "api" / "web"
LIMIT = 2000
HALLS = [
    {"hall_id": "gaoxin-hall", "park_id": "gaoxin", "name": "郴州高新区政务服务大厅"},
    {"hall_id": "jingkai-hall", "park_id": "jingkai", "name": "郴州经开区政务服务大厅"},
]

router = APIRouter()


class Refusal(Exception):
    """Answered as a problem detail."""

    def __init__(self, status: int, detail: str) -> None:
        super().__init__(detail)
        self.status = status
        self.detail = detail


def create_app(stub: Stub) -> FastAPI:
    """The stub as an application."""
    app = FastAPI()
    app.state.stub = stub
    app.mount("/web", StaticFiles(directory=WEB))
    app.include_router(router)
    app.add_exception_handler(Refusal, _problem)
    return app


def _problem(_: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, Refusal)
    return JSONResponse({"status": error.status, "detail": error.detail}, error.status)


def _stub(request: Request) -> Stub:
    stub: Stub = request.app.state.stub
    return stub


StubDep = Annotated[Stub, Depends(_stub)]


def _own(
    session_id: str, stub: StubDep, authorization: Annotated[str | None, Header()] = None
) -> Conversation:
    found = stub.conversations.get(session_id)
    if found is None or authorization != f"Bearer {found.token}":
        raise Refusal(404, "这段对话已经结束或不存在，请重新开始。")
    return found


OwnConversation = Annotated[Conversation, Depends(_own)]


@router.get("/")
def page() -> FileResponse:
    """The page."""
    return FileResponse(WEB / "index.html")


@router.get("/kiosk")
def kiosk() -> FileResponse:
    """The page for the touch screen of a hall."""
    return FileResponse(WEB / "kiosk" / "kiosk.html")


@router.get("/api/v1/health")
def health() -> dict[str, str]:
    """It is there."""
    return {"status": "ok"}


@router.get("/api/v1/halls")
def halls() -> dict[str, Any]:
    """The halls."""
    return {"items": HALLS, "total": len(HALLS)}


@router.get("/api/v1/page-codes")
def page_code(page: str) -> Response:
    """A page as a QR code."""
    return Response(qr_picture(f"http://guide.test{page}"), media_type="image/svg+xml")


@router.get("/api/v1/parks")
def parks(stub: StubDep) -> dict[str, Any]:
    """The edition in use."""
    return {"items": [], "total": 0, "edition": {"status": stub.edition_status}}


@router.post("/api/v1/chat/sessions", status_code=201)
async def open_session(request: Request, stub: StubDep) -> dict[str, str]:
    """Start a conversation."""
    body = await request.json()
    session_id, token = stub.open(body.get("park_id"), body["channel"])
    return {"session_id": session_id, "token": token}


@router.post("/api/v1/chat/sessions/{session_id}/messages")
async def send(request: Request, conversation: OwnConversation, stub: StubDep) -> dict[str, Any]:
    """Answer by rote, late, or not at all, as arranged."""
    body = await request.json()
    said = body.get("payload") or body["text"]
    stub.heard.append(said)
    await asyncio.to_thread(stub.go_on.wait)
    if len(said) > LIMIT:
        raise Refusal(422, "您发的内容太长了，请控制在 2000 字以内，先说最要紧的。")
    if stub.refusals:
        raise Refusal(stub.refusals.pop(0), "系统出了点问题，请稍后再试。")
    turn = stub.answer(conversation, said)
    if stub.losses:
        stub.losses -= 1
        raise Refusal(503, "系统出了点问题，请稍后再试。")
    return turn


@router.get("/api/v1/chat/sessions/{session_id}/messages")
def transcript(conversation: OwnConversation) -> dict[str, Any]:
    """What was said."""
    return {"messages": conversation.records, "context": conversation.context}


@router.get("/api/v1/chat/sessions/{session_id}/stream")
async def stream(session_id: str, _: OwnConversation, stub: StubDep) -> StreamingResponse:
    """What arrives later."""
    return StreamingResponse(stub.listen(session_id), media_type="text/event-stream")


@router.delete("/api/v1/chat/sessions/{session_id}")
def end(session_id: str, _: OwnConversation, stub: StubDep) -> Response:
    """Forget."""
    stub.close(session_id)
    return Response(status_code=204)
