"""Turns what happens to intakes and visits into messages, in the transaction in which it happens.

Nobody is written to at night, but for the answer to what they do just then.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Self

from sqlalchemy.orm import Session

from api.services.audit import APPLICANT, SYSTEM
from api.services.days.night import by_day
from api.services.events import Event, Kind
from api.services.notifications.cases import CaseMessages
from api.services.notifications.names import Names
from api.services.notifications.notifications import Notifications
from api.services.notifications.templates import Templates
from api.services.notifications.visits import VisitMessages
from api.services.notifications.writing import When, Writer
from api.services.ratings import claim_asking
from knowledge import KnowledgeBase


@dataclass(frozen=True)
class Messages:
    """All messages about intakes: those a listener writes, and those others ask for."""

    visits: VisitMessages
    cases: CaseMessages

    @classmethod
    def of(
        cls,
        kb: KnowledgeBase,
        templates: Templates,
        notifications: Notifications,
        staff_phone: str | None = None,
    ) -> Self:
        """Those that name things as `kb` does."""
        writer = Writer(notifications, templates, Names(kb))
        return cls(VisitMessages(writer), CaseMessages(writer, staff_phone))


class MessageListener:
    """A listener for `Events`. What it has no message for, it lets pass."""

    def __init__(self, messages: Messages) -> None:
        self._visits, self._cases = messages.visits, messages.cases
        self._acts: Mapping[Kind, Callable[[Session, Event], None]] = {
            Kind.BOOKED: self._booked,
            Kind.MOVED: self._moved,
            Kind.CANCELLED: self._cancelled,
            Kind.DISPLACED: self._displaced,
            Kind.RESTORED: self._restored,
            Kind.OFFERED: self._offered,
            Kind.SERVED: self._served,
            Kind.DECIDED: self._decided,
        }

    def __call__(self, session: Session, event: Event) -> None:
        if act := self._acts.get(event.kind):
            act(session, event)

    def _booked(self, session: Session, event: Event) -> None:
        assert event.booking
        # Staff who book do so for somebody who is asking them just then.
        due = by_day(event.at) if event.actor == SYSTEM else event.at
        self._visits.confirmed(session, event.booking, When(event.at, due))

    def _moved(self, session: Session, event: Event) -> None:
        assert event.booking
        self._visits.moved(session, event.booking, _when(event))

    def _cancelled(self, session: Session, event: Event) -> None:
        assert event.booking
        if event.actor == APPLICANT:
            self._visits.cancelled(session, event.booking, _when(event))
        else:
            reason = event.facts.get("reason")
            self._visits.called_off(session, event.booking, reason, _when(event))

    def _displaced(self, session: Session, event: Event) -> None:
        assert event.booking
        reason, free = event.facts["reason"], event.facts["alternatives"]
        self._visits.displaced(session, event.booking, reason, free, _when(event))

    def _restored(self, session: Session, event: Event) -> None:
        assert event.booking
        self._visits.restored(session, event.booking, _when(event))

    def _offered(self, session: Session, event: Event) -> None:
        assert event.booking
        entry_id, until = event.facts["entry_id"], event.facts["until"]
        self._visits.offered(session, event.booking, event.intake, entry_id, until, _when(event))

    def _served(self, session: Session, event: Event) -> None:
        # Somebody without a booking has no code to grade by; nobody is asked twice.
        if event.booking and claim_asking(session, event.booking.code, event.at):
            self._visits.served(session, event.booking, _when(event))

    def _decided(self, session: Session, event: Event) -> None:
        self._cases.decided(session, event.intake, _when(event))


def _when(event: Event) -> When:
    """At once for what the applicant does; otherwise by day."""
    due = event.at if event.actor == APPLICANT else by_day(event.at)
    return When(event.at, due)
