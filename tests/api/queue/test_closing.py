"""Days that are over."""

import pytest
from sqlalchemy import select

from api.db.booking import Seat, Slot
from tests.api.at_once import at_once
from tests.api.queue.hall_day import CLERK, FIRST, HallDay, moment

NEXT_DAY = "2026-11-26T08:00"


def close(hall: HallDay, clock: str) -> int:
    return hall.queue.closing.close_days(moment(clock))


def test_who_never_came_is_missed_once_the_hall_has_closed(hall: HallDay) -> None:
    code, ahead = hall.booked("10:00"), hall.booked("2026-11-26T10:00")
    assert close(hall, "16:59") == 0
    assert close(hall, "17:00") == 1
    assert hall.booking(code).status == "missed"
    assert hall.booking(ahead).status == "confirmed"
    assert hall.trail(code) == [("system", "missed", "missed")]
    assert hall.kinds_told() == ["booking.missed"]
    assert close(hall, "17:10") == 0


def test_whom_the_hall_could_not_receive_has_not_missed_anything(hall: HallDay) -> None:
    code = hall.booked("10:00", displaced="设备检修")
    assert close(hall, "17:00") == 1
    assert hall.booking(code).status == "cancelled"
    assert hall.kinds_told() == ["booking.cancelled"]
    with hall.sessions() as session:
        assert session.scalars(select(Seat)).all() == []
        assert session.get_one(Slot, code).booked == 0


def test_past_days_are_settled_too(hall: HallDay) -> None:
    codes = [hall.booked("2026-11-23T10:00"), hall.booked("2026-11-24T10:00", "gaoxin-99")]
    assert close(hall, "08:00") == 2
    assert {hall.booking(code).status for code in codes} == {"missed"}


def test_who_still_waits_at_closing_is_told_so(hall: HallDay) -> None:
    code = hall.booked("16:30")
    hall.checks_in(code, "16:20")
    close(hall, "17:00")
    assert hall.ticket("A001").status == hall.booking(code).status == "missed"
    assert hall.kinds_told() == ["visit.checked_in", "booking.missed"]


@pytest.mark.parametrize(("started", "status"), [(False, "missed"), (True, "done")])
def test_who_is_at_the_counter_at_closing_is_left_alone_until_the_next_day(
    hall: HallDay, started: bool, status: str
) -> None:
    code = hall.booked("16:30")
    ticket = hall.checks_in(code, "16:20").ticket
    hall.calls("16:55")
    if started:
        hall.queue.calling.start(ticket.ticket_id, CLERK, moment("16:56"))
    assert close(hall, "17:30") == 0
    assert close(hall, NEXT_DAY) == 1
    assert hall.ticket("A001").status == hall.booking(code).status == status
    assert close(hall, NEXT_DAY) == 0


def test_a_service_whose_end_nobody_noted_teaches_nothing(small: HallDay) -> None:
    ticket = small.walks_in("16:20").ticket
    small.calls("16:55")
    small.queue.calling.start(ticket.ticket_id, CLERK, moment("16:56"))
    close(small, NEXT_DAY)
    assert small.ticket("A001").ended_at is None
    assert small.walks_in("2026-11-26T10:00").wait_s == 0
    small.calls("2026-11-26T10:00", FIRST)
    assert small.walks_in("2026-11-26T10:00", window_id=FIRST).wait_s == 1800


def test_two_processes_at_once_end_everything_once(hall: HallDay) -> None:
    for _ in range(5):
        hall.booked("10:00")
    hall.walks_in("16:00")
    ended = at_once(*[lambda: close(hall, "17:00")] * 3)
    assert sum(ended) == 6  # type: ignore[arg-type]
    assert hall.kinds_told() == ["booking.missed"] * 5
