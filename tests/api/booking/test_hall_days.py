"""Hours and seats that the staff set: they hold at once, for all, and never give a seat twice."""

from collections import Counter
from datetime import date, timedelta
from functools import partial

import pytest
from sqlalchemy import select

from api.db.audit import AuditEntry
from api.db.booking import PUBLIC, STAFF, Booking
from api.db.engine import SessionFactory
from api.services.booking.hall_days import HallDays, Seats
from api.services.booking.occupancy import Occupied, occupancy
from api.services.booking.seats import SlotFull, SlotUnavailable
from knowledge import KnowledgeBase
from knowledge.schema import OpeningPeriod
from tests.api.at_once import at_once
from tests.api.booking.house import (
    CLERK,
    ELEVEN,
    FRIDAY,
    HALL,
    HOLDER,
    NINE,
    TEN,
    THURSDAY,
    WINDOW,
    House,
    closing,
    slot,
)  # fmt: skip
from tests.api.hall import MATTER, NOW, PARK, window

SATURDAY = date(2026, 11, 28)
MINUTE = timedelta(minutes=1)


def hours(*clocks: tuple[str, str]) -> tuple[OpeningPeriod, ...]:
    """Opening periods, on whatever day."""
    return tuple(
        OpeningPeriod.model_validate({"weekdays": list(range(1, 8)), "start": start, "end": end})
        for start, end in clocks
    )


def left(house: House, day: date, pool: str = PUBLIC) -> dict[str, int]:
    """The seats left by the time at which a slot begins."""
    offered = house.slots.offered(MATTER, PARK, day, day, NOW, pool).slots
    return {f"{opening.start:%H:%M}": opening.remaining for opening in offered}


class TestDays:
    def test_a_series_opens_its_weekdays_but_no_holiday(self, house: House) -> None:
        house.days.apply(
            closing(
                date(2026, 9, 1), date(2026, 12, 31), open=True, weekdays=frozenset({6}),
                periods=hours(("09:00", "10:00")),
            ),
            CLERK, NOW,
        )  # fmt: skip
        assert list(left(house, SATURDAY)) == ["09:00", "09:30"]
        assert list(left(house, date(2026, 11, 29))) == []
        assert list(left(house, date(2027, 10, 2))) == []
        assert list(left(house, date(2026, 10, 3))) == []

    def test_a_single_day_overrules_a_series(self, house: House) -> None:
        house.days.apply(closing(THURSDAY, FRIDAY), CLERK, NOW)
        house.days.apply(closing(FRIDAY, open=True), CLERK, NOW)
        assert (left(house, THURSDAY), len(left(house, FRIDAY))) == ({}, 13)

    def test_a_change_holds_in_every_process_at_once(self, kb: KnowledgeBase, house: House) -> None:
        other = House(kb, house.sessions)
        house.days.apply(closing(), CLERK, NOW)
        assert left(other, THURSDAY) == {}
        with pytest.raises(SlotUnavailable):
            other.book(NINE)

    def test_what_is_in_force_is_listed_until_it_is_over_or_withdrawn(self, house: House) -> None:
        first, _ = house.days.apply(closing(THURSDAY), CLERK, NOW)
        second, _ = house.days.apply(closing(THURSDAY, FRIDAY), CLERK, NOW)

        def listed(day: date) -> list[str]:
            return [one.exception_id for one in house.hall_days.in_force(HALL, day)]

        assert set(listed(THURSDAY)) == {first.exception_id, second.exception_id}
        assert listed(FRIDAY) == [second.exception_id]
        assert house.hall_days.in_force("jingkai-hall", THURSDAY) == []
        house.days.withdraw(second.exception_id, CLERK, NOW)
        assert listed(THURSDAY) == [first.exception_id]

    def test_periods_are_read_back_as_they_were_set(self, house: House) -> None:
        house.days.apply(
            closing(SATURDAY, open=True, periods=hours(("08:45", "09:45"), ("13:00", "13:30"))),
            CLERK, NOW,
        )  # fmt: skip
        assert list(left(house, SATURDAY)) == ["08:45", "09:15", "13:00"]

    def test_hours_at_other_minutes_do_not_give_a_counter_to_two(self, house: House) -> None:
        for slot_id in (slot("0930"), slot("0930"), TEN):
            house.book(slot_id)
        house.days.apply(closing(open=True, periods=hours(("09:15", "11:45"))), CLERK, NOW)
        assert left(house, THURSDAY) == {"09:15": 0, "09:45": 0, "10:15": 1, "10:45": 2, "11:15": 2}
        for full in ("0915", "0945"):
            with pytest.raises(SlotFull):
                house.book(slot(full))
        house.book(slot("1015"))
        with pytest.raises(SlotFull):
            house.book(slot("1015"))
        house.taken()

    def test_seats_beside_visits_of_other_hours_come_back_with_them(self, house: House) -> None:
        made = house.book(TEN)
        exception, _ = house.days.apply(
            closing(open=True, periods=hours(("09:15", "11:45"))), CLERK, NOW
        )
        house.bookings.cancel(made.code, NOW, HOLDER)
        assert left(house, THURSDAY)["10:15"] == 2
        house.book(slot("1015"))
        house.days.withdraw(exception.exception_id, CLERK, NOW)
        assert (left(house, THURSDAY)["10:00"], left(house, THURSDAY)["10:30"]) == (1, 1)


