"""What belongs to a plan though the dialogue waits for nothing: steps, corrections, what is done.

A message is taken for an ordinary question first by its kind; here the conversation's plan gets
its say before that.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from actions.client import GuideApi, Json
from actions.journey.moves import (
    asks_a_fact_of_it,
    asks_all_there_is,
    asks_if_needed,
    asks_the_whole_way,
    asks_when_in_order,
    corrects,
    is_question,
    names_a_trade,
    names_what_was_before,
    order_asked,
    points_at_a_step,
    read_move,
    says_nothing_special,
    sets_something_up,
    speaks_of_papers,
    wants_no_questions,
    wants_the_plan,
    wants_to_found,
    wishes,
)
from actions.journey.replies import QUESTION, plan_reply, take_move
from actions.journey.whole import means_the_whole, short_asked, whole_asked
from actions.moves import read_ordinal
from actions.pending import with_pending_question
from actions.reply import HANDOFF, Reply, labelled
from actions.texts import say
from actions.turn import Turn

UNSURE = frozenset({
    "find_matter", "nlu_fallback", "ask_journey", "ask_progress", "deny", "affirm",
    "stop", "choose", "another_matter", "none_of_these", "repeat",
})  # fmt: skip
"""Kinds of messages that a move in a plan is taken for; the others ask something of their own."""
WISHES = frozenset({"find_matter", "nlu_fallback", "ask_conditions"})
"""Kinds of messages that a wish for a whole plan is taken for."""
AFTER_A_PLAN = frozenset({"ask_precheck", "correct", "inform"})
"""Kinds of messages that a move is taken for right after a plan was told."""
CORRECTING = UNSURE | {"choose_park"}
OF_A_PLAN = frozenset({"ask_journey", "walk_journey"})
NOTHING_SURE = frozenset({"clarify", "not_found", "ask_matter", "referred"})
"""Outcomes after which a whole plan says more to whoever wants to set something up."""
SEVERAL = 2
OF_ONE = frozenset({"papers", "trips"})
"""Short questions that mean the current matter where there is one: 要带什么材料."""
ASIDE_MOVES = frozenset({"before", "needed"})
"""Moves that only ask; the question that waits goes on waiting."""
STEPPING = frozenset({"first", "stage", "next", "left"})
"""Moves that surely mean the plan which was just told."""
ABOUT_A_FACT = frozenset({
    "ask_time_limit", "ask_fee", "ask_mode", "ask_liability", "ask_legal_basis", "ask_result",
    "ask_notice", "compare", "book",
})  # fmt: skip
"""Kinds of messages that ask one thing, however it is put."""


async def journey_aside(turn: Turn, api: GuideApi) -> Reply | None:
    """The reply to a message that speaks of the plan; None when it does not, or there is none."""
    if turn.pressed or turn.expecting:
        return None
    if told := await _one_of_those_offered(turn, api) or await in_order(turn, api):
        return told
    if told := await of_the_whole(turn, api):
        return told
    if _wants_the_whole_way(turn):
        return await _named(turn, api)
    asks_all = turn.intent in WISHES and asks_all_there_is(turn.words)
    if asks_all and (told := await _named(turn, api, general=False)):
        return told
    if turn.state.get("journey"):
        return await _of_the_plan(turn, api)
    if turn.matter_id and turn.intent in WISHES and read_move(turn.words) == "show":
        return await _steps_of_the_matter(turn, api)
    return None


async def _steps_of_the_matter(turn: Turn, api: GuideApi) -> Reply:
    """All of the current matter, with its procedure, for "list the steps" without a plan."""
    known = {"matter_id": turn.matter_id, "park_id": turn.park_id}
    question = {"topic": "matter", **known, "channel": turn.state.get("channel")}
    found = await api.answer(**question)
    return Reply(
        found["text"],
        found.get("buttons") or [],
        outcome=found["outcome"],
        card=found.get("card"),
        context={"topic": "matter", **known},
        slots={"last_topic": "matter"},
    )


def _wants_the_whole_way(turn: Turn) -> bool:
    if turn.intent in WISHES and asks_the_whole_way(turn.words):
        return True
    return turn.intent not in ABOUT_A_FACT and sets_something_up(turn.words)


async def _of_the_plan(turn: Turn, api: GuideApi) -> Reply | None:
    """The reply to a move in the plan there is, or to what puts it right."""
    move = _move(turn)
    if move in ("first", "stage") and asks_a_fact_of_it(turn.words):
        return None
    unsure = turn.intent in UNSURE or (
        _told_last(turn) and (turn.intent in AFTER_A_PLAN or move in STEPPING)
    )
    if move and (unsure or (move == "show" and "材料" not in turn.words)):
        told = await take_move(move, turn, api)
        return await plan_reply(told, api) if told["understood"] else None
    if _told_last(turn) and names_a_trade(turn.words):
        for one in _of_a_trade(turn):
            if (told := await take_move(one, turn, api))["understood"]:
                return await plan_reply(told, api)
    if turn.intent in CORRECTING and (corrects(turn.words) or _was_asked(turn)):
        told = await take_move("answer", turn, api)
        return await plan_reply(told, api) if told["understood"] else None
    return None


def _of_a_trade(turn: Turn) -> tuple[str, ...]:
    """The moves that few words after a plan may make, whatever they are taken for: 办公司的."""
    if turn.intent in WISHES:
        return ("answer", "switch", "restate")
    return () if turn.intent in ABOUT_A_FACT or wishes(turn.words) else ("answer", "restate")


async def in_order(turn: Turn, api: GuideApi) -> Reply | None:
    """The reply to words that ask what comes before or after a step, whatever else they seem.

    Without a plan that of the matter meant is taken; None when there is none.
    """
    move = None if turn.pressed else order_asked(turn.words)
    if move is None and turn.state.get("journey") and asks_if_needed(turn.words):
        move = "needed"
    if move is None and turn.state.get("journey") and asks_when_in_order(turn.words):
        move = "before"
    planned = turn.state.get("journey") is not None
    if move is None or (move == "next" and not (planned or names_what_was_before(turn.words))):
        return None
    told = await take_move(move, turn, api)
    if not told["understood"] and move == "before" and planned and turn.words.endswith("先"):
        told = await take_move("first", turn, api)
    if not told["understood"] or told.get("waits_for"):
        return None
    reply = await plan_reply(told, api)
    waits = turn.expecting == QUESTION and move in ASIDE_MOVES
    return await with_pending_question(reply, turn, api) if waits else reply


async def of_the_whole(turn: Turn, api: GuideApi) -> Reply | None:
    """The answer to a question about all of the plan, with the question that waits put again.

    None for other words, and for those that ask it of one step or of a matter spoken of since.
    """
    move = None if turn.pressed else _whole_move(turn)
    if move is None:
        return None
    told = await take_move(move, turn, api)
    if not told["understood"] or told.get("waits_for"):
        return None
    reply = await plan_reply(told, api)
    return await with_pending_question(reply, turn, api) if turn.expecting == QUESTION else reply


def _whole_move(turn: Turn) -> str | None:
    planned: Mapping[str, Any] = turn.state.get("journey") or {}
    of_whole = whole_asked(turn.words)
    if not planned:
        whole = of_whole in ("total", "longest") and asks_the_whole_way(turn.words)
        return of_whole if whole else None
    waits = turn.expecting == QUESTION
    last = turn.slots.get("last_topic") == "journey"
    before_a_step = last and (waits or not planned.get("at"))
    of_plan = waits or _told_last(turn) or turn.intent in OF_A_PLAN
    if of_whole and (of_plan or means_the_whole(turn.words)):
        return of_whole
    short = short_asked(turn.words) if before_a_step else None
    return None if short in OF_ONE and turn.matter_id else short


def remark_noted(turn: Turn) -> Reply | None:
    """The reply to something told of the project right after a plan, in which nothing is found."""
    asks = is_question(turn.words) or wishes(turn.words)
    told = turn.intent in WISHES and not turn.pressed and not asks
    if not (told and turn.state.get("journey") and _told_last(turn)) or turn.expecting:
        return None
    return Reply(
        say("journey.noted_after"),
        [labelled("journey.show_button", "walk_journey", move="show"), HANDOFF],
        outcome="small_talk",
        context={"topic": "journey"},
        slots={"last_topic": "journey"},
    )


def _told_last(turn: Turn) -> bool:
    """Whether the plan was spoken of last, and no papers are now."""
    return turn.slots.get("last_topic") == "journey" and not speaks_of_papers(turn.words)


def _move(turn: Turn) -> str | None:
    if _told_last(turn) and (says_nothing_special(turn.words) or wants_the_plan(turn.words)):
        return read_move(turn.words) or "show"
    return read_move(turn.words)


async def _one_of_those_offered(turn: Turn, api: GuideApi) -> Reply | None:
    """The journey chosen from those just offered, by number or by what it is."""
    offered: list[str] = turn.slots.get("journeys_offered") or []
    if not offered or turn.intent == "none_of_these":
        return None
    if turn.intent not in UNSURE and not wants_the_plan(turn.words):
        return None
    index = read_ordinal(turn.words, len(offered))
    if index is not None:
        subject = offered[index] if 0 <= index < len(offered) else None
        told = await take_move("start", turn, api, subject=subject)
        return await plan_reply(told, api)
    if named := await _named(turn, api):
        return named
    if not wants_the_plan(turn.words):
        return None
    return await plan_reply(await take_move("show", turn, api, subject=offered[0]), api)


async def _named(turn: Turn, api: GuideApi, general: bool = True) -> Reply | None:
    """The journey that the words name; None when they name none.

    Args:
        general: whether the general plan will do for a trade that has none of its own.
    """
    told = await take_move("start", turn, api)
    if told.get("waits_for") == "which" or (told.get("general") and not general):
        return None
    if not general and not told.get("named"):
        return None
    return await begun(told, turn, api)


async def begun(told: Json, turn: Turn, api: GuideApi) -> Reply:
    """A plan just begun: at once for whoever wants no questions, and with what it leaves out."""
    lead = await _beside_the_general(told, turn, api)
    if told.get("waits_for") == "question" and wants_no_questions(turn.words):
        told = await take_move("show", turn, api, journey=told["journey"])
    return await plan_reply(told, api, lead)


async def _beside_the_general(told: Json, turn: Turn, api: GuideApi) -> str:
    """What the general plan leaves out: the trade's own permit, where it is given elsewhere."""
    if not told.get("general"):
        return ""
    found = await api.answer(
        topic="matter",
        query=turn.text,
        park_id=turn.park_id,
        channel=turn.state.get("channel"),
    )
    return str(found["text"]) if found.get("outcome") == "referred" else ""


