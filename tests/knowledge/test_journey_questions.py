"""The questions of the journeys are checked when the data is read: file, line, field, way out."""

from pathlib import Path

import pytest

import knowledge
from knowledge import KnowledgeError, Problem

HEAD = """\
journeys:
  - journey_id: build
    title: 建厂房
    text: 按顺序办
    cues: [建厂房]
    status: sample
    source:
      - {title: 示例}
"""
STEPS = """\
    steps:
      - matter_id: eia-approval
        when: 要编制报告书的
      - matter_id: construction-permit
"""
BEGINNING = """\
    questions:
      - question_id: site
        text: 厂房怎么来？
        options:
"""
REST = """\
          - {option_id: rented, title: 租}
"""


def problems(data: Path, questions: str) -> list[Problem]:
    (data / "journeys.yml").write_text(HEAD + questions + STEPS, encoding="utf-8")
    with pytest.raises(KnowledgeError) as caught:
        knowledge.load(data)
    return caught.value.problems


@pytest.mark.parametrize(
    ("option", "field", "message"),
    [
        ("adds: [food-business-permit]", "adds.0", "build 里没有 food-business-permit 这一步"),
        ("drops: [construction-permit]", "drops.0", "这一步没有写 when（什么情况要办），总是要办"),
        (
            "adds: [eia-approval], drops: [eia-approval]",
            "drops.0",
            "eia-approval 在这个选项里写了两次",
        ),
        ("journey: gone", "journey", "没有另一个流程叫“gone”"),
        ("journey: build", "journey", "没有另一个流程叫“build”"),
    ],
)
def test_an_answer_changes_only_what_is_there(
    data: Path, option: str, field: str, message: str
) -> None:
    (problem,) = problems(
        data, f"{BEGINNING}          - {{option_id: own, title: 自建, {option}}}\n{REST}"
    )
    assert problem.file == "journeys.yml"
    assert problem.line == 13
    assert problem.field == f"journeys.0.questions.0.options.0.{field}"
    assert message in problem.message


def test_a_question_without_effect_is_refused(data: Path) -> None:
    (problem,) = problems(data, f"{BEGINNING}          - {{option_id: own, title: 自建}}\n{REST}")
    assert (problem.line, problem.field) == (10, "journeys.0.questions.0")
    assert "怎么回答计划都一样" in problem.message


def test_options_are_told_apart(data: Path) -> None:
    first = "{option_id: own, title: 自建, cues: [盖], affirms: true, drops: [eia-approval]}"
    second = "{option_id: own, title: 租, cues: [盖], affirms: true}"
    found = problems(data, f"{BEGINNING}          - {first}\n          - {second}\n")
    assert {problem.field.rpartition("options.1.")[2] for problem in found} == {
        "option_id",
        "cues.0",
        "affirms",
    }


def test_more_than_five_questions_are_refused(data: Path) -> None:
    one = (
        "      - question_id: q{}\n        text: 有吗？\n        options:\n"
        "          - {{option_id: given, title: 有, drops: [eia-approval]}}\n"
        "          - {{option_id: not-given, title: 没有}}\n"
    )
    (problem,) = problems(data, "    questions:\n" + "".join(one.format(n) for n in range(6)))
    assert problem.field == "journeys.0.questions"
    assert "最多写 5 条" in problem.message


def test_a_step_stands_in_for_another_step_only(data: Path) -> None:
    (data / "journeys.yml").write_text(
        HEAD
        + STEPS.replace(
            "        when: 要", "        instead_of: fire-acceptance\n        when: 要"
        ),
        encoding="utf-8",
    )
    with pytest.raises(KnowledgeError) as caught:
        knowledge.load(data)
    (problem,) = caught.value.problems
    assert problem.field == "journeys.0.steps.0.instead_of"
