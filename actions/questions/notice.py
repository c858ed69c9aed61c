"""The one complete notice (一次性告知), asked for in so many words beside a long name."""

from __future__ import annotations

from actions.client import GuideApi
from actions.pending import with_pending_question
from actions.plain_wishes import begins_when
from actions.questions.answer import answer_question
from actions.reply import Reply
from actions.turn import Turn


def asks_for_notice(turn: Turn) -> bool:
    """Whether the words ask for the whole of a matter at once."""
    return turn.says("asks_for_notice")


@begins_when("ask_notice", asks_for_notice)
async def give_notice(turn: Turn, api: GuideApi) -> Reply:
    """The notice of the matter that the words name, else of the current one."""
    return await with_pending_question(await answer_question(turn, api, "notice"), turn, api)
