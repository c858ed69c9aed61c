"""Counting days. Holidays are those of the State Council's notice for 2026; 2027 is not out."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.services.days.working_days import DAYS, WORKING_DAYS, Counted, Stretch, Unit
from tests.api.intakes import COUNT


def due(start: str, number: int, unit: Unit, *pauses: tuple[str, str]) -> str:
    stretches = [Stretch(*map(date.fromisoformat, pause)) for pause in pauses]
    return COUNT.last_day(date.fromisoformat(start), number, unit, stretches).day.isoformat()


class TestWorkingDays:
    def test_the_day_it_begins_on_is_not_counted(self) -> None:
        assert due("2026-11-25", 1, WORKING_DAYS) == "2026-11-26"

    def test_weekends_are_not_counted(self) -> None:
        assert due("2026-11-27", 1, WORKING_DAYS) == "2026-11-30"
        assert due("2026-11-28", 1, WORKING_DAYS) == "2026-11-30", "nor when it begins on one"

    def test_holidays_are_not_counted_and_worked_weekends_are(self) -> None:
        assert due("2026-09-30", 1, WORKING_DAYS) == "2026-10-08", "国庆节 1–7 October"
        assert due("2026-09-30", 3, WORKING_DAYS) == "2026-10-10", "a worked Saturday"

    def test_into_a_year_whose_holidays_are_not_out_it_is_provisional(self) -> None:
        assert COUNT.last_day(date(2026, 12, 25), 4, WORKING_DAYS) == Counted(date(2026, 12, 31))
        beyond = COUNT.last_day(date(2026, 12, 25), 5, WORKING_DAYS)
        assert beyond == Counted(date(2027, 1, 4), provisional=True), "1 January is always off"

    def test_weekends_are_free_in_a_year_that_is_not_out(self) -> None:
        assert COUNT.is_working(date(2027, 3, 5))
        assert not COUNT.is_working(date(2027, 3, 6))
        assert not COUNT.is_working(date(2027, 10, 1)), "国庆节, which the law itself fixes"

    def test_the_days_until_a_day_are_found_backwards(self) -> None:
        assert COUNT.before(date(2026, 11, 30), 2) == date(2026, 11, 26)
        assert COUNT.before(date(2026, 11, 30), 0) == date(2026, 11, 30)


class TestCalendarDays:
    def test_every_day_counts(self) -> None:
        assert due("2026-11-25", 7, DAYS) == "2026-12-02"

    def test_a_last_day_on_a_holiday_is_not_moved(self) -> None:
        assert due("2026-09-28", 7, DAYS) == "2026-10-05"

    @pytest.mark.parametrize(("year", "end"), [(2024, "2024-02-29"), (2025, "2025-03-01")])
    def test_february_may_have_29_days(self, year: int, end: str) -> None:
        assert due(f"{year}-02-27", 2, DAYS) == end

    def test_it_is_never_provisional(self) -> None:
        assert COUNT.last_day(date(2026, 12, 31), 30, DAYS) == Counted(date(2027, 1, 30))


class TestPauses:
    def test_their_days_do_not_count(self) -> None:
        assert due("2026-11-23", 3, WORKING_DAYS, ("2026-11-24", "2026-11-25")) == "2026-11-30"
        assert due("2026-11-23", 3, DAYS, ("2026-11-24", "2026-11-25")) == "2026-11-28"

    def test_days_that_two_have_in_common_are_left_out_once(self) -> None:
        twice = ("2026-11-24", "2026-11-26"), ("2026-11-25", "2026-11-27")
        assert due("2026-11-23", 1, DAYS, *twice) == "2026-11-28"

    def test_one_that_ends_before_it_begins_has_no_days(self) -> None:
        assert due("2026-11-23", 3, DAYS, ("2026-11-25", "2026-11-24")) == "2026-11-26"

    def test_one_after_the_end_changes_nothing(self) -> None:
        assert due("2026-11-23", 3, DAYS, ("2026-11-27", "2026-11-30")) == "2026-11-26"


def test_a_negative_number_is_refused() -> None:
    with pytest.raises(ValueError, match="-1"):
        COUNT.last_day(date(2026, 11, 25), -1, DAYS)


starts = st.dates(date(2019, 1, 1), date(2027, 12, 31))
numbers = st.integers(0, 90)
units = st.sampled_from([DAYS, WORKING_DAYS])
pauses = st.lists(
    st.builds(
        lambda first, days: Stretch(first, first + timedelta(days=days)),
        st.dates(date(2019, 1, 1), date(2028, 6, 1)),
        st.integers(-1, 40),
    ),
    max_size=4,
)


@given(starts, numbers, units, pauses)
def test_as_many_days_count_until_the_last_day_as_were_asked_for(
    start: date, number: int, unit: Unit, pauses: list[Stretch]
) -> None:
    last = COUNT.last_day(start, number, unit, pauses).day
    assert COUNT.between(start, last, unit, pauses) == number
    assert COUNT.between(start, last - timedelta(days=1), unit, pauses) == max(number - 1, 0)


@given(starts, numbers, units, pauses)
def test_one_day_more_is_later(start: date, number: int, unit: Unit, pauses: list[Stretch]) -> None:
    shorter = COUNT.last_day(start, number, unit, pauses)
    longer = COUNT.last_day(start, number + 1, unit, pauses)
    assert shorter.day < longer.day
    assert shorter.provisional <= longer.provisional, "what is unsure stays unsure"


@given(starts, numbers, units, pauses)
def test_a_day_later_never_ends_earlier(
    start: date, number: int, unit: Unit, pauses: list[Stretch]
) -> None:
    following = start + timedelta(days=1)
    today, tomorrow = (COUNT.last_day(day, number, unit, pauses) for day in (start, following))
    assert today.day <= tomorrow.day


@given(starts, numbers, units, pauses)
def test_a_pause_never_shortens(
    start: date, number: int, unit: Unit, pauses: list[Stretch]
) -> None:
    plain, paused = (COUNT.last_day(start, number, unit, rests).day for rests in ((), pauses))
    assert plain <= paused


@given(starts, numbers, pauses)
def test_working_days_take_at_least_as_long_as_days(
    start: date, number: int, pauses: list[Stretch]
) -> None:
    in_days, in_working_days = (
        COUNT.last_day(start, number, unit, pauses).day for unit in (DAYS, WORKING_DAYS)
    )
    assert in_days <= in_working_days


@given(starts, st.integers(0, 20))
def test_days_found_backwards_are_as_many_forwards(day: date, number: int) -> None:
    assert COUNT.between(COUNT.before(day, number), day, WORKING_DAYS) == number
