"""The questions of a booking in words: what for, where, who comes, and whether all is right."""

from __future__ import annotations

from contextlib import suppress
from datetime import date, timedelta

from actions.booking.draft import Draft
from actions.booking.echo import matters_said, so_far, wished_time
from actions.booking.organisation import mask_code
from actions.booking.question import CHANGES, STOP
from actions.calendar_words import say_day, say_moment, today
from actions.client import ApiRefused, ApiUnavailable, GuideApi, Json
from actions.parks import park_buttons, park_name
from actions.reading import mask_address, mask_name, mask_phone
from actions.reply import HANDOFF, Button, labelled
from actions.texts import joined, say

DAYS_WAITED = 14


async def place_of(draft: Draft, api: GuideApi) -> str | None:
    """Hall and window of the chosen slot, marked where they are sample data."""
    if draft.window is None:
        return None
    windows: Json = {}
    with suppress(ApiRefused, ApiUnavailable):
        guide = await api.matter(draft.matter_id or "", draft.park_id)
        windows = (guide.get("fields") or {}).get("windows") or {}
    noted = windows.get("value") or []
    hall = next((one["hall"] for one in noted if one["window_id"] == draft.window_id), "")
    sample = say("booking.sample") if windows.get("status") == "sample" else ""
    return f"{hall} {draft.window}{sample}".strip()


async def ask_matter(draft: Draft, api: GuideApi) -> tuple[str, list[Button]]:
    """What the visit is for, with all that was told already."""
    parts = [wished_time(draft), await park_name(draft.park_id, api) if draft.park_id else ""]
    parts += [mask_name(draft.name or ""), mask_phone(draft.phone) if draft.phone else ""]
    noted = joined(part for part in (*parts, draft.company) if part)
    lead = say("booking.noted_parts", parts=noted) if noted else ""
    return lead + say("booking.what"), [HANDOFF]


async def missing_said(draft: Draft, step: str, api: GuideApi) -> str:
    """What is still missing, in few words: for somebody who agrees before all is told."""
    if step == "contact" and (draft.name or draft.phone):
        step = "phone" if draft.name else "name"
    parks = [choice["title"] for choice in await park_buttons(api)] if step == "park" else []
    return say(
        f"booking.missing_{step}",
        parks="、".join(parks),
        date=say_day(draft.date) if draft.date else "",
        name=mask_name(draft.name or ""),
    )


async def ask_park(draft: Draft, api: GuideApi) -> tuple[str, list[Button]]:
    """In which park."""
    time = wished_time(draft)
    when = joined(["", time]) if time else ""
    what = await matters_said(draft, api)
    return say("booking.park", matter=what, when=when), await park_buttons(api)


async def ask_contact(draft: Draft, api: GuideApi) -> tuple[str, list[Button]]:
    """Who comes, and under which number."""
    missing = say("booking.name") if draft.phone else say("booking.contact")
    if draft.name:
        missing = say("booking.phone", name=mask_name(draft.name))
    days = days_said(draft) if draft.waiting else ""
    return f"{await so_far(draft, api, days)}\n{missing}", [STOP]


async def ask_confirm(draft: Draft, api: GuideApi) -> tuple[str, list[Button]]:
    """Whether all is right, and whether it may be kept."""
    text = say(
        "booking.confirm",
        matter=await matters_said(draft, api),
        park=await park_name(draft.park_id or "", api),
        time=say_moment(draft.start or ""),
        place=say("booking.window", place=draft.place) if draft.place else "",
        name=mask_name(draft.name or ""),
        phone=mask_phone(draft.phone or ""),
        more=_more_said(draft),
    )
    return text, [labelled("booking.confirm_button", "affirm"), CHANGES[0], STOP]


def _more_said(draft: Draft) -> str:
    """The lines of the confirmation for what only some people tell."""
    lines = ""
    if draft.company:
        lines += say("booking.company_line", company=draft.company)
    if draft.uscc:
        lines += say("booking.code_line", code=mask_code(draft.uscc))
    if draft.address:
        lines += say("booking.address_line", address=mask_address(draft.address))
    return lines


async def ask_on_the_list(draft: Draft, api: GuideApi) -> tuple[str, list[Button]]:
    """Whether they want to wait for a seat on these days."""
    text = say(
        "booking.confirm_waiting",
        matter=draft.matter_name,
        park=await park_name(draft.park_id or "", api),
        days=days_said(draft),
        name=mask_name(draft.name or ""),
        phone=mask_phone(draft.phone or ""),
    )
    return text, [labelled("booking.wait_confirm_button", "affirm"), CHANGES[1], STOP]


def days_said(draft: Draft) -> str:
    """The days on which a seat is waited for, in words."""
    first, last = days_waited_for(draft)
    if first == last:
        return say_day(first)
    return say("booking.stretch", first=say_day(first), last=say_day(last))


def days_waited_for(draft: Draft) -> tuple[str, str]:
    """The days on which a seat is waited for; two weeks from today unless some were named."""
    if draft.wish:
        return draft.wish, draft.wish
    if draft.date:
        longest = date.fromisoformat(draft.date) + timedelta(days=DAYS_WAITED - 1)
        return draft.date, min(draft.until or draft.date, longest.isoformat())
    return today().isoformat(), (today() + timedelta(days=DAYS_WAITED - 1)).isoformat()
