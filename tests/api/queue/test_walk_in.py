"""Tickets for those who come without a booking."""

import pytest

from api.services.queue.numbers import letter_of
from api.services.queue.refusals import Refused
from knowledge import KnowledgeBase
from tests.api.at_once import at_once
from tests.api.hall import MATTER, assisting_window, exception, window, with_windows
from tests.api.queue.hall_day import ASSISTING, FIRST, SECOND, HallDay, moment


def test_the_competent_window_receives(hall: HallDay) -> None:
    first = hall.walks_in("10:00")
    second = hall.walks_in("10:00", "fire-acceptance")
    assert (first.ticket.window_id, first.ticket.number, first.ahead) == (FIRST, "A001", 0)
    assert (second.ticket.window_id, second.ticket.number) == (SECOND, "B001")
    assert (first.ticket.matter_id, first.ticket.booking_code) == (MATTER, None)
    assert hall.trail(first.ticket.ticket_id) == [("applicant", "walked_in", "waiting")]
    assert hall.told == []


def test_whoever_cannot_name_a_matter_is_assisted(small: HallDay) -> None:
    assert small.walks_in("10:00", None).ticket.window_id == ASSISTING


def test_of_several_windows_the_one_with_the_shortest_wait_receives(
    small: HallDay, kb: KnowledgeBase
) -> None:
    pair = window(capacity=1), window(SECOND, capacity=1), assisting_window()
    day = HallDay(small.sessions, kb, *pair)
    given = []
    for _ in range(4):
        given.append(day.walks_in("10:00").ticket.window_id)
        day.calls("10:00", given[-1]) if len(given) < 3 else None
    assert sorted(given) == [FIRST, FIRST, SECOND, SECOND]
    assert day.walks_in("10:00", window_id=SECOND).ticket.window_id == SECOND


@pytest.mark.parametrize(
    ("now", "told", "opens"),
    [
        ("08:00", "现在不在办理时间，11月25日（周三）09:00开始办理", "09:00"),
        ("12:30", "11月25日（周三）13:30开始办理", "13:30"),
        ("17:00", "今天的办理时间已过，11月26日（周四）09:00开始办理", "2026-11-26T09:00"),
        ("2026-11-29T10:00", "今天不办理（周末休息），11月30日（周一）09:00", "2026-11-30T09:00"),
    ],
)
def test_outside_the_hours_one_is_told_when_it_opens(
    small: HallDay, now: str, told: str, opens: str
) -> None:
    with pytest.raises(Refused) as refused:
        small.walks_in(now)
    assert told in str(refused.value)
    assert refused.value.next_opening == moment(opens)


def test_a_day_that_the_hall_has_closed_says_why(small: HallDay) -> None:
    day = HallDay(small.sessions, small.kb, exceptions=[exception("2026-11-25", open=False)])
    with pytest.raises(Refused, match="今天不办理（设备检修），11月26日"):
        day.walks_in("10:00")


def test_without_a_window_for_it_one_is_sent_to_somebody_who_helps(small: HallDay) -> None:
    with pytest.raises(Refused, match="没有办理这个事项的窗口"):
        small.walks_in("10:00", "no-such-matter")
    without = HallDay(small.sessions, small.kb, window())
    with pytest.raises(Refused, match="请先选要办的事项"):
        without.walks_in("10:00", None)


def test_when_the_day_is_used_up_the_nearest_bookable_time_is_told(
    small: HallDay, kb: KnowledgeBase
) -> None:
    day = HallDay(small.sessions, kb, window(capacity=1))
    for _ in range(3):  # half an hour each, of the hour and a half that is left
        day.walks_in("15:30")
    day.nearest = moment("2026-11-26T09:30")
    with pytest.raises(Refused, match=r"号已经发完了.*11月26日（周四）09:30") as refused:
        day.walks_in("15:30")
    assert refused.value.nearest == day.nearest
    day.nearest = None
    with pytest.raises(Refused, match="改天再来"):
        day.walks_in("15:30")


def test_those_who_have_booked_the_rest_of_the_day_are_not_pushed_out(
    small: HallDay, kb: KnowledgeBase
) -> None:
    day = HallDay(small.sessions, kb, window(capacity=1))
    for clock in ("15:30", "16:00", "16:30"):
        day.booked(clock)
    with pytest.raises(Refused, match="号已经发完了"):
        day.walks_in("15:30")


def test_when_the_ordinary_window_is_used_up_the_assisting_one_receives(small: HallDay) -> None:
    given = [small.walks_in("16:00").ticket.window_id for _ in range(4)]
    assert given == [FIRST, FIRST, ASSISTING, ASSISTING]


def test_numbers_start_anew_each_day(hall: HallDay) -> None:
    assert [hall.walks_in("10:00").ticket.number for _ in range(2)] == ["A001", "A002"]
    assert hall.walks_in("2026-11-26T10:00").ticket.number == "A001"


def test_twenty_kiosks_at_once_give_twenty_numbers(hall: HallDay) -> None:
    found = at_once(
        *[lambda: hall.walks_in("09:00", window_id=FIRST).ticket.number] * 10,
        *[lambda: hall.walks_in("09:00", None).ticket.number] * 10,
    )
    expected = [f"{letter}{n:03d}" for letter in "AC" for n in range(1, 11)]
    assert sorted(map(str, found)) == expected


def test_every_window_of_a_hall_has_a_letter_of_its_own(kb: KnowledgeBase) -> None:
    many = with_windows(kb, *(window(f"gaoxin-{n:02d}") for n in range(60)))
    letters = [letter_of(many, one) for one in many.windows.values()]
    assert letters[:2] == ["A", "B"]
    assert letters[25:28] == ["Z", "AA", "AB"]
    assert len(set(letters)) == 60
