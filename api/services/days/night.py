"""When people are left in peace."""

from datetime import datetime, time, timedelta

from api.db.types import HALL_ZONE

NIGHT_STARTS, NIGHT_ENDS = time(21), time(8)
"""Nobody is written to between these, but for the answer to what they do just then."""


def is_night(moment: datetime) -> bool:
    """Whether `moment` is at night in the hall's zone; eight in the morning is day again."""
    clock = moment.astimezone(HALL_ZONE).time()
    return clock >= NIGHT_STARTS or clock < NIGHT_ENDS


def by_day(moment: datetime) -> datetime:
    """`moment` itself, or the end of the night it lies in."""
    if not is_night(moment):
        return moment
    local = moment.astimezone(HALL_ZONE)
    morning = local.date() + timedelta(days=local.time() >= NIGHT_STARTS)
    return datetime.combine(morning, NIGHT_ENDS, HALL_ZONE)
