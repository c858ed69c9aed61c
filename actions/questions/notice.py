"""The one complete notice (一次性告知), asked for in so many words beside a long name."""

from __future__ import annotations

import re

from actions.client import GuideApi
from actions.pending import with_pending_question
from actions.plain_wishes import begins_when
from actions.questions.answer import answer_question
from actions.reply import Reply
from actions.turn import Turn

NOTICE = re.compile(
    r"一次性?(?:书面)?告[知诉]|告知[单书]|一次性?(?:全部?|都)?(?:说|讲|列|问)(?:全|完|清|齐|明白)|一口气[^，。,]{0,6}(?:说|讲|列|告诉)"
    r"|(?:全部|所有|完整)的?(?:要求|信息|内容)[^，。,]{0,6}(?:给|发|列|说|讲|告诉)"
)
ABOUT_THE_RULE = re.compile(
    r"什么(?:是|意思|制度)|怎么回事|是啥|找谁|投诉|制度|规定|违反|没有?(?:给|告知|说)|不(?:给|告知)|责任"
)
"""Asks about the duty to give such a notice, not for the notice."""


def asks_for_notice(turn: Turn) -> bool:
    """Whether the words ask for the whole of a matter at once."""
    words = turn.words
    return NOTICE.search(words) is not None and ABOUT_THE_RULE.search(words) is None


@begins_when("ask_notice", asks_for_notice)
async def give_notice(turn: Turn, api: GuideApi) -> Reply:
    """The notice of the matter that the words name, else of the current one."""
    return await with_pending_question(await answer_question(turn, api, "notice"), turn, api)
