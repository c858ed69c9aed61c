"""A window's hours as the queue needs them: from now on."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime, time

from api.db.types import HALL_ZONE
from api.services.days.calendar import Calendar
from api.services.days.words import say_time
from knowledge import Window


def midnight(day: date) -> datetime:
    """When a day begins in the hall."""
    return datetime.combine(day, time(), HALL_ZONE)


def stretches(calendar: Calendar, window: Window, day: date) -> Iterator[tuple[datetime, datetime]]:
    """From when to when a window serves people on a day, in order of time."""
    for period in sorted(calendar.plan(window, day).periods, key=lambda period: period.start):
        yield (
            datetime.combine(day, period.start, HALL_ZONE),
            datetime.combine(day, period.end, HALL_ZONE),
        )


def has_closed(calendar: Calendar, windows: Sequence[Window], now: datetime) -> bool:
    """Whether the windows have served today and will not any more."""
    ends = [end for window in windows for _, end in stretches(calendar, window, now.date())]
    return bool(ends) and max(ends) <= now


def closed_notice(
    calendar: Calendar, windows: Sequence[Window], now: datetime
) -> tuple[str, datetime | None] | None:
    """Why none of the windows serves people now, and when one does next; None when one does."""
    if calendar.is_open(windows, now):
        return None
    opening = calendar.next_opening(windows, now)
    reasons = [calendar.plan(window, now.date()).closed for window in windows]
    if None in reasons or not reasons:
        today = opening is not None and opening.date() == now.date()
        why = "现在不在办理时间" if today else "今天的办理时间已过"
    else:
        why = f"今天不办理（{reasons[0]}）"
    return (f"{why}，{say_time(opening)}开始办理" if opening else why), opening
