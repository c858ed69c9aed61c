"""What everybody in the hall sees."""

import pytest

from api.services.queue.board import UnknownHall
from tests.api.hall import exception
from tests.api.queue.hall_day import CLERK, FIRST, HALL, HallDay, moment


def test_called_serving_and_waiting_are_shown_by_window(hall: HallDay) -> None:
    tickets = [hall.walks_in("10:00", window_id=FIRST).ticket for _ in range(4)]
    hall.calls("10:01")
    hall.queue.calling.start(tickets[0].ticket_id, CLERK, moment("10:01"))
    board = hall.queue.boards.of(HALL, moment("10:02"))
    first, second, assisting = board.windows
    assert board.closed is None
    assert [ticket.number for ticket in first.serving] == ["A001"]
    assert [ticket.number for ticket in first.waiting] == ["A002", "A003", "A004"]
    assert second.waiting == assisting.waiting == []


def test_yesterdays_tickets_are_gone(small: HallDay) -> None:
    small.walks_in("10:00")
    board = small.queue.boards.of(HALL, moment("2026-11-26T10:00"))
    assert [ticket for window in board.windows for ticket in window.waiting] == []


def test_a_closed_hall_says_so_and_when_it_opens(small: HallDay) -> None:
    board = small.queue.boards.of(HALL, moment("12:10"))
    assert board.closed == "现在不在办理时间，11月25日（周三）13:30开始办理"
    day = HallDay(small.sessions, small.kb, exceptions=[exception("2026-11-25", open=False)])
    closed = day.queue.boards.of(HALL, moment("10:00")).closed
    assert closed == "今天不办理（设备检修），11月26日（周四）09:00开始办理"


def test_an_unknown_hall_is_told(small: HallDay) -> None:
    with pytest.raises(UnknownHall):
        small.queue.boards.of("no-hall", moment("10:00"))
