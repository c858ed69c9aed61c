"""Which move is made, and what is asked of one step of a plan."""

from __future__ import annotations

from dataclasses import replace

from actions.client import GuideApi
from actions.journey.moves import asks_the_whole_way, fact_asked, read_move, wants_the_plan
from actions.journey.replies import take_move
from actions.questions.answer import answer_question
from actions.reply import Reply
from actions.turn import Turn

MOVES = frozenset({"show", "first", "next", "left", "done"})
"""What a button may do."""


async def of_a_step(turn: Turn, api: GuideApi) -> Reply | None:
    """The answer to a question about one step of the plan there is, by its name."""
    whole = asks_the_whole_way(turn.words) or wants_the_plan(turn.words)
    if turn.pressed or whole or not turn.state.get("journey"):
        return None
    told = await take_move("step", turn, api)
    if not (told["understood"] and told.get("matter_id")):
        return None
    known = {**turn.entities, "matter_id": told["matter_id"]}
    return await answer_question(replace(turn, entities=known), api, fact_asked(turn.words))


def move_made(turn: Turn) -> str:
    """The move that a button or the words make; `start` where they make none."""
    if turn.pressed:
        if turn.entities.get("question"):
            return "choose"
        wanted = turn.entities.get("move", "start")
        return wanted if wanted in MOVES else "start"
    if not turn.state.get("journey"):
        return "start"
    return read_move(turn.words) or "start"
