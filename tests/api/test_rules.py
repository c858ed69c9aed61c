"""What is told of every matter is the rule in the data, and comes with its source."""

import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

import knowledge
from api.services.answers import Question
from api.services.guide import Guide
from api.services.thread.compare import say_modes
from knowledge import KnowledgeBase
from knowledge.schema import ModeSummary, Rule
from knowledge.schema.rule import RuleName
from knowledge.search import Searcher

ROOT = Path(__file__).resolve().parents[2]
EMERGENCY = {"110", "120"}
CALLED = re.compile(r"(?:打|[Cc]all|hotline|热线|窗口或)\s?(\d{3,})")
Answer = Callable[[KnowledgeBase, Question], str]


@pytest.fixture(scope="module")
def kb() -> KnowledgeBase:
    return knowledge.load()


@pytest.fixture(scope="module")
def answer(kb: KnowledgeBase) -> Answer:
    """The text of an answer from a knowledge base whose search is the shipped one."""
    searcher = Searcher.open(kb, ROOT / "var" / "index")
    return lambda known, question: Guide(known, searcher).answer(question).text


def with_rule(kb: KnowledgeBase, name: RuleName, text: str) -> KnowledgeBase:
    """The knowledge with another text of a rule."""
    changed = Rule.model_validate({**kb.rules[name].model_dump(), "text": text, "brief": text})
    return replace(kb, rules={**kb.rules, name: changed})


PERMIT = "construction-permit"
ASKED: dict[RuleName, Question] = {
    "agent": Question("matter", "可以找人代办吗", PERMIT, "gaoxin"),
    "renewal": Question("result", "快到期了怎么延续", "food-business-permit", "gaoxin"),
    "expired": Question("result", "过期了还能卖吗", "food-business-permit", "gaoxin"),
    "application_forms": Question("materials", "申请表在哪里下载", PERMIT, "gaoxin"),
    "refusal": Question("matter", "没批下来怎么办", PERMIT, "gaoxin"),
    "incomplete": Question("materials", "要跑几趟", PERMIT, "gaoxin"),
    "green_channel": Question("time_limit", "能不能快点办，加急行吗", PERMIT, "gaoxin"),
    "fee_collection": Question("fee", None, "real-estate-registration", "gaoxin"),
    "who_decides": Question("mode", "谁来审批"),
    "who_is_liable": Question("liability", "出了问题谁负责"),
    "appeal": Question("liability", None, PERMIT, "gaoxin", detail="brief"),
}


@pytest.mark.parametrize("name", ASKED)
def test_a_rule_is_told_as_the_data_has_it(
    kb: KnowledgeBase, answer: Answer, name: RuleName
) -> None:
    told = answer(kb, ASKED[name])
    rule = kb.rules[name]
    assert (rule.brief or rule.text) in told, told
    source = rule.source[0]
    assert f"{source.document}{source.article}" in told
    assert "另一种说法。" in answer(with_rule(kb, name, "另一种说法。"), ASKED[name])


def test_a_mode_is_told_as_the_data_has_it(kb: KnowledgeBase, answer: Answer) -> None:
    question = Question("liability", None, PERMIT, "gaoxin", detail="brief")
    mode = kb.mode(PERMIT, "gaoxin")
    assert mode is not None
    fields = {**kb.modes[mode].model_dump(), "liable": "{park}来管", "summary": "一口气"}
    changed = ModeSummary.model_validate(fields)
    other = replace(kb, modes={**kb.modes, mode: changed})
    assert "郴州高新区管委会来管" in answer(other, question)
    assert "一口气" in say_modes(other, "gaoxin")
    assert "一口气" not in say_modes(kb, "gaoxin")


def test_whoever_is_sent_to_a_number_is_sent_to_the_one_in_the_data(kb: KnowledgeBase) -> None:
    known = {edition.hotline.value.split()[0] for edition in kb.editions if edition.hotline.value}
    files = [
        path
        for folder in ("api", "actions")
        for path in (ROOT / folder).rglob("*")
        if path.suffix in (".py", ".yml", ".html", ".js") and "node_modules" not in path.parts
    ]
    told: dict[str, str] = {}
    for path in files:
        for number in CALLED.findall(path.read_text("utf-8")):
            told[number] = path.name
    assert "12345" in told
    assert set(told) - EMERGENCY == known, told
