"""Journeys lead from an intent to matters in an order that works (decree rows D11, D12)."""

from collections.abc import Callable
from pathlib import Path

import pytest

import knowledge
from knowledge import KnowledgeBase, KnowledgeError, Problem, journey_plan
from knowledge.schema import Journey, JourneyStep
from knowledge.schema.fact import Source
from knowledge.schema.journey import USUAL_ORDER

LAW = (Source(title="《某法》", article="第一条"),)


def journey(*steps: JourneyStep) -> Journey:
    return Journey(
        journey_id="build",
        title="建厂房",
        text="按顺序办",
        cues=("建厂房",),
        status="sample",
        source=(Source(title="示例"),),
        steps=steps,
    )


def staged(*steps: JourneyStep) -> list[list[str]]:
    return [[step.matter_id for step in stage] for stage in journey_plan.stages(journey(*steps))]


def test_steps_that_wait_for_nothing_run_in_parallel() -> None:
    assert staged(
        JourneyStep(matter_id="name"),
        JourneyStep(matter_id="trees"),
        JourneyStep(matter_id="licence", needs=("name",), source=LAW),
        JourneyStep(matter_id="food", usually_after=("licence",)),
        JourneyStep(matter_id="signs", usually_after=("name", "trees")),
    ) == [["name", "trees"], ["licence", "signs"], ["food"]]


def test_a_stage_keeps_the_order_of_the_journey() -> None:
    ids = ["d", "a", "c", "b"]
    assert staged(*(JourneyStep(matter_id=name) for name in ids)) == [ids]


