"""What a message tells about a booking: park, day, time, a choice, a name, a phone number."""

from __future__ import annotations

import re
from dataclasses import replace

from actions.agreement import agrees
from actions.booking.draft import NO_SLOT, Draft
from actions.booking.openings import Openings, find_openings
from actions.booking.organisation import read_organisation
from actions.calendar_words import clock_of, is_in_part
from actions.client import GuideApi, Json
from actions.moves import (
    counts_days,
    names_a_day,
    names_a_holiday,
    read_end_of_day,
    read_ordinal,
    says_no,
    says_yes,
    takes_any_time,
    told_last,
    wants_the_first,
)
from actions.parks import park_in, without_park
from actions.reading import (
    amended_phone,
    introduces_a_name,
    only_a_name,
    read_name,
    read_name_instead,
    read_phone,
    without_phone,
)
from actions.texts import say
from actions.turn import Turn

ALL_BUT_A_MATTER = re.compile(
    r"我叫|姓名|名字|经办人|联系人|办理人|免贵|姓(?!名)[一-龥]|电话|手机|号码|园区|预约|项目|上午|下午|早上|中午|晚上|[周星期礼拜]+[一二三四五六日天末]"
    r"|[\W\d_一二三四五六七八九十两年月日号天点半刻今明后大下本这上周我在是的去要想来约吧呢哦啊区]"
)
HELPED = re.compile(r"(?:帮办|代办)(?:代办)?的?(?:那个?|专)?(?:窗口|专窗|柜台|窗)")
BARE_WISH = re.compile(
    r"喂|行|[你您]好|[你您]们?|我们?|大家|麻烦|请问|请|老板|师傅|帮|给|能不能|可不可以|可以|能|需要|挂|取|排|订|占|留|个|号|位|时间|窗口|大厅|过来|过去"
    r"|懂了|明白|晓得|知道|清楚|谢谢|[好行对]了|哒|现在|一下|下|先|再|办[点个]?事|办理|办|事情?|那|这|就|还|有|没|不|么|嘛|咯|噻|到|跟|和|人|开始|直接|网上|现场|怎么|哪"
)
"""What is said around the wish for a booking, and names no matter either."""
CALLED = re.compile(
    r"[小老阿][一-龥](?:就.*)?|[一-龥](?:总|经理|老板|先生|女士|师傅|老师|工|小姐|阿姨|会计)"
)
"""What somebody is called, without the name that the registration needs."""
MATTER_LETTERS = 2
"""Fewer letters than this name no matter."""


def wants_help(words: str) -> bool:
    """Whether the window for assisted handling is asked for."""
    return HELPED.search(words) is not None


async def read_first_words(draft: Draft, turn: Turn, api: GuideApi) -> Draft:
    """The draft with what the words that start a booking tell beside the matter."""
    draft = replace(draft, park_id=await park_in(turn.words, api) or draft.park_id)
    draft = replace(draft, helped=draft.helped or wants_help(turn.words))
    draft = await read_time(draft, turn.words, api, was_asked=names_a_holiday(turn.words))
    return read_contact(draft, turn.words)


async def take_organisation(draft: Draft, turn: Turn, api: GuideApi) -> tuple[Draft, Turn]:
    """The draft with the company that the words tell, and the turn without its words.

    A code that is none is not kept: the draft's remark says what is wrong with it.
    """
    told = read_organisation(turn.words)
    if told.rest and told.rest != turn.words and not (told.name or told.code):
        return draft, replace(turn, text=told.rest)
    if not (told.name or told.code):
        return draft, turn
    checked = await api.credit_code(told.code) if told.code else {}
    remark = None
    if checked.get("reason"):
        remark = say("booking.bad_code", reason=checked["reason"])
    draft = replace(
        draft,
        company=told.name or draft.company,
        uscc=checked.get("uscc") or (None if told.code else draft.uscc),
        remark=remark or draft.remark,
    )
    return draft, replace(turn, text=told.rest)