async def founding(found: Reply, turn: Turn, api: GuideApi) -> Reply | None:
    """The plan for whoever says that something is to be set up, and asks nothing: 我想开工厂.

    None where what was found for the words says more: the one matter that the plan is about, or
    who else handles it.
    """
    if turn.pressed or turn.expecting or not wants_to_found(turn.words):
        return None
    told = await take_move("start", turn, api)
    if told.get("waits_for") == "which" or (found.outcome == "referred" and told.get("general")):
        return None
    sure = found.outcome not in NOTHING_SURE
    if sure and not (told.get("named") and _tells_much(told, found)):
        return None
    return await plan_reply(told, api)


def _tells_much(told: Json, found: Reply) -> bool:
    """Whether the words answer several questions of a plan, or it holds not what was found."""
    several = len((told.get("journey") or {}).get("answers") or {}) >= SEVERAL
    return several or found.context.get("matter_id") not in (told.get("steps") or ())


def _was_asked(turn: Turn) -> bool:
    """Whether the plan's question is still open though the dialogue has forgotten that."""
    return turn.slots.get("last_topic") is None and bool(turn.state["journey"].get("asked"))


async def at_the_step(turn: Turn, api: GuideApi) -> Turn:
    """`turn` about the step of the plan that its words name: 环评那步要什么材料."""
    if turn.pressed or not turn.state.get("journey") or not points_at_a_step(turn.words):
        return turn
    told = await take_move("step", turn, api)
    if not told["understood"]:
        return turn
    return replace(turn, entities={**turn.entities, "matter_id": told["matter_id"]})
