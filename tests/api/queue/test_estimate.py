"""How long one waits."""

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.services.queue.accuracy import accuracies
from api.services.queue.estimate import Line, Pace, expected_call
from api.services.queue.order import Place
from knowledge import KnowledgeBase
from tests.api.hall import NOW, window
from tests.api.queue.hall_day import CLERK, FIRST, HALL, HallDay, moment

PACE = Pace(planned_s=600)


def always_open(at: datetime) -> datetime:
    return at


def waiting(number: int, booked: int | None = None) -> Place:
    booked_for = None if booked is None else NOW + timedelta(minutes=booked)
    return Place(f"{number}", f"A{number:03d}", NOW + timedelta(seconds=number - 60), booked_for)


def minutes(line: Line, own: Place) -> float:
    return (expected_call(line, own, PACE, NOW, always_open) - NOW).total_seconds() / 60


def line(*there: Place, coming: tuple[Place, ...] = (), busy: int = 1, counters: int = 1) -> Line:
    ends = [NOW + timedelta(minutes=5)] * busy
    return Line(there, coming, ends, counters)


NEW = waiting(50)


def test_with_a_free_counter_nobody_waits() -> None:
    assert minutes(line(busy=0), NEW) == 0
    assert minutes(line(busy=1, counters=2), NEW) == 0


def test_those_ahead_are_served_first_by_all_counters() -> None:
    assert minutes(line(waiting(1), waiting(2)), NEW) == 25
    assert minutes(line(waiting(1), waiting(2), busy=2, counters=2), NEW) == 15


def test_bookings_that_come_due_meanwhile_go_first_and_later_ones_do_not() -> None:
    due, later = waiting(7, booked=10), waiting(8, booked=60)
    assert minutes(line(waiting(1), coming=(due, later)), NEW) == 24
    assert minutes(line(waiting(1), due, later), NEW) == 25


def test_somebody_who_booked_waits_for_their_time_while_others_are_there() -> None:
    own = waiting(50, booked=20)
    assert minutes(line(waiting(1), waiting(2), waiting(3)), own) == 25
    assert minutes(line(busy=0), own) == 0


def test_in_the_break_nobody_is_called(small: HallDay) -> None:
    for _ in range(2):
        small.walks_in("11:30", window_id=FIRST)
    assert small.calls("11:30") == "A001"
    assert small.walks_in("11:45", window_id=FIRST).wait_s == 2.25 * 3600  # at 14:00, behind A002


@given(st.lists(st.floats(30, 7200), max_size=40))
def test_the_pace_lies_between_the_plan_and_what_was_seen(took: list[float]) -> None:
    pace = Pace(900, {"m": took})
    assert min([900, *took]) - 1e-6 <= pace.mean <= max([900, *took]) + 1e-6
    assert min([900, *took]) - 1e-6 <= pace.of("m") <= max([900, *took]) + 1e-6
    assert pace.of(None) == pytest.approx(pace.mean)
    assert pace.of("unseen") == pytest.approx(pace.mean)


def test_much_experience_outweighs_the_plan_and_a_matter_its_window() -> None:
    pace = Pace(1800, {"quick": [300] * 40, "slow": [3000] * 40})
    assert pace.of("quick") < 600 < 1800 < pace.of("slow")


@given(st.lists(st.floats(30, 7200), max_size=40), st.floats(0, 9000))
def test_a_service_under_way_always_takes_a_little_longer(
    took: list[float], elapsed: float
) -> None:
    assert Pace(900, {None: took}).left(elapsed) > 0


def test_services_that_were_finished_teach_the_window(small: HallDay) -> None:
    for day in (23, 24):
        for hour in range(9, 12):
            serve_for(small, f"2026-11-{day}T{hour:02d}:00", minutes=6)
    small.walks_in("10:00")
    small.calls("10:00")
    told = small.walks_in("10:00")
    assert told.wait_s is not None
    assert 360 < told.wait_s < 1200  # planned are 1800
    assert told.ticket.estimate_s == told.wait_s


def serve_for(hall: HallDay, clock: str, minutes: int) -> None:
    begin = moment(clock)
    ticket = hall.walks_in(clock).ticket
    hall.calls(clock)
    hall.queue.calling.start(ticket.ticket_id, CLERK, begin)
    hall.queue.calling.finish(ticket.ticket_id, CLERK, begin + timedelta(minutes=minutes))


def test_the_own_booking_is_not_waited_for(small: HallDay) -> None:
    assert small.checks_in(small.booked("10:00"), "10:05").wait_s == 0


def test_the_measured_error_is_told_by_window_and_week(small: HallDay, kb: KnowledgeBase) -> None:
    day = HallDay(small.sessions, kb, window(capacity=1))
    day.walks_in("10:00")  # told 0
    day.walks_in("10:00")  # told half an hour, as A001 is thought to be called at once
    day.serves("10:04")
    day.serves("10:20")
    day.walks_in("2026-11-30T10:00")
    day.serves("2026-11-30T10:01")
    day.walks_in("2026-11-30T10:30")  # not called yet: there is nothing to measure
    now = moment("2026-11-30T10:30")
    latest, before = accuracies(day.sessions, HALL, 8, now)
    assert (latest.window_id, str(latest.week), latest.tickets) == (FIRST, "2026-11-30", 1)
    assert (latest.mean_absolute_error_s, latest.bias_s, latest.close_share) == (60, 60, 1)
    assert (str(before.week), before.tickets) == ("2026-11-23", 2)
    assert before.mean_absolute_error_s == (4 * 60 + 10 * 60) / 2
    assert before.bias_s == (4 * 60 - 10 * 60) / 2
    assert before.close_share == 0.5
    assert accuracies(day.sessions, HALL, 1, now) == [latest]
    assert accuracies(day.sessions, "jingkai-hall", 8, now) == []
