"""Plans of several matters: what is said while a question of the plan waits."""

from __future__ import annotations

import re

from actions.booking.book import start_booking
from actions.client import GuideApi
from actions.conversation.small_talk import SMALL_TALK
from actions.journey.asides import STEPPING, in_order, of_the_whole
from actions.journey.moves import (
    asks_a_fact_of_it,
    asks_for_the_list,
    asks_in_the_middle,
    asks_what_it_is,
    goes_on,
    points_at_a_step,
    read_move,
    skips,
    wants_the_plan,
    wishes,
)
from actions.journey.replies import QUESTION, plan_reply, take_move
from actions.journey.steps import move_made, of_a_step
from actions.journey.whole import is_confused
from actions.moves import abandons
from actions.parks import park_in, park_name
from actions.pending import puts_again, with_pending_question
from actions.questions.again import last_answer
from actions.questions.answer import answer_question
from actions.questions.topics import TOPIC_OF_INTENT
from actions.reply import HANDOFF, IDLE, Reply, labelled
from actions.texts import say
from actions.turn import Turn

SHOW = labelled("journey.show_button", "walk_journey", move="show")
SURE = 0.6
NOTHING_FOUND = frozenset({"clarify", "not_found", "ask_matter"})
TELLING = frozenset({
    "find_matter", "nlu_fallback", "inform", "deny", "affirm", "correct", "choose",
    "ask_conditions", "ask_precheck", "another_matter", "ask_policy",
})  # fmt: skip
"""Kinds of messages that a remark about somebody's project is taken for."""
SPEAKS_OF_SAYING = re.compile(r"再|遍|说|讲|听|懂|清楚|啥|什么|重复")
"""Asks to be told again; 简单刷墙 only sounds like it."""
MOST_OF_A_STEP = 10
TELLS = re.compile(r"没|不|有(?!哪|什么|啥)|是")
"""Says something about the project beside asking for a step."""
PATIENCE = 3
"""Messages in a row that answer nothing; then the question counts as one that can't be answered."""
SELLS = re.compile(r"卖|经营|开")
"""Says what is sold: whatever permit that needs, whoever gives it, is worth telling."""


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
    for read in READERS:
        if reply := await read(turn, api):
            return reply
    return await _noted(turn, api)


async def _of_the_questions(turn: Turn, api: GuideApi) -> Reply | None:
    """The next question, none any more, or all of the plan: wishes about the asking itself."""
    if skips(turn.words):
        return await plan_reply(await take_move("unknown", turn, api), api)
    if goes_on(turn.words):
        return await _asked_again(turn, api, "")
    if _leaves(turn):
        return Reply(
            say("journey.stopped"),
            [SHOW, HANDOFF],
            outcome="stopped",
            context={"topic": "journey"},
            slots=dict(IDLE),
        )
    return None


def _leaves(turn: Turn) -> bool:
    parts = turn.surely("goodbye", confidence=SURE) and not asks_in_the_middle(turn.words)
    return parts or abandons(turn.words) or turn.surely("stop", confidence=0.8)


async def _of_the_plan(turn: Turn, api: GuideApi) -> Reply | None:
    """The answer to a question about the plan or about the question that waits."""
    if told := await in_order(turn, api) or await of_the_whole(turn, api):
        return told
    if wants_the_plan(turn.words) or asks_for_the_list(turn.words):
        return await plan_reply(await take_move("show", turn, api), api)
    if not turn.pressed and is_confused(turn.words):
        return await _if_understood("explain", turn, api)
    steps = len(turn.words) <= MOST_OF_A_STEP and not TELLS.search(turn.words)
    if steps and (move := read_move(turn.words)) in STEPPING and not asks_a_fact_of_it(turn.words):
        return await plan_reply(await take_move(str(move), turn, api), api)
    return None


async def _answered(turn: Turn, api: GuideApi) -> Reply | None:
    """What the words tell of the question that waits or of another; or what is done by now."""
    asks = turn.asks_something and asks_in_the_middle(turn.words)
    if asks or asks_what_it_is(turn.words):
        return None
    if told := await _if_understood("answer", turn, api):
        return told
    done = read_move(turn.words) == "done"
    return await plan_reply(await take_move("done", turn, api), api) if done else None


async def _turned_elsewhere(turn: Turn, api: GuideApi) -> Reply | None:
    """A fact of a step, another move, a park, a booking."""
    of_step = points_at_a_step(turn.words) and asks_a_fact_of_it(turn.words)
    if of_step and (told := await of_a_step(turn, api)):
        return await with_pending_question(told, turn, api)
    if turn.surely("ask_journey", "walk_journey"):
        return await plan_reply(await take_move(move_made(turn), turn, api), api)
    asks = asks_in_the_middle(turn.words)
    if not asks and (park_id := await park_in(turn.words, api)):
        return await _in_park(park_id, turn, api)
    books = turn.surely("book", confidence=SURE) or (turn.intent == "book" and "约" in turn.words)
    return await start_booking(turn, api) if books else None


async def _remarked(turn: Turn, api: GuideApi) -> Reply | None:
    return await _if_understood("remark", turn, api) if _only_remarks(turn) else None


async def _answered_aside(turn: Turn, api: GuideApi) -> Reply | None:
    """The answer to another question or to small talk, and the question again."""
    if turn.surely("repeat", confidence=SURE) and SPEAKS_OF_SAYING.search(turn.words):
        return await last_answer(turn, api)
    asks = turn.asks_something or asks_in_the_middle(turn.words)
    if asks and (aside := await _aside(turn, api)):
        return aside
    if turn.surely(*(kind for kind in SMALL_TALK if kind != "idle_chat")):
        return await _asked_again(turn, api, say(SMALL_TALK[turn.intent]))
    return None


READERS = (
    _of_the_questions, _of_the_plan, _answered, _turned_elsewhere, _remarked, _answered_aside,
)  # fmt: skip
"""How a message is read while a question waits, the first reading that fits."""


async def _if_understood(move: str, turn: Turn, api: GuideApi) -> Reply | None:
    told = await take_move(move, turn, api)
    return await plan_reply(told, api) if told["understood"] else None


def _only_remarks(turn: Turn) -> bool:
    """Whether the words tell something and ask or wish for nothing: 洗肉的污水排到市政管网."""
    tells = turn.intent in TELLING and not (asks_in_the_middle(turn.words) or wishes(turn.words))
    return tells and not turn.pressed


async def _aside(turn: Turn, api: GuideApi) -> Reply | None:
    """The answer to another question; None for a remark in which nothing can be found."""
    topic = TOPIC_OF_INTENT.get(turn.intent, "matter")
    aside = await answer_question(turn, api, topic)
    if aside.outcome in NOTHING_FOUND and asks_what_it_is(turn.words):
        return await _if_understood("explain", turn, api)
    asks = asks_in_the_middle(turn.words) or turn.words.rstrip("。！!～~ ").endswith("呢")
    surely = turn.intent not in TELLING and turn.surely(turn.intent, confidence=SURE)
    asks = asks or (surely and aside.outcome == "clarify")
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
