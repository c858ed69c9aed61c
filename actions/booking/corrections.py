"""What was told already, told anew: another matter, and parts of a booking."""

from __future__ import annotations

import re
from dataclasses import replace

from actions.agreement import without_agreement
from actions.booking.answers import (
    choose_time,
    cleared,
    in_park,
    names_a_matter,
    read_first_words,
    read_time,
    tells_no_more,
)
from actions.booking.draft import NO_SLOT, Draft
from actions.booking.echo import matter_name
from actions.booking.matter import find_matter
from actions.booking.steps import next_step
from actions.booking.wishes import wants_new_visit, without_wish
from actions.calendar_words import say_moment
from actions.client import GuideApi
from actions.moves import (
    names_a_day,
    read_corrections,
    read_other_matter,
    refuses_a_day,
    wants_later,
    wants_other_hour,
)
from actions.parks import park_in, park_name
from actions.questions.topics import SEARCHING_INTENTS, TOPIC_OF_INTENT
from actions.reading import (
    amended_phone,
    introduces_a_name,
    looks_like_phone,
    mask_name,
    mask_phone,
    only_a_name,
    read_name,
    read_phone,
)
from actions.reply import HANDOFF, Reply, understood
from actions.texts import joined, say
from actions.turn import Turn

MISTAKEN = re.compile(
    r"[打写选点讲说搞弄报]错了?[，,。\s]*(?:应该|其实|我)?(?:是|要办|要|办)(?P<what>[^，,。]{3,})"
)
OF_THE_PERSON = re.compile(r"姓|名|电话|手机|号码|公司|单位|代码|税号|尾号")
ADDS = re.compile(
    r"(?:再|还[要想]|另外|顺便|顺带|一起|同时|也)(?:想|要)?(?:帮我|给我|替我|麻烦)?(?:再)?(?:预约|约|办|加)(?:一?个|一下|上|理)?(?P<what>[^，。,；;\s]{2,})"
)
"""Wants another matter beside the one of the booking."""


async def told_anew(draft: Draft, turn: Turn, api: GuideApi) -> Reply | None:
    """The reply to another matter, another hour or parts told anew; None for a plain answer."""
    other = await _wished_again(draft, turn, api) or await other_matter(turn, api)
    if other:
        return await change_matter(draft, other, turn, api)
    if refuses_a_day(turn.words) and await read_time(draft, turn.words, api) == draft:
        free = replace(draft.without_time(), base=draft.start or draft.base)
        return understood("correct", await next_step(free, turn, api, say("booking.another_day")))
    if added := await _added_matter(draft, turn, api):
        return added
    if draft.date and wants_other_hour(turn.words):
        return understood("correct", await _other_hour(draft, turn, api))
    parts = read_corrections(without_agreement(turn.words))
    if draft.company != Draft.of(turn.slots.get("draft")).company:  # told anew already
        parts = [part for part in parts if part != "company"]
    return understood("correct", await corrected(draft, parts, turn, api)) if parts else None


async def _added_matter(draft: Draft, turn: Turn, api: GuideApi) -> Reply | None:
    """The booking with another matter for the same visit: 再帮我约一个施工许可."""
    found = ADDS.search(turn.words)
    if found is None or draft.matter_id is None:
        return None
    what = found["what"]
    if await tells_no_more(what, draft.name, api):
        return None
    named = await api.answer(topic="booking", query=what, park_id=draft.park_id)
    matter_id = named.get("matter_id") if named.get("decision") == "match" else None
    if not matter_id or matter_id in (draft.matter_id, *(draft.also or [])):
        return None
    told = replace(draft, time=draft.time, **NO_SLOT, also=[*(draft.also or []), matter_id])
    lead = say("booking.together", matter=await matter_name(matter_id, api))
    return understood("book", await next_step(await choose_time(told, api), turn, api, lead))


async def _other_hour(draft: Draft, turn: Turn, api: GuideApi) -> Reply:
    """The times of the day, where an earlier or a later one is wanted and none is named."""
    told = await read_time(draft, turn.words, api)
    if told == draft:
        other = replace(draft.without_time(), date=draft.date, base=draft.start)
        told = other if draft.start else replace(other, part=_half(turn.words))
    return await next_step(await choose_time(told, api), turn, api)


def _half(words: str) -> str:
    """The half of the day that 晚一点 means, where no time is chosen yet."""
    return "pm" if wants_later(words) else "am"


