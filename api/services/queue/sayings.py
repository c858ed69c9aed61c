"""What somebody is told about their ticket, in Chinese."""

from collections.abc import Callable, Mapping
from datetime import datetime
from math import ceil

from api.services.days.words import say_short
from api.services.queue.steps import CALLED, DONE, MISSED, SERVING, WAITING
from api.services.queue.tickets import Standing

EXPIRED = "这张号是 {day}的，已经过期。请在取号处重新取号。"
DONE_TEXT = "这张号已经办完了。"
MISSED_TEXT = "这张号已经过号。还要办的话，约过的请重新签到，没有约的请重新取号。"


def told(standing: Standing, now: datetime) -> str:
    """Where the ticket stands and what to do."""
    ticket = standing.ticket
    if ticket.day != now.date() and ticket.status in (WAITING, CALLED, SERVING):
        return EXPIRED.format(day=say_short(ticket.day))
    return SAYINGS[ticket.status](standing)


def _waiting(standing: Standing) -> str:
    place = f"请在{_place(standing)}附近等候"
    ahead = f"前面还有 {standing.ahead} 人" if standing.ahead else "下一个就是您"
    booked_for = standing.ticket.booked_for
    kept = f"您约的是 {booked_for:%H:%M}，到点优先叫您。" if booked_for else ""
    late = "" if booked_for or not standing.ticket.booking_code else LATE_TEXT
    return f"{place}，{ahead}，{_duration(standing.wait_s or 0)}。{kept}{late}"


EXACT_MINUTES, ROUNDED = 10, 5
"""Waits beyond the first are told in steps of the second: nobody knows them more exactly."""
LATE_TEXT = "您已过了约好的时间，按现场取号排队。"

SAYINGS: Mapping[str, Callable[[Standing], str]] = {
    WAITING: _waiting,
    CALLED: lambda standing: f"请马上到{_place(standing)}办理。",
    SERVING: lambda standing: f"正在{_place(standing)}办理。",
    DONE: lambda _: DONE_TEXT,
    MISSED: lambda _: MISSED_TEXT,
}


def _place(standing: Standing) -> str:
    return f"{standing.window.floor}{standing.window.number}"


def _duration(seconds: int) -> str:
    minutes = ceil(seconds / 60)
    if minutes > EXACT_MINUTES:
        minutes = ROUNDED * ceil(minutes / ROUNDED)
    if minutes <= 1:
        return "马上就到"
    if minutes < 60:
        return f"大约等 {minutes} 分钟"
    hours, rest = divmod(minutes, 60)
    return f"大约等 {hours} 小时" + (f" {rest} 分钟" if rest else "")
