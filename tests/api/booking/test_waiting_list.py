"""Who waits longest gets the first free seat, and time to take it."""

from collections import Counter
from collections.abc import Callable
from datetime import date, datetime, timedelta
from functools import partial

import pytest

from api.db.booking import Booking, WaitingEntry
from api.db.engine import SessionFactory
from api.services.booking.bookings import UnknownBooking
from api.services.booking.hall_days import Seats
from api.services.booking.quota import MOST_OPEN_BOOKINGS, TooManyBookings
from api.services.booking.seats import SlotFull, SlotUnavailable
from api.services.booking.waiting_list import (
    MOST_WAITING,
    OFFER,
    NoOffer,
    TooManyEntries,
    UnknownEntry,
    Wish,
)
from api.services.intake.applicants import Applicant
from knowledge import KnowledgeBase
from tests.api.at_once import at_once
from tests.api.booking.house import (
    CLERK,
    FRIDAY,
    HOLDER,
    NINE,
    PROOF,
    THURSDAY,
    House,
    closing,
    slot,
    someone,
)  # fmt: skip
from tests.api.hall import AFTERNOON, NOW, PARK, WORKDAYS, at, window

HALF_PAST = slot("0930")
SHORT_MORNING = {"weekdays": WORKDAYS, "start": "09:00", "end": "10:00"}


@pytest.fixture
def full(kb: KnowledgeBase, sessions: SessionFactory) -> House:
    """A hall with two seats a day, both of Thursday booked."""
    house = House(kb, sessions, capacity=1, opening=[SHORT_MORNING])
    for clock in (NINE, HALF_PAST):
        house.book(clock)
    return house


def give_up(house: House, slot_id: str = NINE, now: datetime = NOW) -> None:
    """Cancel the booking of a slot."""
    with house.sessions() as session:
        code = next(b.code for b in session.query(Booking) if b.slot_id == slot_id and b.intake_id)
    house.bookings.cancel(code, now, HOLDER)


class TestWaiting:
    def test_nothing_is_offered_while_everything_is_full(self, full: House) -> None:
        entry = full.join()
        assert full.entry(entry.entry_id) == ("waiting", None)
        assert full.waiting.offer_due(NOW) == 0

    def test_a_seat_that_is_free_already_is_offered_at_once(self, full: House) -> None:
        entry = full.join(FRIDAY)
        status, offered = full.entry(entry.entry_id)
        assert status == "offered"
        assert offered is not None
        assert (offered.slot_id, offered.status) == (slot("0900", "20261127"), "held")

    def test_a_seat_given_up_is_offered_to_whoever_waits_longest(self, full: House) -> None:
        first, second = full.join(), full.join()
        give_up(full)
        assert full.entry(first.entry_id)[0] == "offered"
        assert full.entry(second.entry_id)[0] == "waiting"
        assert full.kinds()[-3:] == [
            "booking.cancelled", "intake.withdrawn", "waiting.offered",
        ]  # fmt: skip
        assert full.told[-1].facts == {"entry_id": first.entry_id, "until": NOW + OFFER}
        assert full.remaining(NINE) == 0

    def test_a_seat_left_by_a_move_is_offered(self, full: House) -> None:
        entry = full.join()
        with full.sessions() as session:
            code = next(b.code for b in session.query(Booking) if b.slot_id == NINE)
        full.bookings.move(code, slot("0900", "20261127"), NOW, HOLDER)
        assert full.entry(entry.entry_id)[0] == "offered"

    def test_more_seats_are_offered_with_the_next_round(self, full: House) -> None:
        entries = [full.join() for _ in range(3)]
        full.set_seats(2)
        assert full.waiting.offer_due(NOW) == 2
        assert [full.entry(e.entry_id)[0] for e in entries] == ["offered", "offered", "waiting"]
        assert full.waiting.offer_due(NOW) == 0

    def test_many_who_wait_for_full_days_do_not_stand_in_the_way_of_one_who_does_not(
        self, full: House
    ) -> None:
        for _ in range(60):
            full.join()
        full.set_seats(0, day=FRIDAY)
        last = full.join(FRIDAY)
        full.set_seats(1, day=FRIDAY)
        assert full.waiting.offer_due(NOW) == 1
        assert full.entry(last.entry_id)[0] == "offered"

    def test_those_who_wait_for_another_matter_do_not_stand_in_the_way(
        self, kb: KnowledgeBase, sessions: SessionFactory
    ) -> None:
        house = House(
            kb,
            sessions,
            window(capacity=1, opening=[SHORT_MORNING]),
            window("gaoxin-02", capacity=1, matters=["eia-approval"], opening=[AFTERNOON]),
        )
        house.hall_days.set_capacity("gaoxin-02", THURSDAY, THURSDAY, Seats(0, 0), CLERK, NOW)
        for clock in (NINE, HALF_PAST):
            house.book(clock)
        other = Wish(PARK, "eia-approval", THURSDAY, THURSDAY)
        others = [house.waiting.join(other, house.another(), NOW) for _ in range(3)]
        entry = house.join()
        give_up(house)
        assert house.entry(entry.entry_id)[0] == "offered"
        assert {house.entry(o.entry_id)[0] for o in others} == {"waiting"}

    def test_a_seat_too_soon_to_be_taken_is_not_offered(self, full: House) -> None:
        entry = full.join()
        full.set_seats(2)
        assert full.waiting.offer_due(at("2026-11-26T08:31")) == 0
        assert full.waiting.offer_due(at("2026-11-26T08:30")) == 1
        status, offered = full.entry(entry.entry_id)
        assert (status, offered and offered.slot_id) == ("offered", HALF_PAST)
        assert offered is not None
        assert offered.held_until == at("2026-11-26T09:00")

    def test_who_waits_is_told_no_more_when_the_days_are_over(self, full: House) -> None:
        entry = full.join()
        assert full.waiting.offer_due(at("2026-11-26T23:59")) == 0
        assert full.entry(entry.entry_id)[0] == "waiting"
        full.waiting.offer_due(at("2026-11-27T00:00"))
        assert full.entry(entry.entry_id)[0] == "expired"
        assert visitor_status(full, entry) == "withdrawn"


