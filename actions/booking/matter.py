"""What a booking is for: the matters that words name, or that are picked from those offered."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

from actions.agreement import agrees
from actions.booking.answers import (
    ALL_BUT_A_MATTER,
    choose_time,
    for_matter,
    names_a_matter,
    read_first_words,
)
from actions.booking.asides import answer_aside
from actions.booking.draft import Draft
from actions.booking.echo import wished_time
from actions.booking.group import several_matters
from actions.booking.steps import next_step
from actions.booking.wishes import without_wish
from actions.choosing.offered import offer_again, offered_by, offered_to
from actions.client import GuideApi
from actions.moves import read_ordinal, takes_any_time, without_waiting
from actions.parks import park_in
from actions.pending import with_pending_question
from actions.questions.answer import answer_question
from actions.questions.thread import thread_of
from actions.questions.topics import TOPIC_OF_INTENT
from actions.reading import without_phone
from actions.reply import HANDOFF, IDLE, Reply, understood
from actions.texts import say
from actions.turn import Turn

BOTH = 2
TOGETHER = re.compile(
    r"同一?天|一起|一并|一趟|一次|连着|都(?!不)|(?:两|2|二)[个件项样]|\b(?:both|together)\b"
)
"""Takes both of two matters for one visit."""
LONGEST_TITLE = 5
"""Letters beside a day or a name up to which they are looked up, rather than the whole."""
NAMES_A_TIME = ("choose_date", "choose_slot", "move_booking", "correct")
REJECTS = re.compile(r"不|没|别的|其他|其它|另|换|none|not?\b|other|else", re.IGNORECASE)
NO_MATTER: dict[str, Any] = {"matter_id": None, "delegation_mode": None, "window_id": None}
"""The context while the matter is open: what hangs on it is open too."""


async def find_matters(draft: Draft, turn: Turn, api: GuideApi) -> Reply:
    """Let api find the matters that the words name; several may be for one visit."""
    words = without_waiting(turn.words) if draft.waiting else turn.words
    named = await several_matters(draft, words, api)
    if named is None:
        query = words if await names_a_matter(words, draft.name, api) else None
        return await find_matter(draft, query, turn, api)
    if named.open:  # one of them is not clear yet: that question comes first
        return await find_matter(replace(draft, also=named.matter_ids), named.open, turn, api)
    first, *others = named.matter_ids
    draft = replace(for_matter(draft, first), also=others)
    return await next_step(await choose_time(draft, api), turn, api)


async def find_matter(draft: Draft, query: str | None, turn: Turn, api: GuideApi) -> Reply:
    """Let api find the matter that the words name, then go on."""
    found = await api.answer(
        topic="booking",
        query=query,
        matter_id=draft.matter_id,
        park_id=draft.park_id,
        channel=turn.state.get("channel"),
        thread=thread_of(turn),
    )
    if found.get("matter_id"):
        draft = for_matter(draft, found["matter_id"])
        return await next_step(await choose_time(draft, api), turn, api)
    rest = without_wish(query or "")
    if query and rest != query and await names_a_matter(rest, draft.name, api):
        return await find_matter(draft, rest, turn, api)
    if found.get("decision") is None:
        return await note_beside_matter(draft, turn, api, "book")
    open_draft = replace(draft, matter_id=None, matter_name=None)
    if found["outcome"] == "ask_matter" or (found["outcome"] == "not_found" and _tells(draft)):
        asked = await note_beside_matter(open_draft, turn, api, "book")
        asked.outcome = "ask_matter"
        asked.context.update({"decision": found["decision"], **NO_MATTER})
        return asked
    open_question = {
        "expecting": "booking.matter",
        "draft": open_draft.stored(),
        "offered": offered_by(found) or None,
    }
    # Several matters fit, or none does: api's own question comes first, the draft waits.
    time = wished_time(draft) if found.get("decision") == "clarify" else ""
    return Reply(
        (say("booking.time_noted", time=time) if time else "") + found["text"],
        found.get("buttons") or [],
        outcome=found["outcome"],
        context={
            "topic": "booking" if found["decision"] == "clarify" else found["topic"],
            "decision": found["decision"],
            "candidates": found.get("candidates") or [],
            **NO_MATTER,
        },
        slots=dict(IDLE) if found["outcome"] == "referred" else open_question,
    )


def _tells(draft: Draft) -> bool:
    """Whether something of the visit is told already, beside what it is for."""
    return bool(draft.date or draft.part or draft.time or draft.name or draft.phone)


async def matter_told(draft: Draft, turn: Turn, api: GuideApi) -> Reply:
    """The answer to "what do you want to book for": an ordinal, a refusal, or a description."""
    offered = offered_to(turn)
    if chosen := chosen_matter(turn):
        draft = await choose_time(for_matter(draft, chosen), api)
        return understood("choose", await next_step(draft, turn, api))
    if len(offered) == BOTH and TOGETHER.search(turn.words):
        return await _both_told(draft, turn, api)
    if turn.surely("none_of_these", "deny", "another_matter") and REJECTS.search(turn.words):
        return Reply(
            say("booking.what"),
            [HANDOFF],
            outcome="ask_matter",
            context={"topic": "booking", "candidates": [], **NO_MATTER},
        )
    told = await read_first_words(_named_meanwhile(draft, turn), turn, api)
    tells = told != draft or await park_in(turn.words, api) is not None
    if offered and agrees(turn.words) and not tells:
        return await _which_one(draft, turn, api)
    if tells and not await _names_matter_beside(told, turn, api):
        return await note_beside_matter(told, turn, api)
    if turn.asks_something and turn.intent != "find_matter" and not tells:
        return await _asked_beside(draft, turn, api)
    if turn.surely("courier", "assistance") or (agrees(turn.words) and not offered):
        return await answer_aside(told, "matter", turn, api)
    return await find_matter(told, turn.text, turn, api)


async def note_beside_matter(
    told: Draft, turn: Turn, api: GuideApi, intent: str = "inform"
) -> Reply:
    """What is told while the matter is open is noted, and the question put again."""
    reply = offering_again(await next_step(await choose_time(told, api), turn, api), turn)
    if offered_to(turn) and told.matter_id is None:
        time = wished_time(told)
        noted = say("booking.time_noted", time=time) if time else ""
        reply.text = (noted or say("booking.noted")) + say("booking.which_one")
        if told.remark:
            reply.text = f"{told.remark}\n{say('booking.which_one')}"
    return understood(intent, reply)


async def _which_one(draft: Draft, turn: Turn, api: GuideApi) -> Reply:
    """The question which of those on offer is meant, after a yes to all of them."""
    reply = offering_again(await next_step(draft, turn, api), turn)
    reply.text = say("booking.which_one")
    return understood("affirm", reply)


def _named_meanwhile(draft: Draft, turn: Turn) -> Draft:
    """The draft for a matter that was asked about while the question for one waited."""
    named = turn.state.get("matter_id")
    return for_matter(draft, named) if named and not offered_to(turn) else draft


async def _asked_beside(draft: Draft, turn: Turn, api: GuideApi) -> Reply:
    """The answer to a question, which may have to wait until the matter is known."""
    if takes_any_time(turn.words):  # 随便几点 asks nothing
        return await note_beside_matter(draft, turn, api)
    answer = await answer_question(turn, api, TOPIC_OF_INTENT[turn.intent])
    if answer.outcome != "ask_matter":
        return await with_pending_question(answer, turn, api)
    return offering_again(await next_step(draft, turn, api, say("booking.depends")), turn)


async def _both_told(draft: Draft, turn: Turn, api: GuideApi) -> Reply:
    """Both of two matters for one visit, the second after the first."""
    first, second = (one["matter_id"] for one in offered_to(turn))
    both = replace(for_matter(draft, first), also=[second])
    both = await read_first_words(both, turn, api)
    return understood("choose", await next_step(await choose_time(both, api), turn, api))


async def _names_matter_beside(told: Draft, turn: Turn, api: GuideApi) -> bool:
    """Whether words that tell a day or who comes name a matter, too.

    A few letters that no matter is found for are but a title or a particle: 孙经理, 电话等下.
    """
    if not await names_a_matter(turn.words, told.name, api):
        return False
    rest = ALL_BUT_A_MATTER.sub("", without_phone(turn.words).replace(told.name or " ", ""))
    of_a_time = turn.surely(*NAMES_A_TIME)
    if len(rest) > LONGEST_TITLE and not of_a_time:
        return True
    found = await api.answer(topic="booking", query=rest, park_id=told.park_id)
    return found.get("decision") == "match" or (
        found.get("decision") == "clarify" and not of_a_time
    )


def offering_again(asked: Reply, turn: Turn) -> Reply:
    """The question for the matter, with those that were offered before."""
    if asked.slots.get("expecting") == "booking.matter" and (offered := offered_to(turn)):
        asked.buttons, asked.slots["offered"] = offer_again(offered), offered
    return asked


def chosen_matter(turn: Turn) -> str | None:
    """The matter that an ordinal picks from those just offered."""
    offered = offered_to(turn)
    index = read_ordinal(turn.words, len(offered)) if offered else None
    return offered[index]["matter_id"] if index is not None and 0 <= index < len(offered) else None
