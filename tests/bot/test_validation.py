"""Rasa's own validation of domain, rules and examples finds nothing to say."""

from __future__ import annotations

import logging
from pathlib import Path

import pytest
from rasa.shared.importers.importer import TrainingDataImporter
from rasa.validator import Validator

from launch.build import build
from launch.paths import BOT_EXAMPLES

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def validator() -> Validator:
    """Rasa's validator over all that the model is trained on."""
    build()
    return Validator.from_importer(
        TrainingDataImporter.load_from_dict(
            {},
            str(ROOT / "config.yml"),
            str(ROOT / "bot" / "domain"),
            [str(ROOT / "bot" / "data"), str(BOT_EXAMPLES)],
        )
    )


@pytest.mark.parametrize(
    "check",
    [
        "verify_intents_in_stories",
        "verify_utterances_in_stories",
        "verify_example_repetition_in_intents",
    ],
)
def test_nothing_is_unknown_unused_or_told_twice(
    validator: Validator, check: str, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.WARNING):
        assert getattr(validator, check)(ignore_warnings=False)


@pytest.mark.parametrize(
    "check",
    [
        "verify_actions_in_stories_rules",
        "verify_domain_validity",
        "verify_form_slots",
        "verify_forms_in_stories_rules",
        "verify_slot_mappings",
    ],
)
def test_domain_and_rules_fit_together(validator: Validator, check: str) -> None:
    assert getattr(validator, check)()


def test_no_two_rules_contradict_each_other(validator: Validator) -> None:
    assert validator.verify_story_structure(ignore_warnings=False)
