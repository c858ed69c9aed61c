"""Whose turn it is. Pure: it knows neither the database nor the clock.

Bookings in time whose booked time has come go first, in order of that time; then everybody else,
in the order in which they came. A booking that is not yet due is called early only when nobody
else waits. Somebody who was skipped comes behind the next few, and then has the old place again.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

LAST_NUMBER = "~" * 8
"""Longer than any number that is given out."""


@dataclass(frozen=True)
class Place:
    """Somebody who waits at a window.

    Attributes:
        booked_for: the booked time that is kept for them; None for everybody else.
        passes: how many others still go first, since they were skipped.
    """

    ticket_id: str
    number: str
    queued_at: datetime
    booked_for: datetime | None = None
    passes: int = 0
    matter_id: str | None = None


def newcomer(now: datetime, matter_id: str | None) -> Place:
    """The place of somebody who would take a ticket now, behind all who have one."""
    return Place("", LAST_NUMBER, now, matter_id=matter_id)


def turns(waiting: Iterable[Place], now: datetime) -> list[Place]:
    """Those who wait, in the order in which they are called if nobody else comes."""
    in_order = sorted(waiting, key=_turn)
    ready = [place for place in in_order if not _is_early(place, now)]
    early = [place for place in in_order if _is_early(place, now)]
    return [*_held_back(ready, 0), *_held_back(early, len(ready))]


def passed(waiting: Iterable[Place], called: Place) -> list[Place]:
    """Who still waits when one of them has been called: those skipped have come one nearer."""
    return [
        replace(place, passes=max(0, place.passes - 1)) if place.passes else place
        for place in waiting
        if place != called
    ]


def _is_early(place: Place, now: datetime) -> bool:
    return place.booked_for is not None and place.booked_for > now


def _turn(place: Place) -> tuple[bool, datetime, datetime, int, str]:
    """The booked before the others; equal times by the number, as it was given out."""
    return (
        place.booked_for is None,
        place.booked_for or place.queued_at,
        place.queued_at,
        len(place.number),
        place.number,
    )


def _held_back(in_order: list[Place], called: int) -> list[Place]:
    """The same, with those who were skipped behind as many others as they have to let pass.

    Args:
        called: how many are called before any of these.
    """
    if not any(place.passes for place in in_order):
        return in_order
    left, order = list(in_order), list[Place]()
    while left:
        calls = called + len(order)
        free = (place for place in left if place.passes <= calls)
        following = next(free, None) or min(left, key=lambda place: place.passes)
        left.remove(following)
        order.append(following)
    return order
