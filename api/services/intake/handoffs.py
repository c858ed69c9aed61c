"""Handing a conversation to a person, and handing it back (decree D16, D17)."""

import re
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from api.db.chat import Conversation
from api.db.engine import SessionFactory, reading
from api.db.intake import Handoff
from api.services.conversations import UnknownConversation
from api.services.days.calendar import LOOK_AHEAD_DAYS, Calendar
from api.services.intake import handoff_words_english as english
from api.services.intake.applicants import clean_phone
from api.services.intake.handoff_words import (
    NOT_A_PHONE,
    say_call_back,
    say_noted,
    say_still_called,
    say_taken,
    say_waiting,
    urgent,
)
from api.services.languages import ENGLISH
from api.services.masking import mask_personal_data, mask_phone
from knowledge import KnowledgeBase, Window

WAITING, CLOSED = "waiting", "closed"
LEAST_TIME_TO_CALL = timedelta(hours=1)
"""Opening time that must be left on a day for somebody to be called on it."""
PHONE = re.compile(r"(?<!\d)(?:\+?86[ -]?)?(1[3-9]\d(?:[ -]?\d){8}|0\d{2,3}[ -]?\d{7,8})(?!\d)")
LIKE_A_PHONE = re.compile(r"(?<!\d)1(?:[ -]?\d){8,12}(?!\d)")


class UnknownHandoff(Exception):
    """No such hand-off is waiting."""


class TellsOfCallBack(Protocol):
    """Writes down the message that tells somebody until when they are called."""

    def __call__(
        self, session: Session, phone: str, request_id: str, until: datetime, now: datetime
    ) -> None:
        """In the transaction in which the phone is kept."""


@dataclass(frozen=True)
class Waiting:
    """A conversation that waits for a person, with what the person must know first."""

    handoff: Handoff
    conversation: Conversation


class Handoffs:
    """The conversations that wait for a person, or are with one.

    Args:
        call_back: tells somebody who left a phone until when they are called.
    """

    def __init__(
        self,
        sessions: SessionFactory,
        kb: KnowledgeBase,
        calendar: Calendar,
        call_back: TellsOfCallBack,
    ) -> None:
        self._sessions = sessions
        self._kb = kb
        self._calendar = calendar
        self._call_back = call_back

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
        return say_taken(handoff, self._is_staffed(now))

    def hear(
        self, conversation_id: str, words: str, now: datetime, language: str | None = None
    ) -> str:
        """What somebody is told who writes on while a person is awaited.

        A phone number in the words is kept for calling back: whoever was asked for one and told
        what it is for agrees by leaving it.
        """
        with self._sessions() as session, session.begin():
            handoff = session.scalar(_waiting_of(conversation_id).with_for_update())
            if handoff is not None and (phone := _read_phone(words)):
                return self._note_phone(session, handoff, phone, now, language)
        staffed = self._is_staffed(now)
        if language == ENGLISH:
            later = handoff is not None and not staffed
            return english.still_waiting(handoff.answer_by if handoff and later else None)
        if handoff is not None and LIKE_A_PHONE.search(words):
            return NOT_A_PHONE + urgent(handoff)
        if handoff is not None and handoff.phone and handoff.call_by:
            return say_still_called(mask_phone(handoff.phone), handoff.call_by, urgent(handoff))
        return say_waiting(handoff, staffed)

    def _note_phone(
        self, session: Session, handoff: Handoff, phone: str, now: datetime, language: str | None
    ) -> str:
        conversation = session.get_one(Conversation, handoff.conversation_id)
        until = self._call_by(conversation.context.get("park_id"), now)
        handoff.phone, handoff.consent_at, handoff.call_by = phone, now, until
        if until is not None:
            self._call_back(session, phone, handoff.handoff_id, until, now)
        if language == ENGLISH:
            return english.called_back(mask_phone(phone), until)
        return say_call_back(mask_phone(phone), until, urgent(handoff))

    def leave_word(
        self, conversation_id: str, now: datetime, language: str | None = None
    ) -> str | None:
        """What was said stays with the staff, and the guide answers again; nobody is waited for.

        Returns:
            What the applicant is told; None when nobody was asked for.
        """
        with self._sessions() as session, session.begin():
            _free(session, conversation_id)
            handoff = session.scalar(_waiting_of(conversation_id))
        if handoff is None:
            return None
        later = None if self._is_staffed(now) else handoff.answer_by
        return english.noted(later) if language == ENGLISH else say_noted(later, urgent(handoff))

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
            _hand_back(session, handoff.conversation_id, helped=True)
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

    def _call_by(self, park_id: str | None, now: datetime) -> datetime | None:
        """The close of the first day on which there is time enough to call somebody."""
        for offset in range(LOOK_AHEAD_DAYS):
            day = (now + timedelta(days=offset)).date()
            ends = [
                datetime.combine(day, period.end, now.tzinfo)
                for window in self._windows(park_id)
                for period in self._calendar.plan(window, day).periods
            ]
            if ends and max(ends) - now >= LEAST_TIME_TO_CALL:
                return max(ends)
        return None


def _read_phone(words: str) -> str | None:
    found = PHONE.search(words)
    try:
        return clean_phone(found[1]) if found else None
    except ValueError:
        return None


def _waiting_of(conversation_id: str) -> Select[Handoff]:
    return select(Handoff).where(
        Handoff.conversation_id == conversation_id, Handoff.status == WAITING
    )


def _open(handoff: Handoff | None) -> Handoff:
    if handoff is None or handoff.status != WAITING:
        raise UnknownHandoff
    return handoff


def _free(session: Session, conversation_id: str) -> Conversation | None:
    """The conversation, in which the guide answers again."""
    conversation = session.get(Conversation, conversation_id, with_for_update=True)
    if conversation is not None:
        conversation.context = {**conversation.context, "handoff": False}
    return conversation


def _hand_back(session: Session, conversation_id: str, helped: bool = False) -> None:
    conversation = _free(session, conversation_id)
    if conversation is not None and helped:
        conversation.context = {**conversation.context, "helped": True}
    for handoff in session.scalars(_waiting_of(conversation_id)):
        handoff.status, handoff.phone = CLOSED, None
