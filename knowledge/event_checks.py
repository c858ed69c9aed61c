"""Whether it is clear which event somebody speaks of, and what allows it."""

from collections.abc import Callable, Iterator

from knowledge.draft import Draft
from knowledge.errors import Problem


def events_are_allowed_by_known_matters(draft: Draft) -> Iterator[Problem]:
    """What allows an event is a matter of the list, named once."""
    for event_id, entry in draft.events.items():
        seen: set[str] = set()
        for position, permission in enumerate(entry.value.allowed_by):
            at = ("allowed_by", position, "matter_id")
            matter_id = permission.matter_id
            if matter_id not in draft.matter_ids:
                yield entry.problem(at, f"没有编号为“{matter_id}”的事项：请改正，或者删去")
            elif matter_id in seen:
                yield entry.problem(at, f"{matter_id} 在 {event_id} 里写了两次：请只留一处")
            seen.add(matter_id)


def cues_mean_one_event(draft: Draft) -> Iterator[Problem]:
    """A word that means two events means none."""
    owners: dict[str, str] = {}
    for event_id, entry in draft.events.items():
        for position, cue in enumerate(entry.value.cues):
            if (owner := owners.setdefault(cue, event_id)) != event_id:
                yield entry.problem(
                    ("cues", position), f"“{cue}”已经是 {owner} 的提示词：请只留一处"
                )


EVENT_CHECKS: tuple[Callable[[Draft], Iterator[Problem]], ...] = (
    events_are_allowed_by_known_matters,
    cues_mean_one_event,
)
