"""The quick check of action results is as strict as Rasa's own."""

from __future__ import annotations

from typing import Any

import pytest
from jsonschema import ValidationError
from rasa.core.actions.action import RemoteAction

from bot.components.action_results import check_results_with_one_schema

GOOD = [
    {"events": [], "responses": []},
    {"events": [{"event": "slot", "name": "a", "value": 1}], "responses": [{"text": "好"}]},
    {},
]
BAD: list[Any] = [
    {"events": {}},
    {"events": [{"name": "no event"}]},
    {"responses": "text"},
    [],
]


@pytest.fixture(params=["rasa", "ours"])
def action(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> RemoteAction:
    """A remote action, as Rasa made it and as we have it."""
    # So that the original is back after the test.
    monkeypatch.setattr(
        RemoteAction, "_validate_action_result", RemoteAction._validate_action_result
    )
    if request.param == "ours":
        check_results_with_one_schema()
    return RemoteAction("action_x", None)


@pytest.mark.parametrize("result", GOOD)
def test_a_good_result_passes(action: RemoteAction, result: dict[str, Any]) -> None:
    assert action._validate_action_result(result)


@pytest.mark.parametrize("result", BAD)
def test_a_bad_result_is_refused(action: RemoteAction, result: Any) -> None:
    with pytest.raises(ValidationError):
        action._validate_action_result(result)
