"""What goes out to other platforms: written with the change it tells of, sent afterwards."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from api.db.base import Base
from api.db.intake import ID, NAME
from api.db.types import EncryptedText

WAITING, DELIVERED, FAILED = "waiting", "delivered", "failed"
"""On its way, taken by the receiver, or given up until the staff send it again."""
ERROR_LENGTH = 200


class OutboxEntry(Base):
    """One event of one intake for one connector (decree D21, D24).

    The events of an intake go out in the order of `sequence`: none before the one it follows.
    """

    __tablename__ = "outbox_entry"
    __table_args__ = (
        CheckConstraint("status IN ('waiting', 'delivered', 'failed')", name="status"),
        UniqueConstraint("connector_id", "intake_id", "sequence"),
        Index("ix_outbox_entry_status_next_try_at", "status", "next_try_at"),
    )

    entry_id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[str] = mapped_column(ID, unique=True)
    """The receiver's idempotency key: the same however often the event is sent."""
    connector_id: Mapped[str] = mapped_column(NAME)
    intake_id: Mapped[str] = mapped_column(ForeignKey("intake.intake_id"), index=True)
    sequence: Mapped[int]
    kind: Mapped[str] = mapped_column(NAME)
    payload: Mapped[str | None] = mapped_column(EncryptedText)
    """The event as JSON, exactly as it is sent and signed; emptied some time after delivery."""
    status: Mapped[str] = mapped_column(String(16))
    attempts: Mapped[int] = mapped_column(default=0)
    """How often it was taken up to be sent, since the staff last asked for it."""
    next_try_at: Mapped[datetime]
    delivered_at: Mapped[datetime | None]
    error: Mapped[str | None] = mapped_column(String(ERROR_LENGTH))
    """Why the last attempt failed, in Chinese; nothing personal."""
    created_at: Mapped[datetime]
