"""Taking and giving back seats. The database counts them, so that none is given twice."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import CursorResult, delete, select, update
from sqlalchemy.orm import Session

from api.db.booking import PUBLIC, STAFF, Booking, Seat, Slot
from api.db.upsert import insert_for

FULL = "这个时段刚刚约满了，请另选一个时段"


class SlotUnavailable(Exception):
    """The slot is not to be had any more; the message says why, in Chinese."""


class SlotFull(SlotUnavailable):
    """No seat is left in the slot."""


@dataclass(frozen=True)
class SlotPlan:
    """One slot of a window as the hall plans it: its time and how many seats it has."""

    window_id: str
    start: datetime
    length: timedelta
    seats: int
    staff_seats: int

    @property
    def slot_id(self) -> str:
        """The same for the same window and time, always: `gaoxin-01-20261125T0900`."""
        return slot_id_of(self.window_id, self.start)


def slot_id_of(window_id: str, start: datetime) -> str:
    """The id of the slot of a window that begins at `start`."""
    return f"{window_id}-{start:%Y%m%dT%H%M}"


def take_seats(
    session: Session, plans: Iterable[SlotPlan], pool: str, make_room: Callable[[str], bool]
) -> None:
    """Count one seat in each slot as taken. Raises `SlotFull`: then the change must be undone.

    Always in the order of the slots' ids, so that two who want the same ones wait in one line.

    Args:
        make_room: is asked to free seats of a slot in which none is left; whether it has.
    """
    for plan in sorted(plans, key=lambda plan: plan.slot_id):
        if _take(session, plan, pool):
            continue
        if not (make_room(plan.slot_id) and _take(session, plan, pool)):
            raise SlotFull(FULL)


def write_seats(session: Session, booking: Booking, plans: Iterable[SlotPlan]) -> None:
    """Write down which seats a booking has taken; its own row is there already."""
    session.add_all(
        Seat(slot_id=plan.slot_id, code=booking.code, pool=booking.pool) for plan in plans
    )


def free_seats(session: Session, booking: Booking) -> Sequence[str]:
    """Give back the seats of a booking; the ids of their slots. Doing it twice changes nothing."""
    seats = session.execute(
        delete(Seat).where(Seat.code == booking.code).returning(Seat.slot_id, Seat.pool)
    ).all()
    for slot_id, pool in sorted(seats):
        counter = Slot.staff_booked if pool == STAFF else Slot.booked
        freed = session.execute(
            update(Slot).where(Slot.slot_id == slot_id).values({counter: counter - 1})
        )
        assert isinstance(freed, CursorResult)
        assert freed.rowcount == 1, slot_id
    return [slot_id for slot_id, _ in seats]


def lock_slots(session: Session, slot_ids: Iterable[str]) -> None:
    """Lock the slots there are, in the order of their ids, for a change of several."""
    query = select(Slot.slot_id).where(Slot.slot_id.in_(slot_ids)).order_by(Slot.slot_id)
    session.execute(query.with_for_update())


def _take(session: Session, plan: SlotPlan, pool: str) -> bool:
    """Write the slot's row with one seat taken, or count it up, in a single statement.

    The slot's capacity is kept up to date on the way.
    """
    seats = plan.staff_seats if pool == STAFF else plan.seats
    if seats < 1:
        return False
    insert = insert_for(session, Slot).values(
        slot_id=plan.slot_id,
        window_id=plan.window_id,
        starts_at=plan.start,
        ends_at=plan.start + plan.length,
        capacity=plan.seats if pool == PUBLIC else 0,
        booked=1 if pool == PUBLIC else 0,
        staff_capacity=plan.staff_seats if pool == STAFF else 0,
        staff_booked=1 if pool == STAFF else 0,
    )
    counter, capacity = (
        (Slot.staff_booked, "staff_capacity") if pool == STAFF else (Slot.booked, "capacity")
    )
    changes: dict[str, Any] = {counter.key: counter + 1, capacity: seats}
    taken = session.execute(
        insert.on_conflict_do_update(
            index_elements=[Slot.slot_id], set_=changes, where=counter < seats
        ).returning(Slot.slot_id)
    )
    return taken.first() is not None
