"""The matters of a journey in one visit: back to back on one day, all of them or none."""

from collections import Counter
from dataclasses import replace
from datetime import date
from functools import partial

import pytest
from sqlalchemy import select

from api.db.booking import Booking, IdempotencyKey
from api.db.engine import SessionFactory
from api.db.intake import Intake
from api.services.booking.groups import GroupRequest, NotBackToBack, Visit
from api.services.booking.keys import KeyReused
from api.services.booking.quota import MOST_OPEN_BOOKINGS, TooManyBookings
from api.services.booking.seats import SlotFull, SlotUnavailable
from api.services.intake.applicants import Applicant
from knowledge import KnowledgeBase
from tests.api.at_once import at_once
from tests.api.booking.house import HOLDER, PROOF, THURSDAY, House, slot, someone
from tests.api.hall import AFTERNOON, MATTER, MORNING, NOW, PARK, window

REPORT, FIRE = "eia-approval", "fire-design-review"
NINE, HALF_PAST, TEN = (slot(clock) for clock in ("0900", "0930", "1000"))
REPORT_HALF_PAST = slot("0930", window_id="gaoxin-02")
REPORT_TEN = slot("1000", window_id="gaoxin-02")
FIRE_HALF_PAST = slot("1130", window_id="gaoxin-03")


@pytest.fixture
def house(kb: KnowledgeBase, sessions: SessionFactory) -> House:
    """Three windows for three matters; the third one opens at half past eleven."""
    late = {**MORNING, "start": "11:30"}
    return House(
        kb,
        sessions,
        window(capacity=2),
        window("gaoxin-02", matters=[REPORT], capacity=2),
        window("gaoxin-03", matters=[FIRE], opening=[late, AFTERNOON]),
    )


def visits(*wanted: tuple[str, str], who: Applicant | None = None) -> GroupRequest:
    """A request for some matters, each at a slot."""
    return GroupRequest(
        PARK, tuple(Visit(*one) for one in wanted), who or someone(1), "build-plant"
    )


PAIR = visits((MATTER, NINE), (REPORT, REPORT_HALF_PAST))


class TestChains:
    def chains(self, house: House, *matters: str) -> list[tuple[str, ...]]:
        found = house.groups.chains(PARK, matters, THURSDAY, THURSDAY, NOW)
        return [tuple(f"{opening.start:%H:%M}" for opening in chain) for chain in found]

    def test_each_matter_begins_after_the_one_before_has_ended(self, house: House) -> None:
        assert self.chains(house, MATTER, REPORT)[:3] == [
            ("09:00", "09:30"), ("09:30", "10:00"), ("10:00", "10:30"),
        ]  # fmt: skip

    def test_nobody_waits_longer_than_an_hour_in_between(self, house: House) -> None:
        assert self.chains(house, MATTER, FIRE)[:3] == [
            ("10:00", "11:30"), ("10:30", "11:30"), ("11:00", "11:30"),
        ]  # fmt: skip

    def test_a_later_second_visit_is_taken_where_the_earliest_one_leads_nowhere(
        self, house: House
    ) -> None:
        assert self.chains(house, MATTER, REPORT, FIRE)[0] == ("09:00", "10:00", "11:30")

    def test_full_slots_are_left_out(self, house: House) -> None:
        for _ in range(2):
            house.book(NINE)
        assert self.chains(house, MATTER, REPORT)[0] == ("09:30", "10:00")

    def test_there_are_at_most_twenty_and_none_on_closed_days(self, house: House) -> None:
        found = house.groups.chains(
            PARK, [MATTER, REPORT], date(2026, 11, 28), date(2026, 12, 4), NOW
        )
        assert len(found) == 20
        assert found[0][0].start.date() == date(2026, 11, 30)
        assert not house.groups.chains(
            PARK, [MATTER, REPORT], date(2026, 11, 28), date(2026, 11, 29), NOW
        )

    def test_what_is_shown_can_be_booked(self, house: House) -> None:
        matters = (MATTER, REPORT, FIRE)
        chain = house.groups.chains(PARK, matters, THURSDAY, THURSDAY, NOW)[0]
        wanted = zip(matters, (opening.slot_id for opening in chain), strict=True)
        assert len(house.groups.book(visits(*wanted), "k", NOW)) == 3


