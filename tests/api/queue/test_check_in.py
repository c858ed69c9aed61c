"""Checking in with a booking."""

import pytest
from sqlalchemy import func, select

from api.db.booking import Booking
from api.db.queue import Ticket
from api.services.booking import life
from api.services.events import Event, Kind
from api.services.queue.refusals import Refused, UnknownVisit
from tests.api.at_once import at_once
from tests.api.hall import exception
from tests.api.queue.hall_day import CLERK, FIRST, HALL, SECOND, HallDay, moment


def test_a_booking_of_today_becomes_a_ticket_for_its_window(hall: HallDay) -> None:
    code = hall.booked("10:30")
    standing = hall.checks_in(code, "10:00")
    ticket = standing.ticket
    assert (ticket.number, ticket.window_id, ticket.status) == ("A001", FIRST, "waiting")
    assert (ticket.booking_code, ticket.intake_id) == (code, code)
    assert ticket.booked_for == moment("10:30")
    assert standing.ahead == 0
    assert hall.booking(code).status == "checked_in"
    assert hall.kinds_told() == ["visit.checked_in"]
    assert hall.trail(ticket.ticket_id) == [("applicant", "checked_in", "waiting")]
    assert hall.trail(code) == [("applicant", "checked_in", "checked_in")]


def test_the_code_may_be_typed_in_any_way(small: HallDay) -> None:
    code = small.booked("10:30")
    assert small.checks_in(f" {code[:4].lower()}-{code[4:]} ", "10:00").ticket.number == "A001"


def test_doing_it_again_gives_the_same_ticket(hall: HallDay) -> None:
    code = hall.booked("10:30")
    first = hall.checks_in(code, "10:00").ticket
    again = hall.queue.tickets.receive(code, CLERK, moment("10:05")).ticket
    assert again.ticket_id == first.ticket_id
    assert hall.kinds_told() == ["visit.checked_in"]


def test_twelve_taps_at_once_give_one_ticket(hall: HallDay) -> None:
    code = hall.booked("10:30")
    found = at_once(*[lambda: hall.checks_in(code, "10:00").ticket.ticket_id] * 12)
    assert len(set(found)) == 1
    with hall.sessions() as session:
        assert session.scalar(select(func.count()).select_from(Ticket)) == 1
    assert hall.kinds_told() == ["visit.checked_in"]


def test_a_wrong_proof_and_an_unknown_code_look_the_same(small: HallDay) -> None:
    code = small.booked("10:30")
    for tried, last4 in ((code, "0000"), (code, ""), ("ZZZZZZZ9", "5678"), ("?", "5678")):
        with pytest.raises(UnknownVisit):
            small.queue.tickets.check_in(tried, last4, moment("10:00"))


def test_a_visit_that_was_only_held_is_none(small: HallDay) -> None:
    code = small.booked("10:30", status="held", held_until=moment("10:10"), intake_id=None)
    with pytest.raises(UnknownVisit):
        small.queue.tickets.receive(code, CLERK, moment("10:00"))


def test_the_staff_need_no_phone_and_are_named(small: HallDay) -> None:
    code = small.booked("10:30")
    ticket = small.queue.tickets.receive(code, CLERK, moment("10:00")).ticket
    assert small.trail(ticket.ticket_id) == [(CLERK, "checked_in", "waiting")]


@pytest.mark.parametrize(
    ("booked", "now", "told"),
    [
        ("10:30", "09:29", "请在 09:30 以后签到"),
        ("2026-11-26T09:00", "10:00", "11月26日（周四）09:00，今天还不能签到"),
        ("2026-11-24T09:00", "10:00", "11月24日（周二）的，已经过了"),
        ("16:30", "17:00", "今天的办理时间已过"),
    ],
)
def test_on_another_day_or_too_early_one_is_told_what_to_do(
    small: HallDay, booked: str, now: str, told: str
) -> None:
    code = small.booked(booked)
    with pytest.raises(Refused, match=told):
        small.checks_in(code, now)
    assert small.booking(code).status == "confirmed"


