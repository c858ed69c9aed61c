"""What can be done against a decision: one reader, whatever the question is taken for."""

import pytest

from api.services.answers import Question
from api.services.guide import Guide
from api.services.said.appeals import appeals_a_decision, appeals_if_liability, surely_appeals
from api.services.usual import kinds_of

PERMIT = "food-production-permit"


@pytest.mark.parametrize("words", ["复议要在多少天内提", "不服这个决定", "行政起诉去哪里"])
def test_some_words_say_it_surely(words: str) -> None:
    assert surely_appeals(words)


@pytest.mark.parametrize("words", ["我去告他们行不", "能申诉吗", "打官司要交钱吗", "去哪个法院"])
def test_others_say_it_of_a_decision(words: str) -> None:
    assert appeals_a_decision(words)
    assert not surely_appeals(words)


@pytest.mark.parametrize("words", ["被驳回了找谁评理", "不给批怎么救济", "可以仲裁吗", "能信访吗"])
def test_others_say_it_where_liability_is_asked_about(words: str) -> None:
    assert appeals_if_liability(words)
    assert not appeals_a_decision(words)


@pytest.mark.parametrize(
    "words",
    ["告诉我谁负责", "投诉谁", "我的诉求找谁", "预告登记谁负责", "劳动仲裁找谁", "公告要多久"],
)
def test_words_that_only_sound_like_it(words: str) -> None:
    assert not appeals_if_liability(words)


def test_who_asks_to_be_told_is_told_who_is_liable(guide: Guide) -> None:
    text = guide.answer(Question("liability", "告诉我出了事谁担责", PERMIT, "gaoxin")).text
    assert "办理，法律责任" in text


def test_who_complains_is_told_who_supervises(guide: Guide) -> None:
    text = guide.answer(Question("liability", "批得不公平投诉谁", PERMIT, "gaoxin")).text
    assert "办理，监管" in text


def test_who_asks_to_be_told_of_a_permit_asks_a_usual_question() -> None:
    assert kinds_of("告诉我证管几年") == {"validity"}


@pytest.mark.parametrize("words", ["没批的话能申诉吗", "没批的话我找谁反诉"])
def test_an_appeal_is_understood_whatever_it_is_taken_for(guide: Guide, words: str) -> None:
    assert "不服的话" in guide.answer(Question("matter", words, PERMIT, "gaoxin")).text


def test_remedies_of_a_decision_are_no_temporary_relief(guide: Guide) -> None:
    answer = guide.answer(Question("liability", "没批下来有什么救济", PERMIT, "gaoxin"))
    assert answer.matter_id == PERMIT
    assert "不服的话" in answer.text
