"""Going through a plan in English: the same walk as in Chinese, other words."""

import re
from pathlib import Path

import pytest

from api.services.english.guide import BilingualGuide
from api.services.english.journey.moves import EnglishMoves
from api.services.journey.told import Asked, Told
from api.services.journey.walk import begun
from api.services.outcomes import Outcome
from knowledge import KnowledgeBase
from knowledge.search import Searcher

INDEX = Path(__file__).resolve().parents[3] / "var" / "index"
CHINESE = re.compile(r"[\u3400-\u9fff]")
BESIDE = re.compile(r"\([\u3400-\u9fff]+\)")
"""The Chinese name of a thing beside its English one."""


@pytest.fixture(scope="module")
def moves(kb: KnowledgeBase) -> EnglishMoves:
    return BilingualGuide(kb, Searcher.open(kb, INDEX)).journeys


def titles(told: Told) -> list[str]:
    return [one["title"] for one in told.buttons]


def test_a_named_plan_begins_with_its_first_question(moves: EnglishMoves) -> None:
    told = moves.take("start", Asked("all the steps to build a factory"))
    assert (told.outcome, told.waits_for) == (Outcome.ASKED, "question")
    assert told.walk is not None
    assert told.walk.id == "build-plant"
    assert not any(CHINESE.search(title) for title in [told.text, *titles(told)])


def test_which_plan_is_asked_where_several_lead_through_the_matter(moves: EnglishMoves) -> None:
    told = moves.take("start", Asked("the whole plan", matter_id="construction-permit"))
    assert (told.outcome, told.waits_for) == (Outcome.CLARIFY, "which")
    assert "Building a factory" in titles(told)


@pytest.mark.parametrize("journey_id", ["build-plant", "open-restaurant", "close-company"])
def test_every_question_of_a_plan_has_english_words(
    moves: EnglishMoves, kb: KnowledgeBase, journey_id: str
) -> None:
    told = moves.take("start", Asked(subject=journey_id))
    while told.waits_for == "question":
        said = " ".join([told.text, *titles(told)])
        assert not CHINESE.search(BESIDE.sub("", said))
        told = moves.take("unknown", Asked("no idea", told.walk))
    assert told.outcome is Outcome.PLAN
    assert "1. " in told.text
    assert not CHINESE.search(BESIDE.sub("", told.text))


@pytest.mark.parametrize(
    ("words", "option"),
    [("rented workshop", "standard-workshop"), ("no idea", "unknown"), ("new land", "new-land")],
)
def test_an_answer_is_read_in_english_words(moves: EnglishMoves, words: str, option: str) -> None:
    begun_with = moves.take("start", Asked(subject="build-plant"))
    assert begun_with.walk is not None
    question = begun_with.walk.asked or ""
    told = moves.take("answer", Asked(words, begun_with.walk))
    assert told.understood
    assert told.walk is not None
    assert option in (told.walk.answers.get(question), told.walk.id)


def test_the_steps_are_gone_through_and_noted(moves: EnglishMoves, kb: KnowledgeBase) -> None:
    walk = begun(kb, "open-restaurant")
    first = moves.take("first", Asked("the first step", walk))
    assert first.text.startswith("Step 1 of ")
    assert first.walk is not None
    done = moves.take("done", Asked("step 1 is done", first.walk, matter_id=first.matter_id))
    assert done.walk is not None
    assert done.walk.done
    assert done.text.startswith("Noted: ")
    left = moves.take("left", Asked("what is left", done.walk))
    assert f"{len(done.walk.done)} of " in left.text


def test_who_asks_without_a_plan_is_answered_in_the_usual_order(moves: EnglishMoves) -> None:
    asked = Asked("what comes after the construction permit", matter_id="construction-permit")
    told = moves.take("next", asked)
    assert told.text.startswith("In the usual order of “Building a factory”")


def test_words_that_make_no_move_are_left_to_others(moves: EnglishMoves, kb: KnowledgeBase) -> None:
    walk = begun(kb, "build-plant")
    assert not moves.take("answer", Asked("purple monkeys", walk)).understood
    assert not moves.take("needed", Asked("is a horse needed", walk)).understood
