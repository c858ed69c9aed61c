"""Rating the service: five grades, asked for once, never pushed."""

from __future__ import annotations

from actions import wording
from actions.base import GuideAction
from actions.client import ApiRefused, GuideApi
from actions.moves import read_stars
from actions.reply import HANDOFF, Reply, button
from actions.turn import Turn

GRADES = {5: "非常满意", 4: "满意", 3: "基本满意", 2: "不满意", 1: "非常不满意"}
BAD = 2
"""A grade up to this one is bad and leads to a person (decree D22)."""


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
            return Reply(wording.RATED_BADLY, [HANDOFF])
        return Reply(wording.RATED)
