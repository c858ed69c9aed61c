"""A measure that meets its goals ends well; one that misses some says which and ends in 1."""

import pytest

from bench.goals import Goals


def test_goals_met_say_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    goals = Goals()
    goals.at_most("p50", 3.0, 3.0)
    goals.at_least("recall", 0.98, 0.98)
    goals.settle()
    assert capsys.readouterr().out == ""


def test_missed_goals_are_all_told_at_the_end(capsys: pytest.CaptureFixture[str]) -> None:
    goals = Goals()
    goals.at_most("p50", 3.5, 3.0)
    goals.at_most("p99", float("nan"), 10.0)
    goals.at_least("recall", 0.9, 0.98)
    assert capsys.readouterr().out == ""
    with pytest.raises(SystemExit) as ended:
        goals.settle()
    assert ended.value.code == 1
    said = capsys.readouterr().out
    assert all(what in said for what in ("p50: 3.5", "p99: nan", "recall: 0.9"))
