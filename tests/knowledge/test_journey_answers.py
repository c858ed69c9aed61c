"""What the answers to a journey's questions make of its plan (decree row D11)."""

import pytest

from knowledge import KnowledgeBase
from knowledge.journey_answers import UNKNOWN, entrance, questions_of, settled, tailor
from knowledge.journey_plan import stages
from knowledge.schema import Journey, JourneyOption, JourneyQuestion, JourneyStep
from knowledge.schema.fact import Source

WATER = JourneyQuestion(
    question_id="water",
    text="取水吗？",
    options=(
        JourneyOption(option_id="given", title="取水", affirms=True, adds=("well",)),
        JourneyOption(option_id="not-given", title="不取水", affirms=False, drops=("well",)),
    ),
)
SITE = JourneyQuestion(
    question_id="site",
    text="厂房怎么来？",
    options=(
        JourneyOption(option_id="own", title="自建", likely=("eia",)),
        JourneyOption(option_id="rented", title="租", drops=("eia", "well")),
    ),
)


def journey(*steps: JourneyStep, questions: tuple[JourneyQuestion, ...] = (WATER, SITE)) -> Journey:
    return Journey(
        journey_id="build",
        title="建厂房",
        text="按顺序办",
        cues=("建厂房",),
        status="sample",
        source=(Source(title="示例"),),
        questions=questions,
        steps=steps,
    )


BUILD = journey(
    JourneyStep(matter_id="filing"),
    JourneyStep(matter_id="eia", usually_after=("filing",), when="要环评的"),
    JourneyStep(matter_id="well", usually_after=("eia",), when="取水的"),
    JourneyStep(matter_id="permit", usually_after=("well",)),
)


def test_without_answers_every_step_stays_with_its_case() -> None:
    left = tailor(BUILD, {})
    assert [step.matter_id for step in left.journey.steps] == ["filing", "eia", "well", "permit"]
    assert left.certainty == {"filing": "sure", "eia": "open", "well": "open", "permit": "sure"}


def test_an_answer_settles_the_case_of_a_step() -> None:
    left = tailor(BUILD, {"water": "given", "site": "own"})
    assert left.certainty["well"] == "sure"
    assert left.certainty["eia"] == "likely"


def test_who_does_not_know_keeps_both_ways() -> None:
    assert tailor(BUILD, {"water": UNKNOWN}).certainty == tailor(BUILD, {}).certainty


def test_a_rare_step_is_there_only_for_whoever_tells_its_case() -> None:
    told = JourneyOption(option_id="given", title="核准", adds=("approval",), drops=("filing",))
    other = JourneyOption(option_id="not-given", title="备案", adds=("filing",))
    route = JourneyQuestion(
        question_id="route", text="走哪样？", in_passing=True, options=(told, other)
    )
    steps = (
        JourneyStep(matter_id="approval", when="目录里的", when_told=True, instead_of="filing"),
        JourneyStep(matter_id="filing", when="目录外的"),
        JourneyStep(matter_id="permit", needs=("filing", "approval")),
    )
    one = journey(*steps, questions=(route,))
    assert one.asks == 0
    for answers, first in (({}, "filing"), ({"route": "given"}, "approval")):
        left = tailor(one, answers)
        assert [step.matter_id for step in left.journey.steps] == [first, "permit"]
        assert left.journey.steps[-1].after == (first,)
    assert "approval" not in tailor(one, {}).dropped


def test_a_step_waits_for_what_the_dropped_one_waited_for() -> None:
    left = tailor(BUILD, {"site": "rented"})
    assert left.dropped == ("eia", "well")
    assert left.journey.steps[-1].after == ("filing",)
    assert [[s.matter_id for s in stage] for stage in stages(left.journey)] == [
        ["filing"],
        ["permit"],
    ]


def test_what_one_answer_needs_another_does_not_drop() -> None:
    left = tailor(BUILD, {"water": "given", "site": "rented"})
    assert left.certainty["well"] == "sure"


def test_what_is_done_stays_and_its_alternative_goes() -> None:
    either = journey(
        JourneyStep(matter_id="report", when="大项目"),
        JourneyStep(matter_id="form", when="小项目", instead_of="report"),
        questions=(),
    )
    assert tailor(either, {}, ["form"]).dropped == ("report",)
    assert tailor(either, {}, ["report"]).dropped == ("form",)
    assert tailor(BUILD, {"water": "not-given"}, ["well"]).dropped == ()


def test_an_answer_leads_over_to_the_journey_that_fits(kb: KnowledgeBase) -> None:
    found, answers = settled(kb.journeys, "build-plant", {"site": "rented"})
    assert found == "standard-workshop"
    back, _ = settled(kb.journeys, found, {**answers, "site": "new-land"})
    assert back == "build-plant"


def test_the_journey_one_is_led_to_asks_the_question_that_led_there(kb: KnowledgeBase) -> None:
    led = entrance(kb.journeys, "standard-workshop")
    assert led is not None
    assert led[0] == "build-plant"
    assert questions_of(kb.journeys, "standard-workshop")[0].question_id == "site"
    assert settled(kb.journeys, "standard-workshop", {})[1] == {"site": "rented"}


def test_no_shipped_path_asks_more_than_five_questions(kb: KnowledgeBase) -> None:
    for journey_id in kb.journeys:
        asked = [one for one in questions_of(kb.journeys, journey_id) if not one.in_passing]
        assert len(asked) <= 5


def test_most_shipped_journeys_ask_what_decides_their_path(kb: KnowledgeBase) -> None:
    assert sum(bool(one.questions) for one in kb.journeys.values()) >= 12


def test_every_combination_of_shipped_answers_leaves_a_plan_that_can_begin(
    kb: KnowledgeBase,
) -> None:
    for one in kb.journeys.values():
        for question in one.questions:
            for option in question.options:
                left = tailor(one, {question.question_id: option.option_id})
                assert stages(left.journey), f"{one.journey_id} {option.option_id}"


@pytest.mark.parametrize(
    ("answer", "gone"),
    [("given", {"enterprise-name", "enterprise-registration"}), ("not-given", set())],
)
def test_who_has_a_licence_does_not_apply_for_one(
    kb: KnowledgeBase, answer: str, gone: set[str]
) -> None:
    assert set(tailor(kb.journeys["standard-workshop"], {"licence": answer}).dropped) == gone