@pytest.mark.parametrize(
    ("steps", "message"),
    [
        (
            (
                JourneyStep(matter_id="a", usually_after=("b",)),
                JourneyStep(matter_id="b", needs=("a",), source=LAW),
            ),
            "wait for each other",
        ),
        (
            (JourneyStep(matter_id="a", usually_after=("gone",)), JourneyStep(matter_id="b")),
            "build has no step gone",
        ),
    ],
)
def test_what_can_never_begin_has_no_stages(steps: tuple[JourneyStep, ...], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        journey_plan.stages(journey(*steps))


def test_a_place_rests_on_a_law_or_is_the_usual_one() -> None:
    by_law = JourneyStep(matter_id="b", needs=("a",), source=LAW)
    usual = JourneyStep(matter_id="b", usually_after=("a",))
    both = JourneyStep(matter_id="c", needs=("a",), usually_after=("b",), source=LAW)
    assert (by_law.basis, by_law.status) == ("《某法》第一条", "law")
    assert (usual.basis, usual.status) == (USUAL_ORDER, "sample")
    assert both.status == "sample"
    assert both.after == ("a", "b")


def test_every_shipped_journey_has_stages_with_each_step_once(kb: KnowledgeBase) -> None:
    assert len(kb.journeys) >= 12
    for known in kb.journeys.values():
        stages = journey_plan.stages(known)
        assert sorted(s.matter_id for stage in stages for s in stage) == sorted(
            step.matter_id for step in known.steps
        )
        settled: set[str] = set()
        for stage in stages:
            assert all(set(step.after) <= settled for step in stage)
            settled |= {step.matter_id for step in stage}


def test_every_shipped_journey_can_be_asked_for_in_peoples_words(kb: KnowledgeBase) -> None:
    for known in kb.journeys.values():
        assert len(known.examples) >= 3
        assert known.status == "sample"


def test_a_plant_is_planned_before_it_is_built_and_built_before_it_is_registered(
    kb: KnowledgeBase,
) -> None:
    stages = journey_plan.stages(kb.journeys["build-plant"])
    stage_of = {step.matter_id: number for number, stage in enumerate(stages) for step in stage}
    places = [
        stage_of[matter_id]
        for matter_id in (
            "investment-filing",
            "land-planning-permit",
            "construction-planning-permit",
            "construction-permit",
            "planning-verification",
            "completion-filing",
            "real-estate-registration",
        )
    ]
    assert places == sorted(set(places))
    assert stage_of["eia-approval"] == stage_of["land-planning-permit"]


def test_only_what_the_decree_names_is_shared_by_the_park(kb: KnowledgeBase) -> None:
    shared = {
        (step.matter_id, step.regional)
        for known in kb.journeys.values()
        for step in known.steps
        if step.regional
    }
    assert shared == {
        ("archaeology-survey", "heritage"),
        ("mineral-overlay-approval", "mineral_overlay"),
        ("water-abstraction-permit", "water_resources"),
        ("energy-review", "energy"),
        ("government-investment-approval", "geological_hazard"),
    }


# ---- the checks

Broken = Callable[[str], list[Problem]]
STEPS = """\
journeys:
  - journey_id: build
    title: 建厂房
    text: 按顺序办
    cues: [建厂房]
    status: sample
    source:
      - {title: 示例}
    steps:
"""


@pytest.fixture
def broken(data: Path) -> Broken:
    """The problems of a data folder whose only journey has these steps."""

    def problems(steps: str) -> list[Problem]:
        (data / "journeys.yml").write_text(STEPS + steps, encoding="utf-8")
        with pytest.raises(KnowledgeError) as caught:
            knowledge.load(data)
        return caught.value.problems

    return problems


def test_a_step_waits_only_for_steps_of_its_journey(broken: Broken) -> None:
    (problem,) = broken(
        "      - matter_id: eia-approval\n"
        "      - matter_id: construction-permit\n"
        "        usually_after:\n"
        "          - eia-approval\n"
        "          - food-business-permit\n"
    )
    assert str(problem) == (
        "journeys.yml 第14行 journeys.0.steps.1.usually_after.1："
        "build 里没有 food-business-permit 这一步：请加上这一步，或者删去这里"
    )


def test_steps_that_wait_for_each_other_are_refused(broken: Broken) -> None:
    (problem,) = broken(
        "      - matter_id: investment-filing\n"
        "      - matter_id: eia-approval\n"
        "        usually_after: [investment-filing, construction-permit]\n"
        "      - matter_id: construction-permit\n"
        "        usually_after: [eia-approval]\n"
    )
    assert (problem.file, problem.line) == ("journeys.yml", 12)
    assert problem.field == "journeys.0.steps.1.usually_after.1"
    assert "这几步互相等待" in problem.message
    assert "eia-approval → construction-permit" in problem.message
    assert "请删去这里或者其中一处" in problem.message


def test_a_step_that_waits_for_itself_is_refused(broken: Broken) -> None:
    (problem,) = broken(
        "      - matter_id: eia-approval\n"
        "        usually_after: [eia-approval]\n"
        "      - matter_id: construction-permit\n"
    )
    assert "eia-approval → eia-approval" in problem.message


def test_steps_stand_in_the_order_in_which_they_are_read_out(broken: Broken) -> None:
    (problem,) = broken(
        "      - matter_id: construction-permit\n"
        "        usually_after: [eia-approval]\n"
        "      - matter_id: eia-approval\n"
    )
    assert str(problem) == (
        "journeys.yml 第11行 journeys.0.steps.0.usually_after.0："
        "请把 eia-approval 这一步写在 construction-permit 前面"
    )


def test_what_is_needed_by_law_names_the_law(broken: Broken) -> None:
    (problem,) = broken(
        "      - matter_id: eia-approval\n"
        "      - matter_id: construction-permit\n"
        "        needs: [eia-approval]\n"
    )
    assert (problem.line, problem.field) == (12, "journeys.0.steps.1.needs")
    assert "请写 source（来源），只是通常先办的改写到 usually_after" in problem.message


# ---- which plan is the general one, and which are offered


def two_journeys(first: str, second: str) -> str:
    steps = "      - matter_id: eia-approval\n      - matter_id: construction-permit\n"
    other = STEPS.partition("\n")[2].replace("build", "open").replace("建厂房", "开店")
    start = STEPS.replace("    status", f"{first}    status", 1)
    return start + steps + other.replace("    status", f"{second}    status", 1) + steps


@pytest.mark.parametrize(
    ("first", "second", "line", "field", "message"),
    [
        (
            "    general: {places: [厂, 店]}\n",
            "    general: {places: [铺, 店]}\n",
            17,
            "journeys.1.general.places.1",
            "“店”已经归 build：请只留一处，或者用 trades（行业用词）把两个分开",
        ),
        (
            "    general: {places: [店], trades: [酒, 茶]}\n",
            "    general: {places: [店], trades: [茶]}\n",
            17,
            "journeys.1.general.places.0",
            "“茶店”已经归 build：请只留一处，或者用 trades（行业用词）把两个分开",
        ),
        (
            "    offered_at: 1\n",
            "    offered_at: 1\n",
            17,
            "journeys.1.offered_at",
            "第 1 位已经是 build：请换一个数，或者删去",
        ),
        (
            "",
            "    offered_at: 0\n",
            16,
            "journeys.1.offered_at",
            "不能小于 1；现在写的是“0”",
        ),
        (
            "",
            "    general: {trades: [酒]}\n",
            16,
            "journeys.1.general.places",
            "缺少“places”（经营场所的叫法），请补上",
        ),
    ],
)
def test_plans_that_compete_are_named(
    data: Path, first: str, second: str, line: int, field: str, message: str
) -> None:
    (data / "journeys.yml").write_text(two_journeys(first, second), encoding="utf-8")
    with pytest.raises(KnowledgeError) as caught:
        knowledge.load(data)
    (problem,) = caught.value.problems
    assert (problem.line, problem.field, problem.message) == (line, field, message)


def test_the_same_places_may_differ_by_trade(data: Path) -> None:
    first = "    general: {places: [厂], trades: [酒]}\n    offered_at: 2\n"
    second = "    general: {places: [厂]}\n    offered_at: 1\n"
    (data / "journeys.yml").write_text(two_journeys(first, second), encoding="utf-8")
    journeys = knowledge.load(data).journeys
    assert [one.offered_at for one in journeys.values()] == [2, 1]
