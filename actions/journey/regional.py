"""What the assessments of the whole park spare a single project (区域评估, decree D12)."""

from __future__ import annotations

import re

from actions.client import GuideApi
from actions.pending import with_pending_question
from actions.plain_wishes import begins_when
from actions.questions.answer import as_reply
from actions.reply import Reply
from actions.turn import Turn

SUBJECT = "regional_assessment"
REGIONAL = re.compile(
    r"区域评估|(?:评估|评价)[^。？]{0,10}(?:用园区|园区[^。？]{0,4}做|共享|不用[^。？]{0,4}(?:单独|自己)|不单独)"
    r"|园区[^。？]{0,6}(?:统一|做好|做过|做了)[^。？]{0,6}(?:评估|评价)"
)
ANOTHER_FIRST = re.compile(r"(?:先|主要|重点)(?:讲讲|说说|讲|说|问|看|解释)(?!.{0,4}区域)")
"""Wants something else told first."""


def asks_of_the_park(turn: Turn) -> bool:
    """Whether the words speak of assessments that the park made once for all."""
    first = ANOTHER_FIRST.search(turn.words) is not None
    return REGIONAL.search(turn.words) is not None and not first


@begins_when("ask_policy", asks_of_the_park)
async def tell_of_the_park(turn: Turn, api: GuideApi) -> Reply:
    """What region-wide assessments are, and what they spare."""
    question = {
        "topic": "policy",
        "subject": SUBJECT,
        "matter_id": turn.matter_id,
        "park_id": turn.park_id,
    }
    told = as_reply(await api.answer(**question), question)
    return await with_pending_question(told, turn, api)
