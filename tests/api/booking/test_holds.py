"""A seat is held while somebody decides: for ten minutes, for one conversation, for nobody else."""

from collections import Counter
from datetime import timedelta
from functools import partial

import pytest

from api.db.booking import Booking
from api.services.booking.bookings import By, UnknownBooking
from api.services.booking.holds import HOLD
from api.services.booking.seats import SlotFull, SlotUnavailable
from api.services.booking.slots import LEAD_TIME
from api.services.booking.trail import booking_for_staff
from api.services.intake.requests import Request
from tests.api.at_once import at_once
from tests.api.booking.house import (
    CLERK,
    ELEVEN,
    HOLDER,
    NINE,
    PROOF,
    TEN,
    House,
    closing,
    slot,
    someone,
)  # fmt: skip
from tests.api.hall import MATTER, NOW, PARK, at

LATER = NOW + HOLD
TALKS = [f"{number:032x}" for number in range(12)]


class TestHolding:
    def test_a_held_seat_is_not_to_be_had_by_others(self, narrow: House) -> None:
        held = narrow.hold(NINE)
        assert (held.status, held.held_until) == ("held", LATER)
        assert narrow.remaining(NINE) == 0
        with pytest.raises(SlotFull):
            narrow.book(NINE)
        with pytest.raises(SlotFull):
            narrow.hold(NINE, by="d" * 32)
        assert narrow.taken() == {NINE: 1}

    def test_a_conversation_holds_one_seat_at_a_time(self, house: House) -> None:
        house.hold(NINE)
        second = house.hold(TEN)
        assert [held.code for held in house.held()] == [second.code]
        assert house.taken() == {TEN: 1}

    def test_holding_the_same_seat_again_holds_it_on_even_if_somebody_waits_for_it(
        self, narrow: House
    ) -> None:
        narrow.set_seats(0)
        entry = narrow.join()
        narrow.set_seats(1)
        first = narrow.hold(NINE)
        again = narrow.hold(NINE, NOW + timedelta(minutes=5))
        assert (again.slot_id, again.held_until) == (NINE, LATER + timedelta(minutes=5))
        assert narrow.booking(first.code).status == "expired"
        status, offered = narrow.entry(entry.entry_id)
        assert (status, offered and offered.slot_id) == ("offered", slot("0930"))

    def test_a_conversation_that_gets_no_other_seat_keeps_the_one_it_has(
        self, narrow: House
    ) -> None:
        held = narrow.hold(NINE)
        narrow.book(TEN)
        with pytest.raises(SlotFull):
            narrow.hold(TEN)
        assert [still.code for still in narrow.held()] == [held.code]
        assert narrow.taken() == {NINE: 1, TEN: 1}

    def test_a_seat_given_back_is_free_at_once(self, narrow: House) -> None:
        narrow.hold(NINE)
        narrow.holds.release("c" * 32, NOW)
        narrow.holds.release("c" * 32, NOW)
        assert narrow.remaining(NINE) == 1
        assert narrow.taken() == {}

    def test_a_closed_day_is_not_held(self, house: House) -> None:
        with pytest.raises(SlotUnavailable, match="周末休息"):
            house.hold(slot("0900", "20261129"))

    def test_its_trail_is_whole(self, house: House) -> None:
        held = house.hold(NINE)
        house.book(NINE, hold=held.code)
        assert house.trail(held.code) == [(None, "held"), ("held", "confirmed")]


class TestTimeIsOver:
    def test_an_expired_hold_is_not_counted_as_taken(self, narrow: House) -> None:
        narrow.hold(NINE)
        assert narrow.remaining(NINE, LATER - timedelta(seconds=1)) == 0
        assert narrow.remaining(NINE, LATER) == 1

    def test_whoever_comes_next_gets_the_seat_before_anybody_has_swept(self, narrow: House) -> None:
        held = narrow.hold(NINE)
        assert narrow.book(NINE, now=LATER).status == "confirmed"
        assert narrow.booking(held.code).status == "expired"
        assert narrow.taken() == {NINE: 1}

    def test_a_sweep_gives_back_what_is_over_and_no_more(self, house: House) -> None:
        early = house.hold(NINE, by=TALKS[0])
        house.hold(NINE, NOW + timedelta(minutes=1), by=TALKS[1])
        assert house.holds.expire_due(LATER) == 1
        assert house.holds.expire_due(LATER) == 0
        assert house.booking(early.code).status == "expired"
        assert house.taken() == {NINE: 1}
        assert house.trail(early.code) == [(None, "held"), ("held", "expired")]

    def test_a_clock_that_goes_backwards_holds_a_little_longer(self, narrow: House) -> None:
        held = narrow.hold(NINE)
        assert narrow.holds.expire_due(NOW - timedelta(hours=1)) == 0
        assert narrow.booking(held.code).status == "held"


