"""Writes the audit trail (电子监察, decree D23)."""

from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from api.db.audit import AuditEntry

APPLICANT, SYSTEM = "applicant", "system"
"""Actors beside the staff, who are `staff` with their number where they give one."""


def note(
    session: Session,
    subject: str,
    subject_id: str,
    action: str,
    actor: str,
    now: datetime,
    *,
    before: str | None = None,
    after: str | None = None,
    reason: str | None = None,
    **details: Any,
) -> None:
    """Write one step into the trail, in the transaction that makes it.

    Args:
        subject: what is changed: `booking`, `intake`, `ticket` …
        action: what is done to it, such as `moved`.
        actor: `applicant`, `system`, or `staff:` and a number.
        before: its status before, where the step changes it.
        after: its status afterwards.
        reason: why, in somebody's own words.
        details: facts about the step; never anything personal.
    """
    session.add(
        AuditEntry(
            at=now,
            actor=actor,
            subject=subject,
            subject_id=subject_id,
            action=action,
            status_before=before,
            status_after=after,
            reason=reason,
            details=details or None,
        )
    )
