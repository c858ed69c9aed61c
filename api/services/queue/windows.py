"""Which windows there are on a day, and which of them receive somebody who comes now."""

from collections.abc import Sequence
from datetime import date

from api.services.queue.refusals import UnknownWindow
from knowledge import KnowledgeBase, Window


def window_on(kb: KnowledgeBase, window_id: str, day: date) -> Window:
    """The window, if there is such a one on that day. Raises `UnknownWindow`."""
    window = kb.windows.get(window_id)
    if window is None or not window.exists_on(day):
        raise UnknownWindow(window_id)
    return window


def windows_of(kb: KnowledgeBase, hall_id: str, day: date) -> list[Window]:
    """The windows of a hall on a day, in the order of the hall's list."""
    return [
        window
        for window in kb.windows.values()
        if window.hall_id == hall_id and window.exists_on(day)
    ]


def receiving(
    kb: KnowledgeBase, park_id: str, matter_id: str | None, day: date
) -> Sequence[Window]:
    """The windows for a matter, the ordinary ones before the assisting (帮办代办专窗).

    Whoever cannot name a matter is received by the assisting windows, which handle anything.
    """
    if matter_id is not None:
        return kb.windows_for(matter_id, park_id, day)
    return [
        window
        for window in kb.windows.values()
        if window.park_id == park_id and window.kind == "assist" and window.exists_on(day)
    ]
