"""Rating the service: five grades, asked for once, never pushed."""

from __future__ import annotations

import re

from actions import wording
from actions.answer import answer_question
from actions.base import GuideAction
from actions.client import ApiRefused, GuideApi
from actions.moves import abandons, read_stars
from actions.reply import HANDOFF, IDLE, Reply, button
from actions.topics import TOPIC_OF_INTENT
from actions.turn import Turn

GRADES = {5: "非常满意", 4: "满意", 3: "基本满意", 2: "不满意", 1: "非常不满意"}
BAD = 2
"""A grade up to this one is bad and leads to a person (decree D22)."""
REASON = "rating.reason"
LONGEST_REASON = 500
SURE = 0.8
NO_REASON = re.compile(r"(没有|没|不说|不想说|无|算)了?(什么|原因)?(可说的|吧)?")
QUESTION = re.compile(r"[?？吗呢]|怎么|什么|哪|我[要想](办|约|预约|查)")


class ActionRate(GuideAction):
    """Takes a grade, or asks for one."""

    topic = "rating"

    def name(self) -> str:
        """The action's name in the domain."""
        return "action_rate"

    async def reply(self, turn: Turn, api: GuideApi) -> Reply:
        """Record the grade in the button or the words."""
        stars = read_stars(turn.entities.get("stars") or turn.words)
        if stars is None:
            grades = [button(name, "rate", stars=str(grade)) for grade, name in GRADES.items()]
            return Reply(wording.ASK_STARS, grades)
        try:
            await api.rate(turn.session_id, stars)
        except ApiRefused:
            return Reply(wording.RATING_FAILED, [HANDOFF])
        if stars <= BAD:
            return Reply(
                wording.RATED_BADLY,
                [button("不说了", "stop"), HANDOFF],
                slots={"expecting": "rating.reason", "draft": {"stars": stars}},
            )
        return Reply(wording.RATED, slots=dict(IDLE) if turn.expecting == REASON else {})


async def resume_rating(turn: Turn, api: GuideApi) -> Reply:
    """Take the reason of a bad grade; it is asked for once, and what is no reason is answered."""
    done = Reply(wording.RATED, [HANDOFF], context={"topic": "rating"}, slots=dict(IDLE))
    if turn.pressed or abandons(turn.words) or NO_REASON.fullmatch(turn.words.strip("。，！ ")):
        return done
    if turn.surely("stop", "deny", confidence=SURE):
        return done
    if QUESTION.search(turn.words) and turn.surely(*TOPIC_OF_INTENT, confidence=SURE):
        answer = await answer_question(turn, api, TOPIC_OF_INTENT[turn.intent])
        answer.slots.update(IDLE)
        return answer
    stars = (turn.slots.get("draft") or {}).get("stars", BAD)
    try:
        await api.rate(turn.session_id, stars, turn.words[:LONGEST_REASON])
    except ApiRefused:
        return Reply(wording.RATING_FAILED, [HANDOFF], context=done.context, slots=done.slots)
    return Reply(wording.REASON_NOTED, [HANDOFF], context=done.context, slots=done.slots)
