"""Which step allows an event, and which plan serves a trade, is what the data says."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest

import knowledge
from api.services.journey.finding import find_journeys, guessed, offered
from api.services.journey.order import Order
from api.services.journey.told import Asked
from api.services.journey.walk import begun
from knowledge import KnowledgeBase
from knowledge.schema import Event, Journey


@pytest.fixture(scope="module")
def kb() -> KnowledgeBase:
    return knowledge.load()


def with_journeys(kb: KnowledgeBase, changes: Mapping[str, dict[str, Any]]) -> KnowledgeBase:
    """The knowledge with some fields of some journeys changed, checked like what is read."""
    changed = {
        key: Journey.model_validate({**journey.model_dump(), **changes.get(key, {})})
        for key, journey in kb.journeys.items()
    }
    return replace(kb, journeys=changed)


def before(kb: KnowledgeBase, journey_id: str, words: str) -> str | None:
    """The step of which is told what comes before it."""
    told = Order(kb).before(Asked(query=words), begun(kb, journey_id))
    return told.matter_id if told.understood else None


@pytest.mark.parametrize(
    ("journey_id", "words", "matter_id"),
    [
        ("build-plant", "开工之前要先办什么", "construction-permit"),
        ("open-restaurant", "开张前要先办哪些", "food-business-permit"),
        ("fit-out", "开张前要先办哪些", "fire-safety-inspection"),
        ("canteen", "开业之前呢", "food-business-permit"),
        ("food-plant", "投产前要先办什么", "food-production-permit"),
        ("printing-plant", "试生产之前要办哪些", "pollutant-discharge-permit"),
        ("labour-firm", "动工之前要办什么", None),
    ],
)
def test_before_an_event_comes_what_comes_before_the_step_that_allows_it(
    kb: KnowledgeBase, journey_id: str, words: str, matter_id: str | None
) -> None:
    assert before(kb, journey_id, words) == matter_id


def test_an_event_that_is_added_to_the_data_is_understood(kb: KnowledgeBase) -> None:
    words = "发车之前要先办什么"
    assert before(kb, "freight-firm", words) is None
    permission = {
        "matter_id": "road-freight-permit",
        "status": "sample",
        "source": [{"title": "示例"}],
    }
    fresh = Event.model_validate(
        {"event_id": "driving", "title": "发车", "cues": ["发车"], "allowed_by": [permission]}
    )
    known = replace(kb, events={**kb.events, "driving": fresh})
    assert before(known, "freight-firm", words) == "road-freight-permit"


@pytest.mark.parametrize(
    ("words", "journey_id"),
    [
        ("想弄个竹制品加工点", "build-plant"),
        ("搞个酸豆角加工厂", "food-plant"),
        ("开个宠物诊所", "open-business"),
    ],
)
def test_a_trade_without_a_plan_gets_the_general_one_of_its_kind(
    kb: KnowledgeBase, words: str, journey_id: str
) -> None:
    assert [one.journey_id for one in find_journeys(kb, words)] == [journey_id]


def test_another_journey_can_be_made_the_general_one(kb: KnowledgeBase) -> None:
    words = "开个宠物诊所"
    clinics = {"general": {"places": ["诊所"], "trades": ["宠物"]}}
    changed = with_journeys(kb, {"medical-device-trader": clinics})
    assert [one.journey_id for one in find_journeys(changed, words)] == ["medical-device-trader"]


def test_what_is_offered_to_whoever_tells_nothing_stands_in_the_data(kb: KnowledgeBase) -> None:
    usual = ["build-plant", "standard-workshop", "open-business", "open-restaurant"]
    assert [one.journey_id for one in offered(kb, [])] == usual
    changed = with_journeys(kb, {"canteen": {"offered_at": 1}, "build-plant": {"offered_at": 9}})
    assert [one.journey_id for one in offered(changed, [])] == [
        "canteen",
        *usual[1:],
    ]


def test_of_several_plans_through_a_matter_one_that_is_offered_is_meant(kb: KnowledgeBase) -> None:
    def meant(known: KnowledgeBase) -> str | None:
        journey = guessed(known, None, "real-estate-registration")
        return journey.journey_id if journey else None

    assert meant(kb) == "build-plant"
    changes: dict[str, dict[str, Any]] = {
        "build-plant": {"offered_at": None},
        "close-company": {"offered_at": 9},
    }
    assert meant(with_journeys(kb, changes)) == "close-company"
