"""Empties the personal fields of intakes whose time is over; what was decided stays."""

from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Select, delete, exists, func, or_, select, update
from sqlalchemy.orm import Session

from api.db.booking import Booking, WaitingEntry
from api.db.engine import SessionFactory, reading
from api.db.intake import Commitment, CourierDelivery, Intake, LimitPause, Rating
from api.db.types import AwareDateTime
from api.services import audit
from api.services.booking.waiting_list import OFFERED, WAITING
from api.services.intake.courier import REQUESTED
from api.services.intake.life import DECIDED, EXPECTED, WITHDRAWN


class Erasure:
    """Deletes what is known of applicants.

    Args:
        keep_days: days after the last visit or the decision, whichever is later.
    """

    def __init__(self, sessions: SessionFactory, keep_days: int) -> None:
        self._sessions = sessions
        self._keep = timedelta(days=keep_days)

    def erase_finished(self, now: datetime) -> int:
        """Erase every intake whose time is over; returns how many.

        One that is under way waits, whatever its age: its limits run, or material is to follow.
        So does one whose result is still to be sent.
        """
        with reading(self._sessions) as session:
            over = session.scalars(_over(now - self._keep)).all()
        return sum(self._erase(intake_id, now) for intake_id in over)

    def _erase(self, intake_id: str, now: datetime) -> bool:
        with self._sessions() as session, session.begin():
            due = _over(now - self._keep).where(Intake.intake_id == intake_id)
            # Looked at again under the lock: it may have gone on, or be erased by another process.
            if session.scalar(due.with_for_update(skip_locked=True, key_share=True)) is None:
                return False
            intake = session.get_one(Intake, intake_id)
            intake.name = intake.phone = intake.company = intake.uscc = None
            intake.phone_index = intake.company_index = None
            intake.erased_at = now
            _empty_around(session, intake_id)
            audit.note(session, "intake", intake_id, "erased", audit.SYSTEM, now)
            return True


def _over(before: datetime) -> Select[str]:
    """The ids of intakes that ended before a moment and still have personal fields."""
    visits = select(Booking.ends_at).where(Booking.intake_id == Intake.intake_id)
    return (
        select(Intake.intake_id)
        .where(
            Intake.erased_at.is_(None),
            Intake.created_at < before,
            ~visits.where(Booking.ends_at >= before).exists(),
            or_(_ended(before), _never_accepted()),
            ~_still_to_be_sent(),
        )
        .order_by(Intake.created_at, Intake.intake_id)
    )


def _ended(before: datetime) -> ColumnElement[bool]:
    # A withdrawal is the last change of an intake; a decision has its own time.
    ended_at = func.coalesce(Intake.decided_at, Intake.updated_at, type_=AwareDateTime)
    return Intake.status.in_((DECIDED, WITHDRAWN)) & (ended_at < before)


def _never_accepted() -> ColumnElement[bool]:
    """Nobody came, or nothing came of it; and nobody waits for a seat."""
    waits = exists().where(
        WaitingEntry.intake_id == Intake.intake_id, WaitingEntry.status.in_((WAITING, OFFERED))
    )
    return (Intake.status == EXPECTED) & ~waits


def _still_to_be_sent() -> ColumnElement[bool]:
    return exists().where(
        CourierDelivery.intake_id == Intake.intake_id, CourierDelivery.status == REQUESTED
    )


def _empty_around(session: Session, intake_id: str) -> None:
    """Empty what the tables around an intake know of its applicant."""
    session.execute(
        update(CourierDelivery)
        .where(CourierDelivery.intake_id == intake_id)
        .values(recipient=None, phone=None, address=None, tracking_number=None)
    )
    session.execute(update(LimitPause).where(LimitPause.intake_id == intake_id).values(reason=None))
    visits = select(Booking.code).where(Booking.intake_id == intake_id)
    session.execute(update(Rating).where(Rating.booking_code.in_(visits)).values(comment=None))
    session.execute(delete(Commitment).where(Commitment.intake_id == intake_id))
