"""Domain, rules, actions and examples agree with each other."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml
from rasa.shared.core.domain import Domain
from rasa_sdk.executor import ActionExecutor

from actions.questions.topics import TOPIC_OF_INTENT

ROOT = Path(__file__).parents[2]
DATA = ROOT / "bot" / "data"
BUILT_IN = {"nlu_fallback", "restart", "back", "out_of_scope", "session_start"}
ONLY_PRESSED = {"answer_precheck", "choose_matter"}
"""Intents that only buttons send."""
LEAST_EXAMPLES = 25


def rules() -> dict[str, str]:
    """The action of each intent."""
    return {
        rule["steps"][0]["intent"]: rule["steps"][1]["action"]
        for path in (DATA / "rules").glob("*.yml")
        for rule in yaml.safe_load(path.read_text(encoding="utf-8"))["rules"]
    }


def examples() -> dict[str, list[str]]:
    """The written examples of each intent."""
    found: dict[str, list[str]] = {}
    for path in (DATA / "nlu").glob("*.yml"):
        for entry in yaml.safe_load(path.read_text(encoding="utf-8"))["nlu"]:
            if "intent" in entry:
                texts = re.findall(r"^- (.+)$", entry["examples"], re.MULTILINE)
                found.setdefault(entry["intent"], []).extend(texts)
    return found


def test_the_domain_lists_just_the_actions_there_are(domain: Domain) -> None:
    executor = ActionExecutor()
    executor.register_package("actions")
    assert set(executor.actions) == set(domain.user_actions) | {"action_restart"}


def test_every_intent_has_a_rule(domain: Domain) -> None:
    assert set(domain.intents) - {"back", "out_of_scope", "session_start"} == set(rules())


def test_every_question_has_a_topic() -> None:
    asked = {intent for intent in rules() if intent.startswith("ask_")} - {"ask_guide"}
    assert asked <= set(TOPIC_OF_INTENT)


def test_every_intent_people_type_has_many_examples(domain: Domain) -> None:
    typed = set(domain.intents) - BUILT_IN - ONLY_PRESSED - {"find_matter"} | {"restart"}
    assert set(examples()) - {"find_matter"} == typed
    few = {
        intent: len(texts) for intent, texts in examples().items() if len(texts) < LEAST_EXAMPLES
    }
    assert not few


def test_no_example_stands_for_two_kinds_of_message() -> None:
    seen: dict[str, str] = {}
    for intent, texts in examples().items():
        for text in texts:
            assert seen.setdefault(text, intent) == intent, text


def test_nothing_held_out_was_trained_on() -> None:
    held_out = yaml.safe_load((Path(__file__).parent / "held_out.yml").read_text(encoding="utf-8"))
    trained = {text for texts in examples().values() for text in texts}
    assert not trained & {text for texts in held_out.values() for text in texts}


def test_slots_never_sway_the_rules(domain: Domain) -> None:
    assert not any(slot.influence_conversation for slot in domain.slots)


def test_nothing_is_carried_into_the_next_conversation(domain: Domain) -> None:
    assert domain.session_config.carry_over_slots is False


@pytest.mark.parametrize("name", ["endpoints.yml", "credentials.yml"])
def test_no_secret_and_no_address_is_written_down(name: str) -> None:
    text = (ROOT / "bot" / name).read_text(encoding="utf-8")
    assert "http" not in text
    assert re.findall(r"token: (.*)", text) in ([], ["${GUIDE_SERVICE_TOKEN}"])