async def read_answer(draft: Draft, step: str, turn: Turn, api: GuideApi) -> Draft:
    """The draft with everything an answer tells, whatever was asked.

    Args:
        step: what was asked: park, date, slot, contact or confirm.
    """
    words = turn.words
    if park_id := await park_in(words, api):
        draft = in_park(draft, park_id)
    if wants_help(words) and not draft.helped:
        draft = replace(_elsewhere(draft), helped=True)
    if step in ("date", "slot"):
        if picked := await _picked(draft, step, words, api):
            return picked
        asked_for = names_a_holiday(words) or not turn.asks_something
        draft = await read_time(draft, words, api, was_asked=asked_for)
        if ended := await _at_an_end(draft, words, api):
            return read_contact(ended, words)
    else:
        draft = await read_time(draft, words, api)
    # A name alone is often taken for the name of a matter.
    searches = turn.surely("find_matter")
    asked = step == "contact" and (searches or not turn.asks_something)
    if step != "contact" and only_a_name(words):
        return await choose_time(replace(draft, name=read_name(words, strict=True)), api)
    draft = read_contact(draft, words, was_asked=asked, surely=not searches)
    return await choose_time(draft, api)


def for_matter(draft: Draft, matter_id: str) -> Draft:
    """The draft for a matter; its day and time are wanted still, at that matter's window."""
    if matter_id == draft.matter_id:
        return draft
    return replace(_elsewhere(draft), matter_id=matter_id, matter_name=None)


def _elsewhere(draft: Draft) -> Draft:
    """The draft for another window: the slot is to be found anew at the wanted day and time."""
    time = draft.time or (clock_of(draft.start) if draft.start else None)
    return replace(draft, time=time, **NO_SLOT)


async def tells_no_more(words: str, name: str | None, api: GuideApi) -> bool:
    """Whether `words` hold nothing beside a park, a day, a name and a number: no matter."""
    rest = without_phone(await without_park(words, api))
    rest = rest.replace(name, "") if name else rest
    return len(ALL_BUT_A_MATTER.sub("", rest)) < MATTER_LETTERS


async def names_a_matter(words: str, name: str | None, api: GuideApi) -> bool:
    """Whether words that ask for a booking may name what it is for: not "你好，我想预约下"."""
    rest = BARE_WISH.sub("", words.replace(name, "") if name else words)
    return not await tells_no_more(rest, None, api)


def in_park(draft: Draft, park_id: str) -> Draft:
    """The draft for a park; its day and time are wanted still, at that park's window."""
    if park_id == draft.park_id:
        return draft
    return replace(_elsewhere(draft), park_id=park_id)


async def _picked(draft: Draft, step: str, words: str, api: GuideApi) -> Draft | None:
    """The day or slot that an ordinal ("第二个") picks from those offered; the first for 都行."""
    any_time = takes_any_time(words)
    if not any_time and (read_ordinal(words, 1) is None or counts_days(words)):
        return None
    openings = await find_openings(draft, api)
    if any_time and step == "date" and wants_the_first(words):
        fitting = openings.offered_days(draft)
        first = openings.on(fitting[0], draft.part) if fitting else []
        return draft.at(first[0]) if first else None
    offered = openings.offered_days(draft) if step == "date" else _times(openings, draft)
    index = 0 if any_time else read_ordinal(words, len(offered))
    if index is None or not 0 <= index < len(offered):
        return None
    choice = offered[index]
    return draft.on(choice) if isinstance(choice, str) else draft.at(choice)


async def _at_an_end(draft: Draft, words: str, api: GuideApi) -> Draft | None:
    """The draft with the first or the last time of its day, where that is wanted: 上午越早越好."""
    end = read_end_of_day(words)
    if end is None or draft.date is None or draft.until or draft.time:
        return None
    free = (await find_openings(draft, api)).on(draft.date, draft.part)
    return draft.at(free[end]) if free else None


def _times(openings: Openings, draft: Draft) -> list[Json]:
    return openings.on(draft.date or "", draft.part)


