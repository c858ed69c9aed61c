"""What the staff do at their windows."""

import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from api.db.queue import Ticket
from api.services.queue.refusals import Refused, UnknownTicket, UnknownWindow
from api.services.queue.steps import hold
from knowledge import KnowledgeBase
from tests.api.at_once import at_once
from tests.api.hall import MATTER, assisting_window, exception, window
from tests.api.queue.hall_day import ASSISTING, CLERK, FIRST, SECOND, HallDay, moment


def test_a_visit_from_check_in_to_done(hall: HallDay) -> None:
    code = hall.booked("10:00")
    ticket = hall.checks_in(code, "09:50").ticket
    calling = hall.queue.calling
    called = calling.call_next(FIRST, CLERK, moment("10:00"))
    assert called is not None
    assert (called.number, called.status, called.calls) == ("A001", "called", 1)
    assert hall.booking(code).status == "called"
    calling.start(ticket.ticket_id, CLERK, moment("10:02"))
    assert hall.booking(code).status == "serving"
    calling.finish(ticket.ticket_id, CLERK, moment("10:20"))
    assert hall.booking(code).status == "done"
    stored = hall.ticket("A001")
    assert (stored.called_at, stored.started_at, stored.ended_at) == tuple(
        map(moment, ("10:00", "10:02", "10:20"))
    )
    steps = ["checked_in", "called", "started", "finished"]
    assert [action for _, action, _ in hall.trail(ticket.ticket_id)] == steps
    assert [action for _, action, _ in hall.trail(code)] == steps
    assert hall.trail(code)[-1] == (CLERK, "finished", "done")
    assert hall.kinds_told() == ["visit.checked_in", "visit.done"]
    served = hall.told[-1]
    assert (served.intake.intake_id, served.booking and served.booking.code) == (code, code)


def test_bookings_and_those_without_share_one_queue(hall: HallDay) -> None:
    hall.walks_in("09:40")
    hall.checks_in(hall.booked("10:30"), "09:45")
    hall.checks_in(hall.booked("10:00"), "09:50")
    hall.walks_in("09:55")
    assert [hall.serves("10:01") for _ in range(5)] == ["A003", "A001", "A004", "A002", None]


def test_only_todays_tickets_of_the_own_window_are_called(small: HallDay) -> None:
    small.walks_in("10:00")
    small.walks_in("10:00", "fire-acceptance")
    assert small.calls("2026-11-26T10:00") is None
    assert small.calls("10:00", ASSISTING) is None
    assert small.calls("10:00", SECOND) == "B001"
    with pytest.raises(UnknownWindow):
        small.calls("10:00", "gaoxin-99")


def test_every_counter_of_a_window_calls_and_no_more(small: HallDay, kb: KnowledgeBase) -> None:
    day = HallDay(small.sessions, kb, window(capacity=2))
    for _ in range(3):
        day.walks_in("10:00")
    assert [day.calls("10:01"), day.calls("10:01")] == ["A001", "A002"]
    with pytest.raises(Refused, match="2 个台席都有号在办"):
        day.calls("10:01")


def test_sixteen_clerks_at_once_call_sixteen_people(hall: HallDay, kb: KnowledgeBase) -> None:
    day = HallDay(hall.sessions, kb, window(capacity=16))
    for n in range(12):
        day.checks_in(day.booked("10:00"), "09:50") if n % 2 else day.walks_in("09:50")
    called = at_once(*[lambda: day.calls("10:00")] * 16)
    assert [found for found in called if isinstance(found, Exception)] == []
    assert called.count(None) == 4
    assert len(set(called)) == 13


