"""Keeps conversations: who may speak, what was said, what it is about; and forgets them on time."""

import hashlib
import json
import secrets
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, CursorResult, and_, delete, exists, or_, select, update
from sqlalchemy.orm import Session

from api.db.chat import Conversation, Message
from api.db.engine import SessionFactory, reading
from api.db.intake import Handoff
from api.db.types import HALL_ZONE

EMPTY_CONTEXT: dict[str, Any] = {
    "intent": None,
    "topic": "none",
    "decision": None,
    "candidates": [],
    "matter_id": None,
    "park_id": None,
    "delegation_mode": None,
    "window_id": None,
    "booking_code": None,
    "handoff": False,
    "journey": None,
    "outcome": None,
    # The thread (api/services/thread/state.py); kept to ourselves, not part of the contract.
    "recent": [],
    "pair": [],
    "as_of": None,
    "about": None,
    "language": None,
}


LOOKED_BACK = 12
"""Messages of the applicant among which the question is looked for that a later one speaks of."""
KIOSK = "kiosk"
KEPT_ON_KIOSK = timedelta(hours=1)
"""After its last message. The kiosk has it deleted within minutes, unless its power failed."""
NO_TOKEN = ""
"""The hash of none: nobody opens what has it."""
UNSYNCHRONISED: dict[str, Any] = {"synchronize_session": False}


class UnknownConversation(Exception):
    """No such conversation, or not with this token."""


class Conversations:
    """The stored conversations.

    Args:
        edition_id: tells the edition answers are given from; kept with each conversation.
        keep_days: days after its last message on which a conversation is deleted.
    """

    def __init__(
        self, sessions: SessionFactory, edition_id: Callable[[], str], keep_days: int
    ) -> None:
        self._sessions = sessions
        self._edition_id = edition_id
        self._keep = timedelta(days=keep_days)

    def open(self, channel: str, park_id: str | None) -> tuple[str, str]:
        """Start a conversation; returns its id and its token, which is not stored."""
        conversation_id, token = secrets.token_hex(16), secrets.token_urlsafe(32)
        now = datetime.now(HALL_ZONE)
        with self._sessions() as session, session.begin():
            session.add(
                Conversation(
                    conversation_id=conversation_id,
                    token_hash=_hash(token),
                    channel=channel,
                    context={**EMPTY_CONTEXT, "park_id": park_id},
                    edition_id=self._edition_id(),
                    created_at=now,
                    active_at=now,
                )
            )
        return conversation_id, token

    def get(self, conversation_id: str, token: str) -> Conversation:
        """The conversation, if the token is its own. Raises `UnknownConversation`."""
        conversation = self.require(conversation_id)
        if not secrets.compare_digest(conversation.token_hash, _hash(token)):
            raise UnknownConversation
        return conversation

    def require(self, conversation_id: str) -> Conversation:
        """The conversation, for a caller who has proved its right to it already.

        Raises:
            UnknownConversation: there is none.
        """
        with reading(self._sessions) as session:
            conversation = session.get(Conversation, conversation_id)
        if conversation is None:
            raise UnknownConversation
        return conversation

    def record(
        self,
        conversation_id: str,
        messages: list[tuple[str, dict[str, Any]]],
        context: dict[str, Any] | None = None,
    ) -> int:
        """Append (sender, body) messages, and the context after them when it changed.

        Returns:
            The number of the first of them.

        Raises:
            UnknownConversation: it was ended meanwhile.
        """
        with self._sessions() as session, session.begin():
            first = self._reserve(session, conversation_id, len(messages), context)
            now = datetime.now(HALL_ZONE)
            for offset, (sender, body) in enumerate(messages):
                session.add(
                    Message(
                        conversation_id=conversation_id,
                        seq=first + offset,
                        sender=sender,
                        body=json.dumps(body, ensure_ascii=False),
                        sent_at=now,
                    )
                )
        return first

    def _reserve(
        self, session: Session, conversation_id: str, count: int, context: dict[str, Any] | None
    ) -> int:
        """Take `count` sequence numbers; the row lock of the update keeps writers apart."""
        changes: dict[str, Any] = {
            "next_seq": Conversation.next_seq + count,
            "active_at": datetime.now(HALL_ZONE),
        }
        if context is not None:
            changes["context"] = context
        following = session.scalar(
            update(Conversation)
            .where(Conversation.conversation_id == conversation_id)
            .values(**changes)
            .returning(Conversation.next_seq)
        )
        if following is None:
            raise UnknownConversation
        return int(following) - count

    def transcript(self, conversation_id: str) -> list[dict[str, Any]]:
        """All messages in order, each with its sender and time."""
        with reading(self._sessions) as session:
            rows = session.scalars(
                select(Message)
                .where(Message.conversation_id == conversation_id)
                .order_by(Message.seq)
            ).all()
        return [
            {"sender": row.sender, "sent_at": row.sent_at.isoformat(), **json.loads(row.body)}
            for row in rows
        ]

    def last_answer(self, conversation_id: str) -> dict[str, Any] | None:
        """What the guide said last; None when it has not said anything."""
        with reading(self._sessions) as session:
            body = session.scalar(
                select(Message.body)
                .where(Message.conversation_id == conversation_id, Message.sender == "guide")
                .order_by(Message.seq.desc())
                .limit(1)
            )
        return json.loads(body) if body is not None else None

    def said_until(self, conversation_id: str, seq: int) -> list[tuple[int, dict[str, Any]]]:
        """The applicant's last messages up to a number, newest first; none once it is ended."""
        with reading(self._sessions) as session:
            rows = session.scalars(
                select(Message)
                .where(Message.conversation_id == conversation_id)
                .where(Message.sender == "applicant", Message.seq <= seq)
                .order_by(Message.seq.desc())
                .limit(LOOKED_BACK)
            ).all()
        return [(row.seq, json.loads(row.body)) for row in rows]

    def clear(self, conversation_id: str) -> None:
        """Delete what was said so far; the conversation itself goes on."""
        with self._sessions() as session, session.begin():
            session.execute(delete(Message).where(Message.conversation_id == conversation_id))

    def forget(self, conversation_id: str) -> None:
        """Delete a conversation and all it said.

        On the kiosk, where everybody's is ended within minutes, a call that was promised is still
        made: the number and the case stay until then, what was said does not, and nobody speaks on.
        """
        this = Conversation.conversation_id == conversation_id
        to_call = and_(Conversation.channel == KIOSK, _is_to_be_called())
        with self._sessions() as session, session.begin():
            session.execute(delete(Message).where(Message.conversation_id == conversation_id))
            session.execute(
                delete(Conversation).where(this, ~to_call), execution_options=UNSYNCHRONISED
            )
            session.execute(update(Conversation).where(this).values(token_hash=NO_TOKEN))

    def forget_expired(self) -> int:
        """Delete conversations past their keeping time; returns how many."""
        now = datetime.now(HALL_ZONE)
        silent, channel = Conversation.active_at, Conversation.channel
        left_behind = and_(channel == KIOSK, silent < now - KEPT_ON_KIOSK, ~_is_to_be_called())
        expired = or_(silent < now - self._keep, left_behind)
        with self._sessions() as session, session.begin():
            result = session.execute(
                delete(Conversation).where(expired), execution_options=UNSYNCHRONISED
            )
            assert isinstance(result, CursorResult)
            return result.rowcount


def _is_to_be_called() -> ColumnElement[bool]:
    """Somebody left a number in it and waits for a call; the number goes when that is done."""
    waits = Handoff.conversation_id == Conversation.conversation_id
    return exists().where(waits, Handoff.phone.is_not(None))


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