def test_a_cancelled_booking_or_one_the_hall_cannot_receive_is_refused(small: HallDay) -> None:
    with pytest.raises(Refused, match=r"已经取消了.*现场取号"):
        small.checks_in(small.booked("10:30", status="cancelled"), "10:00")
    with pytest.raises(Refused, match=r"设备检修.*改约"):
        small.checks_in(small.booked("10:30", displaced="设备检修"), "10:00")


def test_in_the_wrong_hall_one_is_told_the_right_one(small: HallDay) -> None:
    code = small.booked("10:30")
    with pytest.raises(Refused, match="郴州高新区政务服务大厅，不是这个大厅"):
        small.checks_in(code, "10:00", hall_id="jingkai-hall")
    assert small.checks_in(code, "10:00", hall_id=HALL).ticket.number == "A001"


def test_a_window_that_is_closed_or_gone_sends_one_to_the_staff(small: HallDay) -> None:
    with pytest.raises(Refused, match="请找大厅工作人员安排"):
        small.checks_in(small.booked("10:30", "gaoxin-99"), "10:00")
    closed = [exception("2026-11-25", open=False, window_id=SECOND)]
    day = HallDay(small.sessions, small.kb, exceptions=closed)
    with pytest.raises(Refused, match="请找大厅工作人员安排"):
        day.checks_in(small.booked("10:30", SECOND), "10:00")


def test_until_fifteen_minutes_after_the_booked_time_it_is_kept(small: HallDay) -> None:
    in_time = small.checks_in(small.booked("10:00"), "10:15").ticket
    late = small.checks_in(small.booked("10:00"), "10:16").ticket
    assert in_time.booked_for == moment("10:00")
    assert late.booked_for is None
    assert small.calls("10:17") == in_time.number


def test_who_was_missed_may_come_back_the_same_day_and_queues_with_the_others(
    hall: HallDay,
) -> None:
    code = hall.booked("10:00")
    ticket = hall.checks_in(code, "09:50").ticket
    other = hall.walks_in("09:55").ticket
    hall.calls("10:00")
    for _ in range(2):
        hall.queue.calling.recall(ticket.ticket_id, CLERK, moment("10:01"))
    hall.queue.calling.missed(ticket.ticket_id, CLERK, moment("10:02"))
    assert hall.booking(code).status == "missed"
    back = hall.checks_in(code, "10:05")
    assert (back.ticket.ticket_id, back.ticket.number) == (ticket.ticket_id, "A001")
    assert (back.ticket.status, back.ticket.booked_for, back.ahead) == ("waiting", None, 1)
    assert hall.booking(code).status == "checked_in"
    assert hall.calls("10:06") == other.number
    assert hall.kinds_told() == ["visit.checked_in", "booking.missed", "visit.checked_in"]


def test_after_it_is_done_there_is_no_second_ticket(small: HallDay) -> None:
    code = small.booked("10:00")
    small.checks_in(code, "09:50")
    small.serves("10:00")
    with pytest.raises(Refused, match="已经办完了"):
        small.checks_in(code, "10:30")


def test_whoever_cancels_after_checking_in_is_not_called(hall: HallDay) -> None:
    code = hall.booked("10:00")
    hall.checks_in(code, "09:50")
    cancel(hall, code)
    assert hall.calls("10:00") is None
    assert hall.ticket("A001").status == "missed"
    assert "booking.missed" not in hall.kinds_told()


def cancel(hall: HallDay, code: str) -> None:
    now = moment("09:55")
    with hall.sessions() as session, session.begin():
        booking = session.get_one(Booking, code)
        life.advance(session, booking, life.CANCELLED, "cancelled", "applicant", now)
        event = Event(Kind.CANCELLED, booking.visitor, now, "applicant", booking)
        hall.events.publish(session, event)
