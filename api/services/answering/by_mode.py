"""Which matters run in a mode of delegation: 哪些是直接赋权的."""

import re
from typing import get_args

from api.services.answers import HANDOFF, Answer, Question
from api.services.outcomes import Outcome
from api.services.wording import SAMPLE_NOTE
from knowledge import KnowledgeBase
from knowledge.edition_diff import MODE_NAMES
from knowledge.question import short_title
from knowledge.schema import DelegationMode
from knowledge.text import normalise

WHICH = re.compile(
    r"哪些(?!材料|资料|文件|条件|东西)|有(?:多少|几)[项个件]|(?:包括|包含)(?:什么|啥)|有(?:什么|啥)(?:事|证)"
)
MOST_NAMED = 8
"""Matters named; of more only their number is told."""


def answer_by_mode(kb: KnowledgeBase, question: Question) -> Answer | None:
    """The matters of the one mode that is asked about; None when none, or several, are.

    None too for a day on which no matter ran in it.
    """
    words = normalise(question.query or "")
    every: tuple[DelegationMode, ...] = get_args(DelegationMode)
    modes = [mode for mode in every if MODE_NAMES[mode] in words]
    if len(modes) != 1 or not WHICH.search(words):
        return None
    parks = [question.park_id] if question.park_id else list(kb.parks)
    found = {
        matter.matter_id: short_title(matter.name)
        for park_id in parks
        for matter in kb.find_matters(park_id=park_id, mode=modes[0], as_of=question.as_of)
    }
    if not found:
        return None
    where = kb.parks[question.park_id].short_name if question.park_id else "两个园区"
    named = "、".join(list(found.values())[:MOST_NAMED])
    text = (
        f"{where}的清单里，「{MODE_NAMES[modes[0]]}」的有{len(found)}项，比如{named}。"
        f"想知道哪件事是哪种，直接说事项名称就行。{SAMPLE_NOTE}"
    )
    notices = "".join(kb.policy_notices("modes", question.as_of))
    return Answer(Outcome.ANSWERED, "mode", f"{text}\n{notices}".rstrip(), buttons=[HANDOFF])
