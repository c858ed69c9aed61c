"""Writes tables as sheets of a workbook.

A text stays a text, also one that begins like a formula; a number stays a number.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from openpyxl import Workbook  # type: ignore[import-untyped]
from openpyxl.cell import WriteOnlyCell  # type: ignore[import-untyped]
from openpyxl.styles import Alignment, Font  # type: ignore[import-untyped]
from openpyxl.utils import get_column_letter  # type: ignore[import-untyped]

Value = str | int | float | None
Line = Sequence[Value]

_FORMULA = re.compile(r"[=+\-@\t\r]")
_UNPRINTABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")
_NARROWEST, _WIDEST = 8, 60  # columns, in characters


@dataclass(frozen=True)
class SheetTable:
    """What one sheet holds.

    Attributes:
        about: what the table is about, a line each, above the header.
        frozen_columns: how many columns stay in sight when one looks further right.
    """

    title: str
    header: Sequence[str]
    lines: Sequence[Line]
    about: Sequence[str] = ()
    frozen_columns: int = 2


def new_book() -> Workbook:
    """A workbook without sheets, to add sheets to."""
    return Workbook(write_only=True)


def add_sheet(book: Workbook, table: SheetTable) -> None:
    """Add a table to a workbook, with a header that stays in sight and filters."""
    sheet = book.create_sheet(table.title)
    top = len(table.about) + 1
    sheet.freeze_panes = f"{get_column_letter(table.frozen_columns + 1)}{top + 1}"
    last = get_column_letter(len(table.header))
    sheet.auto_filter.ref = f"A{top}:{last}{len(table.lines) + top}"
    for number, width in enumerate(_widths(table), start=1):
        sheet.column_dimensions[get_column_letter(number)].width = width
    for text in table.about:
        sheet.append([_cell(sheet, text, wrap=False)])
    sheet.append([_cell(sheet, text, Font(bold=True)) for text in table.header])
    for line in table.lines:
        sheet.append([_cell(sheet, value) for value in line])


def _widths(table: SheetTable) -> Iterator[int]:
    for column in zip(table.header, *table.lines, strict=True):
        longest = 2 * max(len(_text(value)) for value in column)  # a Chinese character is two wide
        yield min(max(longest, _NARROWEST), _WIDEST)


def _text(value: Value) -> str:
    return "" if value is None else str(value)


def _cell(sheet: Any, value: Value, font: Font | None = None, *, wrap: bool = True) -> Any:
    if isinstance(value, str):
        value = _UNPRINTABLE.sub("", value) or None
    cell = WriteOnlyCell(sheet, value)
    cell.alignment = Alignment(wrap_text=wrap, vertical="top")
    if font is not None:
        cell.font = font
    if isinstance(value, str) and _FORMULA.match(value):
        cell.data_type = "s"  # and not "f", which openpyxl gives to what begins with =
        cell.quotePrefix = True  # also a text for Excel once somebody edits it
    return cell
