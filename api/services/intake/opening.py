"""Opens the intake of a visit: what is brought, by whom, under which edition (decree D5, D16)."""

import secrets
from collections.abc import Callable
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from api.db.intake import Intake
from api.services.intake.life import EXPECTED
from api.services.intake.requests import Request
from knowledge import KnowledgeBase

Completion = Callable[[Session, Intake, Request, datetime], None]
"""Adds to a new intake what came with its request; its row is written afterwards, unless the
completion writes it itself because others are to refer to it."""


class Intakes:
    """Opens intakes from one edition of the knowledge.

    Args:
        complete: what else is kept with a new intake, each in turn.
    """

    def __init__(self, kb: KnowledgeBase, *complete: Completion) -> None:
        self._kb = kb
        self._complete = complete

    def open(self, session: Session, request: Request, now: datetime) -> Intake:
        """A new intake for a request; its applicant has agreed. Raises what `complete` does."""
        today = now.date()
        person: dict[str, Any] = vars(request.applicant)
        intake = Intake(
            intake_id=secrets.token_hex(16),
            status=EXPECTED,
            park_id=request.park_id,
            matter_id=request.matter_id,
            edition_id=self._kb.edition.id,
            mode=self._kb.mode(request.matter_id, request.park_id, today),
            journey_id=request.extras.journey_id,
            phone_index=request.applicant.phone_index,
            company_index=request.applicant.company_index,
            consent_at=now,
            created_at=now,
            updated_at=now,
            **person,
        )
        session.add(intake)
        for complete in self._complete:
            complete(session, intake, request, now)
        session.flush()
        return intake
