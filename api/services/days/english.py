"""Days and times in English words."""

from datetime import date, datetime

from api.db.types import HALL_ZONE


def day_in_words(day: date) -> str:
    """Wednesday 2 December."""
    return f"{day:%A} {day.day} {day:%B}"


def moment_in_words(moment: datetime) -> str:
    """Wednesday 2 December, 09:30, in the hall's zone."""
    local = moment.astimezone(HALL_ZONE)
    return f"{day_in_words(local.date())}, {local:%H:%M}"
