"""Writes an export as a workbook.

What a cell says is always text: a value that begins like a formula stays a text.
"""

import re
from collections.abc import Iterator
from typing import Any

from openpyxl import Workbook  # type: ignore[import-untyped]
from openpyxl.cell import WriteOnlyCell  # type: ignore[import-untyped]
from openpyxl.styles import Alignment, Font  # type: ignore[import-untyped]
from openpyxl.utils import get_column_letter  # type: ignore[import-untyped]

from knowledge.export import Export
from knowledge.export_tables import SheetTable, tables

_FORMULA = re.compile(r"[=+\-@\t\r]")
_UNPRINTABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")
_NARROWEST, _WIDEST = 8, 60  # columns, in characters


def as_workbook(export: Export) -> Workbook:
    """The export as a workbook of five sheets."""
    book = Workbook(write_only=True)
    for table in tables(export):
        _add_sheet(book, table)
    return book


def _add_sheet(book: Workbook, table: SheetTable) -> None:
    sheet = book.create_sheet(table.title)
    sheet.freeze_panes = "C2"
    last = get_column_letter(len(table.header))
    sheet.auto_filter.ref = f"A1:{last}{len(table.lines) + 1}"
    for number, width in enumerate(_widths(table), start=1):
        sheet.column_dimensions[get_column_letter(number)].width = width
    sheet.append([_cell(sheet, text, Font(bold=True)) for text in table.header])
    for line in table.lines:
        sheet.append([_cell(sheet, text) for text in line])


def _widths(table: SheetTable) -> Iterator[int]:
    for column in zip(table.header, *table.lines, strict=True):
        longest = 2 * max(len(text) for text in column)  # a Chinese character is two wide
        yield min(max(longest, _NARROWEST), _WIDEST)


def _cell(sheet: Any, text: str, font: Font | None = None) -> Any:
    text = _UNPRINTABLE.sub("", text)
    cell = WriteOnlyCell(sheet, text or None)
    cell.alignment = Alignment(wrap_text=True, vertical="top")
    if font is not None:
        cell.font = font
    if _FORMULA.match(text):
        cell.data_type = "s"  # and not "f", which openpyxl gives to what begins with =
        cell.quotePrefix = True  # also a text for Excel once somebody edits it
    return cell
