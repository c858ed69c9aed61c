"""When windows are open. Holidays are those of the State Council's notice for 2026."""

from datetime import date, datetime, time, timedelta
from typing import Any

import pytest

from api.services.days import calendar
from api.services.days.calendar import (
    Calendar,
    Departure,
    NationalDay,
    NotPublished,
    national_day,
)
from knowledge import CalendarOverride, Window
from tests.api.hall import AFTERNOON, MORNING, assisting_window, at, exception, window

NO_EXCEPTIONS = Calendar([])
NOBODY_KNOWS = date(2099, 3, 4)


def hours(
    day: str, window: Window, exceptions: tuple[CalendarOverride, ...] = ()
) -> list[tuple[str, str]]:
    plan = Calendar(map(Departure.of_data, exceptions)).plan(window, date.fromisoformat(day))
    return [(f"{period.start:%H:%M}", f"{period.end:%H:%M}") for period in plan.periods]


def closed(day: str, window: Window, *exceptions: CalendarOverride) -> str | None:
    plan = Calendar(map(Departure.of_data, exceptions)).plan(window, date.fromisoformat(day))
    assert bool(plan.periods) == (plan.closed is None)
    return plan.closed


EVERY_MORNING = {**MORNING, "weekdays": [1, 2, 3, 4, 5, 6, 7]}
OFFICE_HOURS = [("09:00", "12:00"), ("13:30", "17:00")]


class TestNationalDays:
    @pytest.mark.parametrize(
        ("day", "expected"),
        [
            (date(2026, 11, 25), NationalDay(working=True, holiday=None)),
            (date(2026, 11, 28), NationalDay(working=False, holiday=None)),
            (date(2026, 10, 1), NationalDay(working=False, holiday="国庆节")),
            (date(2026, 10, 10), NationalDay(working=True, holiday="国庆节")),
        ],
        ids=["ordinary", "weekend", "holiday", "make-up workday"],
    )
    def test_a_published_day(self, day: date, expected: NationalDay) -> None:
        assert national_day(day) == expected

    def test_an_unpublished_year_is_not_guessed(self) -> None:
        with pytest.raises(NotPublished, match="2099"):
            national_day(NOBODY_KNOWS)


