"""Plans of several matters: choosing one, telling what decides it, going through it."""

from __future__ import annotations

import re
from dataclasses import replace

from actions.base import GuideAction
from actions.booking.book import start_booking
from actions.client import GuideApi
from actions.conversation.small_talk import SMALL_TALK
from actions.journey.asides import beside_the_general, in_order, of_the_whole
from actions.journey.moves import (
    asks_a_fact_of_it,
    asks_for_the_list,
    asks_the_whole_way,
    fact_asked,
    goes_on,
    is_question,
    points_at_a_step,
    read_move,
    skips,
    wants_the_plan,
    wishes,
)
from actions.journey.replies import QUESTION, plan_reply, take_move
from actions.moves import abandons
from actions.journey.whole import is_confused
from actions.parks import park_in, park_name
from actions.pending import puts_again, with_pending_question
from actions.plain_wishes import plain_wish
from actions.questions.answer import answer_question
from actions.questions.topics import TOPIC_OF_INTENT
from actions.reply import HANDOFF, IDLE, Reply, labelled
from actions.texts import say
from actions.turn import Turn

SHOW = labelled("journey.show_button", "walk_journey", move="show")
SURE = 0.6
LIKELY = 0.4
"""Share of all matters that the best one has where a single one is meant, and no plan."""
NOTHING_FOUND = frozenset({"clarify", "not_found", "ask_matter"})
TELLING = frozenset({
    "find_matter", "nlu_fallback", "inform", "deny", "affirm", "correct", "choose",
    "ask_conditions", "ask_precheck", "another_matter", "ask_policy",
})  # fmt: skip
"""Kinds of messages that a remark about somebody's project is taken for."""
PATIENCE = 3
"""Messages in a row that answer nothing; then the question counts as one that can't be answered."""
SELLS = re.compile(r"卖|经营|开")
"""Says what is sold: whatever permit that needs, whoever gives it, is worth telling."""
MOVES = frozenset({"show", "first", "next", "left", "done"})
"""What a button may do."""


class ActionJourney(GuideAction):
    """Begins a plan, or goes on in the one there is."""

    topic = "journey"

    def name(self) -> str:
        """The action's name in the domain."""
        return "action_journey"

    async def reply(self, turn: Turn, api: GuideApi) -> Reply:
        """Take the move that the button or the words make."""
        if wish := await plain_wish(turn, api) or await in_order(turn, api):
            return wish
        if whole := await of_the_whole(turn, api):
            return whole
        move = _move(turn)
        fact = move in ("first", "stage") and asks_a_fact_of_it(turn.words)
        if (fact or move == "start") and (of_step := await _of_a_step(turn, api)):
            return of_step
        told = await take_move(move, turn, api)
        which = told.get("waits_for") == "which" and not turn.pressed
        if which and (matter := await _of_a_matter(turn, api)):
            return matter
        return await plan_reply(told, api, await beside_the_general(told, turn, api))


async def _of_a_step(turn: Turn, api: GuideApi) -> Reply | None:
    """The answer to a question about one step of the plan there is, by its name."""
    whole = asks_the_whole_way(turn.words) or wants_the_plan(turn.words)
    if turn.pressed or whole or not turn.state.get("journey"):
        return None
    told = await take_move("step", turn, api)
    if not (told["understood"] and told.get("matter_id")):
        return None
    known = {**turn.entities, "matter_id": told["matter_id"]}
    return await answer_question(replace(turn, entities=known), api, fact_asked(turn.words))


async def _of_a_matter(turn: Turn, api: GuideApi) -> Reply | None:
    """What is found for words that name no plan but a thing to be done: 有几棵树要砍，办什么."""
    if asks_the_whole_way(turn.words):
        return None
    answer = await answer_question(turn, api, "matter")
    found = [float(one["score"]) for one in answer.context.get("candidates") or []]
    likely = answer.context.get("decision") in ("match", "clarify")
    told = answer.outcome == "answered" and answer.context.get("matter_id") == turn.matter_id
    likely = likely and max(found, default=0.0) >= LIKELY
    return answer if told or likely or answer.outcome == "referred" else None


def _move(turn: Turn) -> str:
    if turn.pressed:
        if turn.entities.get("question"):
            return "choose"
        wanted = turn.entities.get("move", "start")
        return wanted if wanted in MOVES else "start"
    if not turn.state.get("journey"):
        return "start"
    return read_move(turn.words) or "start"


@puts_again("journey")
async def _ask_again(turn: Turn, api: GuideApi) -> Reply | None:
    """The question of a journey that waits for an answer."""
    if turn.expecting != QUESTION:
        return None
    told = await take_move("ask", turn, api)
    if not told["understood"]:
        return None
    return Reply(
        say("journey.still_open") + told["text"],
        told["buttons"],
        outcome="asked",
        slots={"expecting": QUESTION},
    )


