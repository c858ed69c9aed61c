"""Requests to be helped through a matter by the hall's staff (帮办代办, decree D17)."""

import secrets
from collections.abc import Sequence
from datetime import datetime, time

from sqlalchemy import select

from api.db.engine import SessionFactory, reading
from api.db.intake import AssistanceRequest
from api.services.days.calendar import Calendar
from api.services.days.words import say_day, say_time
from api.services.intake.applicants import Applicant
from knowledge import KnowledgeBase

OPEN = "open"
TAKEN = "帮办申请收到了"
CALLS = "帮办代办人员会按您留的电话联系您"
URGENT = "急事请拨打 12345。"


class Assistance:
    """The requests for assisted handling of one installation."""

    def __init__(self, sessions: SessionFactory, kb: KnowledgeBase, calendar: Calendar) -> None:
        self._sessions = sessions
        self._kb = kb
        self._calendar = calendar

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

    def message(self, park_id: str, now: datetime) -> str:
        """What the applicant is told, in Chinese: from when on somebody calls."""
        windows = [one for one in self._kb.windows.values() if one.park_id == park_id]
        tonight = datetime.combine(now.date(), time.max, now.tzinfo)
        if not self._calendar.is_open(windows, now):
            opening = self._calendar.next_opening(windows, now)
            return f"{TAKEN}，{(opening and say_time(opening)) or ''}上班后{CALLS}。{URGENT}"
        next_day = self._calendar.next_opening(windows, tonight)
        hint = (
            f"到{say_day(next_day.date())}还没接到电话，请拨打 12345 催办。" if next_day else URGENT
        )
        return f"{TAKEN}，{CALLS}。{hint}"

    def open_requests(self, park_id: str) -> Sequence[AssistanceRequest]:
        """The park's requests nobody has settled, the oldest first."""
        query = (
            select(AssistanceRequest)
            .where(AssistanceRequest.park_id == park_id, AssistanceRequest.status == OPEN)
            .order_by(AssistanceRequest.created_at)
        )
        with reading(self._sessions) as session:
            return session.scalars(query).all()