class TestSeats:
    def test_what_was_set_last_holds(self, house: House) -> None:
        house.set_seats(5)
        house.set_seats(3)
        assert left(house, THURSDAY)["09:00"] == 3
        assert left(house, FRIDAY)["09:00"] == 2

    def test_no_seats_are_none_and_what_is_booked_stays(self, house: House) -> None:
        made = house.book(NINE)
        house.set_seats(0)
        assert set(left(house, THURSDAY).values()) == {0}
        with pytest.raises(SlotFull):
            house.book(TEN)
        assert house.bookings.get(made.code, "5678").status == "confirmed"
        house.bookings.cancel(made.code, NOW, HOLDER)
        with pytest.raises(SlotFull):
            house.book(NINE)
        assert house.taken() == {}

    def test_a_visit_in_a_slot_that_shrank_can_be_moved_away(self, house: House) -> None:
        made = [house.book(NINE) for _ in range(2)]
        house.set_seats(1)
        house.bookings.move(made[0].code, TEN, NOW, HOLDER)
        assert left(house, THURSDAY)["09:00"] == 0
        house.bookings.move(made[1].code, ELEVEN, NOW, HOLDER)
        assert left(house, THURSDAY)["09:00"] == 1

    def test_more_seats_can_be_booked_up_to_the_last(self, house: House) -> None:
        house.set_seats(7)
        results = at_once(*(partial(house.book, NINE) for _ in range(12)))
        assert Counter(map(type, results)) == {Booking: 7, SlotFull: 5}

    def test_changing_the_seats_while_people_book_gives_none_beyond_the_greater_number(
        self, house: House
    ) -> None:
        results = at_once(
            *(partial(house.book, NINE) for _ in range(5)),
            partial(house.set_seats, 4),
            *(partial(house.book, NINE) for _ in range(5)),
        )
        won = sum(isinstance(result, Booking) for result in results)
        assert 2 <= won <= 4
        assert house.taken() == {NINE: won}

    def test_it_is_in_the_trail_who_set_what(self, house: House) -> None:
        house.set_seats(4, staff=1)
        with house.sessions() as session:
            (entry,) = session.scalars(select(AuditEntry)).all()
        assert (entry.subject, entry.subject_id, entry.actor) == ("window", WINDOW, CLERK)
        assert entry.details == {
            "first_day": "2026-11-26", "last_day": "2026-11-26", "seats": 4, "staff_seats": 1,
        }  # fmt: skip


class TestPools:
    @pytest.fixture
    def house(self, kb: KnowledgeBase, sessions: SessionFactory) -> House:
        """A window with two seats for all, and one that the staff give away."""
        return House(kb, sessions, staff_seats=1)

    def on_behalf(self, house: House, slot_id: str = NINE, pool: str = STAFF) -> Booking:
        return house.book(slot_id, actor=CLERK, pool=pool)

    def test_the_staff_have_a_seat_where_everything_is_full(self, house: House) -> None:
        for _ in range(2):
            house.book(NINE)
        with pytest.raises(SlotFull):
            self.on_behalf(house, pool=PUBLIC)
        assert self.on_behalf(house).pool == STAFF
        with pytest.raises(SlotFull):
            self.on_behalf(house)
        assert house.taken() == {NINE: 3}

    def test_nobody_else_gets_it(self, house: House) -> None:
        results = at_once(*(partial(house.book, NINE) for _ in range(6)))
        assert Counter(map(type, results)) == {Booking: 2, SlotFull: 4}
        assert left(house, THURSDAY, STAFF)["09:00"] == 1

    def test_it_comes_back_to_the_staff_alone(self, house: House) -> None:
        made = self.on_behalf(house)
        house.bookings.cancel(made.code, NOW, HOLDER)
        assert left(house, THURSDAY, STAFF)["09:00"] == 1
        assert left(house, THURSDAY)["09:00"] == 2

    def test_who_moves_on_their_own_gets_an_ordinary_seat(self, house: House) -> None:
        made = self.on_behalf(house)
        moved = house.bookings.move(made.code, TEN, NOW, HOLDER)
        assert moved.pool == PUBLIC
        assert house.taken() == {TEN: 1}
        assert left(house, THURSDAY)["10:00"] == 1

    def test_both_pools_are_given_once_also_at_the_same_moment(self, house: House) -> None:
        results = at_once(
            *(partial(self.on_behalf, house) for _ in range(4)),
            *(partial(house.book, NINE) for _ in range(6)),
        )
        assert Counter(map(type, results)) == {Booking: 3, SlotFull: 7}
        assert house.taken() == {NINE: 3}

    def test_the_staff_book_up_to_the_last_moment(self, house: House) -> None:
        begins_now = slot("1000", "20261125")
        assert self.on_behalf(house, begins_now).status == "confirmed"
        with pytest.raises(SlotUnavailable):
            house.book(begins_now)


