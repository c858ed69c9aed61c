"""The buttons of a booking's questions."""

from __future__ import annotations

from dataclasses import replace

from actions.booking.answers import choose_time, cleared, for_matter, in_park
from actions.booking.asides import give_up
from actions.booking.draft import Draft
from actions.booking.openings import find_openings
from actions.booking.steps import make_booking, next_step
from actions.client import GuideApi
from actions.reply import Reply
from actions.turn import Turn


async def pressed(draft: Draft, turn: Turn, api: GuideApi) -> Reply:
    """The next step after a button."""
    if turn.intent in ("stop", "deny"):
        return await give_up(draft, turn, api)
    if turn.intent == "affirm" and draft.missing == "confirm":
        return await make_booking(draft, turn, api)
    return await next_step(await choose_time(await _with_choice(draft, turn, api), api), turn, api)


async def _with_choice(draft: Draft, turn: Turn, api: GuideApi) -> Draft:
    """The draft with what the button that was pressed stands for."""
    if turn.intent == "correct":
        field = turn.entities.get("field", "time")
        return on_the_list(draft) if field == "wait" else cleared(draft, field)
    if day := turn.entities.get("date"):
        return draft.on(day, draft.part, draft.time)
    if slot_id := turn.entities.get("slot_id"):
        slot = (await find_openings(draft, api)).with_id(slot_id)
        return draft.at(slot) if slot else draft.without_time()
    if matter_id := turn.entities.get("matter_id"):
        return for_matter(draft, matter_id)
    park_id = turn.entities.get("park_id")
    return in_park(draft, park_id) if park_id else draft


def on_the_list(draft: Draft) -> Draft:
    """The draft for somebody who waits for a seat on the day that is full."""
    if draft.until:
        return replace(draft, waiting=True)
    return replace(draft.without_time(), waiting=True, wish=draft.wish or draft.date)
