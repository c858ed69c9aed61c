"""The numbered things an index answers with, and the part of them one search may answer with."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import overload

import faiss
import numpy as np
from numpy.typing import NDArray

from knowledge.corpus import Kind, Target

KINDS = list(Kind)
"""What the codes in `Targets.kinds` stand for."""
MATTER, VAGUE = KINDS.index(Kind.MATTER), KINDS.index(Kind.CLARIFICATION)

Numbers = NDArray[np.int64]
"""Numbers of targets, ascending."""
Codes = NDArray[np.int8]
"""Kinds of targets, as places in `KINDS`."""


class Targets(Sequence[Target]):
    """Targets by number.

    Attributes:
        kinds: the kind of each.
        others: the numbers of those that are no matter.
    """

    def __init__(self, targets: Sequence[Target]) -> None:
        self._targets = list(targets)
        code = {kind: number for number, kind in enumerate(KINDS)}
        self.kinds: Codes = np.array([code[target.kind] for target in targets], dtype=np.int8)
        self.others: Numbers = np.flatnonzero(self.kinds != MATTER)

    @overload
    def __getitem__(self, number: int) -> Target: ...
    @overload
    def __getitem__(self, number: slice) -> list[Target]: ...
    def __getitem__(self, number: int | slice) -> Target | list[Target]:
        return self._targets[number]

    def __len__(self) -> int:
        return len(self._targets)

    def __iter__(self) -> Iterator[Target]:
        return iter(self._targets)


@dataclass(frozen=True)
class Scope:
    """The targets one search may answer with; whatever is no matter always belongs to them.

    Attributes:
        numbers: which they are.
        matters: for every target of the index, whether it is a matter that belongs.
        rows: the texts of these targets; None when all do.
        selector: the same texts as FAISS takes them.
    """

    numbers: Numbers
    matters: NDArray[np.bool_]
    rows: Numbers | None = None
    selector: faiss.IDSelector | None = None
