"""The audit trail: who did what to which booking, intake or day, and when (decree D23)."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from api.db.base import Base
from api.db.types import EncryptedText


class AuditEntry(Base):
    """One step, written in the transaction that made it. It names no applicant."""

    __tablename__ = "audit_entry"
    __table_args__ = (Index("ix_audit_entry_subject", "subject", "subject_id"),)

    entry_id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(index=True)
    actor: Mapped[str] = mapped_column(String(80))
    """`applicant`, `system`, or `staff` with the number of the person: `staff:007`."""
    subject: Mapped[str] = mapped_column(String(32))
    """What was changed: `booking`, `intake`, `ticket`, `day_exception` …"""
    subject_id: Mapped[str] = mapped_column(String(96))
    action: Mapped[str] = mapped_column(String(32))
    status_before: Mapped[str | None] = mapped_column(String(16))
    status_after: Mapped[str | None] = mapped_column(String(16))
    reason: Mapped[str | None] = mapped_column(EncryptedText)
    """Why, in somebody's own words: encrypted, since words may name people."""
    details: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    """Facts about the step, such as the slot; never anything personal."""
