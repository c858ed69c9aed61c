"""The matters that the last answer really offered, so that "第二个" can pick from them.

The context's candidates are wider: a search names them for every decision, and they stay. The slot
`offered` holds only what stood on buttons, and only until the next answer (see actions/base.py).
"""

from __future__ import annotations

import json
from collections.abc import Iterable

from actions.client import Json
from actions.reply import Button, Reply, button, labelled
from actions.texts import say
from actions.turn import Turn

Offered = list[dict[str, str]]

CHOOSE_MATTER = "/choose_matter"
BESIDE = frozenset({"small_talk", "compared"})
"""Outcomes that leave open what was asked before, if none of those on offer was chosen."""
WHICH = frozenset({"clarify", "ask_matter"})
"""Outcomes that ask which of the matters on offer is meant."""


def offered_by(found: Json) -> Offered:
    """The matters on the buttons of api's question, or of its answer about several matters."""
    several = found.get("pair") or found.get("outcome") == "compared"
    if found.get("decision") != "clarify" and not several:
        return []
    return list(_on_buttons(found.get("buttons") or []))


def _on_buttons(buttons: Iterable[Button]) -> Iterable[dict[str, str]]:
    for choice in buttons:
        if choice["payload"].startswith(CHOOSE_MATTER + "{"):
            entities = json.loads(choice["payload"].removeprefix(CHOOSE_MATTER))
            if matter_id := entities.get("matter_id"):
                yield {"matter_id": str(matter_id), "name": choice["title"]}


def offered_to(turn: Turn) -> Offered:
    """What the answer before `turn` offered."""
    return turn.slots.get("offered") or []


def is_asked_which(turn: Turn) -> bool:
    """Whether the answer before `turn` asked which of several is meant."""
    offered = [one["matter_id"] for one in offered_to(turn)]
    outcome = turn.state.get("outcome")
    beside = outcome in BESIDE and turn.state.get("matter_id") not in offered
    return len(offered) > 1 and (outcome in WHICH or beside)


def both_offered(turn: Turn) -> list[str]:
    """The two matters that "both" means: those spoken of together, or the two on offer."""
    offered = [one["matter_id"] for one in offered_to(turn)]
    pair: list[str] = turn.state.get("pair") or []
    return pair or (offered if len(offered) == 2 else [])


def offer_again(offered: Offered) -> list[Button]:
    """The buttons of what was offered."""
    return [
        *(button(one["name"], "choose_matter", matter_id=one["matter_id"]) for one in offered),
        labelled("choosing.none_button", "none_of_these"),
    ]


def ask_which(offered: Offered) -> Reply:
    """The question which of those on offer is meant, with the choices."""
    return Reply(
        say("choosing.which_of_these", count=len(offered)),
        offer_again(offered),
        outcome="clarify",
        slots={"offered": offered},
    )


def named_among(words: str, titles: list[str]) -> int | None:
    """Which of several titles the words say a part of that no other one has: 三类那个."""
    pairs = {words[at : at + 2] for at in range(len(words) - 1)}
    said = [sum(pair in title for pair in pairs if _alone(pair, titles)) for title in titles]
    best = max(said, default=0)
    return said.index(best) if best and said.count(best) == 1 else None


def _alone(pair: str, titles: list[str]) -> bool:
    return sum(pair in title for title in titles) == 1
