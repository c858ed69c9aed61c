"""Requests to be helped through a matter by the hall's staff (帮办代办, decree D17)."""

import secrets
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select

from api.db.engine import SessionFactory, reading
from api.db.intake import AssistanceRequest
from api.services.intake.applicants import Applicant

OPEN = "open"


class Assistance:
    """The requests for assisted handling of one installation."""

    def __init__(self, sessions: SessionFactory) -> None:
        self._sessions = sessions

    def ask(
        self,
        park_id: str,
        matter_id: str | None,
        applicant: Applicant,
        need: str | None,
        now: datetime,
    ) -> AssistanceRequest:
        """Keep a request; the person has agreed to their data being kept for it."""
        asked = AssistanceRequest(
            request_id=secrets.token_hex(16),
            status=OPEN,
            park_id=park_id,
            matter_id=matter_id,
            name=applicant.name,
            phone=applicant.phone,
            company=applicant.company,
            need=need,
            consent_at=now,
            created_at=now,
        )
        with self._sessions() as session, session.begin():
            session.add(asked)
        return asked

    def open_requests(self, park_id: str) -> Sequence[AssistanceRequest]:
        """The park's requests nobody has settled, the oldest first."""
        query = (
            select(AssistanceRequest)
            .where(AssistanceRequest.park_id == park_id, AssistanceRequest.status == OPEN)
            .order_by(AssistanceRequest.created_at)
        )
        with reading(self._sessions) as session:
            return session.scalars(query).all()
