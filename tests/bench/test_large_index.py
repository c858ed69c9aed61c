"""What the long list is asked, and what its steps end in."""

import subprocess

import pytest

from bench import large_index
from bench.generated_matters import MOST, names
from bench.large_index import CITIES, Catalogue, messages, strays
from knowledge.search import Candidate, Result


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return Catalogue(500)


def test_more_than_can_be_generated_is_told() -> None:
    assert len(set(names())) == MOST
    with pytest.raises(SystemExit, match="not 10000000"):
        Catalogue(10_000_000)


def test_talk_and_other_cities_are_asked_about_too(catalogue: Catalogue) -> None:
    asked = messages(catalogue.questions(100))
    assert {"哈哈哈哈", "今天天气怎么样"} <= {one.text for one in asked["all parks, talk"]}
    assert {one.park_id for one in asked["one park, talk"]} == set(CITIES)
    assert all(str(one.park_id) in one.text for one in asked["one park"])
    for one in asked["one park, another named"]:
        assert one.park_id in catalogue.parks
        assert str(one.park_id) not in one.text


def test_candidates_of_another_park_are_found(catalogue: Catalogue) -> None:
    [ours, theirs] = list(catalogue.cities)[:2]
    park = catalogue.cities[ours]
    shipped = next(key for key in catalogue.matters if key not in catalogue.cities)
    found = Result("none", [Candidate(key, key, 0.5) for key in (ours, theirs, shipped)])
    assert strays(catalogue, park, found) == [theirs, shipped]
    assert strays(catalogue, None, found) == []


@pytest.mark.parametrize(
    ("failing", "run"),
    [("build", ["build"]), ("search", ["build", "search", "recall"])],
)
def test_a_missed_goal_leaves_the_other_steps_to_do(
    failing: str, run: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    done: list[str] = []

    def pretend(command: list[str]) -> "subprocess.CompletedProcess[str]":
        done.append(command[command.index("--step") + 1])
        return subprocess.CompletedProcess(command, int(done[-1] == failing))

    monkeypatch.setattr(subprocess, "run", pretend)
    with pytest.raises(SystemExit) as ended:
        large_index.main([])
    assert ended.value.code == 1
    assert done == run
