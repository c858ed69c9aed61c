"""One move in a journey, asked of api, as a reply; and the question of a journey put again."""

from __future__ import annotations

import re
from typing import Any

from actions.client import ApiRefused, ApiUnavailable, GuideApi, Json
from actions.parks import park_in
from actions.reply import IDLE, Button, Reply
from actions.turn import Turn

QUESTION = "journey.question"


async def take_move(move: str, turn: Turn, api: GuideApi, **more: Any) -> Json:
    """What api makes of a move."""
    asked: Json = {
        "query": turn.text,
        "journey": turn.state.get("journey"),
        "park_id": turn.park_id,
        "matter_id": turn.state.get("matter_id"),
        "subject": turn.entities.get("subject"),
        "question": turn.entities.get("question"),
        "option": turn.entities.get("option"),
        **more,
    }
    if "park_id" not in more and (named := await park_in(turn.words, api, turn.park_id)):
        asked["park_id"] = named
    return {**await api.journey_move(move, **asked), "park_id": asked["park_id"]}


async def plan_reply(told: Json, api: GuideApi, lead: str = "") -> Reply:
    """What api told, with the dialogue waiting for an answer where one was asked for."""
    slots: Json = {**IDLE, "journey_misses": None, "pending_topic": None, "last_topic": "journey"}
    if told.get("waits_for") == "question":
        slots["expecting"] = QUESTION
    elif told.get("waits_for") == "which":
        slots["journeys_offered"] = _subjects(told["buttons"])
    return Reply(
        f"{lead}\n{told['text']}".strip(),
        told["buttons"],
        outcome=told["outcome"],
        card=told.get("card"),
        context={
            "topic": "journey",
            "journey": told.get("journey"),
            "park_id": told.get("park_id"),
            **await _of_matter(told.get("matter_id"), told.get("park_id"), api),
        },
        slots=slots,
    )


def _subjects(buttons: list[Button]) -> list[str]:
    """The journeys on the buttons, in their order."""
    return re.findall(r'"subject": "([a-z0-9-]+)"', " ".join(one["payload"] for one in buttons))


async def _of_matter(matter_id: str | None, park_id: str | None, api: GuideApi) -> Json:
    """The matter that is spoken of now, with its mode and window where the park is known."""
    if matter_id is None:
        return {}
    found: Json = {"matter_id": matter_id, "delegation_mode": None, "window_id": None}
    if park_id:
        try:
            known = await api.answer(topic="mode", matter_id=matter_id, park_id=park_id)
        except (ApiRefused, ApiUnavailable):
            return found
        found.update({key: known.get(key) for key in ("delegation_mode", "window_id")})
    return found
