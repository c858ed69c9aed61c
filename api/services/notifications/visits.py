"""What people are told about their visits.

A newer message about a visit takes back those that still wait: nobody gets two that contradict.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime, time, timedelta

from sqlalchemy.orm import Session

from api.db.booking import Booking
from api.db.intake import Intake, Precheck
from api.db.queue import Ticket
from api.db.types import HALL_ZONE
from api.services.days.night import by_day
from api.services.days.words import say_time, say_times
from api.services.notifications.names import shorten
from api.services.notifications.writing import When, Writer

REMINDER_TIME = time(17)
"""On the day before the visit: late enough to be remembered, early enough to fetch a paper."""
MOST_ALTERNATIVES = 3
LONGEST_REASON, LONGEST_MATERIAL = 40, 24
SOON = timedelta(minutes=30)
"""How long it is of use to hear that one is called soon."""


def reminder_time(starts_at: datetime) -> datetime:
    """When somebody is reminded of a visit."""
    day_before = starts_at.astimezone(HALL_ZONE).date() - timedelta(days=1)
    return datetime.combine(day_before, REMINDER_TIME, HALL_ZONE)


class VisitMessages:
    """Writes them down."""

    def __init__(self, writer: Writer) -> None:
        self._writer = writer
        self._templates = writer.templates

    def confirmed(self, session: Session, booking: Booking, when: When) -> None:
        """The visit is booked; a reminder follows the day before, if that is still ahead."""
        if booking.created_at < when.now:  # it was held, and may have been offered
            self._take_back(session, booking)
        extra = self._known_time(booking)
        self._write(session, "booking_confirmed", booking, extra, when, send_by=booking.starts_at)
        self._remind(session, booking, when)

    def moved(self, session: Session, booking: Booking, when: When) -> None:
        """The visit has another time now."""
        self._take_back(session, booking)
        extra, key = self._known_time(booking), _stamp(when)
        self._write(session, "booking_moved", booking, extra, when, key, send_by=booking.starts_at)
        self._remind(session, booking, when)

    def cancelled(self, session: Session, booking: Booking, when: When) -> None:
        """The applicant has cancelled the visit."""
        self._take_back(session, booking)
        extra = {"rebook": self._templates.linked("rebook")}
        self._write(session, "cancelled_by_applicant", booking, extra, when)

    def called_off(
        self, session: Session, booking: Booking, reason: str | None, when: When
    ) -> None:
        """The hall has cancelled the visit."""
        self._take_back(session, booking)
        extra = {"because": self._because(reason), "rebook": self._templates.linked("rebook")}
        self._write(session, "cancelled_by_hall", booking, extra, when)

    def displaced(
        self,
        session: Session,
        booking: Booking,
        reason: str | None,
        alternatives: Sequence[datetime],
        when: When,
    ) -> None:
        """The hall has closed the time of the visit.

        Args:
            alternatives: when free slots begin, the best first.
        """
        self._take_back(session, booking)
        extra = {
            "because": self._because(reason),
            "options": self._options(alternatives),
            "manage": self._manage(booking),
        }
        key = _stamp(when)
        self._write(session, "displaced", booking, extra, when, key, send_by=booking.starts_at)

    def restored(self, session: Session, booking: Booking, when: When) -> None:
        """The hall opens at the time of the visit after all."""
        self._take_back(session, booking)
        extra, key = {"manage": self._manage(booking)}, _stamp(when)
        self._write(session, "restored", booking, extra, when, key, send_by=booking.starts_at)
        self._remind(session, booking, when)

    def offered(
        self,
        session: Session,
        booking: Booking,
        intake: Intake,
        entry_id: str,
        until: datetime,
        when: When,
    ) -> None:
        """A seat is held for somebody on the waiting list.

        Args:
            booking: the one that is held; it need not have an intake yet.
            entry_id: their entry, which has a page of its own.
            until: when the seat is given to the next one; they are told then.
        """
        self._take_back(session, booking)
        accept = self._templates.linked("accept", entry=entry_id)
        offer = {"until": say_time(until), "accept": accept}
        self._write(session, "waiting_offer", booking, offer, when, send_by=until, intake=intake)
        lost = {"rebook": self._templates.linked("rebook")}
        later = When(when.now, by_day(until))
        self._write(session, "offer_expired", booking, lost, later, intake=intake)

    def served(self, session: Session, booking: Booking, when: When) -> None:
        """The visit is over: how was it? Asked once."""
        self._take_back(session, booking)
        extra = {"rate": self._templates.linked("rate")}
        self._write(session, "rating_invitation", booking, extra, when)

    def soon_called(self, session: Session, ticket: Ticket, ahead: int, now: datetime) -> None:
        """Somebody is called soon; told once at each window, if we know whom to tell.

        Args:
            ahead: how many are called before.
        """
        intake = _intake_of(session, ticket)
        if intake is None:
            return
        values = {
            "number": ticket.number,
            "ahead": str(ahead),
            "place": self._writer.names.place(ticket.window_id),
        }
        key = f"ticket_soon:{ticket.ticket_id}:{ticket.window_id}"
        when = When(now, now)
        self._writer.write(session, "ticket_soon", intake, values, key, when, send_by=now + SOON)

    def _remind(self, session: Session, booking: Booking, when: When) -> None:
        due = reminder_time(booking.starts_at)
        if due <= when.now:
            return
        extra = {
            "bring": self._bring(session, booking.visitor),
            "manage": self._manage(booking),
        }
        then, key = When(when.now, due), _stamp(when)
        self._write(session, "reminder", booking, extra, then, key, send_by=booking.starts_at)

    def _write(
        self,
        session: Session,
        template: str,
        booking: Booking,
        extra: Mapping[str, str],
        when: When,
        key: str = "",
        *,
        intake: Intake | None = None,
        send_by: datetime | None = None,
    ) -> None:
        """Write down a message with what all of them say, and something extra.

        Args:
            key: tells it from others of its kind; without one there is only one for each visit.
            intake: of whom to tell, where the booking does not know yet.
        """
        self._writer.write(
            session,
            template,
            intake or booking.visitor,
            {**self._visit(booking), **extra},
            f"{template}:{booking.code}:{key}",
            when,
            booking=booking,
            send_by=send_by,
        )

    def _take_back(self, session: Session, booking: Booking) -> None:
        self._writer.notifications.withdraw(session, booking.code)

    def _visit(self, booking: Booking) -> dict[str, str]:
        return {
            "time": say_time(booking.starts_at),
            "place": self._writer.names.place(booking.window_id),
            "matter": self._writer.names.matter(booking.matter_id),
            "code": booking.code,
        }

    def _known_time(self, booking: Booking) -> dict[str, str]:
        note = self._templates.piece("note", "provisional") if booking.provisional else ""
        return {"note": note, "manage": self._manage(booking)}

    def _manage(self, booking: Booking) -> str:
        return self._templates.linked("manage", code=booking.code)

    def _because(self, reason: str | None) -> str:
        if not reason:
            return ""
        return self._templates.piece("because", "told", reason=shorten(reason, LONGEST_REASON))

    def _options(self, alternatives: Sequence[datetime]) -> str:
        if not alternatives:
            return self._templates.piece("options", "none")
        # Two windows may be free at the same time: that is said once.
        times = say_times(list(dict.fromkeys(alternatives))[:MOST_ALTERNATIVES])
        return self._templates.piece("options", "some", times=times)

    def _bring(self, session: Session, intake: Intake) -> str:
        """What to bring: the materials that were missing when they were gone through, if any."""
        precheck = session.get(Precheck, intake.precheck_id) if intake.precheck_id else None
        if precheck is None or not precheck.missing:
            return self._templates.piece("bring", "plain")
        first, count = shorten(precheck.missing[0], LONGEST_MATERIAL), len(precheck.missing)
        materials = first if count == 1 else f"{first}等{count}份"
        return self._templates.piece("bring", "missing", materials=materials)


def _intake_of(session: Session, ticket: Ticket) -> Intake | None:
    """Whose ticket it is; None for somebody who came unannounced."""
    if ticket.intake_id:
        return session.get(Intake, ticket.intake_id)
    booking = session.get(Booking, ticket.booking_code) if ticket.booking_code else None
    return booking.intake if booking else None


def _stamp(when: When) -> str:
    """Tells one change of a visit from the next."""
    return f"{when.now.astimezone(HALL_ZONE):%Y%m%dT%H%M%S%f}"
