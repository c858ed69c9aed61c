"""What an applicant's words tell of the materials, and what to say beside that."""

from __future__ import annotations

from actions.client import GuideApi, Json
from actions.precheck.progress import HAVE, MISSING, SPARED, Progress
from actions.texts import say
from actions.turn import Turn

MOST_UNLISTED = 3
"""Papers named that are not on the list."""


async def read(progress: Progress, turn: Turn, api: GuideApi, bare: str | None) -> Json:
    """What api reads in the words of the materials, see `GuideApi.read_materials`."""
    asked = progress.asked or list(range(1, len(progress.names) + 1))
    return await api.read_materials(
        turn.paused,
        progress.names,
        asked,
        bare,
        matter_id=progress.matter_id,
        others_there=not progress.named(HAVE, MISSING, SPARED),
    )


def about_always_needed(progress: Progress, states: dict[str, str]) -> str:
    """What to say where a material was said to be of no use and the guide names no such case."""
    for number, state in states.items():
        if state == SPARED and not progress.item(int(number)).get("when"):
            return say("precheck.always", name=progress.title(int(number)))
    return ""


def about_unlisted(said: Json) -> str:
    """What to say of a paper that was spoken of and is not on the list."""
    if not said["unlisted"]:
        return ""
    first, *_ = said["unlisted"]
    if first.get("condition"):
        return say("precheck.unlisted_condition", name=first["name"])
    if first["matter_name"]:
        return say("precheck.unlisted_ours", name=first["name"], matter=first["matter_name"])
    return say("precheck.unlisted", names=unlisted_names(said))


def unlisted_names(said: Json) -> str:
    """The papers that were spoken of and are not on the list, by the names they were given."""
    return "、".join(f"「{one['name']}」" for one in said["unlisted"][:MOST_UNLISTED])
