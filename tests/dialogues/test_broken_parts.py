"""A part dies in the middle of a conversation: the applicant is helped all the same."""

from collections.abc import Iterator

import pytest

from api.services.degraded import APOLOGY
from tests.stack import Applicant, Stack, wait_until

BACK_S = 120


@pytest.fixture
def applicant(stack: Stack) -> Iterator[Applicant]:
    wait_until(stack.is_ready, BACK_S, "the guide is not ready")
    applicant = Applicant(stack.url, "gaoxin")
    applicant.say("施工许可证怎么办")
    assert applicant.context["matter_id"] == "construction-permit"
    yield applicant
    applicant.close()
    wait_until(stack.is_ready, BACK_S, "the guide did not recover")


@pytest.mark.parametrize("words", ["rasa run", "rasa_sdk"], ids=["rasa", "actions"])
def test_the_guide_answers_without_a_part_and_talks_on_when_it_is_back(
    stack: Stack, applicant: Applicant, words: str
) -> None:
    stack.kill(words)
    applicant.say("要带什么材料")
    assert applicant.text.startswith(APOLOGY)
    assert "建筑工程施工许可证核发" in applicant.text
    assert applicant.context["topic"] == "materials"
    assert applicant.context["matter_id"] == "construction-permit"
    assert applicant.buttons

    applicant.say("开饭店要办什么证")
    assert applicant.context["matter_id"] == "food-business-permit"
    assert applicant.cards

    wait_until(stack.is_ready, BACK_S, "the dead part did not come back")
    applicant.say("那要多久")
    assert not applicant.text.startswith(APOLOGY)
    assert applicant.context["intent"] == "ask_time_limit"
    assert applicant.context["matter_id"] == "food-business-permit"


def test_a_booking_goes_on_after_the_action_server_died(stack: Stack, applicant: Applicant) -> None:
    applicant.say("我要预约")
    applicant.press_first("choose_date")
    stack.kill("rasa_sdk")
    applicant.press_first("choose_slot")
    assert applicant.buttons, "a way on"
    wait_until(stack.is_ready, BACK_S, "the action server did not come back")
    applicant.press("再试一次")
    applicant.say("我叫张三，电话13812345678")
    applicant.say("确认")
    assert applicant.context["booking_code"]


def test_a_person_can_be_had_without_the_dialogue(stack: Stack, applicant: Applicant) -> None:
    stack.kill("rasa run")
    applicant.say("转人工")
    assert applicant.context["handoff"] is True
    assert applicant.text
