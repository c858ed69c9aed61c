"""Looks through a workbook's sheets before they are loaded.

A sheet of a few hundred bytes can claim billions of cells (one merged area is enough), and a
formula may have no stored result. Both are found by streaming over the XML, cell by cell.
"""

import zipfile
from pathlib import Path
from typing import Any

from lxml import etree  # type: ignore[import-untyped]
from openpyxl.utils.cell import (  # type: ignore[import-untyped]
    coordinate_to_tuple,
    get_column_letter,
    range_boundaries,
)

from knowledge.importing.errors import ImportFileError

MAX_CELLS = 500_000
"""Cells of one sheet, whether filled, only formatted, or part of a merged area."""
_AREAS = ("mergeCell", "hyperlink")  # openpyxl makes every cell of these
EMPTY_SHEET = "请删去表格下面和右边的空行、空列"


def check_sheets(path: Path) -> tuple[int, int]:
    """Refuse vast sheets and formulas without a result.

    Returns:
        the last row and the last column in which a cell of any sheet is filled.

    Raises:
        ImportFileError: for a sheet of more than `MAX_CELLS` cells, and for such a formula.
    """
    last_row = last_column = 1
    with zipfile.ZipFile(path) as archive:
        for part in archive.namelist():
            if part.lower().endswith(".xml"):
                sheet = _Sheet(path)
                sheet.walk(archive, part)
                last_row = max(last_row, sheet.last_row)
                last_column = max(last_column, sheet.last_column)
    if last_row * last_column > MAX_CELLS:
        raise ImportFileError(path, "离表格很远的地方有内容", EMPTY_SHEET)
    return last_row, last_column


class _Sheet:
    def __init__(self, path: Path) -> None:
        self._path = path
        self._cells = 0
        self._row = self._column = 0
        self.last_row = self.last_column = 1

    def walk(self, archive: zipfile.ZipFile, part: str) -> None:
        with archive.open(part) as stream:
            events = etree.iterparse(stream, events=("start", "end"), resolve_entities=False)
            _, root = next(events)
            if etree.QName(root).localname != "worksheet":
                return
            for event, element in events:
                self._look_at(event, etree.QName(element).localname, element)

    def _look_at(self, event: str, kind: str, element: Any) -> None:
        if (event, kind) == ("start", "row"):
            self._row, self._column = int(element.get("r", self._row + 1)), 0
        elif (event, kind) == ("end", "row"):
            element.clear()  # a long sheet is not to stay in memory
        elif (event, kind) == ("end", "c"):
            self._cell(element)
        elif event == "end" and kind in _AREAS:
            self._count(*range_boundaries(element.get("ref")))

    def _cell(self, cell: Any) -> None:
        row, column = self._row, self._column + 1
        if reference := cell.get("r"):
            row, column = coordinate_to_tuple(reference)
        self._row, self._column = row, column
        parts = {etree.QName(part).localname: part.text for part in cell.iterchildren("*")}
        if "f" in parts and not parts.get("v") and cell.get("t") != "str":
            problem = f"单元格 {get_column_letter(column)}{row} 的公式没有保存结果"
            fix = "请用 Excel 或 WPS 打开，算好后保存"
            raise ImportFileError(self._path, problem, fix)
        self._count(column, row, column, row)
        if parts:
            self.last_row = max(self.last_row, row)
            self.last_column = max(self.last_column, column)

    def _count(self, left: int, top: int, right: int, bottom: int) -> None:
        self._cells += (right - left + 1) * (bottom - top + 1)
        if self._cells > MAX_CELLS:
            raise ImportFileError(self._path, "有一张工作表的单元格太多", EMPTY_SHEET)
