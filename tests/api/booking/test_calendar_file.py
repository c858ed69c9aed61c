"""A booking in somebody's own calendar."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from icalendar import Calendar

from api.services.booking.calendar_file import calendar_file
from api.services.intake.applicants import Applicant
from tests.api.booking.house import CLERK, HOLDER, NINE, TEN, House, closing
from tests.api.hall import NOW, at

WANG = Applicant("王小明", "13812345678", "郴州某某科技有限公司", "91110000600037341L")


def exported(house: House, code: str, now: datetime = NOW) -> bytes:
    return calendar_file(house.kb, house.bookings.get(code, WANG.phone[-4:]), now)


def event_of(house: House, code: str, now: datetime = NOW) -> Any:
    """The only event of the file, as a calendar reads it."""
    calendar = Calendar.from_ical(exported(house, code, now))
    (event,) = calendar.walk("VEVENT")
    return event


@pytest.fixture
def code(house: House) -> str:
    return house.book(NINE, WANG).code


def test_it_says_what_when_and_where(house: House, code: str) -> None:
    event = event_of(house, code)
    assert event.decoded("dtstart") == at("2026-11-26T09:00")
    assert event.decoded("dtend") == at("2026-11-26T09:30")
    assert house.kb.matters["construction-permit"].name in str(event["summary"])
    assert house.kb.halls["gaoxin-hall"].name in str(event["location"])
    assert "1号窗口" in str(event["location"])
    assert code in str(event["description"])


def test_the_hour_is_that_of_the_hall_wherever_it_is_read(house: House, code: str) -> None:
    text = exported(house, code).decode()
    assert "DTSTART;TZID=Asia/Shanghai:20261126T090000" in text
    calendar = Calendar.from_ical(text)
    (zone,) = calendar.walk("VTIMEZONE")
    assert str(zone["tzid"]) == "Asia/Shanghai"
    start = event_of(house, code).decoded("dtstart")
    assert start.utcoffset() == timedelta(hours=8)


def test_it_is_a_file_that_any_calendar_takes(house: House, code: str) -> None:
    raw = exported(house, code)
    assert raw.startswith(b"BEGIN:VCALENDAR\r\n")
    assert raw.endswith(b"END:VCALENDAR\r\n")
    assert all(len(line) <= 75 for line in raw.split(b"\r\n"))
    calendar = Calendar.from_ical(raw)
    assert calendar["version"] == "2.0"
    assert calendar["prodid"]
    stamp = event_of(house, code)["dtstamp"].to_ical()
    assert stamp == b"20261125T020000Z"


def test_it_reminds_two_hours_before(house: House, code: str) -> None:
    (alarm,) = event_of(house, code).walk("VALARM")
    assert alarm.decoded("trigger") == timedelta(hours=-2)


def test_it_holds_nothing_of_the_applicant(house: House, code: str) -> None:
    text = exported(house, code).decode()
    unfolded = text.replace("\r\n ", "")
    for secret in (WANG.name, WANG.phone, WANG.phone[-4:], WANG.company, WANG.uscc):
        assert secret
        assert secret not in unfolded


def test_a_moved_visit_replaces_what_was_saved_before(house: House, code: str) -> None:
    before = event_of(house, code)
    house.bookings.move(code, TEN, at("2026-11-25T11:00"), HOLDER)
    after = event_of(house, code)
    assert before["uid"] == after["uid"]
    assert after["sequence"] > before["sequence"]
    assert after.decoded("dtstart") == at("2026-11-26T10:00")


def test_a_cancelled_visit_says_so(house: House, code: str) -> None:
    assert event_of(house, code)["status"] == "CONFIRMED"
    house.bookings.cancel(code, at("2026-11-25T11:00"), HOLDER)
    assert event_of(house, code)["status"] == "CANCELLED"


def test_a_visit_the_hall_cannot_receive_is_not_confirmed(house: House, code: str) -> None:
    house.days.apply(closing(), CLERK, NOW)
    event = event_of(house, code)
    assert event["status"] == "TENTATIVE"
    assert "停电检修" in str(event["description"])


def test_a_clock_that_was_set_back_makes_no_negative_sequence(house: House, code: str) -> None:
    house.bookings.move(code, TEN, NOW - timedelta(hours=1), HOLDER)
    assert event_of(house, code)["sequence"] >= 0


def test_what_the_data_no_longer_know_is_left_out(house: House, code: str) -> None:
    house.kb = replace(house.kb, matters={}, windows={}, halls={})
    event = event_of(house, code)
    assert str(event["summary"]) == "办理：政务服务事项"
    assert str(event["location"]) == ""
