"""What the dialogue is told of a message beside its words: what api has read in them."""

from collections.abc import Callable, Mapping
from typing import Any

from api.services.said.keeping import asks_if_it_counts, wants_to_keep
from api.services.said.notice import asks_for_notice
from api.services.said.notions import asks_of_term
from api.services.said.papers import asked_paper
from api.services.said.person import (
    asks_for_person,
    declines_person,
    declines_wait,
    hints_at_person,
    names_person,
)
from knowledge.text import normalise

READERS: Mapping[str, Callable[[str], bool]] = {
    "asks_for_notice": asks_for_notice,
    "asks_of_term": asks_of_term,
    "asks_of_a_paper": lambda words: asked_paper(words) is not None,
    "asks_for_person": asks_for_person,
    "declines_person": declines_person,
    "declines_wait": declines_wait,
    "names_person": names_person,
    "hints_at_person": hints_at_person,
}
SHOWN = frozenset({"notice", "card", "prechecked", "plan"})
"""Outcomes that show something worth keeping."""


def marks(words: str | None, before: Mapping[str, Any]) -> list[str]:
    """The names of what is said in `words`; none for a button.

    Args:
        before: the context before the message.
    """
    if words is None:
        return []
    plain = normalise(words)
    said = [name for name, reads in READERS.items() if reads(plain)]
    if before.get("outcome") == "notice" and asks_if_it_counts(plain):
        return [*said, "asks_if_it_counts"]
    shown = before.get("outcome") in SHOWN
    return [*said, "keeps_what_was_shown"] if shown and wants_to_keep(plain, shown) else said
