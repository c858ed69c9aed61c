"""The steps of a ticket, and what each means for the booking it came from. The only such place."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from api.db.booking import Booking
from api.db.intake import Intake
from api.db.queue import Ticket
from api.services import audit
from api.services.booking import life
from api.services.events import Event, Events, Kind
from api.services.queue.refusals import Refused, UnknownTicket

WAITING, CALLED, SERVING, DONE, MISSED = "waiting", "called", "serving", "done", "missed"
PRESENT = frozenset({WAITING, CALLED, SERVING})
"""Somebody who is in the hall and not yet through."""

BOOKING_STATUS: Mapping[str, str] = {
    WAITING: life.CHECKED_IN,
    CALLED: life.CALLED,
    SERVING: life.SERVING,
    DONE: life.DONE,
    MISSED: life.MISSED,
}
"""Where the booking stands when its ticket stands there."""

CANCELLED_REASON = "预约已取消"


@dataclass(frozen=True)
class Step:
    """One step: from where it is possible, where it leads, and what is told of it.

    Attributes:
        origins: statuses; None stands for a ticket that is only just given.
    """

    origins: frozenset[str | None]
    to: str
    told: Kind | None = None


STEPS: Mapping[str, Step] = {
    "checked_in": Step(frozenset({None, MISSED}), WAITING, Kind.CHECKED_IN),
    "walked_in": Step(frozenset({None}), WAITING),
    "called": Step(frozenset({WAITING}), CALLED),
    "recalled": Step(frozenset({CALLED}), CALLED),
    "skipped": Step(frozenset({CALLED}), WAITING),
    "started": Step(frozenset({CALLED}), SERVING),
    "finished": Step(frozenset({SERVING}), DONE, Kind.SERVED),
    "transferred": Step(PRESENT, WAITING),
    "missed": Step(frozenset({WAITING, CALLED}), MISSED, Kind.MISSED),
}

STANDS: Mapping[str | None, str] = {
    WAITING: "还在排队，请先叫号",
    CALLED: "正在叫号，请先开始办理，或按过号处理",
    SERVING: "正在办理，请先办完",
    DONE: "已经办完了，请刷新列表",
    MISSED: "已经过号，申请人回来后请重新签到",
}


class Steps:
    """Takes tickets on, step by step, together with their bookings.

    Args:
        events: are told when somebody has come, was served or was missed.
    """

    def __init__(self, events: Events) -> None:
        self._events = events

    def take(
        self,
        session: Session,
        ticket: Ticket,
        action: str,
        actor: str,
        now: datetime,
        *,
        reason: str | None = None,
        **details: Any,
    ) -> None:
        """Take a ticket one step on, in the caller's transaction, which holds both rows.

        Args:
            action: one of `STEPS`.
            details: facts for the trail; nothing personal.

        Raises:
            Refused: the ticket stands where that is not possible; nothing changed.
        """
        step, before = STEPS[action], ticket.status
        if before not in step.origins:
            raise Refused(f"{ticket.number} 号{STANDS[before]}。")
        ticket.status = step.to
        session.add(ticket)
        details = {"number": ticket.number, "window_id": ticket.window_id} | details
        audit.note(
            session, "ticket", ticket.ticket_id, action, actor, now,
            before=before, after=step.to, reason=reason, **details,
        )  # fmt: skip
        booking = _booking_of(session, ticket)
        if booking is not None and booking.status != BOOKING_STATUS[step.to]:
            life.advance(
                session, booking, BOOKING_STATUS[step.to], action, actor, now, reason=reason
            )
        if step.told is not None:
            self._tell(session, step.told, ticket, booking, actor, now)

    def _tell(
        self,
        session: Session,
        kind: Kind,
        ticket: Ticket,
        booking: Booking | None,
        actor: str,
        now: datetime,
    ) -> None:
        if ticket.intake_id is None:
            return
        intake = session.get_one(Intake, ticket.intake_id)
        facts = {"ticket_id": ticket.ticket_id, "number": ticket.number}
        self._events.publish(session, Event(kind, intake, now, actor, booking, facts))


def hold(session: Session, ticket_id: str) -> Ticket:
    """The ticket, with other changes of it and of its booking kept waiting until this one ends.

    The booking is locked first, everywhere: whoever changes a booking comes from that side.

    Raises:
        UnknownTicket: there is none.
    """
    code = session.scalar(select(Ticket.booking_code).where(Ticket.ticket_id == ticket_id))
    if code is not None:
        hold_booking(session, code)
    ticket = session.get(Ticket, ticket_id, with_for_update=True)
    if ticket is None:
        raise UnknownTicket(ticket_id)
    return ticket


def hold_booking(session: Session, code: str) -> Booking | None:
    """The booking, locked; its intake is not, as nobody here changes it."""
    return session.get(Booking, code, with_for_update={"of": Booking})


def leave_queue(session: Session, event: Event) -> None:
    """Listens: whoever cancels after checking in is not called any more."""
    if event.kind is not Kind.CANCELLED or event.booking is None:
        return
    ticket = session.scalar(
        select(Ticket)
        .where(Ticket.booking_code == event.booking.code, Ticket.status == WAITING)
        .with_for_update()
    )
    if ticket is not None:
        ticket.status, ticket.ended_at = MISSED, event.at
        audit.note(
            session, "ticket", ticket.ticket_id, "missed", event.actor, event.at,
            before=WAITING, after=MISSED, reason=CANCELLED_REASON,
        )  # fmt: skip


def _booking_of(session: Session, ticket: Ticket) -> Booking | None:
    return session.get_one(Booking, ticket.booking_code) if ticket.booking_code else None
