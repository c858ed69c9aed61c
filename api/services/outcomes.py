"""The closed list of ways a turn can end, and the next step that each one leaves."""

from collections.abc import Mapping
from enum import StrEnum
from functools import lru_cache
from importlib.resources import files

import yaml


class Outcome(StrEnum):
    """The outcomes that api itself decides on; `outcomes.yml` says what each one means."""

    CARD = "card"
    ANSWERED = "answered"
    MISSING_FACT = "missing_fact"
    CLARIFY = "clarify"
    ASK_MATTER = "ask_matter"
    ASK_PARK = "ask_park"
    NOT_COVERED = "not_covered"
    REFERRED = "referred"
    NOT_FOUND = "not_found"
    COMPARED = "compared"
    NOTICE = "notice"
    ASKED = "asked"
    PRECHECKED = "prechecked"
    PLAN = "plan"
    HANDED_OVER = "handed_over"
    RESTARTED = "restarted"
    REFUSED = "refused"
    SMALL_TALK = "small_talk"
    DEGRADED = "degraded"


@lru_cache
def next_steps() -> Mapping[str, tuple[str, ...]]:
    """Every outcome there is, with the moves it offers when an answer brings no buttons."""
    listed = yaml.safe_load((files(__package__) / "outcomes.yml").read_text(encoding="utf-8"))
    return {name: tuple(outcome["next"]) for name, outcome in listed.items()}


def settled(outcome: str | None, fallback: Outcome = Outcome.ANSWERED) -> str:
    """`outcome` if it is on the list, else `fallback`: every turn ends in a known way."""
    return outcome if outcome is not None and outcome in next_steps() else fallback