class TestBookingWhatIsHeld:
    def test_the_held_seat_becomes_the_booking(self, narrow: House) -> None:
        held = narrow.hold(NINE)
        made = narrow.book(NINE, hold=held.code)
        assert (made.code, made.status) == (held.code, "confirmed")
        assert (made.held_until, made.held_for) == (None, None)
        assert narrow.taken() == {NINE: 1}
        assert narrow.kinds() == ["booking.confirmed"]

    def test_a_repetition_finds_the_booking_after_the_hold_was_used(self, narrow: House) -> None:
        held = narrow.hold(NINE)
        request = Request(PARK, MATTER, NINE, someone(1), held.code)
        first = narrow.bookings.book(request, "k", NOW)
        again = narrow.bookings.book(request, "k", LATER)
        assert first.code == again.code == held.code
        assert narrow.taken() == {NINE: 1}
        assert narrow.kinds() == ["booking.confirmed"]

    def test_what_is_held_can_be_booked_even_if_the_visit_is_near_meanwhile(
        self, house: House
    ) -> None:
        asked = at("2026-11-25T10:30") - LEAD_TIME
        held = house.hold(slot("1030", "20261125"), asked)
        typed = asked + timedelta(minutes=9)
        assert house.book(held.slot_id, now=typed, hold=held.code).code == held.code

    def test_a_hold_that_is_over_is_no_obstacle(self, narrow: House) -> None:
        held = narrow.hold(NINE)
        made = narrow.book(NINE, now=LATER, hold=held.code)
        assert made.code != held.code
        assert narrow.taken() == {NINE: 1}

    @pytest.mark.parametrize("hold", ["ZZZZZZZ9", "no code", ""])
    def test_a_hold_nobody_knows_is_like_none(self, house: House, hold: str) -> None:
        assert house.book(NINE, hold=hold).status == "confirmed"

    def test_a_hold_of_another_slot_is_not_used(self, house: House) -> None:
        held = house.hold(NINE)
        made = house.book(TEN, hold=held.code)
        assert (made.code == held.code, made.slot_id) == (False, TEN)
        assert house.taken() == {NINE: 1, TEN: 1}

    def test_a_seat_offered_to_somebody_who_waits_is_nobody_elses_hold(self, narrow: House) -> None:
        entry = narrow.join()
        assert entry.offered_code is not None
        offered = narrow.booking(entry.offered_code)
        made = narrow.book(TEN, hold=offered.code)
        assert made.code != offered.code
        with pytest.raises(SlotFull):
            narrow.book(offered.slot_id, hold=offered.code)
        assert narrow.waiting.accept(entry.entry_id, PROOF, NOW).code == offered.code

    def test_a_day_closed_meanwhile_is_refused(self, house: House) -> None:
        held = house.hold(NINE)
        house.days.apply(closing(), CLERK, NOW)
        with pytest.raises(SlotUnavailable, match="停电检修"):
            house.book(NINE, hold=held.code)


class TestUnseen:
    """Whatever is only held is nobody's booking."""

    @pytest.mark.parametrize("over", [False, True], ids=["held", "expired"])
    def test_a_hold_cannot_be_looked_up_moved_or_cancelled(self, narrow: House, over: bool) -> None:
        hold = narrow.hold(NINE).code
        entry = narrow.join()
        assert entry.offered_code is not None
        assert narrow.holds.expire_due(NOW + timedelta(days=over)) == 2 * over
        for code in (hold, entry.offered_code):
            for proof in (PROOF, ""):
                with pytest.raises(UnknownBooking):
                    narrow.bookings.get(code, proof)
                with pytest.raises(UnknownBooking):
                    narrow.bookings.cancel(code, NOW, By(phone_last4=proof))
            with pytest.raises(UnknownBooking):
                narrow.bookings.move(code, ELEVEN, NOW, HOLDER)
            with pytest.raises(UnknownBooking):
                narrow.bookings.cancel(code, NOW, By(actor=CLERK))
            assert booking_for_staff(narrow.sessions, code) is None


class TestAtOnce:
    def test_the_last_seats_are_held_once(self, house: House) -> None:
        results = at_once(*(partial(house.hold, NINE, NOW, talk) for talk in TALKS))
        assert Counter(map(type, results)) == {Booking: 2, SlotFull: len(TALKS) - 2}
        assert house.taken() == {NINE: 2}

    def test_one_conversation_that_clicks_everywhere_holds_one_seat(self, house: House) -> None:
        clocks = ("0900", "0930", "1000", "1030", "1100", "1130", "1330", "1400")
        results = at_once(*(partial(house.hold, slot(clock)) for clock in clocks))
        assert {type(result) for result in results} == {Booking}
        assert len(house.held()) == 1
        assert sum(house.taken().values()) == 1

    def test_one_hold_becomes_one_booking(self, narrow: House) -> None:
        held = narrow.hold(NINE)
        results = at_once(*(partial(narrow.book, NINE, hold=held.code) for _ in range(6)))
        assert Counter(map(type, results)) == {Booking: 1, SlotFull: 5}
        assert narrow.taken() == {NINE: 1}

    def test_booking_and_sweeping_at_the_last_moment_leave_no_seat_lost_or_doubled(
        self, narrow: House
    ) -> None:
        for round_ in range(4):
            held = narrow.hold(NINE)
            booked, *_ = at_once(
                partial(narrow.book, NINE, now=LATER - timedelta(seconds=1), hold=held.code),
                *(partial(narrow.holds.expire_due, LATER) for _ in range(3)),
            )
            assert isinstance(booked, Booking), (round_, booked)
            assert narrow.taken() == {NINE: 1}
            assert narrow.trail(held.code)[1][0] == "held"
            assert len(narrow.trail(held.code)) == 2
            narrow.bookings.cancel(booked.code, NOW, HOLDER)
