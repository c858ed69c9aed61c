"""How long somebody who comes now will wait.

The queue is played through to the end with the rule that also calls people (`order`), every service
taking as long as such services took of late. Nobody knows who else will come without a booking, and
nobody is assumed to: by the rule they come behind.
"""

import heapq
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from api.db.booking import Booking
from api.db.queue import Ticket
from api.services.booking import life
from api.services.days.calendar import Calendar
from api.services.queue.arrival import LATE
from api.services.queue.hours import midnight, stretches
from api.services.queue.order import Place, passed, turns
from api.services.queue.steps import DONE, PRESENT, WAITING
from knowledge import Window

LEARNT_FROM = 80
"""Finished tickets of a window that are looked at, the latest ones."""
PRIOR_WEIGHT = 5
"""How many finished tickets the plan's slot length counts as: the fewer are known, the more it
counts. A matter's own tickets are weighed against its window's in the same way."""
SHOWS_UP = 0.9
"""What share of a booked visit's time is reckoned with before its applicant is there."""


@dataclass(frozen=True)
class Pace:
    """How long services take at a window, learnt from those that are finished.

    Attributes:
        planned_s: the length of the window's slots in seconds: what is assumed before anything is
            known.
        took: by matter, how long its latest services took, in seconds.
    """

    planned_s: float
    took: Mapping[str | None, Sequence[float]] = field(default_factory=dict)

    @property
    def all(self) -> list[float]:
        """How long the latest services took, whatever the matter."""
        return [seconds for took in self.took.values() for seconds in took]

    @property
    def mean(self) -> float:
        """The expected seconds of any service at this window."""
        return _shrunk(self.all, self.planned_s)

    def of(self, matter_id: str | None) -> float:
        """The expected seconds of a service for a matter; None where the matter is not known."""
        if matter_id is None:
            return self.mean
        return _shrunk(self.took.get(matter_id, ()), self.mean)

    def left(self, elapsed_s: float) -> float:
        """How many seconds a service still takes that has taken so many: by those that took more.

        Services have no memory as far as the plan goes: it says half its length, at least.
        """
        planned = max(self.planned_s - elapsed_s, self.planned_s / 2)
        return _shrunk([took - elapsed_s for took in self.all if took > elapsed_s], planned)


def _shrunk(values: Sequence[float], towards: float) -> float:
    return (PRIOR_WEIGHT * towards + sum(values)) / (PRIOR_WEIGHT + len(values))


@dataclass(frozen=True)
class Line:
    """What one window has before it at one moment.

    Attributes:
        waiting: who is there and waits.
        coming: whose booked time is still ahead today, and who is not there yet.
        busy: when each of the services under way will be over, as far as one can tell.
        counters: how many people the window serves side by side.
    """

    waiting: Sequence[Place]
    coming: Sequence[Place]
    busy: Sequence[datetime]
    counters: int

    def service(self, place: Place, pace: Pace) -> timedelta:
        """How long a counter is expected to be taken by somebody."""
        share = SHOWS_UP if place in self.coming else 1.0
        return timedelta(seconds=share * pace.of(place.matter_id))

    def work(self, now: datetime, pace: Pace) -> timedelta:
        """All that the window still has to do today for those it has promised to receive."""
        promised = sum(pace.of(place.matter_id) for place in (*self.waiting, *self.coming))
        under_way = (max(timedelta(), end - now) for end in self.busy)
        return sum(under_way, timedelta(seconds=promised))


def expected_call(
    line: Line, own: Place, pace: Pace, now: datetime, opens: Callable[[datetime], datetime]
) -> datetime:
    """When somebody who waits is expected to be called.

    Args:
        own: theirs is one of the places in the line, or a new one.
        opens: the next moment from a given one on at which the window serves people.
    """
    waiting = [*(place for place in line.waiting if place.ticket_id != own.ticket_id), own]
    coming = list(line.coming)
    free = [*line.busy, *[now] * (line.counters - len(line.busy))]
    heapq.heapify(free)
    while True:
        at = opens(max(now, free[0]))
        waiting += [place for place in coming if _has_come(place, at)]
        coming = [place for place in coming if not _has_come(place, at)]
        following = turns(waiting, at)[0]
        if following.ticket_id == own.ticket_id:
            return at
        heapq.heapreplace(free, at + line.service(following, pace))
        waiting = passed(waiting, following)


def _has_come(place: Place, at: datetime) -> bool:
    return place.booked_for is not None and place.booked_for <= at


