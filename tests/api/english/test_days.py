"""Days and times as people name them in English, seen from Wednesday, 25 November 2026, 10:00."""

from datetime import date, datetime

import pytest

from api.db.types import HALL_ZONE
from api.services.dates import Spoken
from api.services.english.days import understand

NOW = datetime(2026, 11, 25, 10, 0, tzinfo=HALL_ZONE)


def on(month: int, day: int, part: str | None = None, time: str | None = None) -> Spoken:
    return Spoken.model_validate(
        {"date": date(2026, month, day), "part": part, "time": time, "reason": None}
    )


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("next Wednesday morning", on(12, 2, "am")),
        ("next week on Wednesday at half past two", on(12, 2, "pm", "14:30")),
        ("Wednesday next week, 11 am", on(12, 2, "am", "11:00")),
        ("tomorrow at 3pm", on(11, 26, "pm", "15:00")),
        ("tomorrow at three", on(11, 26, "pm", "15:00")),
        ("the day after tomorrow in the afternoon", on(11, 27, "pm")),
        ("Dec 3", on(12, 3)),
        ("3rd of December, 9:30", on(12, 3, "am", "09:30")),
        ("December 3rd at 10 am", on(12, 3, "am", "10:00")),
        ("2026-12-07 at 14:30", on(12, 7, "pm", "14:30")),
        ("Friday", on(11, 27)),
        ("this Friday", on(11, 27)),
        ("today at 4 o'clock", on(11, 25, "pm", "16:00")),
        ("on the 30th", on(11, 30)),
        ("in two weeks", on(12, 9)),
        ("in 5 days", on(11, 30)),
        ("at the end of the month", on(11, 30)),
        ("Wednesday at 9", on(12, 2, "am", "09:00")),
    ],
)
def test_days_are_read_as_a_clerk_would(said: str, meant: Spoken) -> None:
    assert understand(said, NOW) == meant


@pytest.mark.parametrize("said", ["3 pm", "9:30", "at half past three", "in the morning"])
def test_a_time_needs_no_day(said: str) -> None:
    spoken = understand(said, NOW)
    assert spoken.date is None
    assert spoken.part is not None


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ("yesterday", "already passed"),
        ("today at 9am", "already passed"),
        ("Feb 30", "no such day"),
        ("next week", "more exactly"),
    ],
)
def test_a_day_that_cannot_be_used_is_told_with_its_reason(said: str, why: str) -> None:
    spoken = understand(said, NOW)
    assert spoken.date is None
    assert why in (spoken.reason or "")


@pytest.mark.parametrize("said", ["Li Ming 13800138000", "what do I need?", "May I ask something"])
def test_other_words_name_no_day(said: str) -> None:
    assert understand(said, NOW) == Spoken()
