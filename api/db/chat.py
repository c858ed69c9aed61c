"""Tables of the conversation: who speaks, what was said, what it is about."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from api.db.base import Base
from api.db.types import EncryptedText


class Conversation(Base):
    """One applicant's conversation and its business state."""

    __tablename__ = "conversation"

    conversation_id: Mapped[str] = mapped_column(String(32), primary_key=True)
    token_hash: Mapped[str] = mapped_column(String(64))
    channel: Mapped[str] = mapped_column(String(16))
    context: Mapped[dict[str, Any]]
    """The contract's context: current matter, park, candidates, booking …"""
    edition_id: Mapped[str] = mapped_column(String(64))
    """The edition of the matter list the answers were given from."""
    created_at: Mapped[datetime]
    active_at: Mapped[datetime] = mapped_column(index=True)
    next_seq: Mapped[int] = mapped_column(default=0)


class Message(Base):
    """One message of a conversation, encrypted: people tell us names and numbers."""

    __tablename__ = "message"
    __table_args__ = (UniqueConstraint("conversation_id", "seq"),)

    message_id: Mapped[int] = mapped_column(primary_key=True)
    conversation_id: Mapped[str] = mapped_column(
        ForeignKey("conversation.conversation_id", ondelete="CASCADE")
    )
    seq: Mapped[int]
    sender: Mapped[str] = mapped_column(String(16))
    """`applicant`, `guide` or `staff`."""
    body: Mapped[str] = mapped_column(EncryptedText)
    """The message as JSON, in the shape the chat contract gives it."""
    sent_at: Mapped[datetime]
