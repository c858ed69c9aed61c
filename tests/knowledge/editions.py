"""Knowledge bases with another list than the shipped one."""

from dataclasses import replace
from datetime import date
from typing import Any

from knowledge import KnowledgeBase
from knowledge.schema import MatterInPark


def with_park(kb: KnowledgeBase, matter_id: str, **parks: MatterInPark | None) -> KnowledgeBase:
    """The base with other park entries for one matter; None takes a park out."""
    changed = {**kb.edition.matters[matter_id], **parks}
    listed = {park_id: in_park for park_id, in_park in changed.items() if in_park is not None}
    matters = {**kb.edition.matters, matter_id: listed}
    newest = kb.edition.model_copy(update={"matters": matters})
    return replace(kb, editions=(*kb.editions[:-1], newest))


def followed_by(kb: KnowledgeBase, first_day: date, **changes: Any) -> KnowledgeBase:
    """The base with one more edition from `first_day` on: the newest one with `changes`."""
    ended = kb.edition.model_copy(
        update={"effective_to": date.fromordinal(first_day.toordinal() - 1)}
    )
    begun = kb.edition.model_copy(
        update={
            "id": "next",
            "effective_from": first_day,
            "effective_to": None,
            "transition_until": None,
            **changes,
        }
    )
    return replace(kb, editions=(*kb.editions[:-1], ended, begun))
