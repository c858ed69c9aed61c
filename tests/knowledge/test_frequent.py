"""Telling the frequent questions of a matter apart."""

from dataclasses import dataclass
from pathlib import Path

import pytest
import yaml

from knowledge import KnowledgeBase, Matter
from knowledge.frequent import FrequentQuestions

HELD_OUT: dict[str, dict[str, dict[str, list[str]]]] = yaml.safe_load(
    (Path(__file__).parent / "held_out_frequent.yml").read_text(encoding="utf-8")
)
"""Wordings of a writer who had seen none of those that are learned from."""
LIKELY = 0.3
LEAST_RIGHT, MOST_WRONG = 0.75, 0.04
"""Shares of the held-out wordings; .80 and .02 when this was written."""


@dataclass(frozen=True)
class Tried:
    """What became of the held-out wordings, each once."""

    right: float
    wrong: float


@pytest.fixture(scope="module")
def tried(kb: KnowledgeBase) -> Tried:
    cases = [
        (matter_id, question, words)
        for matter_id, said in HELD_OUT.items()
        for question, wordings in said["asked"].items()
        for words in wordings
    ]
    found = [
        (question, kb.frequent_questions.likeliest(matter_id, words))
        for matter_id, question, words in cases
    ]
    likely = [(asked, one.question) for asked, one in found if one and one.likelihood >= LIKELY]
    right = sum(asked == question for asked, question in likely)
    return Tried(right / len(cases), (len(likely) - right) / len(cases))


def test_most_wordings_nobody_learned_from_find_their_question(tried: Tried) -> None:
    assert tried.right >= LEAST_RIGHT


def test_few_find_another(tried: Tried) -> None:
    assert tried.wrong <= MOST_WRONG


def test_what_asks_for_a_plain_fact_is_no_frequent_question(kb: KnowledgeBase) -> None:
    for words in (
        "要带什么材料",
        "多久能办好",
        "去哪个窗口",
        "帮我约下周三上午",
        "转人工",
    ):
        for matter_id in kb.matters:
            likely = kb.frequent_questions.likeliest(matter_id, words)
            assert likely is None or likely.likelihood < LIKELY, (matter_id, words, likely)


def test_the_name_of_the_matter_makes_no_question_likelier(kb: KnowledgeBase) -> None:
    asked = kb.frequent_questions
    alone = asked.likeliest("temporary-land-use", "能盖厂房不")
    named = asked.likeliest("temporary-land-use", "临时用地能盖厂房不")
    assert alone == named


def test_a_matter_without_questions_has_no_likely_one(kb: KnowledgeBase) -> None:
    permit = kb.matters["construction-permit"]
    silent = permit.model_copy(update={"fields": type(permit.fields)()})
    known: dict[str, Matter] = {"construction-permit": silent}
    assert FrequentQuestions(known).likeliest("construction-permit", "先开工会怎样") is None
    assert FrequentQuestions({}).likeliest("nothing", "先开工会怎样") is None


def test_every_wording_is_of_a_question_there_is(kb: KnowledgeBase) -> None:
    lost = [
        (matter_id, question)
        for matter_id, matter in kb.matters.items()
        for question in matter.frequent
        if question not in {faq["question"] for faq in matter.fields.faqs.value or ()}
    ]
    assert lost == []


def test_every_answer_with_places_of_its_own_names_sources_of_the_fact(kb: KnowledgeBase) -> None:
    for matter in kb.matters.values():
        places = {source.place for source in matter.fields.faqs.source}
        for faq in matter.fields.faqs.value or ():
            assert set(faq.get("articles", ())) <= places, (matter.matter_id, faq["question"])
