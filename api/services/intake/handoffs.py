"""Handing a conversation to a person, and handing it back (decree D16, D17)."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, select, update
from sqlalchemy.orm import Session

from api.db.chat import Conversation
from api.db.engine import SessionFactory, reading
from api.db.intake import Handoff
from api.services.conversations import UnknownConversation
from api.services.days.calendar import Calendar
from api.services.days.words import say_time
from api.services.english import texts as english
from api.services.english.language import ENGLISH
from api.services.masking import mask_personal_data
from knowledge import KnowledgeBase, Window

WAITING, CLOSED = "waiting", "closed"
URGENT = "急事请拨打 12345 政务服务便民热线。"


class UnknownHandoff(Exception):
    """No such hand-off is waiting."""


@dataclass(frozen=True)
class Waiting:
    """A conversation that waits for a person, with what the person must know first."""

    handoff: Handoff
    conversation: Conversation


class Handoffs:
    """The conversations that wait for a person, or are with one."""

    def __init__(self, sessions: SessionFactory, kb: KnowledgeBase, calendar: Calendar) -> None:
        self._sessions = sessions
        self._kb = kb
        self._calendar = calendar

    def ask(self, conversation_id: str, reason: str | None, now: datetime) -> Handoff:
        """Ask for a person; asking again while one is awaited changes nothing.

        Raises:
            UnknownConversation: there is no such conversation.
        """
        with self._sessions() as session, session.begin():
            conversation = session.get(Conversation, conversation_id, with_for_update=True)
            if conversation is None:
                raise UnknownConversation
            conversation.context = {**conversation.context, "handoff": True}
            waiting = session.scalar(_waiting_of(conversation_id))
            if waiting is not None:
                return waiting
            handoff = Handoff(
                handoff_id=secrets.token_hex(16),
                conversation_id=conversation_id,
                status=WAITING,
                reason=reason and mask_personal_data(reason),
                created_at=now,
                answer_by=self._answer_by(conversation.context.get("park_id"), now),
            )
            session.add(handoff)
        return handoff

    def message(self, handoff: Handoff, now: datetime, language: str | None = None) -> str:
        """What the applicant is told: now, or from when on somebody answers."""
        if language == ENGLISH:
            return english.handed_over(self._is_staffed(now), handoff.answer_by)
        if self._is_staffed(now):
            return f"已为您转给工作人员，请稍候，接下来由工作人员答复您。{URGENT}"
        if handoff.answer_by is None:
            return f"已为您转给工作人员。现在是下班时间，上班后会有人答复，您可以先留言。{URGENT}"
        return (
            f"已为您转给工作人员。现在是下班时间，{say_time(handoff.answer_by)}上班后"
            f"工作人员会答复您，您可以先留言。{URGENT}"
        )

    def reminder(self, conversation_id: str, now: datetime, language: str | None = None) -> str:
        """What somebody is told who writes on while a person is awaited."""
        with reading(self._sessions) as session:
            handoff = session.scalar(_waiting_of(conversation_id))
        if language == ENGLISH:
            later = handoff is not None and not self._is_staffed(now)
            return english.still_waiting(handoff.answer_by if handoff and later else None)
        if handoff is None or self._is_staffed(now) or handoff.answer_by is None:
            return f"您的话已转给工作人员，请稍候。{URGENT}"
        return f"您的留言已记下，{say_time(handoff.answer_by)}上班后工作人员会答复您。{URGENT}"

    def waiting(self) -> Sequence[Waiting]:
        """All that wait, the longest wait first."""
        query = (
            select(Handoff, Conversation)
            .join(Conversation, Conversation.conversation_id == Handoff.conversation_id)
            .where(Handoff.status == WAITING)
            .order_by(Handoff.created_at)
        )
        with reading(self._sessions) as session:
            return [Waiting(*row) for row in session.execute(query)]

    def get(self, handoff_id: str) -> Handoff:
        """A hand-off that is waiting. Raises `UnknownHandoff`."""
        with reading(self._sessions) as session:
            return _open(session.get(Handoff, handoff_id))

    def close(self, handoff_id: str) -> Handoff:
        """The person is done: the guide answers again. Raises `UnknownHandoff`."""
        with self._sessions() as session, session.begin():
            handoff = _open(session.get(Handoff, handoff_id))
            _hand_back(session, handoff.conversation_id)
        return handoff

    def withdraw(self, conversation_id: str) -> None:
        """The applicant goes back to the guide; harmless when nobody was asked for."""
        with self._sessions() as session, session.begin():
            _hand_back(session, conversation_id)

    def _windows(self, park_id: str | None) -> list[Window]:
        windows = self._kb.windows.values()
        return [window for window in windows if park_id in (None, window.park_id)]

    def _is_staffed(self, now: datetime) -> bool:
        return self._calendar.is_open(self._kb.windows.values(), now)

    def _answer_by(self, park_id: str | None, now: datetime) -> datetime | None:
        if self._is_staffed(now):
            return None
        return self._calendar.next_opening(self._windows(park_id), now)


def _waiting_of(conversation_id: str) -> Select[Handoff]:
    return select(Handoff).where(
        Handoff.conversation_id == conversation_id, Handoff.status == WAITING
    )


def _open(handoff: Handoff | None) -> Handoff:
    if handoff is None or handoff.status != WAITING:
        raise UnknownHandoff
    return handoff


def _hand_back(session: Session, conversation_id: str) -> None:
    conversation = session.get(Conversation, conversation_id, with_for_update=True)
    if conversation is not None:
        conversation.context = {**conversation.context, "handoff": False}
    session.execute(
        update(Handoff)
        .where(Handoff.conversation_id == conversation_id, Handoff.status == WAITING)
        .values(status=CLOSED)
    )
