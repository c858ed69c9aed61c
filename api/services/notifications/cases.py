"""What people are told about their cases after acceptance, and about being called back."""

from datetime import datetime, time, timedelta
from typing import Literal

from sqlalchemy import select
from sqlalchemy.orm import Session

from api.db.intake import CourierDelivery, Gap, Intake, TimeLimit
from api.db.types import HALL_ZONE
from api.services.notifications.names import say_day, say_time, shorten
from api.services.notifications.night import by_day
from api.services.notifications.notifier import Recipient
from api.services.notifications.writing import When, Writer

MORNING = time(10)
REMIND_BEFORE, ASK_AFTER = timedelta(days=2), timedelta(days=1)
"""A missing material is asked for this long before the day it is due, and after it."""
LONGEST_MATERIAL = 30
LIMITS: dict[str, str] = {"statutory": "法定时限", "promised": "承诺时限"}
WITH_GAPS = frozenset({"accepted", "paused"})


class CaseMessages:
    """Writes them down.

    Args:
        staff_phone: who is warned of time limits; None for nobody.
    """

    def __init__(self, writer: Writer, staff_phone: str | None = None) -> None:
        self._writer = writer
        self._staff_phone = staff_phone

    def follow_gaps(self, session: Session, intake: Intake, now: datetime) -> None:
        """Ask in time for each material that still lacks; take back what was to ask for others."""
        for gap in session.scalars(select(Gap).where(Gap.intake_id == intake.intake_id)):
            if gap.status != "handed_in" and intake.status in WITH_GAPS:
                self._ask(session, "gap_reminder", intake, gap, -REMIND_BEFORE, now)
                self._ask(session, "gap_overdue", intake, gap, ASK_AFTER, now)
            else:
                for template in ("gap_reminder", "gap_overdue"):
                    self._writer.notifications.withdraw_one(session, _gap_key(template, gap))

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

    def limit_warning(
        self, session: Session, limit: TimeLimit, intake: Intake, now: datetime
    ) -> None:
        """A time limit is about to run out: told once to the staff, if there is a phone for that.

        What is decided or paused is the caller's to know.
        """
        if self._staff_phone is None:
            return
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
            f"limit_warning:{limit.limit_id}:{limit.due_on}",
            by_day(now),
            now=now,
            intake_id=intake.intake_id,
        )

    def _ask(
        self,
        session: Session,
        template: Literal["gap_reminder", "gap_overdue"],
        intake: Intake,
        gap: Gap,
        days: timedelta,
        now: datetime,
    ) -> None:
        due = datetime.combine(gap.due_on + days, MORNING, HALL_ZONE)
        if due <= now:
            return
        values = {
            "matter": self._writer.names.matter(intake.matter_id),
            "material": shorten(gap.material, LONGEST_MATERIAL),
            "due": say_day(gap.due_on),
            "hall": self._writer.names.halls(intake.park_id),
        }
        when = When(now, due)
        self._writer.write(session, template, intake, values, _gap_key(template, gap), when)

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


def _gap_key(template: str, gap: Gap) -> str:
    return f"{template}:{gap.gap_id}"
