"""Reads service guides: a workbook with sheets of matters, materials, steps and questions."""

from collections.abc import Iterable

from knowledge.importing.annex import HIDDEN
from knowledge.importing.guide_collection import Collection
from knowledge.importing.guide_header import GuideHeader, guide_header
from knowledge.importing.guide_record import Record
from knowledge.importing.lines import counts_columns, is_note, is_total, line_of, row_text
from knowledge.importing.records import AsideKind, GuideReading, GuideValue, ReadValue, Row, Table
from knowledge.importing.wording import is_error, is_nothing, official

__all__ = ["GuideReading", "GuideValue", "ReadValue", "read_guide_book"]

_NO_HEADER = "上面没有表头：请加上，其中要有“事项名称”一列"
_A_LINE = "这一行只有一段文字：请把各列填好，或者删去这一行"
_NO_MATTER = "没有写事项名称：请补上"


def read_guide_book(tables: Iterable[Table]) -> GuideReading:
    """Read service guides.

    What a sheet holds is told by its header: 事项名称 with fields of a guide, with 材料名称, with
    环节 or 步骤, or with 问题 and 答案. A cell that cannot be read is told, and the rest of its
    row is read all the same.

    Args:
        tables: as `tables.read_tables` gives them.
    """
    collection = Collection()
    for table in tables:
        _SheetReader(collection, table.name).read(table.rows)
    return collection.finished()


class _SheetReader:
    """Reads one sheet from the top down."""

    def __init__(self, collection: Collection, sheet: str) -> None:
        self._collection = collection
        self._sheet = sheet
        self._header: GuideHeader | None = None

    def read(self, rows: Iterable[Row]) -> None:
        headless = [row for row in rows if not self._take(row)]
        if headless:
            self._unread(headless[0], _NO_HEADER)

    def _take(self, row: Row) -> bool:
        """Put a row where it belongs; False when no header has told what it is."""
        kind: AsideKind | None = "title" if row.heading else None
        if row.hidden:
            self._unread(row, HIDDEN)
        elif kind := kind or self._kind(row):
            self._collection.aside(row.place, kind, row_text(row))
        elif self._header is None:
            return False
        elif self._is_line(row, self._header):
            self._unread(row, _A_LINE)
        else:
            self._record(row, self._header)
        return True

    def _is_line(self, row: Row, header: GuideHeader) -> bool:
        """Whether a row is one text in other places than a matter's name alone would be."""
        line = line_of(row, [index for index, _ in header.columns["name"]])
        return line is not None and not line.in_names

    def _kind(self, row: Row) -> AsideKind | None:
        if header := guide_header(row, self._sheet):
            self._take_header(row, header)
            return "header"
        if counts_columns(row):
            return "header"
        if is_note(row):
            return "note"
        if is_total(row):
            return "total"
        return "title" if self._header is None and line_of(row, ()) else None

    def _take_header(self, row: Row, header: GuideHeader) -> None:
        for words in header.unknown:
            if self._header is None or words not in self._header.unknown:
                self._collection.aside(row.place, "column", words)
        self._header = header

    def _record(self, row: Row, header: GuideHeader) -> None:
        matter = official(header.cell(row, "name"))
        if is_nothing(matter) or is_error(matter):
            self._unread(row, _NO_MATTER, header.words("name"))
        else:
            Record(self._collection, header, row, matter).read()

    def _unread(self, row: Row, reason: str, header: str = "") -> None:
        self._collection.unread(row.place, header, row_text(row), reason)