class TestRule:
    def test_a_workday_has_office_hours_and_a_lunch_break(self) -> None:
        assert hours("2026-11-25", window()) == OFFICE_HOURS

    def test_a_weekend_is_closed(self) -> None:
        assert closed("2026-11-29", window()) == "周末休息"

    def test_a_window_may_open_on_saturdays(self) -> None:
        assert hours("2026-11-28", assisting_window()) == [("09:00", "12:00")]

    @pytest.mark.parametrize("day", [f"2026-10-0{day}" for day in range(1, 8)])
    def test_a_holiday_is_closed_also_on_its_weekend(self, day: str) -> None:
        assert closed(day, window()) == "国庆节放假"
        assert closed(day, assisting_window()) == "国庆节放假"

    def test_the_day_after_a_holiday_is_open(self) -> None:
        assert hours("2026-10-08", window()) == OFFICE_HOURS

    def test_a_make_up_saturday_is_like_friday_and_a_make_up_sunday_like_monday(self) -> None:
        early = {"weekdays": [5], "start": "08:00", "end": "11:00"}
        late = {"weekdays": [1], "start": "14:00", "end": "18:00"}
        it = window(opening=[early, late])
        assert hours("2026-10-10", it) == [("08:00", "11:00")]
        assert hours("2026-09-20", it) == [("14:00", "18:00")]

    def test_a_make_up_workday_has_no_off_hours(self) -> None:
        evening = {"weekdays": [5], "start": "18:00", "end": "20:00", "kind": "off_hours"}
        assert hours("2026-10-10", window(opening=[MORNING, evening])) == [("09:00", "12:00")]

    def test_a_window_for_holidays_keeps_its_pattern_on_them(self) -> None:
        it = window(open_on_holidays=True)
        assert hours("2026-10-01", it) == OFFICE_HOURS
        assert closed("2026-10-03", it) == "周末休息"

    def test_a_day_that_is_not_in_the_pattern_is_closed(self) -> None:
        mondays = window(opening=[{**MORNING, "weekdays": [1]}])
        assert closed("2026-11-25", mondays) == "这个窗口当天不开放"

    def test_a_day_of_an_unpublished_year_follows_the_pattern_and_is_provisional(self) -> None:
        assert hours(NOBODY_KNOWS.isoformat(), window()) == OFFICE_HOURS
        assert NO_EXCEPTIONS.plan(window(), NOBODY_KNOWS).provisional
        assert not NO_EXCEPTIONS.plan(window(), date(2026, 11, 25)).provisional

    @pytest.mark.parametrize(
        ("day", "holiday"),
        [
            ("2027-01-01", "元旦"), ("2027-02-05", "春节"), ("2027-02-08", "春节"),
            ("2027-05-02", "劳动节"), ("2027-06-09", "端午节"), ("2027-09-15", "中秋节"),
            ("2027-10-01", "国庆节"), ("2028-01-26", "春节"), ("2099-10-02", "国庆节"),
        ],
    )  # fmt: skip
    def test_what_the_law_fixes_is_closed_in_an_unpublished_year(
        self, day: str, holiday: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def nothing_published(day: date) -> NationalDay:
            raise NotPublished(day.year)

        monkeypatch.setattr(calendar, "national_day", nothing_published)
        assert closed(day, window()) == f"{holiday}放假"
        assert hours(day, window(open_on_holidays=True, opening=[EVERY_MORNING])) != []

    def test_a_weekend_of_an_unpublished_year_is_closed(self) -> None:
        assert closed("2099-03-07", window()) == "周末休息"


class TestExceptions:
    def test_a_closed_day_gives_its_reason(self) -> None:
        assert closed("2026-11-25", window(), exception("2026-11-25", open=False)) == "设备检修"

    def test_other_days_halls_and_windows_are_not_concerned(self) -> None:
        others = (
            exception("2026-11-26", open=False),
            exception("2026-11-25", open=False, hall_id="jingkai-hall"),
            exception("2026-11-25", open=False, window_id="gaoxin-06"),
        )
        assert hours("2026-11-25", window(), others) == OFFICE_HOURS

    @pytest.mark.parametrize("day", ["2026-11-29", "2026-10-03", "2099-03-04"])
    def test_an_open_day_overrules_weekend_holiday_and_ignorance(self, day: str) -> None:
        assert hours(day, window(), (exception(day, open=True),)) == OFFICE_HOURS

    def test_an_open_day_may_have_hours_of_its_own(self) -> None:
        short = exception("2026-11-28", open=True, periods=[{**MORNING, "end": "10:00"}])
        assert hours("2026-11-28", window(), (short,)) == [("09:00", "10:00")]

    def test_what_speaks_of_the_window_counts_before_what_speaks_of_its_hall(self) -> None:
        day = "2026-11-25"
        everywhere = exception(day, open=True)
        hall = exception(day, open=False, hall_id="gaoxin-hall", reason="停电")
        own = exception(day, open=True, window_id="gaoxin-01")
        assert closed(day, window(), everywhere, hall) == "停电"
        assert hours(day, window(), (own, hall, everywhere)) == OFFICE_HOURS


def departure(first: str, last: str, **fields: Any) -> Departure:
    """What the staff of the hall set for some days."""
    days = {"first_day": date.fromisoformat(first), "last_day": date.fromisoformat(last)}
    told = {"hall_id": "gaoxin-hall", "window_id": None, "reason": "大厅安排", "open": True}
    return Departure(**{**told, **days, **fields})


class TestSeries:
    SATURDAYS = departure("2026-09-01", "2026-12-31", weekdays=frozenset({6}))

    def plan(self, day: str, *departures: Departure) -> str | None:
        return Calendar(departures).plan(window(), date.fromisoformat(day)).closed

    def test_a_series_opens_its_weekdays(self) -> None:
        assert self.plan("2026-11-28", self.SATURDAYS) is None
        assert self.plan("2026-11-29", self.SATURDAYS) == "周末休息"

    def test_a_series_never_opens_a_public_holiday(self) -> None:
        assert self.plan("2026-10-03", self.SATURDAYS) == "国庆节放假"

    def test_a_single_day_opens_a_public_holiday(self) -> None:
        assert self.plan("2026-10-03", departure("2026-10-03", "2026-10-03")) is None

    def test_a_single_day_overrules_a_series(self) -> None:
        closed_week = departure("2026-11-23", "2026-11-27", open=False)
        one_day = departure("2026-11-25", "2026-11-25")
        assert self.plan("2026-11-25", closed_week, one_day) is None
        assert self.plan("2026-11-26", closed_week, one_day) == "大厅安排"

    def test_a_hall_closed_for_a_day_closes_a_window_that_opens_in_series(self) -> None:
        window_opens = departure("2026-11-01", "2026-12-31", window_id="gaoxin-01")
        hall_closes = departure("2026-11-28", "2026-11-28", open=False, reason="停电")
        assert self.plan("2026-11-28", window_opens, hall_closes) == "停电"

    def test_a_window_closed_for_weeks_stays_so_when_its_hall_opens_for_a_day(self) -> None:
        renovated = departure(
            "2026-11-01", "2026-12-31", window_id="gaoxin-01", open=False, reason="装修"
        )
        hall_opens = departure("2026-11-28", "2026-11-28")
        assert self.plan("2026-11-28", renovated, hall_opens) == "装修"

    def test_of_two_alike_the_later_one_holds(self) -> None:
        closes = departure("2026-11-25", "2026-11-25", open=False)
        opens = departure("2026-11-25", "2026-11-25")
        assert self.plan("2026-11-25", closes, opens) is None
        assert self.plan("2026-11-25", opens, closes) == "大厅安排"


class TestMoments:
    @pytest.mark.parametrize(
        ("clock", "open_"),
        [("08:59", False), ("09:00", True), ("11:59", True), ("12:00", False), ("13:30", True)],
    )
    def test_open_from_the_first_minute_to_the_last(self, clock: str, open_: bool) -> None:
        assert NO_EXCEPTIONS.is_open([window()], at(f"2026-11-25T{clock}")) is open_

    def test_one_open_window_is_enough(self) -> None:
        saturday = at("2026-11-28T10:00")
        assert not NO_EXCEPTIONS.is_open([window()], saturday)
        assert NO_EXCEPTIONS.is_open([window(), assisting_window()], saturday)

    @pytest.mark.parametrize(
        ("after", "opening"),
        [
            ("2026-11-25T08:00", "2026-11-25T09:00"),
            ("2026-11-25T12:30", "2026-11-25T13:30"),
            ("2026-11-27T18:00", "2026-11-30T09:00"),
            ("2026-09-30T18:00", "2026-10-08T09:00"),
        ],
        ids=["morning", "lunch", "Friday evening", "before a holiday"],
    )
    def test_the_next_opening(self, after: str, opening: str) -> None:
        assert NO_EXCEPTIONS.next_opening([window()], at(after)) == at(opening)

    def test_the_earliest_window_counts(self) -> None:
        afternoons = window("gaoxin-02", opening=[AFTERNOON])
        found = NO_EXCEPTIONS.next_opening([afternoons, window()], at("2026-11-25T08:00"))
        assert found == at("2026-11-25T09:00")

    def test_the_next_opening_of_an_unpublished_year_is_that_of_the_pattern(self) -> None:
        moment = datetime.combine(NOBODY_KNOWS, time(8), at("2026-11-25T00:00").tzinfo)
        assert NO_EXCEPTIONS.next_opening([window()], moment) == moment + timedelta(hours=1)

    def test_a_window_that_never_opens_has_no_next_opening(self) -> None:
        shut = Calendar([departure("2026-11-01", "2026-12-31", open=False)])
        assert shut.next_opening([window()], at("2026-11-01T08:00")) is None
