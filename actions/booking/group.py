"""Several matters for one visit: 施工许可和消防验收一起约."""

from __future__ import annotations

import re
from dataclasses import dataclass

from actions.booking.draft import Draft
from actions.client import GuideApi
from actions.parks import without_park

TOGETHER = re.compile(
    r"一起|一并|同时|一块|一趟|一次(?:性|办)?|连着|都要?[约办]|两[个件项样]|三[个件项样]"
)
JOINED = re.compile(r"(?:和|跟|与|以及|还有|外加|加上|、)")
LISTED = re.compile(r"(?:第[一二三]|还有|另外?)?一(?:个|件|项|样)(?:事)?(?:要|想)?(?:是|办)")
MOST = 6
SHORTEST = 2


@dataclass(frozen=True)
class Named:
    """Matters that some words name.

    Attributes:
        matter_ids: those that are clear.
        open: the words for one that is not, None where all are.
    """

    matter_ids: list[str]
    open: str | None


async def several_matters(draft: Draft, words: str, api: GuideApi) -> Named | None:
    """The matters that `words` name for one visit; None where they name only one."""
    pieces = _pieces(await without_park(words, api))
    if len(pieces) < SHORTEST:
        return None
    matter_ids: list[str] = []
    unclear: list[str] = []
    for piece in pieces[:MOST]:
        found = await api.answer(topic="booking", query=piece, park_id=draft.park_id)
        decision, matter_id = found.get("decision"), found.get("matter_id")
        if decision == "match" and matter_id and matter_id not in matter_ids:
            matter_ids.append(matter_id)
        elif decision == "clarify":
            unclear.append(piece)
    if not matter_ids or len(matter_ids) + len(unclear) < SHORTEST:
        return None
    return Named(matter_ids, unclear[0] if unclear else None)


def _pieces(words: str) -> list[str]:
    """The parts of a sentence between 和, 跟 and the like, in the clause that has them."""
    if len(LISTED.findall(words)) >= SHORTEST:  # 一个是立项备案，一个是环评
        listed = [part.strip("，,。；; ") for part in LISTED.split(words)[1:]]
        return [part for part in map(_bare, listed) if len(part) >= SHORTEST]
    for clause in re.split(r"[，,。；;！!？?\n]", words):
        parts = JOINED.split(clause)
        if len(parts) >= SHORTEST:
            return [part for part in map(_bare, parts) if len(part) >= SHORTEST]
    return []


def _bare(part: str) -> str:
    return TOGETHER.sub("", part).strip()
