"""Whose turn it is."""

from datetime import timedelta
from itertools import pairwise
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from api.services.queue.order import Place, passed, turns
from tests.api.hall import NOW


def place(number: str, minutes: int, booked: int | None = None, passes: int = 0) -> Place:
    """Somebody who came so many minutes from now (before it: negative), booked for another."""
    booked_for = None if booked is None else NOW + timedelta(minutes=booked)
    return Place(number, number, NOW + timedelta(minutes=minutes), booked_for, passes)


def numbers(*waiting: Place) -> list[str]:
    return [found.number for found in turns(waiting, NOW)]


def test_who_comes_first_is_called_first() -> None:
    assert numbers(place("A002", -5), place("A001", -9), place("A003", -1)) == [
        "A001", "A002", "A003",
    ]  # fmt: skip


def test_a_booking_whose_time_has_come_goes_before_those_who_came_without() -> None:
    assert numbers(place("A001", -60), place("A002", -5, booked=0)) == ["A002", "A001"]


def test_of_two_bookings_the_earlier_time_goes_first_whoever_came_first() -> None:
    assert numbers(place("A001", -50, booked=-10), place("A002", -20, booked=-30)) == [
        "A002", "A001",
    ]  # fmt: skip


def test_a_booking_not_yet_due_is_called_early_only_when_nobody_else_waits() -> None:
    early = place("A001", -50, booked=5)
    assert numbers(early, place("A002", -1)) == ["A002", "A001"]
    assert numbers(early, place("A002", -1, passes=3)) == ["A002", "A001"]
    assert numbers(early) == ["A001"]


def test_who_was_skipped_comes_behind_the_next_three_and_then_has_the_old_place() -> None:
    skipped = place("A001", -60, passes=3)
    others = [place(f"A00{n}", -n) for n in (9, 8, 7, 6, 5)]
    assert numbers(skipped, *others) == ["A009", "A008", "A007", "A001", "A006", "A005"]
    assert numbers(skipped, *others[:2]) == ["A009", "A008", "A001"]


def test_equal_times_go_by_the_number_also_beyond_a_thousand() -> None:
    assert numbers(place("A1000", -5), place("A999", -5)) == ["A999", "A1000"]


places = st.builds(
    place,
    number=st.integers(1, 1200).map(lambda n: f"A{n:03d}"),
    minutes=st.integers(-90, 0),
    booked=st.none() | st.integers(-60, 60),
    passes=st.sampled_from([0, 0, 0, 1, 2, 3]),
)
queues = st.lists(places, unique_by=lambda one: one.number, max_size=12)


@given(queues)
def test_nobody_is_lost_and_nobody_comes_twice(waiting: list[Place]) -> None:
    assert sorted(numbers(*waiting)) == sorted(one.number for one in waiting)


@given(queues, st.randoms(use_true_random=False))
def test_the_order_does_not_hang_on_how_the_queue_is_read(
    waiting: list[Place], chance: Random
) -> None:
    shuffled = chance.sample(waiting, len(waiting))
    assert numbers(*shuffled) == numbers(*waiting)


@given(queues)
def test_what_is_foretold_is_what_comes(waiting: list[Place]) -> None:
    foretold = turns(waiting, NOW)
    called = []
    while waiting:
        following = turns(waiting, NOW)[0]
        called.append(following.number)
        waiting = passed(waiting, following)
    assert called == [one.number for one in foretold]


@given(queues)
def test_among_those_who_were_not_skipped_the_rule_holds_for_every_two(
    waiting: list[Place],
) -> None:
    order = [one for one in turns(waiting, NOW) if not one.passes]
    for before, after in pairwise(order):
        assert rank(before) <= rank(after)


def rank(one: Place) -> tuple[int, object]:
    if one.booked_for is None:
        return 1, one.queued_at
    return (2 if one.booked_for > NOW else 0), one.booked_for


@given(queues, places)
def test_somebody_who_comes_later_without_a_booking_overtakes_nobody(
    waiting: list[Place], other: Place
) -> None:
    ready = [one for one in waiting if one.booked_for is None or one.booked_for <= NOW]
    late = Place("late", "A9999", NOW + timedelta(seconds=1))
    unskipped = [one for one in ready if not one.passes]
    assert turns([*unskipped, late], NOW)[-1] == late
