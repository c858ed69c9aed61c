"""Choosing: a matter from those offered, a park, or none of them."""

from __future__ import annotations

from actions.assistance.assist import resume_assistance
from actions.base import GuideAction
from actions.booking.book import start_booking
from actions.booking.resume import resume_booking
from actions.choosing.offered import (
    Offered,
    ask_which,
    both_offered,
    named_among,
    offer_again,
    offered_to,
)
from actions.client import GuideApi
from actions.journey.asides import journey_aside
from actions.journey.replies import plan_reply, take_move
from actions.moves import (
    asks_difference,
    goes_back,
    means_the_other,
    picks_within,
    read_ordinal,
    wants_both,
)
from actions.parks import park_buttons, park_in, park_name, says_more
from actions.pending import with_pending_question
from actions.plain_wishes import plain_wish
from actions.precheck.beginning import start_precheck
from actions.precheck.doubts import listed_paper
from actions.questions.answer import answer_question, topic_of
from actions.questions.topics import GENERAL_TOPICS
from actions.reply import HANDOFF, Reply
from actions.texts import say
from actions.turn import Turn

ANSWERS = {
    ("booking.matter", "choose_matter"): resume_booking,
    ("booking.park", "choose_park"): resume_booking,
    ("assistance.park", "choose_park"): resume_assistance,
}
"""What completes a question of another topic."""


class ActionChoose(GuideAction):
    """Takes a choice, and answers the question it was asked for."""

    topic = "matter"

    def name(self) -> str:
        """The action's name in the domain."""
        return "action_choose"

    async def reply(self, turn: Turn, api: GuideApi) -> Reply:
        """Act on the choice; one that completes a booking's question goes on with the booking."""
        if told := await journey_aside(turn, api):
            return told
        if resume := ANSWERS.get((turn.expecting or "", turn.intent)):
            return await resume(turn, api)
        if turn.intent == "choose_park" and (told := await plain_wish(turn, api)):
            return told
        if turn.intent == "none_of_these":
            return await _beside_no_choice(turn, api) or none_of_these()
        if turn.intent == "choose_park":
            between = not turn.pressed and asks_difference(turn.words)
            return await (_between_parks if between else self._park)(turn, api)
        if turn.intent == "choose":
            return await self._ordinal(turn, api)
        return await self._matter(turn, api, turn.matter_id)

    async def _matter(self, turn: Turn, api: GuideApi, matter_id: str | None) -> Reply:
        topic = _topic(turn)
        if topic == "booking":
            return await start_booking(turn, api)
        if topic == "precheck" or turn.expecting == "precheck.matter":
            return await start_precheck(turn, api, matter_id)
        answer = await answer_question(turn, api, topic, matter_id=matter_id)
        return await with_pending_question(answer, turn, api)

    async def _ordinal(self, turn: Turn, api: GuideApi) -> Reply:
        offered = offered_to(turn)
        if wants_both(turn.words) and (both := both_offered(turn)):
            answer = await answer_question(turn, api, _asked(turn), matters=both)
            return await with_pending_question(answer, turn, api)
        if other := _other_one(turn):
            return await self._matter(turn, api, other)
        if not offered and read_ordinal(turn.words, 1) is None:  # a question that counts something
            return await with_pending_question(
                await answer_question(turn, api, "matter"), turn, api
            )
        if goes_back(turn.words) and not (offered and picks_within(turn.words)):
            return await with_pending_question(
                await answer_question(turn, api, "matter"), turn, api
            )
        if not offered:
            return await listed_paper(turn, api) or _nothing_to_choose()
        index = read_ordinal(turn.words, len(offered))
        if index is None:
            index = named_among(turn.words, [one["name"] for one in offered])
        if index is None or not 0 <= index < len(offered):
            return ask_which(offered)
        return await self._matter(turn, api, offered[index]["matter_id"])

    async def _park(self, turn: Turn, api: GuideApi) -> Reply:
        if stays := await _where_referred(turn, api):
            return stays
        park_id = turn.entities.get("park_id") or await park_in(turn.words, api, turn.park_id)
        if park_id is None:
            return Reply(say("choosing.which_park"), await park_buttons(api), outcome="ask_park")
        if not turn.pressed and says_more(turn.words):
            answer = await answer_question(turn, api, topic_of(turn))
            return await with_pending_question(answer, turn, api)
        topic = _topic(turn)
        if topic == "booking":
            return await start_booking(turn, api)
        if topic == "journey" and turn.state.get("journey"):
            move = "stage" if turn.state["journey"].get("at") else "show"
            told = await take_move(move, turn, api, park_id=park_id)
            return await plan_reply(told, api)
        if topic in GENERAL_TOPICS:
            topic = "matter"
        if turn.matter_id is None and topic == "matter":
            return await _park_alone(park_id, turn, api)
        answer = await answer_question(turn, api, topic, park_id=park_id)
        return await with_pending_question(answer, turn, api)


