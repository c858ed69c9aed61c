"""Going through the materials of a matter before the visit (decree D13, D16)."""

import secrets
from collections.abc import Collection
from datetime import datetime

from api.db.engine import SessionFactory
from api.db.intake import Precheck
from knowledge import KnowledgeBase
from knowledge.text import compact

READY, GAPS, UNKNOWN = "ready", "gaps", "unknown"


class UnknownMaterial(Exception):
    """The matter's list has no such material; the message is its place in what was sent, from 1."""


class Prechecks:
    """Compares what somebody has with what the service guide asks for."""

    def __init__(self, sessions: SessionFactory, kb: KnowledgeBase) -> None:
        self._sessions = sessions
        self._kb = kb

    def check(self, matter_id: str, park_id: str, have: Collection[str], now: datetime) -> Precheck:
        """Keep and return the result: `ready`, `gaps`, or `unknown` when there is no list.

        Raises:
            UnknownMaterial: something in `have` is not on the list.
            NotCovered: the park does not have the matter today.
        """
        materials = self._kb.guide(matter_id, park_id, now.date()).fields["materials"].value
        needed = [material["name"] for material in materials or ()]
        held = {compact(name) for name in have}
        for place, name in enumerate(have, start=1):
            if materials is not None and compact(name) not in map(compact, needed):
                raise UnknownMaterial(place)
        missing = [name for name in needed if compact(name) not in held]
        result = UNKNOWN if materials is None else GAPS if missing else READY
        checked = Precheck(
            precheck_id=secrets.token_hex(16),
            park_id=park_id,
            matter_id=matter_id,
            edition_id=self._kb.edition.id,
            result=result,
            missing=missing,
            created_at=now,
        )
        with self._sessions() as session, session.begin():
            session.add(checked)
        return checked