class TestLimits:
    def test_a_phone_waits_for_few_things(self, full: House) -> None:
        for day in range(MOST_WAITING):
            full.join(date(2026, 12, 1 + day), who=someone(1))
        with pytest.raises(TooManyEntries, match="3 个候补"):
            full.join(date(2026, 12, 7), who=someone(1))
        assert full.join(date(2026, 12, 7), who=someone(2)).status == "offered"

    def test_a_phone_does_not_wait_twice_for_the_same(self, full: House) -> None:
        full.join(THURSDAY, FRIDAY, who=someone(1))
        with pytest.raises(TooManyEntries, match="不用再登记"):
            full.join(FRIDAY, who=someone(1))
        assert full.join(date(2026, 11, 30), who=someone(1))

    def test_who_missed_an_offer_can_wait_again_at_once(self, full: House) -> None:
        who, over = someone(1), NOW + OFFER
        full.join(FRIDAY, who=who)
        assert full.join(FRIDAY, who=who, now=over).status == "offered"
        full.holds.expire_due(over + OFFER)
        assert full.join(FRIDAY, who=who, now=over + OFFER).status == "offered"

    def test_clicking_many_times_at_once_joins_once(self, full: House) -> None:
        results = at_once(*(partial(full.join, who=someone(1)) for _ in range(6)))
        assert Counter(map(type, results)) == {WaitingEntry: 1, TooManyEntries: 5}

    def test_a_phone_never_waits_for_more_also_at_once(self, full: House) -> None:
        days = [date(2026, 12, day) for day in range(1, 9)]
        results = at_once(*(partial(full.join, day, who=someone(1)) for day in days))
        assert Counter(map(type, results)) == {WaitingEntry: MOST_WAITING, TooManyEntries: 5}

    def test_an_offer_does_not_slip_past_the_number_of_visits(self, full: House) -> None:
        who = someone(1)
        entry = full.join(FRIDAY, who=who)
        days = ("1201", "1202", "1203", "1204", "1207")
        assert len(days) == MOST_OPEN_BOOKINGS
        made = [full.book(slot("0900", f"2026{day}"), who) for day in days]
        with pytest.raises(TooManyBookings, match="先取消"):
            full.waiting.accept(entry.entry_id, PROOF, NOW)
        full.bookings.cancel(made[0].code, NOW, HOLDER)
        assert full.waiting.accept(entry.entry_id, PROOF, NOW).status == "confirmed"

    def test_an_offer_made_at_night_lasts_into_the_day(self, full: House) -> None:
        entry = full.join()
        give_up(full, now=at("2026-11-25T22:00"))
        status, offered = full.entry(entry.entry_id)
        assert (status, offered and offered.held_until) == ("offered", at("2026-11-26T08:30"))


