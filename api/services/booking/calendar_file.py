"""A booking as a calendar file (iCalendar, RFC 5545)."""

from datetime import datetime, timedelta

from icalendar import Alarm, Calendar, Event

from api.db.booking import Booking
from api.services.booking.card import booking_card
from api.services.booking.life import CANCELLED
from knowledge import KnowledgeBase

REMINDER = timedelta(hours=2)
PRODUCT = "-//park service hall//booking//ZH"


def calendar_file(kb: KnowledgeBase, booking: Booking, now: datetime) -> bytes:
    """The booking as an event with a reminder; a moved one replaces what was saved before.

    It holds nothing of the applicant: calendars are shared.
    """
    card = booking_card(kb, booking)
    event = Event()
    event.add("uid", f"{booking.code}@park-service-hall")
    event.add("dtstamp", now)
    event.add("last-modified", booking.updated_at)
    event.add("sequence", _sequence(booking))
    event.add("dtstart", booking.starts_at)
    event.add("dtend", booking.ends_at)
    event.add("summary", f"办理：{card['matter_name'] or '政务服务事项'}")
    event.add("location", " ".join(filter(None, (card["hall"], card["window"]))))
    event.add("description", _description(booking))
    event.add("status", _status(booking))
    event.add_component(_alarm())
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add_component(event)
    calendar.add_missing_timezones()
    return bytes(calendar.to_ical())


def _description(booking: Booking) -> str:
    told = f"预约码 {booking.code}。请带齐材料，到大厅后凭预约码报到。"
    if booking.displaced:
        return f"大厅当时不能接待（{booking.displaced}），请改约其他时间。{told}"
    return told


def _status(booking: Booking) -> str:
    if booking.status == CANCELLED:
        return "CANCELLED"
    return "TENTATIVE" if booking.displaced else "CONFIRMED"


def _sequence(booking: Booking) -> int:
    """Grows with every change; a clock that was set back must not make it negative."""
    return max(0, int((booking.updated_at - booking.created_at).total_seconds()))


def _alarm() -> Alarm:
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", "预约办事提醒")
    alarm.add("trigger", -REMINDER)
    return alarm
