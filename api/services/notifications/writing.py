"""Writes messages about intakes; what they say of visits and of cases stands beside this."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from api.db.booking import Booking
from api.db.intake import Intake
from api.services.notifications.names import Names
from api.services.notifications.notifications import Notifications
from api.services.notifications.notifier import Recipient
from api.services.notifications.templates import Templates


@dataclass(frozen=True)
class When:
    """When something was found worth telling, and when to tell it."""

    now: datetime
    due: datetime


@dataclass(frozen=True)
class Writer:
    """What is needed to write a message."""

    notifications: Notifications
    templates: Templates
    names: Names

    def write(
        self,
        session: Session,
        template: str,
        intake: Intake,
        values: Mapping[str, str],
        dedupe: str,
        when: When,
        *,
        booking: Booking | None = None,
        send_by: datetime | None = None,
    ) -> None:
        """Write down a message to the person of an intake; nothing for one without a phone."""
        if intake.phone is None:
            return
        self.notifications.queue(
            session,
            template,
            Recipient(phone=intake.phone),
            values,
            dedupe,
            when.due,
            now=when.now,
            booking_code=booking.code if booking else None,
            intake_id=intake.intake_id,
            send_by=send_by,
        )
