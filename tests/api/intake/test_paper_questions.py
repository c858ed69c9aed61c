"""Who makes a paper, in what form, where it is to be had: told from the guide, or named unknown."""

import pytest

import knowledge
from api.services.intake.paper_questions import PaperAnswer, answer
from knowledge import KnowledgeBase


@pytest.fixture(scope="module")
def kb() -> KnowledgeBase:
    return knowledge.load()


def ask(kb: KnowledgeBase, matter_id: str, words: str, *asked: int) -> PaperAnswer:
    return answer(kb, kb.guide(matter_id, "gaoxin"), words, asked)


def test_what_the_guide_says_anywhere_is_told(kb: KnowledgeBase) -> None:
    found = ask(kb, "hazchem-project-review", "安全评价的报告找哪家做")
    assert found.numbers == (2,)
    assert "资质条件的机构" in (found.text or "")


def test_this_one_is_the_paper_that_was_asked_about(kb: KnowledgeBase) -> None:
    assert "资质条件的机构" in (ask(kb, "hazchem-project-review", "这个谁来出", 2).text or "")


@pytest.mark.parametrize("words", ["检测报告找谁做", "第五项要原件吗", "这些要盖章吗"])
def test_what_the_guide_does_not_say_is_named_with_who_knows(kb: KnowledgeBase, words: str) -> None:
    text = ask(kb, "drainage-permit", words).text or ""
    assert "没有写明" in text
    assert "12345" in text


def test_a_broken_promise_is_answered_from_the_matter_itself(kb: KnowledgeBase) -> None:
    assert "撤销" in (ask(kb, "fire-safety-inspection", "要是承诺了没做到呢").text or "")


@pytest.mark.parametrize(
    "words", ["谁来审批", "要多久", "去哪个窗口", "规划许可证在哪里办", "盖谁的章"]
)
def test_other_questions_are_of_no_paper(kb: KnowledgeBase, words: str) -> None:
    assert ask(kb, "drainage-permit", words).text is None
