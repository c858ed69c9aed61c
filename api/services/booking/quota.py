"""How many visits one phone, or one company, may have ahead of it."""

from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from api.cipher import cipher
from api.db.booking import Booking
from api.db.intake import Intake
from api.services.booking.applicants import Applicant
from api.services.booking.life import CONFIRMED
from api.services.booking.locks import lock_applicant
from knowledge.text import compact

MOST_OPEN_BOOKINGS = 5
"""Visits one phone number may have ahead of it; those of one journey on one day count as one."""
MOST_OF_COMPANY = 10
"""The same for a company, whoever of it books."""


class TooManyBookings(Exception):
    """As many visits are ahead as may be; the message says of what, in Chinese."""


def phone_index(applicant: Applicant) -> str:
    """The keyed hash under which the visits of a phone are counted."""
    return cipher().index(applicant.phone)


def company_index(applicant: Applicant) -> str | None:
    """The same of the company: by its code, else by its name; None for somebody without one."""
    known_by = applicant.uscc or (applicant.company and compact(applicant.company))
    return cipher().index(f"company:{known_by}") if known_by else None


def require_room(session: Session, applicant: Applicant, now: datetime) -> None:
    """Refuse one visit too many. Raises `TooManyBookings`.

    Bookings of the same phone or company queue from here on, so that none slips past the count.
    """
    limits = [
        (Intake.phone_index, phone_index(applicant), MOST_OPEN_BOOKINGS, "这个电话"),
        (Intake.company_index, company_index(applicant), MOST_OF_COMPANY, "这家企业"),
    ]
    known = [limit for limit in limits if limit[1] is not None]
    for _, index, _, _ in sorted(known, key=lambda limit: str(limit[1])):
        lock_applicant(session, str(index), now)
    for column, index, most, what in known:
        if _ahead(session, column, str(index), now) >= most:
            raise TooManyBookings(
                f"{what}已有 {most} 个还没办理的预约，请先取消不需要的，再约新的。"
            )


def _ahead(
    session: Session, column: InstrumentedAttribute[str | None], index: str, now: datetime
) -> int:
    visit = func.coalesce(Booking.group_id, Booking.code)
    query = (
        select(func.count(visit.distinct()))
        .join(Intake, Intake.intake_id == Booking.intake_id)
        .where(column == index, Booking.status == CONFIRMED, Booking.starts_at > now)
    )
    return session.scalar(query) or 0
