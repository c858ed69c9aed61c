"""Closing a day: nobody is left standing before a closed door, and nobody learns of it too late."""

from collections.abc import Callable
from datetime import date, timedelta
from functools import partial
from typing import Any

import pytest
from sqlalchemy import func, select

from api.db.audit import AuditEntry
from api.db.booking import Booking, DayException
from api.db.engine import SessionFactory
from api.services.booking.hall_days import UnknownException
from api.services.booking.seats import SlotUnavailable
from api.services.booking.waiting_list import NoOffer
from api.services.days import calendar
from api.services.days.calendar import NationalDay, NotPublished
from knowledge import KnowledgeBase
from knowledge.schema import OpeningPeriod
from tests.api.at_once import at_once
from tests.api.booking.house import (
    CLERK,
    FRIDAY,
    HOLDER,
    NINE,
    PROOF,
    TEN,
    THURSDAY,
    House,
    closing,
    slot,
)  # fmt: skip
from tests.api.hall import MORNING, NOW, at, window

FRIDAY_NINE = slot("0900", "20261127")
AFTERNOON_SLOT = slot("1400")
MORNINGS_ONLY = (OpeningPeriod.model_validate({**MORNING, "weekdays": list(range(1, 8))}),)


def displaced(house: House, code: str) -> str | None:
    return house.booking(code).displaced


class TestPreview:
    def test_it_shows_whom_a_closing_would_affect_and_what_is_free_instead(
        self, house: House
    ) -> None:
        made, _ = house.book(NINE), house.book(FRIDAY_NINE)
        (affected,) = house.days.preview(closing(), NOW)
        assert affected.booking.code == made.code
        assert affected.booking.visitor.name == "李四"
        assert len(affected.alternatives) == 5
        assert THURSDAY not in {opening.start.date() for opening in affected.alternatives}

    def test_it_changes_nothing_and_tells_nobody(self, house: House) -> None:
        made = house.book(NINE)
        house.told.clear()
        house.days.preview(closing(), NOW)
        assert house.told == []
        assert displaced(house, made.code) is None
        assert house.steps(made.code) == ["booked"]
        assert house.remaining(NINE) == 1
        with house.sessions() as session:
            assert session.scalars(select(DayException)).all() == []

    def test_nobody_affected_is_an_answer_too(self, house: House) -> None:
        assert house.days.preview(closing(), NOW) == []


class TestClosing:
    def test_visits_are_marked_and_told_with_alternatives(self, house: House) -> None:
        made = house.book(NINE)
        _, affected = house.days.apply(closing(), CLERK, NOW)
        assert [found.booking.code for found in affected] == [made.code]
        assert displaced(house, made.code) == "停电检修"
        event = house.told[-1]
        assert (event.kind, event.actor) == ("booking.displaced", CLERK)
        assert event.facts["reason"] == "停电检修"
        starts = [opening.start for opening in affected[0].alternatives]
        assert event.facts["alternatives"] == starts != []
        assert house.steps(made.code) == ["booked", "displaced"]

    def test_what_was_offered_instead_can_be_booked(self, house: House) -> None:
        made = house.book(NINE)
        _, (affected,) = house.days.apply(closing(), CLERK, NOW)
        moved = house.bookings.move(made.code, affected.alternatives[0].slot_id, NOW, HOLDER)
        assert (moved.code, moved.displaced) == (made.code, None)
        assert house.taken() == {moved.slot_id: 1}

    def test_a_displaced_visit_can_still_be_moved_when_its_time_has_come(
        self, house: House
    ) -> None:
        made = house.book(NINE)
        house.days.apply(closing(), CLERK, NOW)
        moved = house.bookings.move(made.code, FRIDAY_NINE, at("2026-11-26T09:10"), HOLDER)
        assert moved.slot_id == FRIDAY_NINE

    def test_a_displaced_visit_can_be_cancelled(self, house: House) -> None:
        made = house.book(NINE)
        house.days.apply(closing(), CLERK, NOW)
        house.bookings.cancel(made.code, at("2026-11-26T10:00"), HOLDER)
        assert house.taken() == {}

    def test_other_days_and_what_has_begun_are_not_touched(self, house: House) -> None:
        other, begun = house.book(FRIDAY_NINE), house.book(NINE)
        later = house.book(AFTERNOON_SLOT)
        _, affected = house.days.apply(closing(), CLERK, at("2026-11-26T09:15"))
        assert [found.booking.code for found in affected] == [later.code]
        assert displaced(house, other.code) is displaced(house, begun.code) is None

    def test_only_one_window_may_close(self, kb: KnowledgeBase, sessions: SessionFactory) -> None:
        house = House(kb, sessions, window(), window("gaoxin-02"))
        here, there = house.book(NINE), house.book(slot("0900", window_id="gaoxin-02"))
        house.days.apply(closing(window_id="gaoxin-02"), CLERK, NOW)
        assert displaced(house, here.code) is None
        assert displaced(house, there.code) == "停电检修"

    def test_shorter_hours_displace_what_they_do_not_cover(self, house: House) -> None:
        morning, afternoon = house.book(NINE), house.book(AFTERNOON_SLOT)
        shorter = closing(open=True, reason="下午培训", periods=MORNINGS_ONLY)
        house.days.apply(shorter, CLERK, NOW)
        assert displaced(house, morning.code) is None
        assert displaced(house, afternoon.code) == "下午培训"

    def test_nobody_is_told_twice_of_two_closings(self, house: House) -> None:
        house.book(NINE)
        house.days.apply(closing(), CLERK, NOW)
        _, again = house.days.apply(closing(THURSDAY, FRIDAY, reason="装修"), CLERK, NOW)
        assert again == []
        assert house.kinds().count("booking.displaced") == 1

    def test_a_closed_day_says_why_and_is_offered_to_nobody(self, house: House) -> None:
        made = house.book(NINE)
        house.days.apply(closing(), CLERK, NOW)
        with pytest.raises(SlotUnavailable, match="停电检修"):
            house.book(TEN)
        house.join()
        house.bookings.move(made.code, FRIDAY_NINE, NOW, HOLDER)
        assert house.waiting.offer_due(NOW) == 0

    def test_a_closing_tells_nothing_personal_in_the_trail(self, house: House) -> None:
        house.book(NINE)
        house.days.apply(closing(reason="王主任请假"), CLERK, NOW)
        with house.sessions() as session:
            entries = session.scalars(select(AuditEntry)).all()
        assert {entry.actor for entry in entries} == {"applicant", CLERK}
        assert "王主任" not in str([entry.details for entry in entries])