async def read_time(draft: Draft, words: str, api: GuideApi, was_asked: bool = False) -> Draft:
    """The draft with the day and time that the words name; unchanged when they name none.

    Args:
        was_asked: whether a time was asked for, so that any words may name one.
    """
    if not (was_asked or names_a_day(words)):
        return draft
    anchor = draft.start or draft.base
    counts = without_phone(_without_name(told_last(words)))
    told = await api.read_date(counts, anchor, whole=words)
    day, part, time = told.get("date"), told.get("part"), told.get("time")
    if day is None and told.get("reason"):
        return replace(draft, remark=told["reason"])
    if day is None and not draft.until and (part or time):
        day = draft.date or (draft.base or "")[:10] or None
    if day is None:
        return replace(draft, part=part, time=time) if part or time else draft
    if draft.date is None and not (part or time):  # the time of day was told before
        part, time = draft.part, draft.time
    if _chosen_already(draft, day, part, time) and not told.get("until"):
        return draft
    return draft.on(day, part, time, told.get("until"))


def _chosen_already(draft: Draft, day: str, part: str | None, time: str | None) -> bool:
    """Whether the slot that is chosen is the time named: 对，就下周二上午."""
    if draft.start is None or draft.start[:10] != day:
        return False
    return clock_of(draft.start) == time if time else is_in_part(draft.start, part)


def _without_name(words: str) -> str:
    """`words` without the name they introduce, or give with a number: some are called 国庆."""
    named = introduces_a_name(words) or read_phone(words)
    name = read_name(words, strict=True) if named else None
    return words.replace(name, "") if name else words


def read_contact(draft: Draft, words: str, was_asked: bool = False, surely: bool = True) -> Draft:
    """The draft with the name and phone number that the words give.

    Args:
        was_asked: whether a name was asked for. A bare word is one only then, or beside a number.
        surely: whether any bare word will do; else it must begin with a surname.
    """
    phone = read_phone(words) or (draft.phone and amended_phone(words, draft.phone))
    if draft.name and (instead := read_name_instead(words, draft.name)):
        return replace(draft, name=instead, phone=phone or draft.phone)
    only_agrees = agrees(words) if was_asked and not phone else says_yes(words)
    if takes_any_time(words) or only_agrees or says_no(words):
        return draft
    if was_asked or phone or introduces_a_name(words):
        bare = (was_asked and surely) or phone is not None
        name = read_name(words, strict=draft.name is not None or not bare)
    else:
        name = None
    if name and CALLED.fullmatch(name):  # 小王 is no name to be registered
        name = None
    return replace(draft, name=name or draft.name, phone=phone or draft.phone)


async def choose_time(draft: Draft, api: GuideApi) -> Draft:
    """The draft with its slot, where the wanted day and time leave no choice."""
    if draft.slot_id or draft.until or not (draft.date and draft.time):
        return draft
    if not (draft.matter_id and draft.park_id):
        return draft
    slot = (await find_openings(draft, api)).at(draft.date, draft.time)
    return draft.at(slot) if slot else draft


def cleared(draft: Draft, part: str) -> Draft:
    """The draft with one part (time, park, matter, phone, company, name) to be told anew."""
    if part == "time":  # 三点 alone is meant for the same day then
        return replace(draft.without_time(), base=draft.start or draft.base)
    if part == "park":
        return replace(_elsewhere(draft), park_id=None)
    if part == "matter":
        return replace(_elsewhere(draft), matter_id=None, matter_name=None)
    if part == "phone":
        return replace(draft, phone=None)
    if part == "company":
        return replace(draft, company=None, uscc=None)
    return replace(draft, name=None)


def stepped_back(draft: Draft, step: str) -> Draft:
    """The draft with what was told before `step` to be told anew."""
    if step == "confirm":
        return replace(draft, name=None, phone=None)
    if step == "contact":
        return replace(draft.without_time(), date=draft.date, part=draft.part)
    if step == "slot":
        return draft.without_time()
    return cleared(draft, "park" if step == "date" else "matter")
