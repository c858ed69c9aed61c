"""Facts in few and plain words."""

from pathlib import Path

import pytest

import knowledge
from api.services.answering.fields import FACT_OF_TOPIC
from api.services.answers import Question
from api.services.brief import in_brief, plain
from api.services.guide import Guide
from knowledge.search import Searcher

INDEX = Path(__file__).resolve().parents[2] / "var" / "index"
FEW = 320
"""Characters, with the notices."""


@pytest.fixture(scope="module")
def guide() -> Guide:
    kb = knowledge.load()
    return Guide(kb, Searcher.open(kb, INDEX))


@pytest.mark.parametrize("topic", [*sorted(FACT_OF_TOPIC), "matter"])
def test_every_matter_can_be_told_in_few_words(guide: Guide, topic: str) -> None:
    for matter_id in guide.kb.matters:
        question = Question(topic, None, matter_id, "gaoxin", detail="brief")
        answer = guide.answer(question)
        assert guide.kb.matters[matter_id].name in answer.text
        assert len(answer.text) <= FEW + len(guide.kb.matters[matter_id].name), answer.text
        assert answer.buttons[0]["title"] == "看完整说明"
        assert len(answer.buttons) <= 3


def test_liability_quotes_its_clause_even_in_brief(guide: Guide) -> None:
    question = Question("liability", None, "eia-approval", "gaoxin", detail="brief")
    text = guide.answer(question).text
    assert "郴政办发〔2021〕4号二、（一）" in text
    assert "现已过期" in text


def test_what_must_not_be_is_never_listed_as_a_condition(guide: Guide) -> None:
    refuses = guide.kb.guide("eia-approval", "gaoxin")
    assert "不符合" not in in_brief(guide.kb, refuses, "conditions")


def test_a_long_limit_is_told_in_a_phrase_and_in_full_on_request(guide: Guide) -> None:
    short = guide.answer(Question("time_limit", None, "food-business-permit", "gaoxin"))
    assert short.text.index("二十日") < 60
    assert "detail" in short.buttons[0]["payload"]
    full = guide.answer(
        Question("time_limit", None, "food-business-permit", "gaoxin", detail="full")
    )
    assert "规章定得更短的" in full.text


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("不收费（行政许可法）。另有规定的除外。", "不收费"),
        ("一二三四五，六七八九十，甲乙丙丁戊", "一二三四五等"),
        ("短", "短"),
    ],
)
def test_plain(text: str, told: str) -> None:
    assert plain(text, longest=10) == told
