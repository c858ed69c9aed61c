"""What a conversation keeps of its thread."""

import pytest

from api.services.thread_state import MOST_RECENT, Thread, is_aside, kept


def test_the_matter_before_is_kept_once_another_is_spoken_of() -> None:
    after = kept({"matter_id": "a", "recent": ["b"]}, {"matter_id": "c"}, {})
    assert after["recent"] == ["a", "b"]


def test_the_current_matter_is_never_among_those_before() -> None:
    after = kept({"matter_id": "a", "recent": ["b", "c"]}, {"matter_id": "b"}, {})
    assert after["recent"] == ["a", "c"]


def test_only_the_last_few_are_kept() -> None:
    earlier = [f"m{n}" for n in range(9)]
    assert len(kept({"matter_id": "a", "recent": earlier}, {"matter_id": "b"}, {})["recent"]) == (
        MOST_RECENT
    )


def test_a_pair_lasts_while_one_of_it_is_current() -> None:
    assert kept({}, {"matter_id": "a", "pair": ["a", "b"]}, {})["pair"] == ["a", "b"]
    assert kept({}, {"matter_id": "c", "pair": ["a", "b"]}, {})["pair"] == []


@pytest.mark.parametrize(("topic", "day"), [("mode", "2021-04-30"), ("materials", None)])
def test_a_day_lasts_while_deciders_are_spoken_of(topic: str, day: str | None) -> None:
    assert kept({}, {"topic": topic, "as_of": "2021-04-30"}, {})["as_of"] == day


def test_the_one_before_is_the_current_one_after_an_aside() -> None:
    thread = Thread(recent=("b", "c"))
    assert thread.before("a") == "b"
    assert Thread(recent=("b", "c"), aside=True).before("a") == "a"
    assert Thread(recent=("b", "c"), aside=True).before(None) == "b"
    assert thread.before("a", first=True) == "c"
    assert Thread().before("a") == "a"


@pytest.mark.parametrize(
    ("outcome", "topic", "aside"),
    [
        ("answered", "materials", False),
        ("card", "matter", False),
        ("clarify", "matter", True),
        ("answered", "policy", True),
        ("small_talk", "chitchat", True),
    ],
)
def test_an_aside_is_about_something_else(outcome: str, topic: str, aside: bool) -> None:
    assert is_aside({"outcome": outcome, "topic": topic}) is aside
