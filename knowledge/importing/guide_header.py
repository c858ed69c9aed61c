"""The kinds of sheets a guide book has, told by their headers."""

from dataclasses import dataclass
from typing import Literal

from knowledge.importing.columns import (
    MATERIALS,
    MATTERS,
    QUESTIONS,
    STEPS,
    Vocabulary,
    role_of,
)
from knowledge.importing.records import Row
from knowledge.importing.wording import official, plain

SheetKind = Literal["matters", "materials", "steps", "questions"]

_FEWEST = 2


@dataclass(frozen=True)
class _Form:
    kind: SheetKind
    vocabulary: Vocabulary
    needed: frozenset[str]
    hint: str


_FORMS = (
    _Form("matters", MATTERS, frozenset({"name"}), "事项"),
    _Form("materials", MATERIALS, frozenset({"name", "material"}), "材料"),
    _Form("steps", STEPS, frozenset({"name", "step"}), "流程"),
    _Form("questions", QUESTIONS, frozenset({"name", "question", "answer"}), "问"),
)


@dataclass(frozen=True)
class GuideHeader:
    """The columns of a sheet.

    Attributes:
        kind: what its rows are.
        columns: for each role its columns, as position and header.
        unknown: headers of columns nobody knows.
    """

    kind: SheetKind
    columns: dict[str, list[tuple[int, str]]]
    unknown: list[str]

    def cell(self, row: Row, role: str) -> str:
        """What a row says under a role; several columns of the role on lines of their own."""
        texts = (row.cells[index] for index, _ in self.columns.get(role, ()) if _has(row, index))
        return "\n".join(dict.fromkeys(text for text in texts if plain(text)))

    def words(self, role: str) -> str:
        """The header over a role's first column."""
        return next((header for _, header in self.columns.get(role, ())), "")


def guide_header(row: Row, table_name: str) -> GuideHeader | None:
    """The header that a row is, of the kind that knows most of its columns; None if it is none.

    Args:
        row: any row.
        table_name: the sheet's name, which decides between kinds that know as many.
    """
    ranked = [
        (len(columns), form.hint in table_name, form, columns)
        for form in _FORMS
        if form.needed <= set(columns := _columns(row, form.vocabulary)) and len(columns) >= _FEWEST
    ]
    if not ranked:
        return None
    _, _, form, columns = max(ranked, key=lambda entry: entry[:2])
    known = {header for places in columns.values() for _, header in places}
    unknown = list(dict.fromkeys(map(official, row.cells)))
    return GuideHeader(
        form.kind, columns, [words for words in unknown if words not in {*known, ""}]
    )


def _columns(row: Row, vocabulary: Vocabulary) -> dict[str, list[tuple[int, str]]]:
    columns: dict[str, list[tuple[int, str]]] = {}
    for index, cell in enumerate(row.cells):
        if role := role_of(cell, vocabulary):
            columns.setdefault(role, []).append((index, official(cell)))
    return columns


def _has(row: Row, index: int) -> bool:
    return index < len(row.cells)
