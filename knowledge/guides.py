"""All service guides of a day, one after the other."""

from collections.abc import Iterator
from datetime import date

from knowledge.base import KnowledgeBase
from knowledge.errors import UnknownPark
from knowledge.schema import ServiceGuide


def pairs_on(kb: KnowledgeBase, day: date, park_id: str | None = None) -> list[tuple[str, str]]:
    """Every matter that a park has on a day, with that park; ordered by matter, then park.

    Args:
        park_id: only this park's.

    Raises:
        UnknownPark: there is no such park.
    """
    if park_id is not None and park_id not in kb.parks:
        raise UnknownPark(park_id)
    return [
        (matter_id, found)
        for matter_id in sorted(kb.matters)
        for found in kb.park_ids(matter_id, day)
        if park_id in (None, found)
    ]


def guides_on(
    kb: KnowledgeBase, day: date, today: date, park_id: str | None = None
) -> Iterator[ServiceGuide]:
    """The service guides of `pairs_on`; `today` is the day of asking."""
    for matter_id, found in pairs_on(kb, day, park_id):
        yield kb.guide(matter_id, found, day, today=today)
