"""Reads the sheets of a workbook (.xlsx).

Formulas give the results stored with them; nothing is calculated and no macro runs. Hidden sheets
and rows are read and marked as hidden, for a person to decide; hidden columns are read like others.
"""

import warnings
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

import openpyxl  # type: ignore[import-untyped]

from knowledge.importing.records import Row, Table
from knowledge.importing.sheet_guard import check_sheets

_EXACT_DIGITS = 10**15
"""From here on a number in a workbook has lost digits."""


def read_workbook(path: Path) -> list[Table]:
    """One table for each sheet in which something stands.

    Raises:
        ImportFileError: for a sheet too vast to read, and a formula without a stored result.
    """
    extent = check_sheets(path)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of decorations that openpyxl does not know
        book = openpyxl.load_workbook(path, data_only=True, keep_links=False)
    try:
        tables = [_table(sheet, *extent) for sheet in book.worksheets]
    finally:
        book.close()
    return [table for table in tables if table.rows]


def _table(sheet: Any, last_row: int, last_column: int) -> Table:
    name = f"工作表“{sheet.title}”"
    hidden_sheet = sheet.sheet_state != "visible"
    rows = tuple(
        Row(cells, f"{name} 第{number}行", hidden_sheet or _is_hidden(sheet, number))
        for number, cells in enumerate(_cells(sheet, last_row, last_column), start=1)
        if any(cells)
    )
    return Table(name, rows)


def _is_hidden(sheet: Any, row: int) -> bool:
    return row in sheet.row_dimensions and bool(sheet.row_dimensions[row].hidden)


def _cells(sheet: Any, last_row: int, last_column: int) -> Iterator[tuple[str, ...]]:
    last_row, last_column = min(last_row, sheet.max_row), min(last_column, sheet.max_column)
    merged = _merged(sheet, last_row, last_column)
    values = sheet.iter_rows(max_row=last_row, max_col=last_column, values_only=True)
    for row, cells in enumerate(values, start=1):
        yield tuple(
            merged.get((row, column)) or _text(value) for column, value in enumerate(cells, start=1)
        )


def _merged(sheet: Any, last_row: int, last_column: int) -> dict[tuple[int, int], str]:
    """The text that each cell of a merged area takes from the area's first cell."""
    return {
        (row, column): _text(sheet.cell(area.min_row, area.min_col).value)
        for area in sheet.merged_cells.ranges
        for row in range(area.min_row, min(area.max_row, last_row) + 1)
        for column in range(area.min_col, min(area.max_col, last_column) + 1)
    }


def _text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, float) and value.is_integer() and abs(value) < _EXACT_DIGITS:
        return str(int(value))
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == datetime.min.time() else str(value)
    if isinstance(value, date):
        return value.isoformat()
    return str(value).strip()
