"""Deciding whether a message is to be read as it sounds: names that dictation wrote wrong."""

from collections.abc import Callable

from knowledge.index.names import Names
from knowledge.memory import remembered
from knowledge.text import normalise
from knowledge.weighing import MOST_CHARACTERS, Weighed

_DOUBTFUL, _PLAIN = 1, 2  # how plainly a message says what it wants; 0 not at all


class Misheard:
    """Reads messages as they are meant.

    Args:
        names: the names that may be meant.
        weigh: tells what a text is about, whatever the park and the day.
    """

    def __init__(self, names: Names, weigh: Callable[[str], Weighed | None]) -> None:
        self._names, self._weigh = names, weigh

    @remembered
    def heard(self, query: str) -> str:
        """A message with names in it written right that a dictation program wrote wrong.

        What says what it wants as it is stays so: words that sound alike are not always mistaken.
        """
        text = normalise(query, MOST_CHARACTERS)
        respelled = self._names.respelled(text)
        if respelled == text or (as_said := self._plainness(text)) == _PLAIN:
            return query
        meant = self._plainness(respelled)
        return respelled if meant == _PLAIN or meant == as_said == _DOUBTFUL else query

    def _plainness(self, text: str) -> int:
        """How plainly a text says which matter is meant."""
        weighed = self._weigh(text)
        if weighed is None or weighed.decision == "none":
            return 0
        return _PLAIN if weighed.named or weighed.decision == "match" else _DOUBTFUL
