"""Shares, intervals, curves and mix-ups on cases worked out by hand."""

import math

import pytest

from bench.routing import metrics


def test_wilson_s_interval_of_a_share() -> None:
    found = metrics.share([True] * 8 + [False] * 2)
    assert found.value == 0.8
    assert (found.low, found.high) == pytest.approx((0.4902, 0.9433), abs=1e-4)
    assert found.count == 10


def test_a_share_of_all_stays_within_bounds_and_leaves_room_for_doubt() -> None:
    found = metrics.share([True] * 20)
    assert (found.value, found.high) == (1.0, 1.0)
    assert found.low == pytest.approx(0.8389, abs=1e-4)


def test_nothing_measured_is_not_a_number() -> None:
    for found in (metrics.share([]), metrics.mean([]), metrics.auroc([], [1.0])):
        assert found.count == 0
        assert math.isnan(found.value)


def test_a_mean_lies_within_its_interval_and_repeats() -> None:
    values = [1.0, 0.5, 0.0, 1.0, 0.25] * 20
    found = metrics.mean(values)
    assert found.value == pytest.approx(0.55)
    assert found.low < found.value < found.high
    assert found == metrics.mean(values)


def test_places_and_what_they_add() -> None:
    assert metrics.rank(["a", "b", "c"], "b") == 2
    assert metrics.rank(["a"], "b") is None
    assert [metrics.reciprocal(place) for place in (1, 4, None)] == [1.0, 0.25, 0.0]


def test_the_area_under_the_curve() -> None:
    assert metrics.auroc([3.0, 4.0], [1.0, 2.0]).value == 1.0
    assert metrics.auroc([1.0, 3.0], [2.0, 0.0]).value == 0.75
    assert metrics.area([1.0, 1.0], [1.0]) == 0.5


def test_a_threshold_turns_away_no_more_than_allowed() -> None:
    scores = [number / 100 for number in range(100)]
    least = metrics.threshold_for(scores, 0.02)
    assert sum(score < least for score in scores) == 2
    assert metrics.threshold_for([5.0, 1.0, 3.0], 0.02) == 1.0


def test_what_is_let_in_where_a_threshold_is_read_off() -> None:
    ours = [number / 100 for number in range(100)]  # two lie below 0.02
    others = [0.01] * 30 + [0.5] * 10
    assert metrics.false_accept(ours, others, 0.02).value == 0.25
    assert metrics.false_accept(ours, [], 0.02).count == 0


def test_the_interval_of_what_is_let_in_knows_the_threshold_may_lie_elsewhere() -> None:
    ours = [number / 100 for number in range(100)]
    others = [0.021] * 50 + [0.5] * 50  # half lie just above the threshold, 0.02
    fixed = metrics.share([True] * 100)
    found = metrics.false_accept(ours, others, 0.02)
    assert found.value == fixed.value == 1.0
    assert found.low < 0.6 < fixed.low
    assert found == metrics.false_accept(ours, others, 0.02)


def test_errors_by_the_peer_s_on_the_same_messages() -> None:
    ours = [True] * 95 + [False] * 5
    peer = [True] * 80 + [False] * 20
    found = metrics.error_ratio(ours, peer)
    assert found.value == 0.25
    assert 0 < found.low < 0.25 < found.high < 1


def test_a_peer_without_errors_does_not_make_the_ratio_infinite() -> None:
    assert metrics.error_ratio([False, True], [True, True]).value == 1.0


def test_mix_ups_are_counted_by_direction_most_frequent_first() -> None:
    right = ["a", "a", "b", "b", "c", "c"]
    given = ["b", "b", "a", "b", "c", "a"]
    assert metrics.confusions(right, given) == [("a", "b", 2), ("b", "a", 1), ("c", "a", 1)]