async def resume_journey(turn: Turn, api: GuideApi) -> Reply:
    """Take the answer to a question of a journey, or to which journey it is."""
    if skips(turn.words):
        return await plan_reply(await take_move("unknown", turn, api), api)
    if goes_on(turn.words):
        return await _asked_again(turn, api, "")
    leaves = turn.surely("goodbye", confidence=SURE) and not is_question(turn.words)
    if leaves or abandons(turn.words) or turn.surely("stop", confidence=0.8):
        return Reply(
            say("journey.stopped"),
            [SHOW, HANDOFF],
            outcome="stopped",
            context={"topic": "journey"},
            slots=dict(IDLE),
        )
    if order := await in_order(turn, api) or await of_the_whole(turn, api):
        return order
    if wants_the_plan(turn.words) or asks_for_the_list(turn.words):
        return await plan_reply(await take_move("show", turn, api), api)
    if not turn.pressed and is_confused(turn.words):
        told = await take_move("explain", turn, api)
        if told["understood"]:
            return await plan_reply(told, api)
    if not (turn.asks_something and is_question(turn.words)):
        told = await take_move("answer", turn, api)
        if told["understood"]:
            return await plan_reply(told, api)
        if read_move(turn.words) == "done":
            return await plan_reply(await take_move("done", turn, api), api)
    return await _no_answer(turn, api)


async def _no_answer(turn: Turn, api: GuideApi) -> Reply:
    """A message that answers nothing: another question, a booking, another move, or a remark."""
    of_step = points_at_a_step(turn.words) and asks_a_fact_of_it(turn.words)
    if of_step and (told := await _of_a_step(turn, api)):
        return await with_pending_question(told, turn, api)
    if turn.surely("ask_journey", "walk_journey"):
        return await plan_reply(await take_move(_move(turn), turn, api), api)
    if park_id := await park_in(turn.words, api):
        return await _in_park(park_id, turn, api)
    if turn.surely("book", confidence=SURE):
        return await start_booking(turn, api)
    if _only_remarks(turn):
        remark = await take_move("remark", turn, api)
        if remark["understood"]:
            return await plan_reply(remark, api)
    asks = turn.asks_something or is_question(turn.words)
    if asks and (aside := await _aside(turn, api)):
        return aside
    if turn.surely(*SMALL_TALK):
        return await _asked_again(turn, api, say(SMALL_TALK[turn.intent]))
    return await _noted(turn, api)


def _only_remarks(turn: Turn) -> bool:
    """Whether the words tell something and ask or wish for nothing: 洗肉的污水排到市政管网."""
    tells = turn.intent in TELLING and not (is_question(turn.words) or wishes(turn.words))
    return tells and not turn.pressed


async def _aside(turn: Turn, api: GuideApi) -> Reply | None:
    """The answer to another question; None for a remark in which nothing can be found."""
    topic = TOPIC_OF_INTENT.get(turn.intent, "matter")
    aside = await answer_question(turn, api, topic)
    asks = is_question(turn.words) or turn.words.rstrip("。！!～~ ").endswith("呢")
    asks = asks or (turn.intent not in TELLING and turn.surely(turn.intent, confidence=SURE))
    if not asks and (aside.outcome in NOTHING_FOUND or _far_off(aside, turn.words)):
        return None
    return await with_pending_question(aside, turn, api)


def _far_off(aside: Reply, told: str) -> bool:
    """Whether a referral has no two characters in common with what was only told."""
    pairs = (told[at : at + 2] for at in range(len(told) - 1))
    sells = SELLS.search(told) is not None
    return aside.outcome == "referred" and not (sells or any(one in aside.text for one in pairs))


async def _asked_again(turn: Turn, api: GuideApi, lead: str) -> Reply:
    return await plan_reply(await take_move("ask", turn, api), api, lead)


async def _in_park(park_id: str, turn: Turn, api: GuideApi) -> Reply:
    """The park is kept, and the question put again."""
    noted = say("journey.park_noted", park=await park_name(park_id, api))
    reply = await _asked_again(turn, api, noted)
    reply.context["park_id"] = park_id
    return reply


async def _noted(turn: Turn, api: GuideApi) -> Reply:
    """Something told that decides nothing: it is heard, and the question put again."""
    misses = int(turn.slots.get("journey_misses") or 0) + 1
    if misses >= PATIENCE:
        told = await take_move("unknown", turn, api)
        return await plan_reply(told, api, say("journey.left_open"))
    reply = await _asked_again(turn, api, say("journey.noted"))
    reply.slots["journey_misses"] = misses
    return reply