async def _beside_no_choice(turn: Turn, api: GuideApi) -> Reply | None:
    """The answer to what denies nothing, as nothing was offered: 都不归你们管啊."""
    if turn.pressed or offered_to(turn) or turn.matter_id:
        return None
    answer = await answer_question(turn, api, "policy")
    return answer if answer.outcome in ("answered", "referred") else None


async def _where_referred(turn: Turn, api: GuideApi) -> Reply | None:
    """Whose business it stays, where somebody says the place of what is not the hall's."""
    referred = str(turn.state.get("about") or "").startswith("referral:")
    if turn.pressed or turn.matter_id or turn.expecting or not referred:
        return None
    answer = await answer_question(turn, api, _topic(turn))
    return answer if answer.outcome == "referred" else None


async def _between_parks(turn: Turn, api: GuideApi) -> Reply:
    """How the parks differ, for whoever names one to ask that."""
    answer = await answer_question(turn, api, "compare")
    return await with_pending_question(answer, turn, api)


async def _park_alone(park_id: str, turn: Turn, api: GuideApi) -> Reply:
    """The park is kept; which matter it is, is still open."""
    if named := await _named_beside(turn, api):
        return named
    park = await park_name(park_id, api)
    if offered := offered_to(turn):
        return _still_which(offered, park, park_id)
    said = say("choosing.park_noted", park=park)
    return Reply(said, outcome="noted", context={"topic": "chitchat", "park_id": park_id})


async def _named_beside(turn: Turn, api: GuideApi) -> Reply | None:
    """The matter that is surely named beside a park: 我们要做节能审查，经开区的."""
    if turn.pressed:
        return None
    found = await answer_question(turn, api, "matter")
    return found if found.outcome == "card" else None


def _still_which(offered: Offered, park: str, park_id: str) -> Reply:
    """The park is kept, and the question which matter it is put again."""
    return Reply(
        say("choosing.park_and_which", park=park),
        offer_again(offered),
        outcome="clarify",
        context={"topic": "matter", "park_id": park_id},
        slots={"offered": offered},
    )


def _nothing_to_choose() -> Reply:
    """An ordinal where nothing stands to be picked from."""
    said, context = say("choosing.nothing_to_choose"), {"topic": "chitchat"}
    return Reply(said, [HANDOFF], outcome="misread", context=context)


def none_of_these() -> Reply:
    """None of the offered matters was meant."""
    return Reply(
        say("choosing.none_of_these"),
        [HANDOFF],
        outcome="not_found",
        context={
            "intent": "none_of_these",
            "topic": "none",
            "matter_id": None,
            "candidates": [],
            "delegation_mode": None,
            "window_id": None,
        },
        slots={"pending_topic": None, "expecting": None, "draft": None},
    )


def _other_one(turn: Turn) -> str | None:
    """The other of two matters: 另一个呢."""
    both = both_offered(turn)
    if not means_the_other(turn.words) or turn.matter_id not in both:
        return None
    return both[1 - both.index(turn.matter_id)]


def _asked(turn: Turn) -> str:
    """The question that is asked of both; of what they are, if none is."""
    waiting = turn.slots.get("pending_topic") or turn.slots.get("last_topic") or "matter"
    return "materials" if waiting in ("matter", "compare") else str(waiting)


def _topic(turn: Turn) -> str:
    """The question a choice answers: the button's own, the one that waits, or the last one."""
    waiting = turn.entities.get("topic") or turn.slots.get("pending_topic")
    if waiting is None and turn.intent == "choose_park":
        waiting = turn.slots.get("last_topic")
    return str(waiting or "matter")
