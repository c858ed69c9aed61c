"""The code on the screen of a hall, and what becomes of those who guess it."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from api.services.queue.presence import (
    DIGITS,
    LASTS,
    MOST_WRONG,
    ONE_MINUTE,
    NotPresent,
    Presence,
    TooManyGuesses,
)
from tests.api.at_once import at_once
from tests.api.queue.hall_day import HALL, HallDay, moment

OTHER_HALL = "jingkai-hall"
NOW = moment("10:00")


def guesses(presence: Presence, code: str | None, now: str = "10:00", hall_id: str = HALL) -> str:
    """What becomes of somebody who tries a code."""
    try:
        presence.require(hall_id, code, moment(now))
    except NotPresent:
        return "wrong"
    except TooManyGuesses:
        return "too many"
    return "right"


def a_wrong_code(presence: Presence) -> str:
    """One that does not count before or after 10:00."""
    right = {presence.code_of(HALL, NOW + LASTS * n).code for n in (-1, 0, 1)}
    return next(code for code in map("{:04d}".format, range(4)) if code not in right)


def test_it_is_four_digits_that_change_every_five_minutes(small: HallDay) -> None:
    code_of = small.queue.presence.code_of
    first = code_of(HALL, NOW)
    assert (len(first.code), first.code.isdecimal()) == (DIGITS, True)
    assert (first.changes_at, first.valid_until) == (moment("10:05"), moment("10:10"))
    assert code_of(HALL, moment("10:04:59")) == first
    day = {code_of(HALL, NOW + LASTS * n).code for n in range(100)}
    assert len(day) > 90


def test_every_hall_has_its_own(small: HallDay) -> None:
    presence = small.queue.presence
    moments = [NOW + LASTS * n for n in range(20)]
    ours, theirs = ([presence.code_of(h, at).code for at in moments] for h in (HALL, OTHER_HALL))
    assert ours != theirs


def test_it_counts_while_it_is_shown_and_as_long_again(small: HallDay) -> None:
    presence = small.queue.presence
    code = presence.code_of(HALL, NOW).code
    shown = ["09:59:59", "10:00:00", "10:05:00", "10:09:59", "10:10:00"]
    assert [guesses(presence, code, now) for now in shown] == [
        "wrong", "right", "right", "right", "wrong",
    ]  # fmt: skip


def test_it_may_be_typed_in_full_width_and_with_spaces(small: HallDay) -> None:
    presence = small.queue.presence
    code = presence.code_of(HALL, NOW).code
    wide = "".join(chr(ord(digit) + 0xFEE0) for digit in code)
    assert guesses(presence, f" {wide} ") == "right"


@pytest.mark.parametrize("sent", [None, "", " ", "现场码", "12"])
def test_what_is_no_code_is_wrong(small: HallDay, sent: str | None) -> None:
    assert guesses(small.queue.presence, sent) == "wrong"


def test_wrong_guesses_are_counted_by_hall_and_minute(hall: HallDay) -> None:
    presence = hall.queue.presence
    right, wrong = presence.code_of(HALL, NOW).code, a_wrong_code(hall.queue.presence)
    for _ in range(MOST_WRONG):
        assert guesses(presence, right) == "right"
        assert guesses(presence, wrong) == "wrong"
    assert guesses(presence, wrong, "10:00:59") == "too many"
    assert guesses(presence, right, "10:00:59") == "too many"
    theirs = presence.code_of(OTHER_HALL, NOW).code
    assert guesses(presence, theirs, hall_id=OTHER_HALL) == "right"
    assert guesses(presence, right, "10:01") == "right"
    assert guesses(presence, wrong, "10:01") == "wrong"


def test_whoever_sends_no_code_at_all_takes_no_guess_from_others(small: HallDay) -> None:
    presence = small.queue.presence
    assert {guesses(presence, None) for _ in range(MOST_WRONG + 1)} == {"wrong"}
    assert guesses(presence, presence.code_of(HALL, NOW).code) == "right"


def test_guesses_at_once_are_all_counted(hall: HallDay) -> None:
    presence, wrong = hall.queue.presence, a_wrong_code(hall.queue.presence)
    act: Callable[[], str] = lambda: guesses(presence, wrong)  # noqa: E731
    found = at_once(*[act] * (MOST_WRONG + 6))
    assert (found.count("wrong"), found.count("too many")) == (MOST_WRONG, 6)


def test_in_a_park_the_code_tells_the_hall(small: HallDay) -> None:
    presence = small.queue.presence
    code = presence.code_of(HALL, NOW).code
    assert presence.hall_in_park("gaoxin", code, NOW) == HALL
    with pytest.raises(NotPresent):
        presence.hall_in_park("jingkai", code, NOW)
    assert timedelta(seconds=60) == ONE_MINUTE
