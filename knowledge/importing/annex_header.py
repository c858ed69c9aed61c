"""The header of an annex's table: which column holds what, in any order and on several rows."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import zip_longest

from knowledge.importing.columns import ANNEX, role_of
from knowledge.importing.grants import GrantWords
from knowledge.importing.wording import heading, official
from knowledge.schema import DelegationMode

_FEWEST = 2  # known columns that make a row a header


@dataclass(frozen=True)
class Column:
    """One column.

    Attributes:
        header: its header's words, of the lowest row last.
        role: one of `columns.ANNEX`; None for one nobody knows.
        park: the park its header names; the cells say what that park gets.
        mode: the mode its header names; the cells say who gets it.
    """

    index: int
    header: str
    role: str | None
    park: str | None = None
    mode: DelegationMode | None = None

    @property
    def grants(self) -> bool:
        """Whether its cells say which park gets a matter in which mode."""
        return self.role in {"mode", "parks"} or self.park is not None or self.mode is not None


class Header:
    """The columns of a table.

    Args:
        rows: the cells of the header's rows, from the top down.
        words: tells parks and modes.
    """

    def __init__(self, rows: Sequence[Sequence[str]], words: GrantWords) -> None:
        self._rows = rows
        self._words = words
        texts = [list(dict.fromkeys(filter(None, column))) for column in zip_longest(*rows)]
        columns = [_column(index, parts, words) for index, parts in enumerate(texts)]
        self.columns = _second_name_is_sub_item(columns)

    @property
    def columns_of_names(self) -> list[int]:
        """Where matters have their names."""
        return [column.index for column in self.columns if column.role in {"name", "sub_item"}]

    def of(self, role: str) -> list[Column]:
        return [column for column in self.columns if column.role == role]

    @property
    def unknown(self) -> list[Column]:
        """Columns under a header that nobody knows."""
        known = {column.index for column in self.columns if column.role or column.grants}
        return [column for column in self.columns if column.index not in known and column.header]

    def continued_by(self, cells: Sequence[str]) -> bool:
        """Whether a row right below is a lower row of the same header, or says it once more."""
        pairs = zip_longest(cells, self._rows[-1], fillvalue="")
        new = {index: cell for index, (cell, above) in enumerate(pairs) if cell not in ("", above)}
        if any(index in new for index in self.columns_of_names):
            return False
        columns = [_column(index, [cell], self._words) for index, cell in new.items()]
        return all(column.role or column.grants for column in columns)

    def extended(self, cells: Sequence[str]) -> "Header":
        """The header with one more row."""
        return Header([*self._rows, cells], self._words)


def header_of(cells: Sequence[str], words: GrantWords) -> Header | None:
    """The header that a row is; None when it is none, for want of a column of names."""
    header = Header([cells], words)
    known = {column.header for column in header.columns if column.role or column.grants}
    return header if header.of("name") and len(known) >= _FEWEST else None


def _column(index: int, texts: Sequence[str], words: GrantWords) -> Column:
    """A column by what stands above it; the lowest word that is known decides its role."""
    role = park = mode = None
    for text in reversed(texts):
        found_park, rest = words.park_in(heading(text))
        found_mode = words.mode_in(rest) if rest else None
        found_role = role_of(rest, ANNEX) if rest else None
        if rest and not found_mode and not found_role:
            continue
        park, mode, role = park or found_park, mode or found_mode, role or found_role
    header = official(" ".join(texts))
    return Column(index, header, role, park, mode)


def _second_name_is_sub_item(columns: list[Column]) -> list[Column]:
    """One header over two columns of names means matters and their sub-items."""
    names = [column for column in columns if column.role == "name"]
    if len(names) < _FEWEST or any(column.role == "sub_item" for column in columns):
        return columns
    second = names[1].index
    return [
        Column(column.index, column.header, "sub_item") if column.index == second else column
        for column in columns
    ]