@dataclass(frozen=True)
class Outlook:
    """What is to be expected at one window at one moment.

    Attributes:
        spans: from when to when the window serves people on that day.
    """

    line: Line
    pace: Pace
    now: datetime
    spans: Sequence[tuple[datetime, datetime]]

    def ahead(self, own: Place) -> int:
        """How many are called before somebody who waits there, as things stand."""
        return turns(self.line.waiting, self.now).index(own)

    def wait_s(self, own: Place) -> int:
        """The seconds somebody is expected to wait from now on."""
        called = expected_call(self.line, own, self.pace, self.now, self._opens)
        return round((called - self.now).total_seconds())

    def has_room(self) -> bool:
        """Whether the window will have time left today when it is done with all it has promised."""
        rest = sum(
            (max(timedelta(), end - max(start, self.now)) for start, end in self.spans),
            timedelta(),
        )
        return self.line.work(self.now, self.pace) < rest * self.line.counters

    def _opens(self, moment: datetime) -> datetime:
        # After the last closing those who wait are still served.
        ahead = (max(moment, start) for start, end in self.spans if moment < end)
        return next(ahead, moment)


def look(session: Session, calendar: Calendar, window: Window, now: datetime) -> Outlook:
    """What is to be expected at a window now."""
    pace = learn(session, window, now)
    spans = tuple(stretches(calendar, window, now.date()))
    return Outlook(line_at(session, window, pace, now), pace, now, spans)


def learn(session: Session, window: Window, now: datetime) -> Pace:
    """The pace of a window by its latest finished tickets, from the last call to the end."""
    query = (
        select(Ticket.matter_id, Ticket.last_called_at, Ticket.ended_at)
        .where(
            Ticket.window_id == window.window_id,
            Ticket.day <= now.date(),
            Ticket.status == DONE,
            Ticket.ended_at.is_not(None),
        )
        .order_by(Ticket.day.desc(), Ticket.ended_at.desc())
        .limit(LEARNT_FROM)
    )
    took: dict[str | None, list[float]] = defaultdict(list)
    for matter_id, called_at, ended_at in session.execute(query):
        assert called_at is not None
        assert ended_at is not None
        took[matter_id].append((ended_at - called_at).total_seconds())
    return Pace(60.0 * window.slot_minutes, took)


def line_at(session: Session, window: Window, pace: Pace, now: datetime) -> Line:
    """What a window has before it now."""
    here = select(Ticket).where(
        Ticket.window_id == window.window_id,
        Ticket.day == now.date(),
        Ticket.status.in_(PRESENT),
    )
    tickets = session.scalars(here).all()
    called = [ticket for ticket in tickets if ticket.status != WAITING]
    left = sorted(pace.left(_elapsed_s(ticket, now)) for ticket in called)
    return Line(
        waiting=[place_of(ticket) for ticket in tickets if ticket.status == WAITING],
        coming=_coming(session, window, now),
        busy=[now + timedelta(seconds=seconds) for seconds in _one_by_one(left)],
        counters=max(window.capacity, len(called)),
    )


def place_of(ticket: Ticket) -> Place:
    """A ticket's place in the queue."""
    return Place(
        ticket.ticket_id,
        ticket.number,
        ticket.queued_at,
        ticket.booked_for,
        ticket.passes,
        ticket.matter_id,
    )


def _elapsed_s(ticket: Ticket, now: datetime) -> float:
    return (now - (ticket.last_called_at or now)).total_seconds()


def _one_by_one(left: Sequence[float]) -> list[float]:
    """When the first, the second … of services under way is over, by what each still takes.

    Services of irregular length end one by one at even distances, as a rule: of three that take
    twelve minutes more on average, the first is over after four, and the last after twelve.
    """
    return [seconds * (at + 1) / len(left) for at, seconds in enumerate(left)]


def _coming(session: Session, window: Window, now: datetime) -> list[Place]:
    """Today's bookings that are not there yet and may still come in time."""
    query = select(Booking.code, Booking.starts_at, Booking.matter_id).where(
        Booking.window_id == window.window_id,
        Booking.status == life.CONFIRMED,
        Booking.displaced.is_(None),
        Booking.starts_at >= now - LATE,
        Booking.starts_at < midnight(now.date()) + timedelta(days=1),
    )
    return [
        Place(code, "", starts_at, starts_at, matter_id=matter_id)
        for code, starts_at, matter_id in session.execute(query)
    ]
