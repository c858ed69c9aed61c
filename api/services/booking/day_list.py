"""Who is expected in a hall on a day."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta

from sqlalchemy import select

from api.db.booking import Booking
from api.db.engine import SessionFactory, reading
from api.db.types import HALL_ZONE
from api.services.booking.life import OPEN


def bookings_of_day(sessions: SessionFactory, park_id: str, day: date) -> Sequence[Booking]:
    """The bookings of a park on a day that still stand, in order of time and window."""
    midnight = datetime.combine(day, time(), HALL_ZONE)
    query = (
        select(Booking)
        .where(
            Booking.park_id == park_id,
            Booking.status.in_(OPEN),
            Booking.starts_at >= midnight,
            Booking.starts_at < midnight + timedelta(days=1),
        )
        .order_by(Booking.starts_at, Booking.window_id)
    )
    with reading(sessions) as session:
        return session.scalars(query).all()
