"""Days and times in the words of the hall."""

from datetime import UTC, date, datetime

from api.services.days.words import say_day, say_time, say_times
from tests.api.hall import at


def test_a_day_names_its_weekday() -> None:
    assert say_day(date(2028, 2, 29)) == "2月29日（周二）"
    assert say_day(date(2026, 11, 29)) == "11月29日（周日）"


def test_a_time_is_that_of_the_hall() -> None:
    assert say_time(datetime(2026, 12, 31, 16, 5, tzinfo=UTC)) == "1月1日（周五）00:05"


def test_several_times_of_a_day_name_it_once_and_in_order() -> None:
    times = [at("2026-11-27T14:00"), at("2026-11-26T10:30"), at("2026-11-26T09:00")]
    assert say_times(times) == "11月26日09:00、10:30，11月27日14:00"
