"""What is told of every matter of a kind, and of the modes, stands in the data with its source."""

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import get_args

import pytest

import knowledge
from knowledge import KnowledgeBase, KnowledgeError, Problem
from knowledge.schema import DelegationMode, ModeSummary, Rule
from knowledge.schema.rule import RuleName

Broken = Callable[[str, str, str], list[str]]


def problems_of(data: Path) -> list[Problem]:
    with pytest.raises(KnowledgeError) as caught:
        knowledge.load(data)
    return caught.value.problems


@pytest.fixture
def broken(data: Path) -> Broken:
    """What is said after the first `old` in a file became `new`."""

    def problems(name: str, old: str, new: str) -> list[str]:
        text = (data / name).read_text("utf-8")
        assert old in text
        (data / name).write_text(text.replace(old, new, 1), "utf-8")
        return [str(problem) for problem in problems_of(data)]

    return problems


def test_every_rule_and_every_mode_is_there(kb: KnowledgeBase) -> None:
    assert set(kb.rules) == set(get_args(RuleName))
    assert list(kb.modes) == list(get_args(DelegationMode))


def test_a_law_is_quoted_with_its_article(kb: KnowledgeBase) -> None:
    told: list[Rule | ModeSummary] = [*kb.rules.values(), *kb.modes.values()]
    for one in told:
        assert one.status in ("law", "official")
        assert all(source.document and source.article for source in one.source), one
        assert all(
            (source.document or "").startswith("《") == (one.status == "law")
            for source in one.source
        ), one


def test_the_same_in_fewer_words_is_shorter(kb: KnowledgeBase) -> None:
    shortened = [one for one in kb.rules.values() if one.brief]
    assert [one.rule for one in shortened] == ["appeal"]
    assert all(len(one.brief or "") < len(one.text) for one in shortened)


def test_a_rule_that_is_left_out_is_missed(broken: Broken) -> None:
    text = (knowledge.loader.DATA / "rules.yml").read_text("utf-8")
    rule = text[text.index("  - rule: renewal") : text.index("  - rule: expired")]
    assert broken("rules.yml", rule, "") == ["rules.yml rules：缺少规则 renewal：请加上"]


def test_a_mode_that_is_left_out_is_missed(broken: Broken) -> None:
    text = (knowledge.loader.DATA / "modes.yml").read_text("utf-8")
    mode = text[text.index("  - mode: stationed") : text.index("  - mode: direct_report")]
    assert broken("modes.yml", mode, "") == ["modes.yml modes：缺少赋权方式 stationed：请加上"]


@pytest.mark.parametrize("name", ["rules.yml", "modes.yml"])
def test_a_folder_without_the_file_is_refused(data: Path, name: str) -> None:
    (data / name).unlink()
    assert [str(problem) for problem in problems_of(data)] == [f"{name}：缺少这个文件，请补上"]


def test_a_rule_nobody_asks_for_is_refused(broken: Broken) -> None:
    (said,) = broken("rules.yml", "rule: renewal", "rule: renewing")
    assert said.startswith("rules.yml 第13行 rules.1.rule：只能写其中一个：agent、renewal、")
    assert said.endswith("现在写的是“renewing”")


def test_a_rule_without_a_date_of_checking_is_refused(broken: Broken) -> None:
    (said,) = broken("rules.yml", "    checked_on: 2025-04-19\n", "")
    assert said == (
        "rules.yml 第5行 rules.0：有来源的内容要写 checked_on（核对日期）：哪一天核对的来源"
    )


def test_a_mode_speaks_of_nothing_but_the_park(broken: Broken) -> None:
    (said,) = broken("modes.yml", "（{park}）", "（{department}）")
    assert said == (
        "modes.yml 第6行 modes.0：liable 里的大括号只能写 {park}（管委会的名称）：请改正"
    )


def test_a_copy_of_the_data_loads_as_it_is(tmp_path: Path, kb: KnowledgeBase) -> None:
    copy = Path(shutil.copytree(knowledge.loader.DATA, tmp_path / "copy"))
    assert knowledge.load(copy).rules == kb.rules


def test_a_mode_is_shown_by_matters_of_the_list(broken: Broken) -> None:
    (said,) = broken("modes.yml", "examples: [forest-land-use]", "examples: [forest]")
    assert said.endswith("modes.2.examples.0：没有编号为“forest”的事项：请改正，或者删去")
