"""The actions in English: the same moves, and texts in the applicant's language."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from actions.journey.moves import read_move
from actions.moves import (
    abandons,
    asks_difference,
    names_a_day,
    read_corrections,
    read_ordinal,
    read_stars,
    says_no,
    says_yes,
    takes_any_time,
)
from actions.reading import read_name
from actions.texts import all_texts
from tests.actions.conversation import Conversation
from tests.actions.fake_api import FakeApi

CHINESE = re.compile(r"[一-龥]")
Talk = Callable[..., Conversation]


def test_every_text_has_english_words() -> None:
    for name, text in all_texts().items():
        assert text.get("en"), name
        assert not CHINESE.search(text["en"]), name


@pytest.mark.parametrize("said", ["yes", "Yes, that's right.", "ok", "Confirm the booking"])
def test_a_yes(said: str) -> None:
    assert says_yes(said)
    assert not says_no(said)


@pytest.mark.parametrize("said", ["no", "No, that's wrong", "not correct"])
def test_a_no(said: str) -> None:
    assert says_no(said)
    assert not says_yes(said)


@pytest.mark.parametrize("said", ["never mind", "cancel", "I don't want to book any more"])
def test_giving_up(said: str) -> None:
    assert abandons(said)


@pytest.mark.parametrize(
    ("said", "place"),
    [("the second one", 1), ("number 3", 2), ("the last one", 3), ("I'll take the first", 0)],
)
def test_a_choice_by_its_place(said: str, place: int) -> None:
    assert read_ordinal(said, 4) == place


@pytest.mark.parametrize("said", ["I want to open a shop", "next Wednesday", "two restaurants"])
def test_no_choice(said: str) -> None:
    assert read_ordinal(said, 4) is None


@pytest.mark.parametrize(
    ("said", "part"),
    [
        ("the time is wrong", "time"),
        ("please change the phone number", "phone"),
        ("my name is wrong", "name"),
        ("another day please", "time"),
    ],
)
def test_a_correction_names_its_part(said: str, part: str) -> None:
    assert read_corrections(said) == [part]


def test_days_and_any_day() -> None:
    assert all(map(names_a_day, ["next Wednesday morning", "Dec 3", "tomorrow at 3pm"]))
    assert not any(map(names_a_day, ["May I ask something", "what do I need?"]))
    assert all(map(takes_any_time, ["any time", "the earliest", "as soon as possible please"]))


@pytest.mark.parametrize(
    ("said", "name"),
    [
        ("My name is John Smith, phone 13800138000", "John Smith"),
        ("John Smith 13800138000", "John Smith"),
        ("I'm Anna and my number is 13800138000", "Anna"),
        ("My name is Peter Müller", "Peter Müller"),
        ("what do I need?", None),
        ("tomorrow at ten", None),
    ],
)
def test_a_name_beside_a_number(said: str, name: str | None) -> None:
    assert read_name(said) == name


def test_grades() -> None:
    assert [read_stars(said) for said in ("very satisfied", "dissatisfied", "five stars")] == [
        5,
        2,
        5,
    ]


def test_a_booking_from_beginning_to_end(talk: Talk, fake: FakeApi) -> None:
    chat = talk(matter_id="construction-permit", park_id="gaoxin", language="en")
    assert "Which day" in chat.press("/book").text
    times = chat.press(chat.press("/book").buttons[0]["payload"])
    assert "free on" in times.text
    asked = chat.press(times.buttons[0]["payload"])
    assert "name" in asked.text
    check = chat.say("My name is John Smith, phone 13800138000")
    assert check.titles == ["Confirm booking", "Change the time", "Stop booking"]
    assert "Name: J**" in check.text
    done = chat.say("yes, that's right")
    assert done.text.startswith("Your visit is booked")
    assert done.context["booking_code"]
    kept = chat.say("cancel my booking", "cancel_booking")
    assert kept.titles == ["Yes, cancel it", "No, keep it"]
    assert "cancelled" in chat.say("yes").text


def test_api_is_asked_in_the_language_of_the_turn(talk: Talk, fake: FakeApi) -> None:
    talk(language="en").say("open a restaurant", "find_matter")
    talk().say("开饭店", "find_matter")
    assert [question.get("language") for question in fake.questions] == ["en", None]


@pytest.mark.parametrize("said", ["we are in the high-tech zone", "the high tech zone", "gaoxin"])
def test_parks_go_by_their_english_names(talk: Talk, said: str) -> None:
    heard = talk(language="en").say(said, "choose_park")
    assert heard.context["park_id"] == "gaoxin"
    assert "High-tech Zone" in heard.text


def test_small_talk_a_person_and_an_apology(talk: Talk, fake: FakeApi) -> None:
    chat = talk(language="en")
    assert chat.say("hello", "greet").text.startswith("Hello")
    sorry = chat.say("you are useless", "anger")
    assert "sorry" in sorry.text
    assert sorry.titles == ["Talk to a person", "Start again"]
    fake.down = True
    assert chat.say("open a restaurant", "find_matter").text.startswith("I cannot reach")


@pytest.mark.parametrize(
    ("said", "move"),
    [
        ("what comes after the construction permit", "next"),
        ("what comes next", "next"),
        ("the first step", "first"),
        ("where do we start", "first"),
        ("step 3 please", "stage"),
        ("what is left to do", "left"),
        ("what do I need before that", "before"),
        ("show me the plan", "show"),
        ("which of these can run in parallel", "show"),
        ("the EIA is done", "done"),
        ("we haven't finished it yet", "undone"),
        ("open a restaurant", None),
        ("how much does it cost", None),
    ],
)
def test_ways_through_a_plan(said: str, move: str | None) -> None:
    assert read_move(said) == move


@pytest.mark.parametrize("said", ["wait I meant the other park", "and in the other zone?"])
def test_the_other_park_is_the_one_that_is_not_spoken_of(talk: Talk, said: str) -> None:
    heard = talk(language="en", park_id="gaoxin").say(said, "choose_park")
    assert heard.context["park_id"] == "jingkai"


def test_a_comparison_with_the_other_park_changes_no_park() -> None:
    assert asks_difference("how does it differ in the other park")
