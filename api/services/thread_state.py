"""What the earlier turns of a conversation left behind."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

MOST_RECENT = 4
"""Matters that "the one before" can go back to."""
AIMED_AT_A_MATTER = frozenset({"card", "answered", "missing_fact", "not_covered", "ask_park"})
BESIDE_THE_MATTER = frozenset({"policy", "chitchat", "journey", "progress", "handoff", "none"})
DATED_TOPICS = frozenset({"mode", "liability", "window", "chitchat"})
"""Topics after which a day that was asked about is still meant."""


THREAD_START: Mapping[str, Any] = {"recent": [], "pair": [], "as_of": None, "about": None}
"""The thread's part of the context of a conversation that begins."""


@dataclass(frozen=True)
class Thread:
    """The thread so far.

    Attributes:
        last_topic: the kind of question that was answered last.
        recent: the matters spoken of before the current one, the latest first.
        pair: the two matters that were spoken of together last.
        offered: the matters that the last question offered.
        vague: the words after which they were offered, while it is open which is meant.
        as_of: the day that was asked about.
        aside: whether the last answer was about something else than the current matter.
        about: the general fact or the referral that was told last.
    """

    last_topic: str | None = None
    recent: tuple[str, ...] = ()
    pair: tuple[str, ...] = ()
    offered: tuple[str, ...] = ()
    vague: str | None = None
    as_of: date | None = None
    aside: bool = False
    about: str | None = None

    def before(self, current: str | None, first: bool = False) -> str | None:
        """The matter that "the one before" means.

        After an aside, or a question of ours, that is the current one.

        Args:
            first: whether the very first one is meant.
        """
        if first and self.recent:
            return self.recent[-1]
        if self.recent and not (self.aside and current):
            return self.recent[0]
        return current


def is_aside(context: Mapping[str, Any]) -> bool:
    """Whether the turn that left `context` was about something else than its matter."""
    if context.get("outcome") not in AIMED_AT_A_MATTER:
        return True
    return (context.get("topic") or "none") in BESIDE_THE_MATTER


def kept(
    before: Mapping[str, Any], after: Mapping[str, Any], told: Mapping[str, Any]
) -> dict[str, Any]:
    """The thread's part of the context after a turn.

    Args:
        before, after: the context before and after the turn.
        told: what the turn's reply itself says of the context.
    """
    current = after.get("matter_id")
    pair = after.get("pair") or []
    dated = "as_of" in told or after.get("topic") in DATED_TOPICS
    return {
        "recent": _recent(before, current),
        "pair": pair if current in pair else [],
        "as_of": after.get("as_of") if dated else None,
        "about": _about(before, after, told),
    }


def _about(
    before: Mapping[str, Any], after: Mapping[str, Any], told: Mapping[str, Any]
) -> str | None:
    """What was told last beside the matters; a "thank you" leaves it at hand."""
    about = told.get("about")
    if "about" not in told and after.get("topic") == "chitchat":
        about = before.get("about")
    return str(about) if about else None


def _recent(before: Mapping[str, Any], current: str | None) -> list[str]:
    was = before.get("matter_id")
    earlier = [was, *(before.get("recent") or [])] if was else before.get("recent") or []
    unlike = [matter_id for matter_id in dict.fromkeys(earlier) if matter_id != current]
    return unlike[:MOST_RECENT]
