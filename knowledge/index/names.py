"""The exact channel: does the message contain the very name of a matter?"""

from collections import defaultdict
from collections.abc import Iterable, Mapping

import numpy as np

from knowledge.corpus import Target, Text
from knowledge.encoder.opening import FloatArray
from knowledge.text import compact, essence

NAME_FIELDS = frozenset({"name", "alias", "noun"})
_SHORTEST = 2


class Names:
    """Finds names, aliases and nouns of targets in a message, the longest one first.

    Args:
        texts: texts of the corpus; those of other fields than `NAME_FIELDS` are ignored.
        number_of: the number of each target.
    """

    def __init__(self, texts: Iterable[Text], number_of: Mapping[Target, int]) -> None:
        owners: dict[str, set[int]] = defaultdict(set)
        self._official: set[str] = set()
        for text in texts:
            name = compact(text.text)
            if text.field in NAME_FIELDS and len(name) >= _SHORTEST:
                owners[name].add(number_of[text.target])
                if text.field != "noun":
                    self._official.add(name)
        self._owners = {name: frozenset(numbers) for name, numbers in owners.items()}
        self._longest_first = sorted(owners, key=lambda name: (-len(name), name))
        self._targets = len(set(number_of.values()))

    def exact(self, query: str) -> frozenset[int]:
        """Targets whose official name or alias is all the message says."""
        for form in (compact(query), essence(query)):
            if form in self._official:
                return self._owners[form]
        return frozenset()

    def contained(self, query: str) -> list[str]:
        """Names in the message; one inside a longer one that was found does not count."""
        rest = compact(query)
        found = []
        for name in self._longest_first:
            if name in rest:
                found.append(name)
                rest = rest.replace(name, "\n")
        return found

    def owners(self, name: str) -> frozenset[int]:
        """Targets that bear a name."""
        return self._owners.get(name, frozenset())

    def scores(self, query: str) -> FloatArray:
        """Per target: the share of the message's essence that its longest name makes up."""
        scores = np.zeros(self._targets, dtype=np.float32)
        length = max(len(essence(query)), 1)
        for name in self.contained(query):
            share = min(1.0, len(name) / length) / len(self._owners[name])
            for number in self._owners[name]:
                scores[number] = max(scores[number], share)
        return scores
