"""The chat: open a session, say something, read what was said, listen, end and be forgotten."""

from collections.abc import AsyncIterator
from typing import Annotated, Any, Self

from fastapi import APIRouter, Depends, Response
from fastapi.sse import EventSourceResponse, ServerSentEvent
from pydantic import BaseModel, Field, field_validator, model_validator

from api.deps import LOST, ConversationToken, Now, ServicesDep
from api.problems import Problem, responses
from api.routes.params import Channel, ParkId
from api.services.bot import Incoming
from api.services.conversations import UnknownConversation
from api.services.payloads import parse_payload

router = APIRouter(prefix="/chat/sessions", tags=["chat"])

LONGEST_TEXT = 2000


class SessionRequest(BaseModel):
    """Where the applicant writes from, and their park if it is known."""

    channel: Channel
    park_id: ParkId | None = None


class SessionCreated(BaseModel):
    """The token is shown this once; it is the only key to the conversation."""

    session_id: str
    token: str


class MessageRequest(BaseModel):
    """Words, or the payload of a button that was offered: exactly one of the two."""

    text: str | None = Field(None, max_length=LONGEST_TEXT)
    payload: str | None = Field(None, max_length=LONGEST_TEXT)

    @model_validator(mode="before")
    @classmethod
    def friendly_length(cls, data: Any) -> Any:
        """Say in plain words what to do about a message that is too long."""
        if isinstance(data, dict):
            text = data.get("text")
            if isinstance(text, str) and len(text) > LONGEST_TEXT:
                raise ValueError(f"您发的内容太长了，请控制在 {LONGEST_TEXT} 字以内，先说最要紧的")
        return data

    @field_validator("text")
    @classmethod
    def say_something(cls, value: str | None) -> str | None:
        """Refuse an empty message."""
        if value is not None and not value.strip():
            raise ValueError("消息是空的，请输入您要办的事")
        return value

    @field_validator("payload")
    @classmethod
    def known_form(cls, value: str | None) -> str | None:
        """Refuse what no button of ours sends."""
        if value is not None:
            try:
                parse_payload(value)
            except (ValueError, RecursionError) as error:
                raise ValueError("这个按钮的内容不完整，请重新选择") from error
        return value

    @model_validator(mode="after")
    def one_of_two(self) -> Self:
        """Exactly one of text and payload."""
        if (self.text is None) == (self.payload is None):
            raise ValueError("请发送文字，或选择一个按钮")
        return self


class ButtonOut(BaseModel):
    """A quick reply."""

    title: str
    payload: str


class MessageOut(BaseModel):
    """One message of the guide."""

    text: str
    buttons: list[ButtonOut] = []
    card: dict[str, Any] | None = None


class Context(BaseModel):
    """What the conversation is about after this turn.

    `journey` is the plan that is gone through: its id, what was told, what is done.
    """

    intent: str | None
    topic: str
    decision: str | None
    candidates: list[dict[str, Any]]
    matter_id: str | None
    park_id: str | None
    delegation_mode: str | None
    window_id: str | None
    booking_code: str | None
    handoff: bool
    journey: dict[str, Any] | None = None
    outcome: str | None = None
    language: str | None = Field(
        None, description="In which the applicant is answered: zh or en; null before a message."
    )


class TurnOut(BaseModel):
    """The answer to one message."""

    messages: list[MessageOut]
    context: Context


class TranscriptMessage(MessageOut):
    """One message of the transcript, and who sent it: `applicant`, `guide` or `staff`."""

    sender: str
    sent_at: str


class Transcript(BaseModel):
    """The whole conversation so far."""

    messages: list[TranscriptMessage]
    context: Context


def own_conversation(session_id: str, token: ConversationToken, services: ServicesDep) -> str:
    """The session's id, once the token has proved to be its own."""
    try:
        services.conversations.get(session_id, token)
    except UnknownConversation as error:
        raise Problem(404, LOST) from error
    return session_id


OwnConversation = Annotated[str, Depends(own_conversation)]


@router.post("", status_code=201, responses=responses(422))
def open_session(request: SessionRequest, services: ServicesDep) -> SessionCreated:
    """Start a conversation."""
    session_id, token = services.conversations.open(request.channel, request.park_id)
    return SessionCreated(session_id=session_id, token=token)


@router.post("/{session_id}/messages", responses=responses(401, 404, 422))
async def send_message(
    session_id: str, request: MessageRequest, token: ConversationToken, services: ServicesDep
) -> TurnOut:
    """Say something and get the answer."""
    incoming = Incoming(text=request.text, payload=request.payload)
    try:
        turn = await services.gateway.turn(session_id, token, incoming)
    except UnknownConversation as error:
        raise Problem(404, LOST) from error
    return TurnOut.model_validate({"messages": turn.messages, "context": turn.context})


@router.get("/{session_id}/messages", responses=responses(401, 404))
def transcript(session_id: str, token: ConversationToken, services: ServicesDep) -> Transcript:
    """The transcript, personal numbers masked."""
    try:
        conversation = services.conversations.get(session_id, token)
    except UnknownConversation as error:
        raise Problem(404, LOST) from error
    return Transcript.model_validate(
        {
            "messages": services.conversations.transcript(session_id),
            "context": conversation.context,
        }
    )


@router.get(
    "/{session_id}/stream", response_class=EventSourceResponse, responses=responses(401, 404)
)
async def stream(
    session_id: OwnConversation, services: ServicesDep
) -> AsyncIterator[ServerSentEvent]:
    """What arrives later, as server-sent events: `message` and `context`."""
    async for kind, data in services.shared.stream.events(session_id):
        yield ServerSentEvent(event=kind, data=data)


@router.delete("/{session_id}", status_code=204, responses=responses(401, 404))
async def end_session(
    session_id: str, token: ConversationToken, services: ServicesDep, now: Now
) -> Response:
    """End the conversation, delete what was said and give back a seat that was held for it."""
    try:
        await services.gateway.forget(session_id, token, now)
    except UnknownConversation as error:
        raise Problem(404, LOST) from error
    return Response(status_code=204)
