"""Rating the service: five grades, asked for once, never pushed."""

from __future__ import annotations

import re

from actions.base import GuideAction
from actions.client import ApiRefused, GuideApi
from actions.conversation.small_talk import NEXT_STEPS
from actions.moves import abandons, read_stars
from actions.questions.answer import answer_question
from actions.questions.topics import TOPIC_OF_INTENT
from actions.reply import HANDOFF, IDLE, Reply, labelled
from actions.texts import say
from actions.turn import Turn

GRADES = (5, 4, 3, 2, 1)
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
            grades = [
                labelled(f"rating.grade_{grade}", "rate", stars=str(grade)) for grade in GRADES
            ]
            return Reply(say("rating.ask"), grades, outcome="asked")
        try:
            await api.rate(turn.session_id, stars)
        except ApiRefused:
            return Reply(say("rating.failed"), [HANDOFF], outcome="degraded")
        if stars <= BAD:
            return Reply(
                say("rating.rated_badly"),
                [labelled("rating.no_reason_button", "stop"), HANDOFF],
                outcome="asked",
                slots={"expecting": "rating.reason", "draft": {"stars": stars}},
            )
        return Reply(
            say("rating.rated"),
            NEXT_STEPS,
            outcome="rated",
            slots=dict(IDLE) if turn.expecting == REASON else {},
        )


async def resume_rating(turn: Turn, api: GuideApi) -> Reply:
    """Take the reason of a bad grade; it is asked for once, and what is no reason is answered."""
    done = Reply(
        say("rating.rated"),
        [HANDOFF],
        outcome="rated",
        context={"topic": "rating"},
        slots=dict(IDLE),
    )
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
        return Reply(
            say("rating.failed"),
            [HANDOFF],
            outcome="degraded",
            context=done.context,
            slots=done.slots,
        )
    return Reply(
        say("rating.reason_noted"),
        [HANDOFF],
        outcome="rated",
        context=done.context,
        slots=done.slots,
    )
