"""The answer to a pending question, whoever asked it."""

from __future__ import annotations

import re

from actions.assistance.assist import resume_assistance
from actions.base import GuideAction
from actions.booking.asides import answers_booking
from actions.booking.book import start_booking
from actions.booking.echo import matter_name
from actions.booking.existing import (
    agrees_once_more,
    changes_own_visit,
    resume_appointment,
    start_appointment,
    tell_it_stands,
)
from actions.booking.resume import resume_booking
from actions.booking.waiting import about_the_list, resume_waiting, speaks_of_list
from actions.booking.wishes import wants_new_visit
from actions.choosing.choose import none_of_these
from actions.choosing.offered import ask_which, offered_to
from actions.client import GuideApi
from actions.conversation.small_talk import NEXT_STEPS, asked_after_all
from actions.courier.send import resume_courier
from actions.handoff.asking import hand_off
from actions.journey.asides import journey_aside
from actions.journey.questions import resume_journey
from actions.journey.replies import QUESTION
from actions.moves import denies_it, names_a_day, says_no, says_yes
from actions.pending import with_pending_question
from actions.plain_wishes import plain_wish
from actions.precheck.beginning import correct, start_precheck
from actions.precheck.check import resume_precheck
from actions.precheck.wishes import asks_for_check, asks_for_verdict, puts_off, tells_after_all
from actions.questions.again import last_answer
from actions.questions.answer import answer_question
from actions.rating.grades import read_grade
from actions.rating.rate import ActionRate, ask_for_grade, resume_rating
from actions.reading import read_code, read_last_four
from actions.reply import BOOK, IDLE, Reply, labelled
from actions.texts import say
from actions.turn import Turn

GOES_ON = re.compile(
    r"(?:好的?|行|嗯|可以|那)*[，,\s]*(?:我们?)?(?:再)?(?:回到|继续|接着|还是)(?:刚才|前面|之前)?(?:的|那个)?(?:办|约|说)?"
    r"(?:预约|约号)(?:吧|的事)?"
)
"""Takes up a booking again after an aside: 好，回到刚才的预约."""
OF_THE_MATTER = [
    labelled("questions.materials_button", "ask_materials"),
    labelled("questions.window_button", "ask_window"),
    BOOK,
]
"""What people ask next of a matter."""
REJECTS = frozenset({"deny", "stop"})
CHOSEN = frozenset({"card", "answered", "missing_fact", "ask_park", "clarify"})
"""Outcomes that show that a reply chose something, or must choose once more."""
FOUND = frozenset({"card", "ask_park"})
"""Outcomes that show a matter as the one that is meant."""
NAMES_A_TIME = frozenset({"choose_date", "choose_slot"})
"""A day or a time, said where none was asked for, wants a visit then."""
ASKS_THE_SAME = re.compile(r"(?:[呢吗么嘛不没?？]|有人|开门|上班)[。！?？]*$")
ASKED_ON_A_DAY = frozenset({"window"})
"""Topics after which a day alone asks the same for that day."""
RESUME = {
    "assistance": resume_assistance,
    "booking": resume_booking,
    "courier": resume_courier,
    "journey": resume_journey,
    "precheck": resume_precheck,
    "rating": resume_rating,
    "visit": resume_appointment,
    "waiting": resume_waiting,
}
BOOKED_INSTEAD = frozenset({"visit", "assistance"})
"""Topics whose question is left for a booking that is plainly asked for."""
SAID_PLAINLY = ("tells_of_papers", "keeps_what_was_shown", "asks_for_notice")
"""What is plainly said, though the words are taken for a yes or a no: 算了，直接打印吧."""
SURE = 0.8
"""How sure a wish for a pre-check must be in the middle of a booking, taken up afterwards."""


class ActionContinue(GuideAction):
    """Hands a message to the part of the conversation that waits for it."""

    topic = "chitchat"

    def name(self) -> str:
        """The action's name in the domain."""
        return "action_continue"

    async def reply(self, turn: Turn, api: GuideApi) -> Reply:
        """Go on where the conversation stands; a yes or no to nothing gets a friendly line."""
        return await _aside_first(turn, api) or await self._taken_up(turn, api)

    async def _taken_up(self, turn: Turn, api: GuideApi) -> Reply:
        if answers_booking(turn) and not _wants_check(turn):
            return await resume_booking(turn, api)
        if turn.expecting and GOES_ON.fullmatch(turn.words.strip("。，,！! ")):
            matter = {"matter_id": (turn.slots.get("draft") or {}).get("matter_id")}
            on = Reply(
                say("conversation.go_on"), outcome="asked", context={"topic": "booking", **matter}
            )
            return await with_pending_question(on, turn, api)
        topic = (turn.expecting or "").partition(".")[0]
        if topic == "booking" and _wants_check(turn):
            return await start_precheck(turn, api)
        if topic in BOOKED_INSTEAD and (wants_new_visit(turn) or _names_what_and_when(turn)):
            return await start_booking(turn, api)
        resume = RESUME.get(topic)
        if resume is not None:
            return await _graded(turn, api) or await resume(turn, api)
        return await _to_nothing_asked(turn, api)


