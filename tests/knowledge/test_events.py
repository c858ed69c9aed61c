"""What must be settled before 开工, 开业 and 投产 stands in the data, with source and status."""

from collections.abc import Callable
from pathlib import Path

import pytest

import knowledge
from knowledge import KnowledgeBase, KnowledgeError, Problem
from knowledge.schema import Event

Broken = Callable[[str, str], list[Problem]]
FILE = "events.yml"


@pytest.fixture
def broken(data: Path) -> Broken:
    """The problems of the data after the first `old` in its events became `new`."""

    def problems(old: str, new: str) -> list[Problem]:
        text = (data / FILE).read_text("utf-8")
        assert old in text
        (data / FILE).write_text(text.replace(old, new, 1), "utf-8")
        with pytest.raises(KnowledgeError) as caught:
            knowledge.load(data)
        return caught.value.problems

    return problems


def events_in(kb: KnowledgeBase, words: str) -> list[str]:
    return [key for key, event in kb.events.items() if event.is_meant(words)]


@pytest.mark.parametrize(
    ("words", "event_id"),
    [
        ("开工之前要先办什么", "construction"),
        ("破土动工前呢", "construction"),
        ("施工图审完了能施工吗", "construction"),
        ("店子开张前要哪些证", "opening"),
        ("试生产前要办什么", "production"),
    ],
)
def test_an_event_is_known_by_its_words(kb: KnowledgeBase, words: str, event_id: str) -> None:
    assert events_in(kb, words) == [event_id]


@pytest.mark.parametrize("words", ["施工图怎么审", "营业执照要先办吗", "先办哪个"])
def test_a_longer_word_that_holds_a_cue_is_no_event(kb: KnowledgeBase, words: str) -> None:
    assert events_in(kb, words) == []


def test_what_is_not_a_sample_names_the_article_and_when_it_was_read(kb: KnowledgeBase) -> None:
    allowed = [one for event in kb.events.values() for one in event.allowed_by]
    by_law = [one for one in allowed if one.status == "law"]
    assert all(one.checked_on and one.source[0].article for one in by_law)
    assert {one.matter_id for one in allowed} - {one.matter_id for one in by_law} == {
        "pollutant-discharge-permit"  # the law forbids to discharge without it, not to produce
    }


def test_every_event_is_allowed_by_a_step_of_some_plan(kb: KnowledgeBase) -> None:
    steps = {step.matter_id for journey in kb.journeys.values() for step in journey.steps}
    for event in kb.events.values():
        assert {one.matter_id for one in event.allowed_by} <= steps, event.event_id


def line_of(data: Path, words: str) -> int:
    text = (data / FILE).read_text("utf-8")
    return text[: text.index(words)].count("\n") + 1


@pytest.mark.parametrize(
    ("old", "new", "field", "message"),
    [
        (
            "matter_id: construction-permit",
            "matter_id: building-permit",
            "events.0.allowed_by.0.matter_id",
            "没有编号为“building-permit”的事项：请改正，或者删去",
        ),
        (
            "matter_id: food-business-permit",
            "matter_id: fire-safety-inspection",
            "events.1.allowed_by.1.matter_id",
            "fire-safety-inspection 在 opening 里写了两次：请只留一处",
        ),
        (
            "cues: [投产, 投料",
            "cues: [开张, 投料",
            "events.2.cues.0",
            "“开张”已经是 opening 的提示词：请只留一处",
        ),
        (
            "not_meant: [施工图]",
            "not_meant: [效果图]",
            "events.0",
            "“效果图”里没有这里的提示词，写在 not_meant 里没有用：请改正，或者删去",
        ),
        (
            "        status: sample",
            "        status: law",
            "events.2.allowed_by.0",
            "有来源的内容要写 checked_on（核对日期）：哪一天核对的来源",
        ),
        (
            "        status: sample",
            "        status: missing",
            "events.2.allowed_by.0",
            "没有内容的不要写进来；status 不能是 missing（暂缺）",
        ),
        (
            "    cues: [投产, 投料, 试生产]\n",
            "",
            "events.2.cues",
            "缺少“cues”（提示词），请补上",
        ),
    ],
)
def test_a_wrong_event_is_named_with_the_way_to_put_it_right(
    broken: Broken, data: Path, old: str, new: str, field: str, message: str
) -> None:
    (problem,) = broken(old, new)
    assert (problem.file, problem.field, problem.message) == (FILE, field, message)
    assert problem.line is not None


def test_the_line_is_the_one_to_mend(broken: Broken, data: Path) -> None:
    line = line_of(data, "matter_id: food-production-permit")
    (problem,) = broken("matter_id: food-production-permit", "matter_id: gone")
    assert problem.line == line


def test_a_permission_without_a_source_is_refused(broken: Broken, data: Path) -> None:
    text = (data / FILE).read_text("utf-8")
    start = text.index("        source:\n")
    source = text[start : text.index("        checked_on:", start)]
    (problem,) = broken(source, "        source: []\n")
    assert problem.field == "events.0.allowed_by.0.source"
    assert "至少要写 1 条" in problem.message


def test_the_same_event_twice_is_refused(broken: Broken) -> None:
    found = broken("event_id: production", "event_id: opening")
    assert [problem.message for problem in found if problem.field == "events.2.event_id"] == [
        "“opening”写了两次：请给其中一个换编号，或者删去"
    ]


def test_a_folder_without_events_is_refused(data: Path) -> None:
    (data / FILE).unlink()
    with pytest.raises(KnowledgeError) as caught:
        knowledge.load(data)
    assert [str(problem) for problem in caught.value.problems] == [
        "events.yml：缺少这个文件，请补上"
    ]


def test_words_next_to_a_longer_one_make_no_new_cue() -> None:
    event = Event.model_validate(
        {
            "event_id": "opening",
            "title": "开业",
            "cues": ["营业"],
            "not_meant": ["营业执照"],
            "allowed_by": [
                {"matter_id": "fire", "status": "sample", "source": [{"title": "示例"}]}
            ],
        }
    )
    assert not event.is_meant("营营业执照业")
