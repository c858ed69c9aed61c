"""Before the park is known, what holds in either is told."""

from datetime import date
from pathlib import Path

import pytest

import knowledge
from api.services.answering.no_matter import NoMatter
from api.services.answers import Answer, Question
from api.services.outcomes import Outcome
from knowledge import KnowledgeBase
from knowledge.search import Searcher
from tests.knowledge.editions import with_park

KB = knowledge.load()
SEARCHER = Searcher.open(KB, Path(__file__).resolve().parents[2] / "var" / "index")


def asked(topic: str, words: str, day: date | None = None, kb: KnowledgeBase = KB) -> Answer:
    return NoMatter(kb, SEARCHER).ask_park(Question(topic, words, "construction-permit", as_of=day))


def test_who_decides_and_whose_seal_is_told_at_once() -> None:
    answer = asked("mode", "谁批，盖哪个章")
    assert answer.outcome is Outcome.ASK_PARK
    assert "在两个园区都是「直接赋权」" in answer.text
    assert "行政审批专用章" in answer.text
    assert "示例数据" in answer.text
    assert answer.text.endswith("请问您的项目在哪个园区？")


def test_liability_quotes_its_clause_and_tells_of_appeals_when_asked() -> None:
    plain, appealing = asked("liability", "出了问题谁负责"), asked("liability", "不批我告谁")
    assert "郴政办发〔2021〕4号二、（一）" in plain.text
    assert "管委会担责" in plain.text
    assert "复议" not in plain.text
    assert "六十日内申请行政复议" in appealing.text


def test_the_windows_of_both_parks_are_told() -> None:
    text = asked("window", "去哪里办").text
    assert "郴州高新区政务服务大厅 一楼 1号窗口" in text
    assert "郴州经开区政务服务大厅 一楼 1号窗口" in text


@pytest.mark.parametrize("topic", ["mode", "liability"])
def test_before_the_decree_no_park_is_asked_for(topic: str) -> None:
    answer = asked(topic, "那时候归谁", date(2020, 11, 1))
    assert answer.outcome is Outcome.NOT_COVERED
    assert "2021年3月10日起由园区办理" in answer.text


def test_in_the_transition_joint_liability_is_told() -> None:
    assert "共同承担" in asked("liability", "谁负责", date(2021, 4, 1)).text


def test_where_the_parks_differ_each_is_told() -> None:
    there = KB.edition.matters["construction-permit"]["jingkai"]
    stationed = there.model_copy(update={"delegation_mode": "stationed"})
    kb = with_park(KB, "construction-permit", jingkai=stationed)
    text = asked("mode", "谁批", kb=kb).text
    assert "赋权方式不同" in text
    assert "郴州高新区：「直接赋权」" in text
    assert "郴州经开区：「服务前移」" in text
