"""How many visits one phone and one company may have ahead of them."""

from collections import Counter
from dataclasses import replace
from functools import partial

import pytest

from api.db.booking import Booking
from api.db.engine import SessionFactory
from api.services.booking.quota import (
    MOST_OF_COMPANY,
    MOST_OPEN_BOOKINGS,
    TooManyBookings,
)
from api.services.intake.applicants import Applicant
from knowledge import KnowledgeBase
from tests.api.at_once import at_once
from tests.api.booking.house import CLERK, HOLDER, NINE, THURSDAY, House, closing, slot, someone
from tests.api.hall import NOW, at

USCC = "91110000600037341L"
CLOCKS = ("0900", "0930", "1000", "1030", "1100", "1130", "1330", "1400", "1430", "1500", "1530")


@pytest.fixture
def house(kb: KnowledgeBase, sessions: SessionFactory) -> House:
    """A window with as many seats as anybody may want."""
    return House(kb, sessions, capacity=20)


def of_company(number: int, **more: str) -> Applicant:
    """Somebody of the company, each with a phone of their own."""
    return someone(number, **{"company": "郴州某某科技有限公司", "uscc": USCC, **more})


class TestCompany:
    def fill(self, house: House, seats: int = MOST_OF_COMPANY) -> None:
        for number in range(seats):
            house.book(slot(CLOCKS[number]), of_company(number))

    def test_a_company_has_few_visits_ahead_whoever_books(self, house: House) -> None:
        self.fill(house)
        with pytest.raises(TooManyBookings, match="这家企业已有 10 个"):
            house.book(NINE, of_company(50))
        assert house.book(NINE, someone(51)).status == "confirmed"

    def test_its_name_counts_where_there_is_no_code(self, house: House) -> None:
        named = [Applicant("李四", f"139{n:04}5678", "郴州某某 科技有限公司") for n in range(11)]
        for number in range(MOST_OF_COMPANY):
            house.book(slot(CLOCKS[number]), named[number])
        with pytest.raises(TooManyBookings, match="这家企业"):
            house.book(NINE, replace(named[10], company="郴州某某科技有限公司"))

    def test_a_company_never_gets_more_also_at_once(self, house: House) -> None:
        results = at_once(*(partial(house.book, NINE, of_company(n)) for n in range(14)))
        assert Counter(map(type, results)) == {Booking: 10, TooManyBookings: 4}
        assert house.taken() == {NINE: MOST_OF_COMPANY}

    def test_phone_and_company_locked_crosswise_do_not_block_each_other(self, house: House) -> None:
        crosswise = [
            of_company(number % 2, uscc=USCC if number % 4 < 2 else "91430000000000001X")
            for number in range(8)
        ]
        results = at_once(*(partial(house.book, NINE, who) for who in crosswise))
        assert {type(result) for result in results} == {Booking}

    def test_nothing_readable_is_counted_by(self) -> None:
        who = of_company(1)
        for index in (who.phone_index, who.company_index):
            assert index is not None
            assert len(index) == 64
            assert who.phone not in index
        assert someone(1).company_index is None
        assert who.phone_index != Applicant("x", "1", company=who.phone).company_index


class TestPhone:
    def test_what_is_only_held_counts_for_nobody(self, house: House) -> None:
        for number in range(MOST_OPEN_BOOKINGS + 1):
            house.hold(NINE, by=f"{number:032x}")
        assert house.book(NINE, someone(1)).status == "confirmed"

    def test_a_hold_does_not_slip_past_the_number(self, house: House) -> None:
        for clock in CLOCKS[:MOST_OPEN_BOOKINGS]:
            house.book(slot(clock), someone(1))
        held = house.hold(slot("1600"))
        with pytest.raises(TooManyBookings):
            house.book(held.slot_id, someone(1), hold=held.code)
        assert house.booking(held.code).status == "held"

    def test_moving_and_cancelling_make_no_room_but_what_was_given_up(self, house: House) -> None:
        made = [house.book(slot(clock), someone(1)) for clock in CLOCKS[:MOST_OPEN_BOOKINGS]]
        house.bookings.move(made[0].code, slot("1600"), NOW, HOLDER)
        with pytest.raises(TooManyBookings):
            house.book(NINE, someone(1))
        house.bookings.cancel(made[1].code, NOW, HOLDER)
        house.book(NINE, someone(1))

    def test_a_displaced_visit_still_counts_and_can_still_be_moved(self, house: House) -> None:
        made = [house.book(slot(clock), someone(1)) for clock in CLOCKS[:MOST_OPEN_BOOKINGS]]
        house.days.apply(closing(THURSDAY), CLERK, NOW)
        friday = slot("0900", "20261127")
        with pytest.raises(TooManyBookings):
            house.book(friday, someone(1))
        assert house.bookings.move(made[0].code, friday, NOW, HOLDER).slot_id == friday

    def test_visits_of_the_past_do_not_count(self, house: House) -> None:
        for clock in CLOCKS[:MOST_OPEN_BOOKINGS]:
            house.book(slot(clock), someone(1))
        assert house.book(slot("0900", "20261127"), someone(1), now=at("2026-11-26T12:00"))