async def _aside_first(turn: Turn, api: GuideApi) -> Reply | None:
    """The reply to what leaves the question that waits as it is; None for anything else."""
    if not turn.expecting or answers_booking(turn):
        return None
    planning = turn.expecting == QUESTION  # 简单装修 answers a plan's question
    if turn.surely("repeat", confidence=0.6) and not planning:
        return await last_answer(turn, api)
    if turn.surely("thanks", confidence=0.8) and not turn.pressed:
        thanks = Reply(say("conversation.thanks"), outcome="small_talk")
        return await with_pending_question(thanks, turn, api)
    return None


async def _graded(turn: Turn, api: GuideApi) -> Reply | None:
    """The reply to a grade that is given while something else is asked, which is put again."""
    topic = (turn.expecting or "").partition(".")[0]
    grades = turn.surely("rate", confidence=SURE) and read_grade(turn.words) is not None
    if topic not in ("booking", "visit", "assistance", "precheck") or not grades or turn.pressed:
        return None
    rated = await ActionRate().reply(turn, api)
    if rated.outcome != "rated":
        return rated
    rated.slots = {}
    return await with_pending_question(rated, turn, api)


def _names_what_and_when(turn: Turn) -> bool:
    """Whether a matter and a day are told where a code was asked for: no old visit is meant."""
    told = turn.intent == "find_matter" and names_a_day(turn.words) and "办" in turn.words
    code = read_code(turn.words) or read_last_four(turn.words)
    return turn.expecting == "visit.code" and told and not code


def _wants_check(turn: Turn) -> bool:
    return turn.surely("ask_precheck", confidence=SURE) or asks_for_check(turn)


async def _to_nothing_asked(turn: Turn, api: GuideApi) -> Reply:
    """A yes or no that no question waits for: it may take what was proposed beside an answer."""
    if turn.slots.get("proposed") and turn.intent not in REJECTS:
        rates = turn.slots["proposed"] == "rating"
        return ask_for_grade() if rates else await hand_off(turn, api, "failures")
    if speaks_of_list(turn):
        return await about_the_list(turn, api)
    plain = wants_new_visit(turn) or puts_off(turn.words) or any(map(turn.says, SAID_PLAINLY))
    plain = plain or asks_for_verdict(turn)
    if wish := await plain_wish(turn, api) if plain else None:
        return wish
    if agrees_once_more(turn):
        return await tell_it_stands(turn, api)
    if changes_own_visit(turn):  # "算了，不去了", "取消吧"
        return await start_appointment(turn, api)
    if turn.intent in NAMES_A_TIME and not turn.pressed:
        return await _on_a_day(turn, api)
    if chosen := _rejected(turn) or await _among_offered(turn, api):
        return chosen
    told = await correct(turn, api) if tells_after_all(turn) else None
    told = told or await journey_aside(turn, api) or await asked_after_all(turn, api)
    return told or await _back_to_business(turn, api)


def _rejected(turn: Turn) -> Reply | None:
    """The reply to a no to the matter that was just found: 不对，不是这个."""
    found = turn.intent == "deny" and turn.state.get("outcome") in FOUND
    return none_of_these() if found and denies_it(turn.words) else None


async def _among_offered(turn: Turn, api: GuideApi) -> Reply | None:
    """What some words choose of the matters just offered, be they taken for a yes or a no."""
    waits = turn.slots.get("pending_topic") and offered_to(turn) and not turn.pressed
    if not waits or turn.intent == "stop" or says_no(turn.words):
        return None
    if says_yes(turn.words):
        return ask_which(offered_to(turn))
    answer = await answer_question(turn, api, str(turn.slots["pending_topic"]))
    return answer if answer.outcome in CHOSEN else None


async def _back_to_business(turn: Turn, api: GuideApi) -> Reply:
    """A line after which anything can be said: on the current matter where one is settled."""
    current = turn.state.get("matter_id")
    if turn.intent == "stop":
        line, steps = say("conversation.stops"), NEXT_STEPS
    elif current is None or turn.intent in REJECTS:
        line, steps = say("conversation.nothing_open"), NEXT_STEPS
    else:
        line = say("conversation.matter_open", matter=await matter_name(current, api))
        steps = OF_THE_MATTER
    return Reply(line, steps, outcome="small_talk", slots=IDLE)


async def _on_a_day(turn: Turn, api: GuideApi) -> Reply:
    """A day or time alone: the question of before for that day, or else a visit."""
    asks = ASKS_THE_SAME.search(turn.words) is not None
    if asks and turn.state.get("topic") in ASKED_ON_A_DAY:  # 周六开门吗；那礼拜天呢
        return await answer_question(turn, api, "window")
    return await start_booking(turn, api)
