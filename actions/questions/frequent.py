"""A frequent question on the current matter, put in the middle of whatever else is going on."""

from __future__ import annotations

from actions.client import GuideApi
from actions.pending import with_pending_question
from actions.plain_wishes import answers_anywhere
from actions.questions.answer import answer_question
from actions.reply import Reply
from actions.turn import Turn


@answers_anywhere(lambda turn: turn.says("asks_frequent_question"))
async def frequent_question(turn: Turn, api: GuideApi) -> Reply | None:
    """Its answer, and the question it interrupted."""
    return await with_pending_question(await answer_question(turn, api, "matter"), turn, api)
