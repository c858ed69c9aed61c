"""How a message names places and matters: short, and without anything that may be cut."""

from knowledge import KnowledgeBase

LONGEST_MATTER = 20
SAMPLE = "（示例）"
SOME_HALL, SOME_MATTER = "园区政务服务大厅", "预约的事项"
"""Said of what another edition of the knowledge does not know any more."""


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
