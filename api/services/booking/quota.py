"""How many visits one phone, or one company, may have ahead of it."""

from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from api.db.booking import Booking
from api.db.intake import Intake
from api.services.booking.life import CONFIRMED
from api.services.booking.locks import queue_up

MOST_OPEN_BOOKINGS = 5
"""Visits one phone number may have ahead of it; those of one journey on one day count as one."""
MOST_OF_COMPANY = 10
"""The same for a company, whoever of it books."""


class TooManyBookings(Exception):
    """As many visits are ahead as may be; the message says of what, in Chinese."""


def require_room(session: Session, phone: str, company: str | None, now: datetime) -> None:
    """Refuse one visit too many. Raises `TooManyBookings`.

    Bookings of the same phone or company queue from here on, so that none slips past the count.

    Args:
        phone: the phone's index.
        company: the company's, where there is one.
    """
    limits = [
        (Intake.phone_index, phone, MOST_OPEN_BOOKINGS, "这个电话"),
        (Intake.company_index, company, MOST_OF_COMPANY, "这家企业"),
    ]
    queue_up(session, phone, *filter(None, [company]))
    for column, index, most, what in limits:
        if index and _ahead(session, column, index, now) >= most:
            raise TooManyBookings(
                f"{what}已有 {most} 个还没办理的预约，请先取消不需要的，再约新的。"
            )


def _ahead(
    session: Session, column: InstrumentedAttribute[str | None], index: str, now: datetime
) -> int:
    query = (
        select(func.coalesce(Booking.group_id, Booking.code), Booking.starts_at)
        .join(Intake, Intake.intake_id == Booking.intake_id)
        .where(column == index, Booking.status == CONFIRMED, Booking.starts_at > now)
    )
    return len({(visit, starts_at.date()) for visit, starts_at in session.execute(query)})
