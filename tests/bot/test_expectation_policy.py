"""Who gets a message while an answer is waited for."""

from __future__ import annotations

from typing import Any

import pytest
from rasa.core.policies.policy import PolicyPrediction
from rasa.engine.graph import ExecutionContext, GraphSchema
from rasa.engine.storage.local_model_storage import LocalModelStorage
from rasa.engine.storage.resource import Resource
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted, Event, SlotSet, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

from bot.components.expectation_policy import ExpectationPolicy

CONFIG = {"priority": 7, "interrupts": ["restart"], "interrupt_confidence": 0.6}
WAITING = SlotSet("expecting", "booking.contact")


@pytest.fixture
def policy(tmp_path: Any) -> ExpectationPolicy:
    """The policy as the model loads it."""
    return ExpectationPolicy.load(
        dict(CONFIG),
        LocalModelStorage(tmp_path),
        Resource("policy"),
        ExecutionContext(GraphSchema({})),
    )


def said(text: str, intent: str = "nlu_fallback", confidence: float = 0.9) -> UserUttered:
    """A message that Rasa takes for `intent`."""
    return UserUttered(text, {"name": intent, "confidence": confidence})


def next_action(policy: ExpectationPolicy, domain: Domain, *events: Event) -> str | None:
    """What the policy predicts after `events`; None when it has no opinion."""
    tracker = DialogueStateTracker.from_events(
        "someone", [ActionExecuted("action_listen"), *events], domain.slots
    )
    prediction: PolicyPrediction = policy.predict_action_probabilities(tracker, domain)
    if prediction.max_confidence == 0:
        return None
    return str(domain.action_names_or_texts[prediction.max_confidence_index])


def test_while_nothing_is_expected_it_has_no_opinion(
    policy: ExpectationPolicy, domain: Domain
) -> None:
    assert next_action(policy, domain, said("张三")) is None


def test_whatever_is_typed_goes_to_the_pending_question(
    policy: ExpectationPolicy, domain: Domain
) -> None:
    assert next_action(policy, domain, WAITING, said("张三", "greet")) == "action_continue"


def test_a_button_keeps_its_own_meaning(policy: ExpectationPolicy, domain: Domain) -> None:
    assert next_action(policy, domain, WAITING, said("/ask_fee", "ask_fee", 1.0)) is None


def test_a_sure_interrupt_breaks_in(policy: ExpectationPolicy, domain: Domain) -> None:
    assert next_action(policy, domain, WAITING, said("重新开始", "restart", 0.9)) is None


def test_not_knowing_is_an_answer_however_curt(policy: ExpectationPolicy, domain: Domain) -> None:
    curt = said("我说不清", "restart", 0.9)
    assert next_action(policy, domain, WAITING, curt) == "action_continue"


def test_a_doubtful_interrupt_does_not(policy: ExpectationPolicy, domain: Domain) -> None:
    assert next_action(policy, domain, WAITING, said("重来", "restart", 0.3)) == "action_continue"


@pytest.mark.parametrize("action", ["action_continue", "action_answer"])
def test_after_an_action_the_turn_is_over(
    policy: ExpectationPolicy, domain: Domain, action: str
) -> None:
    events = (WAITING, said("张三"), ActionExecuted(action))
    assert next_action(policy, domain, *events) == "action_listen"
