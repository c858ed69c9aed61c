"""What a person must know before taking a conversation over (decree D16, D17)."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from api.db.booking import Booking
from api.db.chat import Conversation
from api.db.engine import SessionFactory, reading
from api.db.intake import Precheck
from api.services.booking.life import HELD
from api.services.intake.handoffs import Waiting
from knowledge import KnowledgeBase
from knowledge.edition_diff import MODE_NAMES

CHINESE = "zh"
BACK = "/back_to_guide"
CHOSEN = "［选择］"
"""What the transcript puts before a pressed button's payload."""


@dataclass(frozen=True)
class Visit:
    """A visit that is booked, or a seat that is held for one.

    Attributes:
        code: the booking code; None for a held seat.
    """

    code: str | None
    status: str
    start: datetime
    end: datetime
    window_id: str


@dataclass(frozen=True)
class Ticked:
    """One material of the last pre-check, and whether it is there."""

    name: str
    there: bool


@dataclass(frozen=True)
class CaseCard:
    """A conversation in a few facts.

    Attributes:
        matter, park, mode: by their names; None while nobody has told.
        edition: the matter list that its answers came from.
        language: `zh` or `en`.
        last_question: the applicant's last words, personal numbers masked.
        materials: those of the last pre-check; empty where there was none.
        visit: what is booked or held.
    """

    matter: str | None
    park: str | None
    mode: str | None
    edition: str
    language: str
    last_question: str | None
    materials: Sequence[Ticked] = field(default_factory=tuple)
    visit: Visit | None = None


class CaseCards:
    """Draws them up from what a conversation left behind."""

    def __init__(self, sessions: SessionFactory, kb: KnowledgeBase) -> None:
        self._sessions = sessions
        self._kb = kb

    def of(self, waiting: Waiting, said: Sequence[dict[str, Any]]) -> CaseCard:
        """The card of a conversation that waits.

        Args:
            said: its transcript.
        """
        conversation = waiting.conversation
        context = conversation.context
        matter = self._kb.matters.get(context.get("matter_id") or "")
        park = self._kb.parks.get(context.get("park_id") or "")
        with reading(self._sessions) as session:
            return CaseCard(
                matter=matter.name if matter else None,
                park=park.short_name if park else None,
                mode=MODE_NAMES.get(context.get("delegation_mode") or ""),
                edition=conversation.edition_id,
                language=context.get("language") or CHINESE,
                last_question=_last_question(said, waiting.handoff.reason),
                materials=_materials(session, (context.get("precheck") or {}).get("precheck_id")),
                visit=_visit(session, conversation),
            )


def _last_question(said: Sequence[dict[str, Any]], reason: str | None) -> str | None:
    """What was asked last before the person took over; asking for the person is no question."""
    taken = _taken_over_at(said)
    typed = [
        one["text"]
        for one in said[:taken]
        if one["sender"] == "applicant" and not one["text"].startswith(CHOSEN)
    ]
    asked = typed[:-1] if reason == "request" and taken < len(said) else typed
    return asked[-1] if asked else None


def _taken_over_at(said: Sequence[dict[str, Any]]) -> int:
    """Where the guide said for the first time that a person answers now."""
    at = len(said)
    for index in range(len(said) - 1, -1, -1):
        if said[index]["sender"] != "guide":
            continue
        if not any(choice["payload"] == BACK for choice in said[index].get("buttons") or ()):
            break
        at = index
    return at


def _materials(session: Session, precheck_id: str | None) -> tuple[Ticked, ...]:
    found = session.get(Precheck, precheck_id) if precheck_id else None
    return tuple(Ticked(item["name"], item["there"]) for item in (found and found.items) or ())


def _visit(session: Session, conversation: Conversation) -> Visit | None:
    if code := conversation.context.get("booking_code"):
        booked = session.get(Booking, code)
        return _shown(booked, code) if booked else None
    held = session.scalar(
        select(Booking).where(
            Booking.held_for == conversation.conversation_id, Booking.status == HELD
        )
    )
    return _shown(held, None) if held else None


def _shown(booking: Booking, code: str | None) -> Visit:
    return Visit(code, booking.status, booking.starts_at, booking.ends_at, booking.window_id)
