"""What a pre-check leaves for the booking of the same matter."""

from __future__ import annotations

from actions.client import ApiRefused, ApiUnavailable, GuideApi, Json
from actions.turn import Turn


async def prechecked(matter_id: str | None, park_id: str | None, turn: Turn, api: GuideApi) -> Json:
    """The part of a booking's request that carries the pre-check; empty when there was none.

    One that was made for another park is made anew for this one. No booking fails for it.
    """
    done = turn.state.get("precheck") or {}
    if not done or done.get("matter_id") != matter_id:
        return {}
    precheck_id = done["precheck_id"]
    if done.get("park_id") != park_id:
        told = {key: done[key] for key in ("have", "not_applicable", "commitments")}
        try:
            found = await api.judge({**told, "matter_id": matter_id, "park_id": park_id})
        except (ApiRefused, ApiUnavailable):
            return {}
        precheck_id = found["precheck_id"]
    return {"precheck_id": precheck_id, "commitments": done.get("commitments") or []}
