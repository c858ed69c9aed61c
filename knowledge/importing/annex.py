"""Reads the decree's annex: the list of delegated matters."""

from collections.abc import Iterable, Sequence

from knowledge.importing.annex_header import Header, header_of
from knowledge.importing.annex_matter import matter_of
from knowledge.importing.grants import GrantWords, Unreadable
from knowledge.importing.lines import Line, counts_columns, is_note, is_total, line_of, row_text
from knowledge.importing.records import (
    AnnexReading,
    AnnexRow,
    Aside,
    AsideKind,
    Row,
    Table,
    Unread,
)
from knowledge.importing.sections import Outline, Section, section, title
from knowledge.schema import Park

__all__ = ["AnnexReading", "AnnexRow", "Aside", "Unread", "read_annex"]

HIDDEN = "这一行在文件里是隐藏的：要导入就取消隐藏，不要就删去"


def read_annex(tables: Iterable[Table], parks: Sequence[Park]) -> AnnexReading:
    """Read the matters in the tables of an annex.

    Each row of the tables ends in exactly one of the result's lists, except that the rows of a
    table without a header are told together, once.

    Args:
        tables: as `tables.read_tables` gives them.
        parks: the parks there are; they are recognised by their names and keywords.
    """
    reading = AnnexReading()
    words = GrantWords(parks)
    for table in tables:
        _TableReader(words, reading).read(table)
    return reading


class _TableReader:
    """Reads one table from the top down, keeping its header and the section it is in."""

    def __init__(self, words: GrantWords, reading: AnnexReading) -> None:
        self._words = words
        self._reading = reading
        self._outline = Outline()
        self._header: Header | None = None
        self._before: AsideKind | None = None
        self._headless: list[Row] = []

    def read(self, table: Table) -> None:
        parks, mode = self._words.mentioned(table.name)
        self._outline.enter(Section(parks=parks, mode=mode))
        for row in table.rows:
            if row.hidden:
                self._unread(row, HIDDEN)
            else:
                self._before = self._take(row)
        self._report_headless()

    def _take(self, row: Row) -> AsideKind | None:
        """Put a row where it belongs; says what it is if it is no matter."""
        try:
            kind = self._heading(row) if row.heading else self._kind(row)
            if kind is not None:
                self._reading.asides.append(Aside(row.place, kind, row_text(row)))
            elif self._header is None:
                self._headless.append(row)
            else:
                matter = matter_of(row, self._header, self._outline, self._words)
                self._reading.rows.append(matter)
        except Unreadable as problem:
            self._unread(row, problem.reason, problem.header, problem.text)
            return None
        return kind

    def _heading(self, row: Row) -> AsideKind:
        """A line above a Word table: any text may stand there, so only a sure subtitle counts."""
        text = row.cells[0]
        found = section(text, self._words)
        if found and found.sure:
            self._outline.enter(found)
            return "section"
        self._outline.enter(title(text, self._words))
        return "title"

    def _kind(self, row: Row) -> AsideKind | None:
        if self._takes_header(row) or counts_columns(row):
            return "header"
        if is_note(row):
            return "note"
        if is_total(row):
            return "total"
        line = line_of(row, self._header.columns_of_names if self._header else ())
        return self._line(line) if line else None

    def _line(self, line: Line) -> AsideKind | None:
        """What a line of text is; None for a matter of which nothing but its name is written.

        Raises:
            Unreadable: when it is nothing known.
        """
        found = section(line.text, self._words)
        if found and (found.sure or not line.in_names):
            self._outline.enter(found)
            return "section"
        if line.in_names:
            return None
        found = title(line.text, self._words)
        self._outline.enter(found)
        if found.level == 0 or self._header is None:
            return "title"
        if self._before == "note":
            return "note"
        raise Unreadable("看不出是事项、小标题、备注还是合计：请核对")

    def _takes_header(self, row: Row) -> bool:
        below_header = self._before == "header" and self._header is not None
        if below_header and self._header and self._header.continued_by(row.cells):
            self._header = self._header.extended(row.cells)
        elif found := header_of(row.cells, self._words):
            self._header = found
        else:
            return False
        self._report_columns(row)
        return True

    def _report_columns(self, row: Row) -> None:
        """Tell the columns that nobody knows, each once, however often the header is repeated."""
        told = {aside.text for aside in self._reading.asides if aside.kind == "column"}
        for column in self._header.unknown if self._header else ():
            if column.header not in told:
                self._reading.asides.append(Aside(row.place, "column", column.header))

    def _report_headless(self) -> None:
        if self._headless:
            count = len(self._headless)
            reason = f"这 {count} 行上面没有表头：请加上，其中要有“事项名称”一列"
            self._unread(self._headless[0], reason)

    def _unread(self, row: Row, reason: str, header: str = "", text: str = "") -> None:
        self._reading.unread.append(Unread(row.place, header, text or row_text(row), reason))
