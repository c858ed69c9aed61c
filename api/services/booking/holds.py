"""Seats that are held for a few minutes while somebody decides or types."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import chain

from sqlalchemy import select
from sqlalchemy.orm import Session

from api.db.booking import PUBLIC, Booking, Seat
from api.db.engine import SessionFactory
from api.services import audit
from api.services.booking.codes import new_code, read_code
from api.services.booking.freed import Freed, nobody_waits
from api.services.booking.life import EXPIRED, HELD, advance
from api.services.booking.locks import change_visits, queue_up
from api.services.booking.seats import free_seats, take_seats, write_seats
from api.services.booking.slots import Opening, Slots
from api.services.intake.requests import Request

HOLD = timedelta(minutes=10)
"""How long a seat is held for somebody who is about to book it."""


class Holds:
    """The seats that conversations hold, one each.

    Args:
        freed: is told which slots have seats again.
    """

    def __init__(self, sessions: SessionFactory, slots: Slots, freed: Freed = nobody_waits) -> None:
        self._sessions = sessions
        self._slots = slots
        self._freed = freed

    def hold(
        self, conversation_id: str, park_id: str, matter_id: str, slot_id: str, now: datetime
    ) -> Booking:
        """Hold a seat for ten minutes; what the conversation held before is given back.

        Raises:
            UnknownSlot, SlotUnavailable, SlotFull: it is not to be had; what was held stays.
        """

        def act(session: Session) -> Booking:
            queue_up(session, f"hold:{conversation_id}")
            opening = self._slots.find_in(session, slot_id, matter_id, park_id, now)
            earlier = _held_by(session, conversation_id)
            freed = _end(session, earlier, audit.APPLICANT, now) if earlier else []
            held = hold_seat(session, opening, park_id, matter_id, now, now + HOLD, conversation_id)
            self._freed(session, freed, now)  # only now: it may be the seat that is held on
            return held

        return change_visits(self._sessions, act)

    def release(self, conversation_id: str, now: datetime) -> None:
        """Give back what a conversation holds; harmless when that is nothing."""

        def act(session: Session) -> None:
            queue_up(session, f"hold:{conversation_id}")
            if held := _held_by(session, conversation_id):
                self._freed(session, _end(session, held, audit.APPLICANT, now), now)

        change_visits(self._sessions, act)

    def expire_due(self, now: datetime) -> int:
        """Give back the seats whose time is over; how many holds ended."""

        def act(session: Session) -> int:
            lapsed = _lapsed(session, now)
            ended = [_end(session, held, audit.SYSTEM, now) for held in lapsed]
            self._freed(session, list(chain.from_iterable(ended)), now)
            return len(lapsed)

        return change_visits(self._sessions, act)


def hold_seat(
    session: Session,
    opening: Opening,
    park_id: str,
    matter_id: str,
    now: datetime,
    until: datetime,
    conversation_id: str | None = None,
    intake_id: str | None = None,
) -> Booking:
    """Take the seats of an opening until a time. Raises `SlotFull`."""
    take_opening(session, opening, PUBLIC, now)
    held = Booking(
        code=new_code(),
        status=HELD,
        intake_id=intake_id,
        park_id=park_id,
        matter_id=matter_id,
        **opening.as_columns(),
        pool=PUBLIC,
        held_until=until,
        held_for=conversation_id,
        created_at=now,
        updated_at=now,
    )
    session.add(held)
    session.flush()
    write_seats(session, held, opening.plans)
    audit.note(
        session, "booking", held.code, "held", audit.APPLICANT, now, after=HELD,
        slot_id=held.slot_id,
    )  # fmt: skip
    return held


def usable_hold(session: Session, request: Request, now: datetime) -> Booking | None:
    """The hold that a request names, locked; None when it is over or was for something else.

    A seat offered to somebody on the waiting list is theirs alone, and no hold to be used.
    """
    code = read_code(request.hold or "")
    found = session.get(Booking, code, with_for_update={"of": Booking}) if code else None
    if found is None or found.status != HELD or found.held_for is None or is_over(found, now):
        return None
    wanted = request.slot_id, request.matter_id
    return found if (found.slot_id, found.matter_id) == wanted else None


def is_over(held: Booking, now: datetime) -> bool:
    """Whether the time for which a seat is held has passed."""
    return held.held_until is None or held.held_until <= now


def take_opening(session: Session, opening: Opening, pool: str, now: datetime) -> None:
    """Take the seats of an opening; holds that are over give theirs back where none is left.

    Raises:
        SlotFull: none is to be had; then the change must be undone.
    """

    def make_room(slot_id: str) -> bool:
        lapsed = _lapsed(session, now, slot_id)
        for held in lapsed:
            _end(session, held, audit.SYSTEM, now)
        return bool(lapsed)

    take_seats(session, opening.plans, pool, make_room)


def _end(session: Session, held: Booking, actor: str, now: datetime) -> Sequence[str]:
    advance(session, held, EXPIRED, "released", actor, now)
    return free_seats(session, held)


def _held_by(session: Session, conversation_id: str) -> Booking | None:
    query = select(Booking).where(Booking.held_for == conversation_id, Booking.status == HELD)
    return session.scalar(query.with_for_update(of=Booking))


def _lapsed(session: Session, now: datetime, slot_id: str | None = None) -> Sequence[Booking]:
    """The holds whose time is over, those left out that somebody else is just ending."""
    query = select(Booking).where(Booking.status == HELD, Booking.held_until <= now)
    if slot_id is not None:
        query = query.where(Booking.code.in_(select(Seat.code).where(Seat.slot_id == slot_id)))
    return session.scalars(query.with_for_update(of=Booking, skip_locked=True)).all()
