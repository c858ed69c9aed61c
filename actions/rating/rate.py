"""Rating the service: five grades, asked for once, never pushed."""

from __future__ import annotations

import re

from actions.base import GuideAction
from actions.calendar_words import say_day
from actions.client import ApiRefused, GuideApi, Json
from actions.moves import abandons
from actions.pending import with_pending_question
from actions.questions.answer import answer_question
from actions.questions.topics import TOPIC_OF_INTENT
from actions.rating.grades import BAD, GRADE_BUTTONS, read_grade, reason_beside
from actions.reply import BOOK, HANDOFF, IDLE, Button, Reply, button, labelled
from actions.texts import say
from actions.turn import Turn

REASON = "rating.reason"
LONGEST_REASON = 500
MOST_REASONS = 5
"""Reasons on buttons; any other can be said."""
SURE = 0.8
NO_REASON = re.compile(r"(没有|没|不说|不想说|无|算)了?(什么|原因)?(可说的|吧)?")
QUESTION = re.compile(r"[?？吗呢]|怎么|什么|哪|我[要想](办|约|预约|查)")
ABOUT_RATING = re.compile(
    r"评|打分|分数|星|满意|差评|好评|表扬|夸|赞|锦旗|感谢|反馈|意见|体验|态度|服务|打[几多]分|rat(?:e|ing)|review|feedback|star",
    re.IGNORECASE,
)
"""Speaks of grading."""
RATED = {"topic": "rating", "rating_asked": True}


class ActionRate(GuideAction):
    """Takes a grade, or asks for one."""

    topic = "rating"

    def name(self) -> str:
        """The action's name in the domain."""
        return "action_rate"

    async def reply(self, turn: Turn, api: GuideApi) -> Reply:
        """Record the grade, and the reason if one came with it."""
        stars = _grade_of(turn)
        if stars is None:
            return await _of_something_else(turn, api) or ask_for_grade()
        bad = stars <= BAD
        said = reason_beside(turn.words) if bad else None
        chosen = turn.entities.get("reason") if bad else None
        try:
            made = await api.rate(turn.session_id, stars, said, chosen)
        except ApiRefused:
            return _not_kept()
        if bad and not (said or chosen):
            return _ask_why(stars, made)
        return _thanks(say("rating.reason_noted") + _reply_promised(made) if bad else "")


async def _of_something_else(turn: Turn, api: GuideApi) -> Reply | None:
    """The answer to words without a grade that speak of no grading: 给工人交社保去哪办."""
    if turn.pressed or ABOUT_RATING.search(turn.words):
        return None
    answer = await answer_question(turn, api, "matter")
    found = answer.outcome in ("referred", "card", "clarify", "answered")
    return await with_pending_question(answer, turn, api) if found else None


def _grade_of(turn: Turn) -> int | None:
    if pressed := turn.entities.get("stars"):
        return int(pressed)
    return read_grade(turn.words)


def ask_for_grade() -> Reply:
    """The five grades to choose from."""
    return Reply(say("rating.ask"), list(GRADE_BUTTONS), outcome="asked", context=dict(RATED))


async def resume_rating(turn: Turn, api: GuideApi) -> Reply:
    """Take the reason of a bad grade; it is asked for once, and what is no reason is answered."""
    kept = turn.slots.get("draft") or {}
    if _gives_no_reason(turn):
        return _thanks()
    if (other := read_grade(turn.words)) and reason_beside(turn.words) is None:
        made = await api.rate(turn.session_id, other)  # another grade, not a reason
        return _ask_why(other, made) if other <= BAD else _thanks()
    if QUESTION.search(turn.words) and turn.surely(*TOPIC_OF_INTENT, confidence=SURE):
        answer = await answer_question(turn, api, TOPIC_OF_INTENT[turn.intent])
        answer.slots.update(IDLE)
        return answer
    try:
        made = await api.rate(turn.session_id, kept.get("stars", BAD), turn.words[:LONGEST_REASON])
    except ApiRefused:
        return _not_kept()
    return _thanks(say("rating.reason_noted") + _reply_promised(made), [HANDOFF])


def _gives_no_reason(turn: Turn) -> bool:
    if turn.pressed or abandons(turn.words) or NO_REASON.fullmatch(turn.words.strip("。，！ ")):
        return True
    return turn.surely("stop", "deny", confidence=SURE)


def _ask_why(stars: int, made: Json) -> Reply:
    """Why, once; the grade is kept already."""
    reasons = [
        button(reason["name"], "rate", stars=str(stars), reason=reason["reason"])
        for reason in (made.get("reasons") or [])[:MOST_REASONS]
    ]
    return Reply(
        say("rating.rated_badly") + _reply_promised(made),
        [*reasons, labelled("rating.no_reason_button", "stop"), HANDOFF],
        outcome="asked",
        context=dict(RATED),
        slots={"expecting": REASON, "draft": {"stars": stars}},
    )


def _reply_promised(made: Json) -> str:
    """By when the hall answers a bad grade, as api counts it."""
    day = made.get("reply_by")
    return say("rating.reply_by", day=say_day(str(day))) if day else ""


def _thanks(more: str = "", buttons: list[Button] | None = None) -> Reply:
    return Reply(
        say("rating.rated") + more,
        buttons or [BOOK, HANDOFF],
        outcome="rated",
        context=dict(RATED),
        slots=dict(IDLE),
    )


def _not_kept() -> Reply:
    return Reply(
        say("rating.failed"), [HANDOFF], outcome="degraded", context=dict(RATED), slots=dict(IDLE)
    )
