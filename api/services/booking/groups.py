"""The matters of one journey, booked back to back for one visit (一件事一次办, decree D11)."""

import secrets
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from itertools import chain, islice, pairwise

from sqlalchemy import select
from sqlalchemy.orm import Session

from api.cipher import cipher
from api.db.booking import PUBLIC, Booking
from api.db.engine import SessionFactory
from api.services import audit
from api.services.booking.bookings import Bookings
from api.services.booking.codes import new_code
from api.services.booking.keys import claim_key
from api.services.booking.locks import change_visits
from api.services.booking.quota import require_room
from api.services.booking.slots import Opening, Slots
from api.services.intake.applicants import Applicant
from api.services.intake.requests import Request

FEWEST, MOST = 2, 6
"""Matters in one visit."""
LONGEST_GAP = timedelta(minutes=60)
"""How long one may have to wait from one window to the next."""
MOST_CHAINS = 20

Chain = tuple[Opening, ...]
"""One opening for each matter, in their order, each beginning after the one before has ended."""


class NotBackToBack(Exception):
    """The visits are no row on one day; the message says what is one, in Chinese."""


@dataclass(frozen=True)
class Visit:
    """One matter of a group, and the slot wanted for it."""

    matter_id: str
    slot_id: str


@dataclass(frozen=True)
class GroupRequest:
    """Matters that one person wants to see to in one visit."""

    park_id: str
    visits: tuple[Visit, ...]
    applicant: Applicant
    journey_id: str | None = None

    def fingerprint(self) -> str:
        """Equal for equal requests; tells nothing about the person."""
        return cipher().index(repr(self))


class Groups:
    """Finds and books visits for several matters in a row."""

    def __init__(self, sessions: SessionFactory, slots: Slots, bookings: Bookings) -> None:
        self._sessions = sessions
        self._slots = slots
        self._bookings = bookings

    def chains(
        self, park_id: str, matter_ids: Sequence[str], first: date, last: date, now: datetime
    ) -> list[Chain]:
        """The rows of free openings for the matters, in order of time, at most twenty."""
        free = [
            _by_day(self._slots.offered(matter_id, park_id, first, last, now).slots)
            for matter_id in matter_ids
        ]
        found = chain.from_iterable(
            _rows([by_day[day] for by_day in free]) for day in sorted(free[0])
        )
        return list(islice(found, MOST_CHAINS))

    def book(self, request: GroupRequest, key: str, now: datetime) -> Sequence[Booking]:
        """Book all visits or none; the same request under the same key gives the same bookings.

        Raises:
            NotBackToBack: they do not follow each other on one day.
            UnknownSlot, SlotUnavailable, SlotFull: one of the slots is not to be had.
            KeyReused, TooManyBookings: as for a single visit.
        """

        def act(session: Session) -> Sequence[Booking]:
            code = new_code()
            earlier = claim_key(session, key, request.fingerprint(), code, now)
            if earlier is not None:
                return _group_of(session, earlier)
            who = request.applicant
            require_room(session, who.phone_index, who.company_index, now)
            return list(self._place(session, request, code, now))

        bookings = change_visits(self._sessions, act)
        return sorted(bookings, key=lambda booking: booking.starts_at)

    def _place(
        self, session: Session, request: GroupRequest, code: str, now: datetime
    ) -> Iterator[Booking]:
        group_id, placed = secrets.token_hex(16), list[Booking]()
        # In the order of the slots, so that two groups never wait for each other.
        for visit in sorted(request.visits, key=lambda visit: visit.slot_id):
            single = Request(request.park_id, visit.matter_id, visit.slot_id, request.applicant)
            extras = replace(single.extras, journey_id=request.journey_id)
            placed.append(
                self._bookings.place(
                    session,
                    replace(single, extras=extras),
                    new_code() if placed else code,
                    now,
                    audit.APPLICANT,
                    PUBLIC,
                    group_id=group_id,
                )
            )
        _require_row(sorted(placed, key=lambda booking: booking.starts_at))
        yield from placed


def _by_day(openings: Iterable[Opening]) -> defaultdict[date, list[Opening]]:
    """The free ones of some openings."""
    by_day = defaultdict[date, list[Opening]](list)
    for opening in openings:
        if opening.remaining:
            by_day[opening.start.date()].append(opening)
    return by_day


def _rows(free: Sequence[Sequence[Opening]]) -> list[Chain]:
    """For each opening of the first matter, the earliest row of all that begins with it.

    They are put together from the end, so that no beginning leads nowhere.
    """
    rows: list[Chain] = [(opening,) for opening in free[-1]]
    for openings in reversed(free[:-1]):
        rows = [(opening, *row) for opening in openings for row in _onward(opening, rows)]
    return rows


def _onward(opening: Opening, rows: Sequence[Chain]) -> Sequence[Chain]:
    following = (row for row in rows if _follows(opening.end, row[0].start))
    return list(islice(following, 1))


def _follows(end: datetime, start: datetime) -> bool:
    return end <= start <= end + LONGEST_GAP


def _require_row(bookings: Sequence[Booking]) -> None:
    for before, after in pairwise(bookings):
        if not _follows(before.ends_at, after.starts_at):
            raise NotBackToBack(
                "几个事项的时段要在同一天、前后衔接（中间最多隔 1 小时），请从连续时段里选一组。"
            )


def _group_of(session: Session, code: str) -> Sequence[Booking]:
    group_id = session.get_one(Booking, code).group_id
    return session.scalars(select(Booking).where(Booking.group_id == group_id)).all()