def test_calling_goes_on_while_others_send_on_and_check_in(
    hall: HallDay, kb: KnowledgeBase
) -> None:
    day = HallDay(hall.sessions, kb, window(capacity=20), assisting_window())
    tickets = [day.walks_in("09:50", window_id=FIRST).ticket for _ in range(8)]
    codes = [day.booked("10:00") for _ in range(8)]
    transfer = day.queue.calling.transfer
    acts = [
        *[lambda: day.calls("10:00")] * 8,
        *[
            lambda t=ticket: transfer(t.ticket_id, ASSISTING, "不归这里", CLERK, moment("10:00"))
            for ticket in tickets
        ],
        *[lambda c=code: day.checks_in(c, "10:00") for code in codes],
    ]
    found = at_once(*acts)  # type: ignore[arg-type]
    assert [one for one in found if isinstance(one, Exception)] == []
    numbers = [one for one in found[:8] if one is not None]
    assert len(set(numbers)) == len(numbers)


def test_whom_a_colleague_sends_on_at_that_moment_is_not_called(hall: HallDay) -> None:
    first, _ = [hall.walks_in("10:00").ticket for _ in range(2)]
    with ThreadPoolExecutor(1) as clerk, hall.sessions() as session, session.begin():
        hold(session, first.ticket_id).window_id = ASSISTING
        session.flush()
        called = clerk.submit(hall.calls, "10:01")
        wait_until_blocked(session)
    assert called.result() == "A002"


def wait_until_blocked(session: Session) -> None:
    """Until somebody waits for what the session has locked; on SQLite everybody does, always."""
    waiting = text("SELECT count(*) FROM pg_locks WHERE NOT granted")
    while session.get_bind().dialect.name == "postgresql" and not session.scalar(waiting):
        time.sleep(0.01)


def test_what_a_colleague_ends_at_that_moment_is_not_ended_twice(hall: HallDay) -> None:
    ticket = hall.walks_in("10:00").ticket
    hall.calls("10:01")
    calling = hall.queue.calling
    calling.start(ticket.ticket_id, CLERK, moment("10:01"))
    with ThreadPoolExecutor(1) as clerk, hall.sessions() as session, session.begin():
        hold(session, ticket.ticket_id).status = "done"
        session.flush()
        ended = clerk.submit(calling.finish, ticket.ticket_id, CLERK, moment("10:02"))
        wait_until_blocked(session)
    assert isinstance(ended.exception(), Refused)


def test_a_number_is_called_three_times_and_then_may_be_given_up(hall: HallDay) -> None:
    ticket = hall.checks_in(hall.booked("10:00"), "09:50").ticket
    hall.calls("10:00")
    calling = hall.queue.calling
    with pytest.raises(Refused, match="才叫了 1 次"):
        calling.missed(ticket.ticket_id, CLERK, moment("10:00"))
    calling.recall(ticket.ticket_id, CLERK, moment("10:01"))
    assert calling.recall(ticket.ticket_id, CLERK, moment("10:02")).calls == 3
    with pytest.raises(Refused, match="已经叫了 3 次"):
        calling.recall(ticket.ticket_id, CLERK, moment("10:03"))
    assert calling.missed(ticket.ticket_id, CLERK, moment("10:04")).status == "missed"
    assert hall.booking(ticket.booking_code or "").status == "missed"
    stored = hall.ticket("A001")
    assert (stored.called_at, stored.last_called_at) == (moment("10:00"), moment("10:02"))
    assert hall.kinds_told()[-1] == "booking.missed"


def test_who_is_skipped_comes_behind_the_next_three(hall: HallDay) -> None:
    first, *_ = [hall.walks_in("10:00").ticket for _ in range(6)]
    hall.calls("10:01")
    hall.queue.calling.skip(first.ticket_id, CLERK, moment("10:02"))
    order = [hall.serves("10:03") for _ in range(6)]
    assert order == ["A002", "A003", "A004", "A001", "A005", "A006"]


def test_a_booking_that_is_skipped_waits_again_and_the_third_time_is_missed(
    hall: HallDay,
) -> None:
    code = hall.booked("10:00")
    ticket = hall.checks_in(code, "09:50").ticket
    for expected in ("checked_in", "checked_in", "missed"):
        assert hall.calls("10:00") == "A001"
        hall.queue.calling.skip(ticket.ticket_id, CLERK, moment("10:01"))
        assert hall.booking(code).status == expected
    assert hall.ticket("A001").status == "missed"
    assert hall.calls("10:02") is None


