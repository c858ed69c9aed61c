"""Puts the question that waits again after something else was answered, whoever asked it.

A topic that asks questions registers how it puts its own again; the name before the dot of slot
`expecting` tells whose question waits.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from actions.client import GuideApi
from actions.reply import Reply
from actions.turn import Turn

Ask = Callable[[Turn, GuideApi], Awaitable["Reply | None"]]

_ASKING: dict[str, Ask] = {}


def puts_again(topic: str) -> Callable[[Ask], Ask]:
    """Registers a function that puts the pending question of `topic` again.

    It gives the question with a few words that lead back to it, and its buttons and slots; None
    when nothing is to be asked any more.
    """

    def register(ask: Ask) -> Ask:
        _ASKING[topic] = ask
        return ask

    return register


async def with_pending_question(aside: Reply, turn: Turn, api: GuideApi) -> Reply:
    """`aside`, followed by the question it interrupts; as it is when none waits."""
    topic = (turn.expecting or "").partition(".")[0]
    ask = _ASKING.get(topic)
    pending = await ask(turn, api) if ask else None
    if pending is None or not (pending.slots.get("expecting") or "").startswith(f"{topic}."):
        return aside
    if not aside.slots.get("offered"):  # a question of its own comes first, with its buttons
        aside.text = f"{aside.text}\n\n{pending.text}"
        aside.buttons = pending.buttons
    aside.slots = {**aside.slots, **pending.slots}
    return aside
