"""The numbers on the tickets: the window's letter and a count that starts anew each day."""

from datetime import date
from string import ascii_uppercase

from sqlalchemy.orm import Session

from api.db.queue import TicketSeries
from api.db.upsert import insert_for
from knowledge import KnowledgeBase, Window


def letter_of(kb: KnowledgeBase, window: Window) -> str:
    """The letter of a window: A for the first of its hall; two letters from the 27th on."""
    in_hall = [other for other in kb.windows.values() if other.hall_id == window.hall_id]
    rounds, at = divmod(in_hall.index(window), len(ascii_uppercase))
    return (ascii_uppercase[rounds - 1] if rounds else "") + ascii_uppercase[at]


def draw_number(session: Session, hall_id: str, day: date, letter: str) -> str:
    """The next number of a series, such as `A012`. Others wait for theirs until the commit."""
    return f"{letter}{_count_up(session, hall_id, day, letter, 1):03d}"


def lock_queue(session: Session, hall_id: str, day: date, letter: str) -> None:
    """Keep others from calling at the window with this letter until the transaction ends."""
    _count_up(session, hall_id, day, letter, 0)


def _count_up(session: Session, hall_id: str, day: date, letter: str, by: int) -> int:
    insert = insert_for(session, TicketSeries).values(
        hall_id=hall_id, day=day, letter=letter, issued=by
    )
    issued: int = session.execute(
        insert.on_conflict_do_update(
            index_elements=[TicketSeries.hall_id, TicketSeries.day, TicketSeries.letter],
            set_={"issued": TicketSeries.issued + by},
        ).returning(TicketSeries.issued)
    ).scalar_one()
    return issued
