"""Beginning a pre-check, and telling its result again."""

from __future__ import annotations

from dataclasses import replace

from actions.booking.echo import matter_name
from actions.choosing.offered import Offered, ask_which, offered_to
from actions.client import ApiRefused, GuideApi, Json
from actions.parks import park_in
from actions.plain_wishes import begins_when
from actions.precheck.asking import CHECK, judge, next_step
from actions.precheck.cases import not_the_case
from actions.precheck.progress import HAVE, MISSING, SPARED, Progress
from actions.precheck.told import about_unlisted, read, unlisted_names
from actions.precheck.wishes import (
    ONE_BY_ONE,
    WANTS_ELSE,
    asks_about_later,
    asks_for_check,
    asks_for_verdict,
    asks_in_vain,
    asks_of_what_follows,
    claims_all,
    goes_on,
    tells_after_all,
    tells_in_passing,
    tells_of_papers,
)
from actions.questions.answer import as_reply
from actions.reply import BOOK, HANDOFF, Reply
from actions.texts import say
from actions.turn import Turn

OPEN = frozenset({"clarify", "ask_matter"})
"""Outcomes after which api wants to know the matter first."""


@begins_when("ask_precheck", asks_for_verdict)
@begins_when("ask_precheck", asks_about_later)
async def tell_again(turn: Turn, api: GuideApi) -> Reply:
    """The result once more: it says of each missing material whether it may come later."""
    progress = Progress.of(turn.slots.get("precheck"))
    assert progress is not None
    return await judge(progress, turn, api)


@begins_when("inform", tells_after_all)
async def correct(turn: Turn, api: GuideApi) -> Reply | None:
    """The result anew for what is told after it; None where that is nothing of the papers."""
    progress = _going_on(turn)
    assert progress is not None
    said = await read(progress, turn, api, bare=None)
    told = said["states"] if said["pointed"] else {}
    told = {**not_the_case(turn.words, progress), **told}
    return await next_step(progress.told(told), turn, api) if told else None


@begins_when("inform", tells_in_passing)
async def take_what_is_told(turn: Turn, api: GuideApi) -> Reply | None:
    """What is told of papers, with what the list says of them; the pre-check goes on from there."""
    return await _with_pointed_words(turn, api)


async def _told_in_vain(found: Json, turn: Turn, api: GuideApi) -> Reply | None:
    """The reply to papers that are told of where there is no list; None where none are named.

    Args:
        found: api's answer that there is no list.
    """
    said = await api.read_materials(turn.paused, [], [], None, matter_id=turn.matter_id)
    told = turn.says("tells_of_papers") or not WANTS_ELSE.search(turn.words)
    if found["outcome"] in OPEN or not (said["unlisted"] and told):
        return None
    reply = await first_question(found, turn, api)
    matter = await matter_name(str(turn.matter_id), api)
    reply.text = say("precheck.unlisted_no_list", matter=matter, names=unlisted_names(said))
    return reply


@begins_when("ask_precheck", asks_of_what_follows)
async def tell_what_may_follow(turn: Turn, api: GuideApi) -> Reply | None:
    """Whether something may be handed in later, where no pre-check has found it missing."""
    found = await list_of(turn, api, turn.matter_id, None)
    card = found.get("card")
    names = [str(item["name"]) for item in card["items"]] if card else []
    asked = list(range(1, len(names) + 1))
    said = await api.read_materials(turn.paused, names, asked, None, matter_id=turn.matter_id)
    if said["pointed"] or (card and not said["unlisted"]):
        return None
    told = await api.answer(topic="policy", subject="conditional_acceptance")
    lead = about_unlisted(said) if card else ""
    text = f"{lead}\n{told['text']}" if lead else str(told["text"])
    context = {"topic": "precheck", "matter_id": turn.matter_id}
    buttons = [CHECK, BOOK, HANDOFF]
    return Reply(text, buttons, outcome="answered", context=context, slots={"expecting": None})


@begins_when("ask_precheck", goes_on)
async def go_on(turn: Turn, api: GuideApi) -> Reply:
    """A pre-check that was left, taken up where it stood."""
    progress = Progress.of(turn.slots.get("precheck"))
    assert progress is not None
    return await next_step(progress, turn, api, say("precheck.going_on"))