async def _wished_again(draft: Draft, turn: Turn, api: GuideApi) -> str | None:
    """The matter that a wish for a visit names which was taken for a question on it."""
    if not (turn.asks_something and wants_new_visit(turn)) or introduces_a_name(turn.words):
        return None
    rest = without_wish(turn.words)
    return rest if await names_a_matter(rest, draft.name, api) else None


async def other_matter(turn: Turn, api: GuideApi) -> str | None:
    """The words for another matter that the message wants to book for, if it names one."""
    if turn.surely(*(intent for intent in TOPIC_OF_INTENT if intent.startswith("ask_"))):
        return None  # a question about another matter is an aside, no other booking
    what = read_other_matter(turn.words, wants_one=turn.surely("book")) or _mistaken(turn)
    if what is None or introduces_a_name(turn.words) or looks_like_phone(turn.words):
        return None
    return None if await tells_no_more(what, None, api) else what


def _mistaken(turn: Turn) -> str | None:
    """What was meant instead, where words that name a matter say that one was wrong."""
    found = MISTAKEN.search(turn.words) if turn.intent in SEARCHING_INTENTS else None
    what = found["what"] if found else None
    if what is None or OF_THE_PERSON.search(turn.words) or names_a_day(what) or only_a_name(what):
        return None
    return what


async def change_matter(draft: Draft, what: str, turn: Turn, api: GuideApi) -> Reply:
    """Go on with the booking for another matter; park, day and contact stay."""
    open_draft = replace(draft, matter_id=None, matter_name=None)
    told = await read_first_words(open_draft, turn, api)
    reply = await find_matter(told, what, turn, api)
    if reply.context.get("decision") == "none":  # nothing like it: the booking stays as it was
        pending = await next_step(draft, turn, api)
        reply.text = reply.text + "\n\n" + say("booking.still_open") + pending.text
        reply.buttons = [*pending.buttons, HANDOFF]
        reply.context.update(pending.context)
        reply.slots = pending.slots
    return understood("correct", reply)


async def corrected(draft: Draft, parts: list[str], turn: Turn, api: GuideApi) -> Reply:
    """The draft with some parts told anew: "时间改成周五下午，电话也换成……"."""
    words = turn.words
    told = await read_time(draft, words, api)  # 往后推一天 counts from the time before
    timed = told != draft
    if park_id := await park_in(words, api):
        told = in_park(told, park_id)
    for part in parts:
        if not (part == "time" and timed) and not (part == "park" and park_id):
            told = cleared(told, part)
    names = "name" in parts or (introduces_a_name(words) and "错" not in words)
    name = read_name(words) if names else None
    known = Draft.of(turn.slots.get("draft")).phone
    phone = read_phone(words) or (known and amended_phone(words, known))
    draft = replace(told, name=name or told.name, phone=phone or told.phone)
    wrong = draft.phone is None and looks_like_phone(words)
    before, draft = Draft.of(turn.slots.get("draft")), await choose_time(draft, api)
    lead = say("booking.bad_phone") if wrong else await changed(before, draft, api)
    if "company" in parts and draft.company is None:
        lead = lead or say("booking.which_company")
    return await next_step(draft, turn, api, lead)


async def changed(before: Draft, draft: Draft, api: GuideApi) -> str:
    """What is noted now in the place of something told before, in few words; empty for nothing."""
    parts = []
    if before.start and draft.start and before.start != draft.start:
        parts.append(say_moment(draft.start))
    if before.park_id and draft.park_id and before.park_id != draft.park_id:
        parts.append(await park_name(draft.park_id, api))
    if before.name and draft.name and before.name != draft.name:
        parts.append(mask_name(draft.name))
    if before.phone and draft.phone and before.phone != draft.phone:
        parts.append(mask_phone(draft.phone))
    if before.company and draft.company and before.company != draft.company:
        parts.append(draft.company)
    return say("booking.changed", parts=joined(parts)) if parts else ""


def newly_told(before: Draft, draft: Draft) -> str:
    """What is noted of the person before it is asked for; the next question says nothing of it."""
    if draft.missing in ("matter", "contact", "confirm"):  # these say it themselves
        return ""
    told = {
        "name": mask_name(draft.name or ""),
        "phone": mask_phone(draft.phone or ""),
        "company": draft.company or "",
    }
    new = [said for part, said in told.items() if getattr(before, part) != getattr(draft, part)]
    return say("booking.noted_parts", parts=joined(new)) if new else ""
