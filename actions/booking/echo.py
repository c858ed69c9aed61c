"""What is settled of a booking so far, said again in few words before the next question."""

from __future__ import annotations

from actions.booking.draft import Draft
from actions.booking.openings import is_helping
from actions.calendar_words import say_day, say_moment, say_part
from actions.client import GuideApi
from actions.parks import park_name
from actions.texts import DEFAULT_LANGUAGE, joined, language, say


async def matter_name(matter_id: str, api: GuideApi) -> str:
    """A matter's name in the applicant's language, where it has one."""
    matter = await api.matter(matter_id)
    foreign = language.get() != DEFAULT_LANGUAGE and matter.get("name_en")
    return str(foreign or matter["name"])


async def matters_said(draft: Draft, api: GuideApi) -> str:
    """The names of all matters of the visit."""
    names = [await matter_name(other, api) for other in draft.also or []]
    return "、".join([draft.matter_name or "", *names])


def wished_time(draft: Draft) -> str:
    """The day and time that are chosen or wished; empty where none was told."""
    if draft.start:
        return say_moment(draft.start)
    if draft.date is None:
        return draft.time or say_part(draft.part).strip(" ()")
    if draft.until and draft.until != draft.date:
        return say("booking.stretch", first=say_day(draft.date), last=say_day(draft.until))
    between = "" if language.get() == DEFAULT_LANGUAGE else " "
    clock = between + draft.time if draft.time else say_part(draft.part)
    return say_day(draft.date) + clock


async def what_for(draft: Draft, api: GuideApi) -> str:
    """The matter and the park a booking begins for."""
    park = await park_name(draft.park_id or "", api)
    return say("booking.about", matter=await matters_said(draft, api), park=park)


async def so_far(draft: Draft, api: GuideApi, days: str = "") -> str:
    """The matter, the park and the time that are settled, and whether a seat is held.

    Args:
        days: what is said in the place of the time.
    """
    settled = [await park_name(draft.park_id, api)] if draft.park_id else []
    if time := days or wished_time(draft):
        settled.append(time)
    if draft.window and is_helping(draft.window):
        settled.append(draft.window)
    elif draft.helped and not draft.window:
        settled.append(say("booking.helping_window"))
    rest = joined(["", *settled])
    name = "booking.kept" if draft.hold else "booking.so_far"
    return say(name, matter=await matters_said(draft, api), rest=rest)