@begins_when("ask_precheck", tells_of_papers)
@begins_when("ask_precheck", asks_for_check)
@begins_when("ask_precheck", claims_all)
@begins_when("ask_precheck", asks_in_vain)
async def start_precheck(turn: Turn, api: GuideApi, matter_id: str | None = None) -> Reply:
    """Begin with the list of the current matter, or of the one that the message names.

    Args:
        matter_id: the matter that was just chosen; the words are read for no other then.
    """
    if matter_id is None and turn.matter_id and turn.words:
        begun = await _with_pointed_words(turn, api)
        if begun:
            return begun
    if (left := _left(turn)) and matter_id in (None, left.matter_id):
        return await next_step(left, turn, api, say("precheck.going_on"))
    if matter_id is None and turn.matter_id is None and (offered := offered_to(turn)):
        return _which(offered)
    found = await list_of(turn, api, matter_id, None if matter_id else turn.text)
    return await first_question(found, turn, api)


def _which(offered: Offered) -> Reply:
    """The matters that were just offered, put again: the papers of one of them are meant."""
    reply = ask_which(offered)
    reply.slots |= {"expecting": "precheck.matter", "pending_topic": None}
    return reply


async def _with_pointed_words(turn: Turn, api: GuideApi) -> Reply | None:
    """The reply to words that speak of single materials of the current matter; None for others."""
    progress, found = _going_on(turn), {}
    if progress is None:
        found = await list_of(turn, api, turn.matter_id, None)
        progress = Progress.begun(found["card"]) if found.get("card") else None
    if progress is None:
        return await _told_in_vain(found, turn, api)
    shown = progress.done or turn.slots.get("last_topic") in ("materials", "precheck")
    said = await read(progress, turn, api, bare=None)
    if not (said["pointed"] or said["unlisted"] or (shown and said["states"])):
        return None
    lead = about_unlisted(said)
    told = await next_step(progress.told(said["states"]), turn, api, lead)
    if told.outcome == "asked" and told.card is None:
        told.card = progress.card
    return told


def _going_on(turn: Turn) -> Progress | None:
    """The pre-check of the current matter that was begun or finished before."""
    progress = Progress.of(turn.slots.get("precheck"))
    return progress if progress and progress.matter_id == turn.matter_id else None


def _left(turn: Turn) -> Progress | None:
    """The pre-check of the current matter that was left before its end, where it told something."""
    progress = _going_on(turn)
    begun = progress is not None and not progress.done and progress.named(HAVE, MISSING, SPARED)
    return progress if begun else None


async def list_of(turn: Turn, api: GuideApi, matter_id: str | None, query: str | None) -> Json:
    """What api says when asked for the list of a matter, or of the one that `query` names."""
    return await api.answer(
        topic="precheck",
        query=query,
        matter_id=matter_id or turn.matter_id,
        park_id=(await park_in(turn.words, api)) or turn.park_id,
        channel=turn.state.get("channel"),
    )


async def first_question(found: Json, turn: Turn, api: GuideApi) -> Reply:
    """The first question; what api says where there is no list, or no matter yet."""
    reply = as_reply(found, {"topic": "precheck"})
    reply.slots["pending_topic"] = None
    if found["outcome"] in OPEN:
        reply.slots["expecting"] = "precheck.matter"
        return reply
    reply.slots["expecting"] = None
    if not found.get("card"):
        if found.get("outcome") == "answered" and found.get("matter_id"):
            reply.buttons = [CHECK, *reply.buttons]
        return reply
    progress = Progress.begun(found["card"])
    said = await read(progress, turn, api, bare=None) if turn.words else {}
    told = said["states"] if said.get("pointed") else {}
    if ONE_BY_ONE.search(turn.words):
        return await next_step(replace(progress, singly=True).told(told), turn, api)
    asked = await next_step(progress.told(told), turn, api)
    if asked.outcome != "asked":
        return asked
    if told:
        asked.card = asked.card or progress.card
        asked.context = {**reply.context, "topic": "precheck"}
        return asked
    asked.text, asked.card = found["text"], progress.card
    asked.context = {**reply.context, "topic": "precheck"}
    return asked


async def from_the_beginning(changed: ApiRefused, turn: Turn, api: GuideApi) -> Reply:
    """The list anew, with the reason why what was told of it no longer counts."""
    reply = await first_question(await list_of(turn, api, None, None), turn, api)
    reply.text = f"{changed.detail}\n{reply.text}"
    return reply
