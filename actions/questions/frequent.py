"""A frequent question on the current matter, put in the middle of whatever else is going on."""

from __future__ import annotations

from actions.client import GuideApi
from actions.journey.moves import read_move
from actions.journey.whole import whole_asked
from actions.pending import with_pending_question
from actions.plain_wishes import answers_anywhere
from actions.questions.answer import answer_question, topic_of
from actions.reply import Reply
from actions.turn import Turn

OF_A_MATTER = frozenset({"materials", "time_limit", "fee", "conditions", "result", "online"})
"""Topics of which a frequent question may be."""


def _asks_of_the_matter(turn: Turn) -> bool:
    """Whether a frequent question is put, and no move made in the plan there is."""
    planned = turn.state.get("journey") is not None
    moves = planned and (read_move(turn.words) or whole_asked(turn.words))
    return turn.says("asks_frequent_question") and not moves


@answers_anywhere(_asks_of_the_matter)
async def frequent_question(turn: Turn, api: GuideApi) -> Reply | None:
    """Its answer, on the topic that was asked about, and the question it interrupted."""
    answer = await answer_question(turn, api, "matter")
    if (topic := topic_of(turn)) in OF_A_MATTER:
        answer.context["topic"] = topic
    return await with_pending_question(answer, turn, api)