class TestWithdrawing:
    def test_visits_are_received_again_and_told_so(self, house: House) -> None:
        made = house.book(NINE)
        exception, _ = house.days.apply(closing(), CLERK, NOW)
        house.days.withdraw(exception.exception_id, CLERK, NOW)
        assert displaced(house, made.code) is None
        assert house.kinds()[-1] == "booking.restored"
        assert house.steps(made.code) == ["booked", "displaced", "restored"]
        assert house.book(TEN).status == "confirmed"

    def test_a_day_closed_twice_stays_closed_until_both_are_withdrawn(self, house: House) -> None:
        made = house.book(NINE)
        first, _ = house.days.apply(closing(), CLERK, NOW)
        second, _ = house.days.apply(closing(THURSDAY, FRIDAY), CLERK, NOW)
        house.days.withdraw(first.exception_id, CLERK, NOW)
        assert displaced(house, made.code) == "停电检修"
        house.days.withdraw(second.exception_id, CLERK, NOW)
        assert displaced(house, made.code) is None

    def test_an_open_single_day_restores_what_a_series_had_closed(self, house: House) -> None:
        made = house.book(NINE)
        house.days.apply(closing(THURSDAY, FRIDAY), CLERK, NOW)
        house.days.apply(closing(open=True, reason="照常开放"), CLERK, NOW)
        assert displaced(house, made.code) is None

    def test_what_was_booked_because_a_day_was_opened_is_displaced_with_it(
        self, house: House
    ) -> None:
        saturday = date(2026, 11, 28)
        exception, _ = house.days.apply(closing(saturday, open=True), CLERK, NOW)
        made = house.book(slot("0900", "20261128"))
        _, affected = house.days.withdraw(exception.exception_id, CLERK, NOW)
        assert [found.booking.code for found in affected] == [made.code]
        assert displaced(house, made.code) is not None

    def test_moved_and_cancelled_visits_are_not_told_again(self, house: House) -> None:
        moved, cancelled = house.book(NINE), house.book(TEN)
        exception, _ = house.days.apply(closing(), CLERK, NOW)
        house.bookings.move(moved.code, FRIDAY_NINE, NOW, HOLDER)
        house.bookings.cancel(cancelled.code, NOW, HOLDER)
        house.told.clear()
        house.days.withdraw(exception.exception_id, CLERK, NOW)
        assert house.told == []

    def test_nothing_is_withdrawn_twice(self, house: House) -> None:
        exception, _ = house.days.apply(closing(), CLERK, NOW)
        house.days.withdraw(exception.exception_id, CLERK, NOW)
        for unknown in (exception.exception_id, "0" * 32):
            with pytest.raises(UnknownException):
                house.days.withdraw(unknown, CLERK, NOW)


