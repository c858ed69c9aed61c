"""Which targets a park has on a day, told from the lists' dates for all targets at once."""

from collections.abc import Iterable, Mapping
from datetime import date

import numpy as np
from numpy.typing import NDArray

from knowledge.coverage import Span


class Availability:
    """The spans of all matters, as arrays.

    Args:
        spans: of every matter in every park.
        number_of: the number of each matter that is searched; others are left out.
    """

    def __init__(self, spans: Iterable[Span], number_of: Mapping[str, int]) -> None:
        parks: dict[str, int] = {}
        rows = [
            (
                number_of[matter_id],
                parks.setdefault(park_id, len(parks)),
                first.toordinal(),
                (last or date.max).toordinal(),
            )
            for matter_id, park_id, first, last in spans
            if matter_id in number_of
        ]
        self._parks = parks
        table = np.array(rows, dtype=np.int32).reshape(-1, 4)
        self._numbers, self._park, self._first, self._last = table.T.copy()

    def on(self, day: date, park_id: str | None, count: int) -> NDArray[np.bool_]:
        """For each of `count` targets, whether the park (any when None) has it on the day."""
        ordinal = day.toordinal()
        holds = (self._first <= ordinal) & (ordinal <= self._last)
        if park_id is not None:
            holds &= self._park == self._parks.get(park_id, -1)
        allowed = np.zeros(count, dtype=bool)
        allowed[self._numbers[holds]] = True
        return allowed