class TestOffers:
    def offered(self, full: House) -> tuple[WaitingEntry, Booking]:
        entry = full.join(FRIDAY)
        _, booking = full.entry(entry.entry_id)
        assert booking is not None
        return entry, booking

    def test_an_offer_that_is_taken_becomes_a_booking(self, full: House) -> None:
        entry, held = self.offered(full)
        made = full.waiting.accept(entry.entry_id, PROOF, NOW)
        assert (made.code, made.status) == (held.code, "confirmed")
        assert full.bookings.get(made.code, PROOF).slot_id == held.slot_id
        assert full.entry(entry.entry_id)[0] == "booked"
        assert full.kinds()[-1] == "booking.confirmed"
        assert full.trail(made.code) == [(None, "held"), ("held", "confirmed")]
        assert full.taken()[held.slot_id] == 1

    def test_taking_it_again_changes_nothing(self, full: House) -> None:
        entry, _ = self.offered(full)
        results = at_once(
            *(partial(full.waiting.accept, entry.entry_id, PROOF, NOW) for _ in range(4))
        )
        assert {type(result) for result in results} == {Booking}
        assert full.kinds().count("booking.confirmed") == 3

    def test_an_offer_ends_with_its_time_and_goes_to_the_next(self, full: House) -> None:
        full.join(FRIDAY)
        last, held = self.offered(full)
        following = full.join(FRIDAY)
        assert full.entry(following.entry_id)[0] == "waiting"
        over = NOW + OFFER
        with pytest.raises(NoOffer):
            full.waiting.accept(last.entry_id, PROOF, over)
        assert full.holds.expire_due(over) == 2
        assert full.entry(following.entry_id)[0] == "offered"
        full.waiting.offer_due(over)
        assert full.entry(last.entry_id)[0] == "expired"
        with pytest.raises(NoOffer):
            full.waiting.accept(last.entry_id, PROOF, NOW)
        with pytest.raises(UnknownBooking):
            full.bookings.get(held.code, PROOF)

    def test_who_waits_no_longer_leaves_the_seat_to_the_next(self, full: House) -> None:
        full.join(FRIDAY)
        entry, held = self.offered(full)
        following = full.join(FRIDAY)
        for _ in range(2):
            full.waiting.withdraw(entry.entry_id, PROOF, NOW)
        assert full.entry(entry.entry_id)[0] == "withdrawn"
        assert visitor_status(full, entry) == "withdrawn"
        status, offered = full.entry(following.entry_id)
        assert (status, offered and offered.slot_id) == ("offered", held.slot_id)
        with pytest.raises(NoOffer):
            full.waiting.accept(entry.entry_id, PROOF, NOW)

    def test_who_took_an_offer_cannot_withdraw_it_from_the_list(self, full: House) -> None:
        entry, held = self.offered(full)
        full.waiting.accept(entry.entry_id, PROOF, NOW)
        full.waiting.withdraw(entry.entry_id, PROOF, NOW)
        assert full.booking(held.code).status == "confirmed"

    def test_an_offer_on_a_day_that_closes_is_refused_and_the_place_is_kept(
        self, full: House
    ) -> None:
        entry = full.join(FRIDAY, date(2026, 11, 30))
        full.days.apply(closing(FRIDAY), CLERK, NOW)
        with pytest.raises(SlotUnavailable, match="停电检修"):
            full.waiting.accept(entry.entry_id, PROOF, NOW)
        assert full.waiting.offer_due(NOW) == 1
        status, offered = full.entry(entry.entry_id)
        assert (status, offered and offered.slot_id) == ("offered", slot("0900", "20261130"))
        assert full.taken()[slot("0900", "20261130")] == 1

    def test_a_window_that_is_gone_is_like_a_closed_day(
        self, kb: KnowledgeBase, full: House
    ) -> None:
        entry, _ = self.offered(full)
        elsewhere = House(kb, full.sessions, window("gaoxin-02", capacity=1))
        with pytest.raises(SlotUnavailable, match="不再办理"):
            elsewhere.waiting.accept(entry.entry_id, PROOF, NOW)
        assert elsewhere.waiting.offer_due(NOW) == 1
        _, offered = elsewhere.entry(entry.entry_id)
        assert offered is not None
        assert offered.window_id == "gaoxin-02"

    @pytest.mark.parametrize("proof", ["5679", "", "13900005678", "五六七八"])
    def test_a_wrong_proof_looks_like_an_unknown_entry(self, full: House, proof: str) -> None:
        entry, _ = self.offered(full)
        attempts: list[Callable[[], object]] = [
            partial(full.waiting.get, entry.entry_id, proof),
            partial(full.waiting.get, "0" * 32, PROOF),
            partial(full.waiting.accept, entry.entry_id, proof, NOW),
            partial(full.waiting.accept, "0" * 32, PROOF, NOW),
            partial(full.waiting.withdraw, entry.entry_id, proof, NOW),
            partial(full.waiting.withdraw, "0" * 32, PROOF, NOW),
        ]
        for attempt in attempts:
            with pytest.raises(UnknownEntry, match=r"^$"):
                attempt()


