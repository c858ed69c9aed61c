"""Reads the tables of a Word file (.docx).

The file is walked as XML, for python-docx leaves out rows in content controls and repeats a cell
as often as a damaged file asks for. Insertions of tracked changes count, deletions do not.
"""

import re
from collections.abc import Iterator
from pathlib import Path

import docx
from docx.oxml.xmlchemy import BaseOxmlElement

from knowledge.importing.columns import known_headers
from knowledge.importing.errors import ImportFileError
from knowledge.importing.records import Row, Table

MAX_COLUMNS = 200  # Word itself allows 63
_FEWEST_HEADERS = 2  # known ones that make a row a header
_LINES_ABOVE = 3  # paragraphs above the first table that may be its title
_LONGEST_LINE = 60  # characters; longer paragraphs are running text, not a heading
_ANOTHER_ANNEX = re.compile(r"\s*附\s*[件表]")

_BLOCKS = ".//*[self::w:p or self::w:tbl][not(ancestor::w:tbl)][not(ancestor::w:p)]"
_ROWS = "./w:tr | ./w:sdt/w:sdtContent/w:tr | ./w:customXml/w:tr"
_CELLS = "./w:tc | ./w:sdt/w:sdtContent/w:tc | ./w:customXml/w:tc"
# The fallback of a drawing says the same once more; what was moved stands where it went to.
_TEXT = (
    ".//*[self::w:p or self::w:t or self::w:br or self::w:cr or self::w:tab[parent::w:r]]"
    "[not(ancestor::w:moveFrom)][not(ancestor::*[local-name()='Fallback'])]"
)


def read_word(path: Path) -> list[Table]:
    """The tables of the file, with those that continue one another joined.

    Headings between the parts of a joined table, and the last lines above a table, become rows
    marked as headings.

    Raises:
        ImportFileError: when a table claims more columns than Word allows.
    """
    joined = _Joined()
    above: list[str] = []
    count = 0
    for block in docx.Document(str(path)).element.body.xpath(_BLOCKS):
        if _kind(block) == "tbl":
            count += 1
            lines = above if count > 1 else above[-_LINES_ABOVE:]
            headings = [Row((line,), f"表{count} 上方", heading=True) for line in lines]
            joined.add(f"表{count}", headings, list(_rows(path, f"表{count}", block)))
            above = []
        elif line := _text(block):
            above.append(line)
    return joined.tables()


class _Joined:
    """Collects tables, and puts one that continues the last one onto its end."""

    def __init__(self) -> None:
        self._tables: list[tuple[str, list[Row]]] = []

    def add(self, name: str, headings: list[Row], rows: list[Row]) -> None:
        headings = [row for row in headings if len(row.cells[0]) <= _LONGEST_LINE]
        if rows and self._continues(headings, rows):
            self._tables[-1][1].extend([*headings, *rows])
        elif rows:
            self._tables.append((name, [*headings, *rows]))

    def tables(self) -> list[Table]:
        return [Table(name, tuple(rows)) for name, rows in self._tables]

    def _continues(self, headings: list[Row], rows: list[Row]) -> bool:
        """The same header once more, or as many columns, no header and no other annex's title."""
        if not self._tables:
            return False
        before = [row for row in self._tables[-1][1] if not row.heading]
        header = _header(rows)
        if header is not None:
            return header == _header(before)
        anew = any(_ANOTHER_ANNEX.match(row.cells[0]) for row in headings)
        return not anew and len(rows[0].cells) == len(before[-1].cells)


def _header(rows: list[Row]) -> tuple[str, ...] | None:
    return next((row.cells for row in rows if known_headers(row.cells) >= _FEWEST_HEADERS), None)


def _rows(path: Path, name: str, table: BaseOxmlElement) -> Iterator[Row]:
    above: tuple[str, ...] = ()
    found = []
    for row in table.xpath(_ROWS):
        above = _cells(path, row, above)
        found.append(above)
    width = max(map(len, found), default=0)
    for number, cells in enumerate(found, start=1):
        if any(cells):
            yield Row(cells + ("",) * (width - len(cells)), f"{name} 第{number}行")


def _cells(path: Path, row: BaseOxmlElement, above: tuple[str, ...]) -> tuple[str, ...]:
    """A row's texts; a cell merged with the one above it takes that one's text."""
    cells = [""] * _number(row, "./w:trPr/w:gridBefore/@w:val", 0)
    for cell in row.xpath(_CELLS):
        span = _number(cell, "./w:tcPr/w:gridSpan/@w:val", 1)
        if len(cells) + span > MAX_COLUMNS:
            fix = f"请把表格改到 {MAX_COLUMNS} 列以内"
            raise ImportFileError(path, "有一个表格的列太多", fix)
        start = len(cells)
        text = above[start] if _continues_above(cell) and start < len(above) else _text(cell)
        cells.extend([text] * span)
    return tuple(cells)


def _number(element: BaseOxmlElement, xpath: str, default: int) -> int:
    return next((int(value) for value in element.xpath(xpath)), default)


def _continues_above(cell: BaseOxmlElement) -> bool:
    merges = cell.xpath("./w:tcPr/w:vMerge")
    return bool(merges) and not cell.xpath("./w:tcPr/w:vMerge[@w:val='restart']")


def _text(element: BaseOxmlElement) -> str:
    parts = (
        {"t": part.text or "", "tab": " "}.get(_kind(part), "\n") for part in element.xpath(_TEXT)
    )
    return "".join(parts).strip()


def _kind(element: BaseOxmlElement) -> str:
    return str(element.tag).rpartition("}")[2]
