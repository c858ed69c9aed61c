"""How a message names times, places and matters: short, and without anything that may be cut."""

from collections.abc import Sequence
from datetime import date, datetime
from itertools import groupby

from api.db.types import HALL_ZONE
from knowledge import KnowledgeBase
from knowledge.schema.hall import WEEKDAY_NAMES

LONGEST_MATTER = 20
SAMPLE = "（示例）"
SOME_HALL, SOME_MATTER = "园区政务服务大厅", "预约的事项"
"""Said of what another edition of the knowledge does not know any more."""


def say_day(day: date) -> str:
    """12月28日（周一）."""
    return f"{day.month}月{day.day}日（周{WEEKDAY_NAMES[day.isoweekday()]}）"


def say_time(moment: datetime) -> str:
    """12月28日（周一）09:30, in the hall's zone."""
    local = moment.astimezone(HALL_ZONE)
    return f"{say_day(local.date())}{local:%H:%M}"


def say_times(moments: Sequence[datetime]) -> str:
    """12月28日09:30、10:00，12月29日09:30."""
    locals_ = sorted(moment.astimezone(HALL_ZONE) for moment in moments)
    days = groupby(locals_, key=datetime.date)
    return "，".join(
        f"{day.month}月{day.day}日{'、'.join(f'{moment:%H:%M}' for moment in of_day)}"
        for day, of_day in days
    )


def shorten(text: str, most: int) -> str:
    """`text`, or its beginning and an ellipsis, in at most `most` characters."""
    return text if len(text) <= most else f"{text[: most - 1]}…"


class Names:
    """What parks, halls, windows and matters are called in the edition in service."""

    def __init__(self, kb: KnowledgeBase) -> None:
        self._kb = kb

    def matter(self, matter_id: str) -> str:
        """A long name without what it says in brackets."""
        matter = self._kb.matters.get(matter_id)
        if matter is None:
            return SOME_MATTER
        name = matter.name
        return name if len(name) <= LONGEST_MATTER else name.partition("（")[0]

    def place(self, window_id: str) -> str:
        """Hall, floor and number of a window; a sample says so."""
        window = self._kb.windows.get(window_id)
        if window is None:
            return SOME_HALL
        hall = self._kb.halls.get(window.hall_id)
        sample = SAMPLE if window.status == "sample" else ""
        return f"{hall.name if hall else SOME_HALL}{window.floor}{window.number}{sample}"

    def halls(self, park_id: str) -> str:
        """The halls of a park."""
        names = [hall.name for hall in self._kb.halls.values() if hall.park_id == park_id]
        return "、".join(names) or SOME_HALL
