"""Taking and giving back seats. The database counts them, so that none is given twice."""

from sqlalchemy import CursorResult, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from api.db.base import Base
from api.db.intake import Slot
from api.services.booking.slots import Opening, SlotUnavailable


class SlotFull(SlotUnavailable):
    """No seat is left in the slot."""


def insert_for(session: Session, table: type[Base]) -> postgresql.Insert | sqlite.Insert:
    """An INSERT that knows ON CONFLICT, for the session's database."""
    if session.get_bind().dialect.name == "postgresql":
        return postgresql.insert(table)
    return sqlite.insert(table)


def take_seat(session: Session, opening: Opening) -> None:
    """Take one seat, in a single statement: writes the slot's row or counts it up.

    The window's capacity is kept up to date on the way. Raises `SlotFull`.
    """
    insert = insert_for(session, Slot).values(
        slot_id=opening.slot_id,
        window_id=opening.window.window_id,
        starts_at=opening.start,
        ends_at=opening.end,
        capacity=opening.window.capacity,
        booked=1,
    )
    taken = session.execute(
        insert.on_conflict_do_update(
            index_elements=[Slot.slot_id],
            set_={"booked": Slot.booked + 1, "capacity": insert.excluded.capacity},
            where=Slot.booked < insert.excluded.capacity,
        ).returning(Slot.slot_id)
    )
    if taken.first() is None:
        raise SlotFull("这个时段刚刚约满了，请另选一个时段")


def free_seat(session: Session, slot_id: str) -> None:
    """Give one seat back."""
    result = session.execute(
        update(Slot).where(Slot.slot_id == slot_id).values(booked=Slot.booked - 1)
    )
    assert isinstance(result, CursorResult)
    assert result.rowcount == 1, slot_id