def test_a_transfer_keeps_the_case_and_the_place(hall: HallDay) -> None:
    hall.walks_in("10:30", None)
    code = hall.booked("10:00")
    ticket = hall.checks_in(code, "09:50").ticket
    hall.calls("10:00")
    hall.queue.calling.start(ticket.ticket_id, CLERK, moment("10:01"))
    sent = hall.queue.calling.transfer(
        ticket.ticket_id, ASSISTING, "需要帮办", CLERK, moment("10:35")
    )
    assert (sent.status, sent.window_id, sent.number) == ("waiting", ASSISTING, "A001")
    assert (sent.matter_id, sent.intake_id, sent.queued_at) == (MATTER, code, moment("09:50"))
    assert hall.booking(code).status == "checked_in"
    assert hall.calls("10:36", ASSISTING) == "A001"
    assert hall.trail(ticket.ticket_id)[-2] == (CLERK, "transferred", "waiting")


def test_somebody_who_still_waits_may_be_sent_on_too(small: HallDay) -> None:
    code = small.booked("10:30")
    ticket = small.checks_in(code, "10:00").ticket
    small.queue.calling.transfer(ticket.ticket_id, SECOND, "走错窗口", CLERK, moment("10:01"))
    assert small.booking(code).status == "checked_in"
    assert small.calls("10:30", SECOND) == "A001"


def test_a_transfer_leads_only_to_windows_of_the_hall_that_are_open_today(
    small: HallDay, kb: KnowledgeBase
) -> None:
    windows = (
        window(capacity=1),
        window("jingkai-01", hall_id="jingkai-hall", park_id="jingkai"),
        window("gaoxin-07", until="2026-11-24"),
        window("gaoxin-08"),
    )
    closed = [exception("2026-11-25", open=False, window_id="gaoxin-08")]
    day = HallDay(small.sessions, kb, *windows, exceptions=closed)
    ticket = day.walks_in("10:00", window_id=FIRST).ticket
    for target in ("jingkai-01", "gaoxin-07", "gaoxin-08", "gaoxin-99"):
        with pytest.raises(Refused, match="只能转到本大厅"):
            day.queue.calling.transfer(ticket.ticket_id, target, "x", CLERK, moment("10:01"))
    with pytest.raises(Refused, match="已经在这个窗口了"):
        day.queue.calling.transfer(ticket.ticket_id, FIRST, "x", CLERK, moment("10:01"))
    assert day.ticket("A001").window_id == FIRST


@pytest.mark.parametrize("act", ["recall", "skip", "start", "finish", "missed"])
def test_what_does_not_follow_is_refused_and_changes_nothing(small: HallDay, act: str) -> None:
    ticket = small.walks_in("10:00").ticket
    with pytest.raises(Refused):
        getattr(small.queue.calling, act)(ticket.ticket_id, CLERK, moment("10:01"))
    stored: Ticket = small.ticket("A001")
    assert (stored.status, stored.calls, stored.skips, stored.ended_at) == ("waiting", 0, 0, None)
    with pytest.raises(UnknownTicket):
        getattr(small.queue.calling, act)("0" * 32, CLERK, moment("10:01"))


def test_a_refused_step_says_where_the_ticket_stands(small: HallDay) -> None:
    ticket = small.walks_in("10:00").ticket
    small.serves("10:01")
    with pytest.raises(Refused, match="A001 号已经办完了"):
        small.queue.calling.finish(ticket.ticket_id, CLERK, moment("10:02"))


def test_whoever_has_two_before_them_is_told_so(hall: HallDay) -> None:
    for minute in range(4):
        hall.walks_in(f"09:{40 + minute}")
    assert hall.serves("10:00") == "A001"
    assert hall.warned == [("A004", 2)]
    assert hall.serves("10:10") == "A002"
    assert hall.warned == [("A004", 2)], "nobody else waits behind two"