class TestAtTheSameMoment:
    """A visit that races with a closing is refused or displaced, never silently on a closed day."""

    def assert_nobody_comes_in_vain(self, house: House) -> None:
        with house.sessions() as session:
            silent = session.scalar(
                select(func.count())
                .select_from(Booking)
                .where(
                    Booking.status == "confirmed",
                    Booking.displaced.is_(None),
                    Booking.starts_at >= at("2026-11-26T00:00"),
                    Booking.starts_at < at("2026-11-27T00:00"),
                )
            )
        assert silent == 0
        told = {e.booking.code for e in house.told if e.kind == "booking.displaced" and e.booking}
        with house.sessions() as session:
            marked = session.scalars(select(Booking.code).where(Booking.displaced.is_not(None)))
            assert set(marked) == told
        house.taken()

    def test_booking(self, house: House) -> None:
        clocks = ("0900", "0930", "1000", "1030", "1100", "1130")
        books: list[Callable[[], Any]] = [partial(house.book, slot(clock)) for clock in clocks]
        close = partial(house.days.apply, closing(), CLERK, NOW)
        for result in at_once(*books[:3], close, *books[3:]):
            assert isinstance(result, Booking | SlotUnavailable | tuple)
        self.assert_nobody_comes_in_vain(house)

    def test_moving_onto_the_day_confirming_a_hold_and_taking_an_offer(
        self, kb: KnowledgeBase, sessions: SessionFactory
    ) -> None:
        house = House(kb, sessions, capacity=3)
        made = [house.book(FRIDAY_NINE) for _ in range(3)]
        held = house.hold(TEN)
        entry = house.join()
        results = at_once(
            *(partial(house.bookings.move, b.code, NINE, NOW, HOLDER) for b in made),
            partial(house.days.apply, closing(), CLERK, NOW),
            partial(house.book, TEN, hold=held.code),
            partial(house.waiting.accept, entry.entry_id, PROOF, NOW),
            partial(house.waiting.offer_due, NOW),
        )
        for result in results:
            assert isinstance(result, Booking | SlotUnavailable | NoOffer | tuple | int)
        self.assert_nobody_comes_in_vain(house)

    def test_two_closings_and_a_withdrawal(self, house: House) -> None:
        made = house.book(NINE)
        first, _ = house.days.apply(closing(), CLERK, NOW)
        at_once(
            partial(house.days.withdraw, first.exception_id, CLERK, NOW),
            partial(house.days.apply, closing(THURSDAY, FRIDAY), CLERK, NOW),
            partial(house.book, TEN),
        )
        assert displaced(house, made.code) == "停电检修"
        with house.sessions() as session:
            standing = session.scalars(
                select(Booking).where(Booking.status == "confirmed", Booking.displaced.is_(None))
            ).all()
        assert standing == []


class TestFollowing:
    """What changes without the staff: holidays get published, other data come into service."""

    @staticmethod
    def publish(monkeypatch: pytest.MonkeyPatch, *, until: int, off: date | None = None) -> None:
        def known(day: date) -> NationalDay:
            if day.year > until:
                raise NotPublished(day.year)
            return NationalDay(working=day != off, holiday="元旦" if day == off else None)

        monkeypatch.setattr(calendar, "national_day", known)

    def test_a_provisional_visit_on_a_day_that_becomes_a_holiday_is_displaced(
        self, house: House, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        self.publish(monkeypatch, until=2026)
        monday, tuesday = slot("0900", "20270104"), slot("0900", "20270105")
        stays, goes = house.book(tuesday), house.book(monday)
        assert stays.provisional
        assert goes.provisional
        assert house.days.follow(NOW) == 0
        self.publish(monkeypatch, until=2027, off=date(2027, 1, 4))
        assert house.days.follow(NOW) > 0
        assert displaced(house, goes.code) == "元旦放假"
        assert (displaced(house, stays.code), house.booking(stays.code).provisional) == (
            None,
            False,
        )
        assert house.kinds().count("booking.displaced") == 1
        assert house.days.follow(NOW) == 0

    def test_a_day_closed_in_the_data_displaces_and_opens_again_with_them(
        self, kb: KnowledgeBase, house: House
    ) -> None:
        made = house.book(NINE)
        other = House(kb, house.sessions, opening=[{**MORNING, "start": "10:00"}])
        assert other.days.follow(NOW) == 1
        assert displaced(house, made.code) == "大厅当天的服务时间有变"
        assert house.days.follow(NOW) == 1
        assert displaced(house, made.code) is None
        assert house.kinds()[-1] == "booking.restored"

    def test_a_window_that_has_ended_receives_nobody(self, kb: KnowledgeBase, house: House) -> None:
        made = house.book(FRIDAY_NINE)
        ended = House(kb, house.sessions, until=THURSDAY)
        assert ended.days.follow(NOW) == 1
        assert displaced(house, made.code) == "这个窗口不再开放"

    def test_two_processes_tell_once(self, kb: KnowledgeBase, house: House) -> None:
        house.book(NINE)
        other = House(kb, house.sessions, opening=[{**MORNING, "start": "10:00"}])
        at_once(*(partial(other.days.follow, NOW) for _ in range(4)))
        assert other.kinds() == ["booking.displaced"]


def test_where_a_whole_year_is_closed_there_is_nothing_to_offer(house: House) -> None:
    for day in range(5):
        house.book(slot("0900", f"202612{7 + day:02}"))
    today = NOW.date()
    _, affected = house.days.apply(closing(today, today + timedelta(days=366)), CLERK, NOW)
    assert [found.alternatives for found in affected] == [[]] * 5
