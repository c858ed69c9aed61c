"""Opens the intake of a visit: what is brought, by whom, under which edition (decree D5, D16)."""

import secrets
from collections.abc import Callable
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from api.db.intake import Intake, Precheck
from api.services.booking.quota import company_index, phone_index
from api.services.booking.requests import Request
from knowledge import KnowledgeBase

Completion = Callable[[Session, Intake, Request, datetime], None]
"""Adds to a new intake what came with its request."""


class UnknownPrecheck(Exception):
    """There is no such pre-check, or it was one for another matter or park."""


class Intakes:
    """Opens intakes from one edition of the knowledge.

    Args:
        complete: what else is kept with a new intake, each in turn.
    """

    def __init__(self, kb: KnowledgeBase, *complete: Completion) -> None:
        self._kb = kb
        self._complete = complete

    def open(self, session: Session, request: Request, now: datetime) -> Intake:
        """A new intake for a request; its applicant has agreed to it.

        Raises:
            UnknownPrecheck: the pre-check it names was none for this matter in this park.
        """
        _require_precheck(session, request)
        today = now.date()
        person: dict[str, Any] = vars(request.applicant)
        intake = Intake(
            intake_id=secrets.token_hex(16),
            status="expected",
            park_id=request.park_id,
            matter_id=request.matter_id,
            edition_id=self._kb.edition.id,
            mode=self._kb.mode(request.matter_id, request.park_id, today),
            journey_id=request.extras.journey_id,
            precheck_id=request.extras.precheck_id,
            phone_index=phone_index(request.applicant),
            company_index=company_index(request.applicant),
            consent_at=now,
            created_at=now,
            updated_at=now,
            **person,
        )
        session.add(intake)
        session.flush()
        for complete in self._complete:
            complete(session, intake, request, now)
        return intake


def _require_precheck(session: Session, request: Request) -> None:
    precheck_id = request.extras.precheck_id
    if precheck_id is None:
        return
    found = session.get(Precheck, precheck_id)
    wanted = request.park_id, request.matter_id
    if found is None or (found.park_id, found.matter_id) != wanted:
        raise UnknownPrecheck(precheck_id)
