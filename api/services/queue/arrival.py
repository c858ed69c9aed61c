"""When somebody with a booking may check in, and what becomes of their booked time."""

from datetime import datetime, timedelta

from api.db.booking import Booking
from api.services.booking import life
from api.services.days.words import say_day, say_time
from api.services.queue.refusals import Refused

EARLIEST = timedelta(minutes=60)
"""How long before the booked time one may check in."""
LATE = timedelta(minutes=15)
"""How long after the booked time it is still kept; whoever comes later queues with the others."""

INSTEAD = "可以重新预约，也可以在取号处现场取号。"


def require_today(booking: Booking, now: datetime) -> None:
    """Refuse whoever cannot check in for this booking now. Raises `Refused`."""
    _require_standing(booking)
    starts_at = booking.starts_at
    if starts_at.date() < now.date():
        raise Refused(f"这个预约是{say_day(starts_at)}的，已经过了。{INSTEAD}")
    if starts_at.date() > now.date():
        raise Refused(
            f"您约的是{say_time(starts_at)}，今天还不能签到，请当天再来；要改时间可以先改约。"
        )
    if now < starts_at - EARLIEST:
        raise Refused(
            f"您约的是今天 {starts_at:%H:%M}，来得有点早，"
            f"请在 {starts_at - EARLIEST:%H:%M} 以后签到。"
        )


def booked_time(booking: Booking, now: datetime) -> datetime | None:
    """The time that is kept for somebody who checks in now; None where they came too late.

    Whoever was called and was not there has had their time.
    """
    in_time = booking.status == life.CONFIRMED and now <= booking.starts_at + LATE
    return booking.starts_at if in_time else None


def _require_standing(booking: Booking) -> None:
    if booking.status == life.CANCELLED:
        raise Refused(f"这个预约已经取消了。{INSTEAD}")
    if booking.status == life.DONE:
        raise Refused("这个预约已经办完了。还有别的事要办，请在取号处另取一个号。")
    if booking.displaced:
        raise Refused(
            f"您约的时间大厅不能接待（{booking.displaced}）。"
            "请改约别的时间，也可以在取号处现场取号。"
        )
