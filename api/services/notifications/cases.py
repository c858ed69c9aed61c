"""What people are told about their cases after acceptance, and about being called back."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from api.db.intake import CourierDelivery, Intake
from api.services.days.night import by_day
from api.services.days.words import say_day, say_time
from api.services.intake.gaps import GapNotice
from api.services.limits.watch import LimitNotice
from api.services.notifications.names import shorten
from api.services.notifications.notifier import Recipient
from api.services.notifications.writing import When, Writer

GAP_TEMPLATES = {"reminder": "gap_reminder", "overdue": "gap_overdue"}
LONGEST_MATERIAL = 30
LIMITS: dict[str, str] = {"statutory": "法定时限", "promised": "承诺时限"}


class CaseMessages:
    """Writes them down.

    Args:
        staff_phone: who is warned of time limits; None for nobody.
    """

    def __init__(self, writer: Writer, staff_phone: str | None = None) -> None:
        self._writer = writer
        self._staff_phone = staff_phone

    def gap(self, session: Session, notice: GapNotice) -> None:
        """A material is to follow soon, or its day is over: told once each, by day."""
        gap, intake = notice.gap, notice.intake
        values = {
            "matter": self._writer.names.matter(intake.matter_id),
            "material": shorten(gap.material, LONGEST_MATERIAL),
            "due": say_day(gap.due_on),
            "hall": self._writer.names.halls(intake.park_id),
        }
        template = GAP_TEMPLATES[notice.occasion]
        when = When(notice.at, by_day(notice.at))
        self._writer.write(session, template, intake, values, f"{template}:{gap.gap_id}", when)

    def decided(self, session: Session, intake: Intake, when: When) -> None:
        """There is a result; what it is stands in the decision, not in a short message."""
        values = {
            "matter": self._writer.names.matter(intake.matter_id),
            "collect": self._collect(session, intake),
        }
        key = f"decided:{intake.intake_id}"
        self._writer.write(session, "decided", intake, values, key, when)

    def courier_sent(
        self, session: Session, delivery: CourierDelivery, intake: Intake, now: datetime
    ) -> None:
        """The result is on its way; its carrier and tracking number are known."""
        assert delivery.carrier
        assert delivery.tracking_number
        values = {
            "matter": self._writer.names.matter(intake.matter_id),
            "carrier": delivery.carrier,
            "tracking": delivery.tracking_number,
        }
        key, when = f"courier_sent:{delivery.delivery_id}", When(now, by_day(now))
        self._writer.write(session, "courier_sent", intake, values, key, when)

    def call_back(
        self,
        session: Session,
        phone: str,
        request_id: str,
        until: datetime,
        now: datetime,
    ) -> None:
        """Somebody has just asked to be called; tell them until when they are.

        Args:
            request_id: of what they asked for; they are told once.
        """
        self._writer.notifications.queue(
            session,
            "call_back",
            Recipient(phone=phone),
            {"until": say_time(until)},
            f"call_back:{request_id}",
            now,
            now=now,
            send_by=until,
        )

    def limit_warning(self, session: Session, notice: LimitNotice) -> None:
        """A time limit is about to run out, or has: told once to the staff who have a phone."""
        if self._staff_phone is None:
            return
        limit, intake, now = notice.limit, notice.intake, notice.at
        values = {
            "reference": intake.intake_id,
            "matter": self._writer.names.matter(intake.matter_id),
            "kind": LIMITS[limit.kind],
            "due": say_day(limit.due_on),
        }
        self._writer.notifications.queue(
            session,
            "limit_warning",
            Recipient(phone=self._staff_phone),
            values,
            f"limit_warning:{limit.limit_id}:{limit.due_on}:{notice.urgency}",
            by_day(now),
            now=now,
            intake_id=intake.intake_id,
        )

    def _collect(self, session: Session, intake: Intake) -> str:
        """How the result is to be had: by courier where somebody asked for that."""
        piece = self._writer.templates.piece
        ordered = session.scalar(
            select(CourierDelivery.delivery_id).where(
                CourierDelivery.intake_id == intake.intake_id,
                CourierDelivery.status == "requested",
            )
        )
        if ordered:
            return piece("collect", "courier")
        return piece("collect", "hall", hall=self._writer.names.halls(intake.park_id))