class TestBooking:
    def test_a_group_is_one_visit_with_a_booking_for_each_matter(self, house: House) -> None:
        first, second = house.groups.book(PAIR, "k", NOW)
        assert (first.slot_id, second.slot_id) == (NINE, REPORT_HALF_PAST)
        assert first.group_id == second.group_id is not None
        assert first.code != second.code
        assert {b.visitor.journey_id for b in (first, second)} == {"build-plant"}
        assert house.taken() == {NINE: 1, REPORT_HALF_PAST: 1}
        assert house.kinds() == ["booking.confirmed"] * 2
        assert house.bookings.get(second.code, PROOF).matter_id == REPORT

    def test_the_order_asked_for_does_not_matter(self, house: House) -> None:
        turned = visits((REPORT, REPORT_HALF_PAST), (MATTER, NINE))
        assert [b.slot_id for b in house.groups.book(turned, "k", NOW)] == [NINE, REPORT_HALF_PAST]

    @pytest.mark.parametrize(
        "second",
        [slot("0900", window_id="gaoxin-02"), slot("1100", window_id="gaoxin-02"),
         slot("0930", "20261127", "gaoxin-02")],
        ids=["at once", "too long in between", "another day"],
    )  # fmt: skip
    def test_what_is_no_row_is_refused_and_leaves_nothing(self, house: House, second: str) -> None:
        with pytest.raises(NotBackToBack, match="前后衔接"):
            house.groups.book(visits((MATTER, NINE), (REPORT, second)), "k", NOW)
        assert_nothing_is_left(house)

    def test_one_full_slot_leaves_none_of_them(self, house: House) -> None:
        for number in range(2):
            request = visits((MATTER, TEN), (REPORT, slot("1030", window_id="gaoxin-02")))
            house.groups.book(replace(request, applicant=someone(20 + number)), house.key(), NOW)
        before = house.taken()
        with pytest.raises(SlotFull):
            house.groups.book(visits((REPORT, REPORT_HALF_PAST), (MATTER, TEN)), "k", NOW)
        assert house.taken() == before

    def test_a_closed_day_leaves_none_of_them(self, house: House) -> None:
        sunday = visits((MATTER, slot("0900", "20261129")), (REPORT, REPORT_HALF_PAST))
        with pytest.raises(SlotUnavailable):
            house.groups.book(sunday, "k", NOW)
        assert_nothing_is_left(house)

    def test_each_can_be_moved_and_cancelled_on_its_own(self, house: House) -> None:
        first, second = house.groups.book(PAIR, "k", NOW)
        house.bookings.move(first.code, HALF_PAST, NOW, HOLDER)
        house.bookings.cancel(second.code, NOW, HOLDER)
        assert house.taken() == {HALF_PAST: 1}


class TestRepetition:
    def test_the_same_request_is_answered_with_the_same_bookings(self, house: House) -> None:
        codes = [b.code for b in house.groups.book(PAIR, "k", NOW)]
        house.book(NINE)
        assert [b.code for b in house.groups.book(PAIR, "k", NOW)] == codes
        assert house.kinds() == ["booking.confirmed"] * 3

    def test_it_finds_them_as_they_are_now(self, house: House) -> None:
        first, second = house.groups.book(PAIR, "k", NOW)
        house.bookings.move(first.code, TEN, NOW, HOLDER)
        house.bookings.cancel(second.code, NOW, HOLDER)
        again = {b.code: (b.slot_id, b.status) for b in house.groups.book(PAIR, "k", NOW)}
        assert again == {
            first.code: (TEN, "confirmed"), second.code: (REPORT_HALF_PAST, "cancelled"),
        }  # fmt: skip

    def test_the_key_stands_for_one_request_only(self, house: House) -> None:
        house.groups.book(PAIR, "k", NOW)
        other = visits((MATTER, HALF_PAST), (REPORT, REPORT_TEN))
        with pytest.raises(KeyReused):
            house.groups.book(other, "k", NOW)

    def test_many_at_once_make_one_group(self, house: House) -> None:
        results = at_once(*(partial(house.groups.book, PAIR, "k", NOW) for _ in range(6)))
        assert len({tuple(b.code for b in group) for group in results}) == 1  # type: ignore[union-attr]
        assert house.taken() == {NINE: 1, REPORT_HALF_PAST: 1}


class TestAtOnce:
    def test_groups_in_opposite_order_neither_block_each_other_nor_share_a_seat(
        self, house: House
    ) -> None:
        there = [(MATTER, NINE), (REPORT, REPORT_HALF_PAST)]
        requests = [
            visits(*(there if number % 2 else reversed(there)), who=someone(number))
            for number in range(8)
        ]
        results = at_once(
            *(
                partial(house.groups.book, request, f"k{number}", NOW)
                for number, request in enumerate(requests)
            )
        )
        assert Counter(map(type, results)) == {list: 2, SlotFull: 6}
        assert house.taken() == {NINE: 2, REPORT_HALF_PAST: 2}


class TestQuota:
    def test_a_group_counts_as_one_visit(self, house: House) -> None:
        house.groups.book(PAIR, "k", NOW)
        for clock in ("1000", "1030", "1100", "1130"):
            house.book(slot(clock), someone(1))
        with pytest.raises(TooManyBookings):
            house.book(slot("1330"), someone(1))

    def test_a_group_that_was_moved_apart_counts_as_what_it_is_now(self, house: House) -> None:
        first, _ = house.groups.book(PAIR, "k", NOW)
        house.bookings.move(first.code, slot("0900", "20261130"), NOW, HOLDER)
        for clock in ("1000", "1030", "1100"):
            house.book(slot(clock), someone(1))
        with pytest.raises(TooManyBookings):
            house.book(slot("1330"), someone(1))

    def test_a_group_too_many_is_refused_whole(self, house: House) -> None:
        clocks = ("1030", "1130", "1330", "1400", "1430")
        assert len(clocks) == MOST_OPEN_BOOKINGS
        for clock in clocks:
            house.book(slot(clock), someone(1))
        before = house.taken()
        with pytest.raises(TooManyBookings):
            house.groups.book(PAIR, "k", NOW)
        assert house.taken() == before


def assert_nothing_is_left(house: House) -> None:
    with house.sessions() as session:
        for table in (Booking, IdempotencyKey, Intake):
            assert session.scalars(select(table)).all() == []
    assert house.taken() == {}
