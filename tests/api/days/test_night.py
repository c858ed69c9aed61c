"""Nobody is written to between nine in the evening and eight in the morning."""

from datetime import UTC, datetime

import pytest

from api.services.days.night import by_day, is_night
from tests.api.hall import at


@pytest.mark.parametrize(
    "day", ["2026-11-25T08:00", "2026-11-25T12:00", "2026-11-25T20:59:59.999999"]
)
def test_by_day_is_at_once(day: str) -> None:
    assert not is_night(at(day))
    assert by_day(at(day)) == at(day)


@pytest.mark.parametrize(
    ("night", "morning"),
    [
        ("2026-11-25T21:00", "2026-11-26T08:00"),
        ("2026-11-25T23:59", "2026-11-26T08:00"),
        ("2026-11-26T00:00", "2026-11-26T08:00"),
        ("2026-11-26T07:59:59", "2026-11-26T08:00"),
        ("2026-12-31T22:30", "2027-01-01T08:00"),
        ("2028-02-28T22:30", "2028-02-29T08:00"),
        ("2028-02-29T22:30", "2028-03-01T08:00"),
    ],
)
def test_at_night_it_waits_for_the_morning(night: str, morning: str) -> None:
    assert is_night(at(night))
    assert by_day(at(night)) == at(morning)


def test_the_night_is_that_of_the_hall() -> None:
    assert is_night(datetime(2026, 11, 25, 14, tzinfo=UTC))
    assert by_day(datetime(2026, 11, 25, 23, 30, tzinfo=UTC)) == at("2026-11-26T08:00")
