"""What applicants are told outside the conversation: by short message, WeChat or e-mail."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from api.db.base import Base
from api.db.booking import CODE
from api.db.intake import ID, NAME
from api.db.types import EncryptedText


class Notification(Base):
    """One message to one person, from the moment it is due until it is sent or given up."""

    __tablename__ = "notification"
    __table_args__ = (
        CheckConstraint("status IN ('waiting', 'sent', 'failed', 'withdrawn')", name="status"),
        Index("ix_notification_status_next_try_at", "status", "next_try_at"),
    )

    notification_id: Mapped[str] = mapped_column(ID, primary_key=True)
    template: Mapped[str] = mapped_column(NAME)
    recipient: Mapped[str | None] = mapped_column(EncryptedText)
    """Whom it goes to, as JSON; emptied once it is sent, withdrawn or given up for good."""
    values: Mapped[str | None] = mapped_column(EncryptedText)
    """What fills the template, as JSON; emptied with the recipient."""
    dedupe: Mapped[str] = mapped_column(String(160), unique=True)
    """Tells equal messages: one is never sent twice."""
    booking_code: Mapped[str | None] = mapped_column(CODE, ForeignKey("booking.code"), index=True)
    intake_id: Mapped[str | None] = mapped_column(ID, ForeignKey("intake.intake_id"), index=True)
    status: Mapped[str] = mapped_column(String(16))
    attempts: Mapped[int] = mapped_column(default=0)
    due_at: Mapped[datetime]
    next_try_at: Mapped[datetime]
    """When it is looked at next; while it is being sent, when that is taken to have failed."""
    send_by: Mapped[datetime | None]
    """After this moment it would only confuse, so it is given up; None where it never would."""
    sent_at: Mapped[datetime | None]
    provider: Mapped[str | None] = mapped_column(NAME)
    error: Mapped[str | None] = mapped_column(String(200))
    """Why the last attempt failed; never the recipient or the text."""
    created_at: Mapped[datetime]
