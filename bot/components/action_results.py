"""Checks what the action server answers, without building the check anew each turn.

Rasa 3.6 hands jsonschema the schema of an action's result together with every result. jsonschema
then checks that schema against the meta-schema first, each time, which takes longer than all the
rest of a turn. The schema never changes, so one validator is made once.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from jsonschema import Draft202012Validator
from jsonschema.exceptions import best_match
from rasa.core.actions.action import RemoteAction


def check_results_with_one_schema() -> None:
    """Make Rasa's remote actions use the prepared validator; same schema, same errors."""
    RemoteAction._validate_action_result = _validate_action_result  # noqa: SLF001


def _validate_action_result(self: RemoteAction, result: dict[str, Any]) -> bool:
    """True for a well-formed result, else raises jsonschema's `ValidationError`."""
    error = best_match(_validator().iter_errors(result))
    if error is not None:
        raise error
    return True


@lru_cache(maxsize=1)
def _validator() -> Draft202012Validator:
    schema = RemoteAction.action_response_format_spec()
    Draft202012Validator.check_schema(schema)
    return Draft202012Validator(schema)
