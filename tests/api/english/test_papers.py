"""What people who write English say of the papers on a list."""

import pytest

from api.services.intake.spoken_materials_english import is_english, read

ALL = [1, 2, 3, 4]


@pytest.mark.parametrize(
    ("words", "states"),
    [
        ("I have everything", dict.fromkeys(ALL, "have")),
        ("none of them yet", dict.fromkeys(ALL, "missing")),
        ("the first two yes, the third no", {1: "have", 2: "have", 3: "missing"}),
        ("I have the first two", {1: "have", 2: "have"}),
        ("everything except the third", {1: "have", 2: "have", 3: "missing", 4: "have"}),
        ("all but the last one", {1: "have", 2: "have", 3: "have", 4: "missing"}),
        ("we don't have number 2", {2: "missing"}),
        ("1 and 3 are ready, 4 is missing", {1: "have", 3: "have", 4: "missing"}),
        ("the fourth does not apply", {4: "spared"}),
        ("I have the first, the rest is missing", {1: "have", **dict.fromkeys(ALL[1:], "missing")}),
        ("2 to 4 are done", {2: "have", 3: "have", 4: "have"}),
    ],
)
def test_papers_are_read_by_number_and_all_together(words: str, states: dict[int, str]) -> None:
    assert read(words, 4, ALL, None).states == states


@pytest.mark.parametrize("words", ["which ones can come later?", "what is the third one", "hm"])
def test_a_question_tells_nothing(words: str) -> None:
    assert read(words, 4, ALL, None).states == {}


def test_what_is_only_named_is_in_the_state_that_was_asked_for() -> None:
    assert read("the second and the fourth", 4, ALL, "missing").states == {
        2: "missing",
        4: "missing",
    }


def test_chinese_is_read_elsewhere() -> None:
    assert is_english("I have all")
    assert not is_english("前两个有")
    assert not is_english("1, 2")