class TestAtOnce:
    def test_a_seat_given_up_goes_to_one_of_those_who_wait_or_book(self, full: House) -> None:
        entries = [full.join() for _ in range(3)]
        acts: list[Callable[[], object]] = [
            partial(give_up, full, NINE),
            *(partial(full.book, NINE) for _ in range(4)),
            *(partial(full.waiting.offer_due, NOW) for _ in range(3)),
        ]
        for result in at_once(*acts):
            assert result is None or isinstance(result, Booking | SlotFull | int)
        full.waiting.offer_due(NOW)  # those who were just being looked at were left out
        assert full.taken() == {NINE: 1, HALF_PAST: 1}
        offered = [full.entry(e.entry_id)[0] for e in entries].count("offered")
        assert offered in (0, 1)
        assert full.waiting.offer_due(NOW) == 0

    def test_taking_an_offer_at_its_last_moment_leaves_no_seat_lost_or_doubled(
        self, full: House
    ) -> None:
        for _ in range(4):
            entry = full.join(FRIDAY)
            end = NOW + OFFER
            accepted, *_rest = at_once(
                partial(full.waiting.accept, entry.entry_id, PROOF, end - timedelta(seconds=1)),
                partial(full.holds.expire_due, end),
                partial(full.waiting.offer_due, end),
                partial(full.holds.expire_due, end),
            )
            full.taken()
            if isinstance(accepted, Booking):
                full.bookings.cancel(accepted.code, NOW, HOLDER)
            else:
                assert isinstance(accepted, NoOffer)

    def test_taking_and_withdrawing_at_once_leave_one_of_them(self, full: House) -> None:
        entry = full.join(FRIDAY)
        accepted, withdrawn = at_once(
            partial(full.waiting.accept, entry.entry_id, PROOF, NOW),
            partial(full.waiting.withdraw, entry.entry_id, PROOF, NOW),
        )
        assert withdrawn is None
        status, held = full.entry(entry.entry_id)
        assert held is not None
        if isinstance(accepted, Booking):
            assert (status, held.status) == ("booked", "confirmed")
        else:
            assert (type(accepted), status, held.status) == (NoOffer, "withdrawn", "expired")
        full.taken()


def test_the_list_keeps_nobody_readable(full: House) -> None:
    who = Applicant("王小明", "13812345678", "郴州某某科技有限公司")
    entry = full.join(FRIDAY, who=who)
    with full.sessions() as session:
        found = session.get_one(WaitingEntry, entry.entry_id)
        assert found.intake.name == who.name
        raw = session.connection().exec_driver_sql(
            "SELECT w.*, i.* FROM waiting_entry w JOIN intake i ON i.intake_id = w.intake_id"
        )
        stored = str([tuple(map(readable, row)) for row in raw])
    assert not any(secret in stored for secret in (who.name, who.phone, who.company or ""))


def readable(value: object) -> object:
    return bytes(value).decode("utf-8", "replace") if isinstance(value, bytes) else value


def visitor_status(house: House, entry: WaitingEntry) -> str:
    with house.sessions() as session:
        return session.get_one(WaitingEntry, entry.entry_id).intake.status
