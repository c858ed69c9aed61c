"""Plans of several matters: choosing one, telling what decides it, going through it."""

from __future__ import annotations

from actions.base import GuideAction
from actions.client import GuideApi
from actions.journey.asides import begun, in_order, of_the_whole
from actions.journey.moves import (
    asks_a_fact_of_it,
    asks_the_whole_way,
)
from actions.journey.replies import take_move
from actions.journey.steps import move_made, of_a_step
from actions.plain_wishes import plain_wish
from actions.questions.answer import answer_question
from actions.reply import Reply
from actions.turn import Turn

LIKELY = 0.4
"""Share of all matters that the best one has where a single one is meant, and no plan."""


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
        move = move_made(turn)
        fact = move in ("first", "stage") and asks_a_fact_of_it(turn.words)
        if (fact or move == "start") and (of_step := await of_a_step(turn, api)):
            return of_step
        told = await take_move(move, turn, api)
        which = told.get("waits_for") == "which" and not turn.pressed
        if which and (matter := await _of_a_matter(turn, api)):
            return matter
        return await begun(told, turn, api)


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
