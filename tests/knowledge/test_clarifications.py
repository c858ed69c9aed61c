from pathlib import Path

import pytest

from knowledge import KnowledgeBase, clarifications
from knowledge.clarifications import Clarification
from knowledge.errors import WordingError
from knowledge.question import NONE_OF_THESE, Option, ask, ask_prepared, short_title

TREES = Clarification.model_validate(
    {
        "clarification_id": "trees",
        "question": "树在哪里？",
        "options": [
            {"matter_id": "logging", "title": "山上"},
            {"matter_id": "greenland", "title": "城里"},
        ],
        "examples": ["砍树", "移树"],
    }
)
NAMES = {"logging": "林木采伐许可证", "greenland": "城市绿地审批（砍伐）", "river": "涉河审批"}
NONE = Option(NONE_OF_THESE, None)


def test_every_shipped_answer_leads_to_a_matter(kb: KnowledgeBase) -> None:
    for entry in clarifications.load(kb.matters).values():
        assert len({option.title for option in entry.options}) == len(entry.options)


def test_an_answer_that_leads_nowhere_is_refused(tmp_path: Path, kb: KnowledgeBase) -> None:
    file = tmp_path / "clarifications.yml"
    text = clarifications.FILE.read_text(encoding="utf-8")
    file.write_text(text.replace("matter_id: logging-permit", "matter_id: no-such"), "utf-8")
    with pytest.raises(WordingError, match=r"clarifications\.yml 第\d+行 .*“no-such”的事项"):
        clarifications.load(kb.matters, file)


def test_one_id_is_of_one_question(tmp_path: Path, kb: KnowledgeBase) -> None:
    file = tmp_path / "clarifications.yml"
    text = clarifications.FILE.read_text(encoding="utf-8")
    head, _, entries = text.partition("clarifications:\n")
    file.write_text(f"{head}clarifications:\n{entries}{entries}", "utf-8")
    with pytest.raises(WordingError, match="写了两次：请给其中一个换编号"):
        clarifications.load(kb.matters, file)


def test_a_prepared_question_is_taken_when_it_tells_the_likeliest_apart() -> None:
    question = ask({"logging": 0.6, "greenland": 0.3, "river": 0.01}, NAMES, [TREES])
    assert question.text == "树在哪里？"
    assert question.options == [Option("山上", "logging"), Option("城里", "greenland"), NONE]


def test_otherwise_the_matters_are_offered_by_their_short_names() -> None:
    question = ask({"greenland": 0.5, "river": 0.4}, NAMES, [TREES])
    assert question.options == [
        Option("城市绿地审批", "greenland"),
        Option("涉河审批", "river"),
        NONE,
    ]


def test_a_prepared_question_leaves_out_what_the_park_does_not_have() -> None:
    assert ask_prepared(TREES, {"logging"}) is None


def test_a_name_that_is_all_aside_stays_whole() -> None:
    assert short_title("（其他）") == "（其他）"