class TestLongVisits:
    @pytest.fixture
    def house(self, kb: KnowledgeBase, sessions: SessionFactory) -> House:
        """A window where the matter takes two slots."""
        return House(kb, sessions, capacity=1, visit_minutes={MATTER: 60})

    def test_it_takes_both_slots_and_gives_both_back(self, house: House) -> None:
        made = house.book(NINE)
        assert made.ends_at - made.starts_at == 60 * MINUTE
        assert house.taken() == {NINE: 1, slot("0930"): 1}
        with pytest.raises(SlotFull):
            house.book(slot("0930"))
        house.bookings.cancel(made.code, NOW, HOLDER)
        assert house.taken() == {}

    def test_it_can_be_moved_by_one_slot_over_itself(self, house: House) -> None:
        made = house.book(NINE)
        house.bookings.move(made.code, slot("0930"), NOW, HOLDER)
        assert house.taken() == {slot("0930"): 1, TEN: 1}

    def test_it_never_reaches_into_the_break(self, house: House) -> None:
        with pytest.raises(SlotUnavailable, match="没有这个时段"):
            house.book(slot("1130"))

    def test_crossing_visits_at_once_share_no_slot(self, house: House) -> None:
        clocks = ("0900", "0930", "1000", "1030", "1100")
        results = at_once(*(partial(house.book, slot(clock)) for clock in clocks * 2))
        assert {type(result) for result in results} <= {Booking, SlotFull}
        assert set(house.taken().values()) == {1}

    def test_a_hold_that_is_over_frees_all_its_slots(self, house: House) -> None:
        house.hold(NINE)
        late = NOW + 10 * MINUTE
        assert house.remaining(slot("0930"), late) == 1
        house.book(slot("0930"), now=late)
        assert house.taken() == {slot("0930"): 1, TEN: 1}


class TestOccupancy:
    def days(self, house: House, first: date, last: date) -> list[Occupied]:
        return list(occupancy(house.sessions, house.hall_days, window(), first, last))

    def test_a_day_has_its_seats_and_how_many_are_taken(self, house: House) -> None:
        house.set_seats(3, staff=1)
        house.book(NINE)
        house.book(NINE, actor=CLERK, pool=STAFF)
        (day,) = self.days(house, THURSDAY, THURSDAY)
        assert (day.slots, day.seats, day.booked) == (13, 39, 1)
        assert (day.staff_seats, day.staff_booked) == (13, 1)

    def test_a_closed_day_says_why_and_shows_who_is_still_booked(self, house: House) -> None:
        house.book(NINE)
        house.days.apply(closing(), CLERK, NOW)
        (day,) = self.days(house, THURSDAY, THURSDAY)
        assert (day.closed, day.slots, day.seats, day.booked) == ("停电检修", 0, 0, 1)

    @pytest.mark.parametrize(
        ("first", "last"),
        [("2026-12-30", "2027-01-02"), ("2028-02-27", "2028-03-01")],
        ids=["year end", "leap day"],
    )
    def test_no_day_is_left_out(self, house: House, first: str, last: str) -> None:
        days = self.days(house, date.fromisoformat(first), date.fromisoformat(last))
        assert [(day.day - days[0].day).days for day in days] == [0, 1, 2, 3]


def test_a_leap_day_can_be_booked(house: House) -> None:
    made = house.book(slot("0900", "20280229"), now=NOW.replace(year=2028, month=2, day=28))
    assert made.starts_at.isoformat() == "2028-02-29T09:00:00+08:00"


def test_the_seats_of_a_window_without_changes_are_those_of_its_data(
    kb: KnowledgeBase, sqlite_sessions: SessionFactory
) -> None:
    plain = window(capacity=4, staff_seats=2)
    with sqlite_sessions() as session:
        found = HallDays(kb, sqlite_sessions).capacities_in(session, THURSDAY, FRIDAY)
    assert found.of(plain, THURSDAY) == Seats(4, 2)
