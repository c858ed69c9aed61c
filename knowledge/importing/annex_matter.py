"""Reads one matter of an annex from its row."""

import re

from knowledge.importing.annex_header import Header
from knowledge.importing.claims import modes_of
from knowledge.importing.departments import departments
from knowledge.importing.grants import FORMULA_FAILED, GrantWords, Unreadable
from knowledge.importing.records import AnnexRow, Row
from knowledge.importing.sections import Outline
from knowledge.importing.wording import is_error, is_nothing, number, official

_NUMBERED = re.compile(r"((?:\d+\.)*\d+|[一二三四五六七八九十]+)[、.．)）](?!\d)(.+)")
_A_WORD = re.compile(r"[^\W\d_]")


def matter_of(row: Row, header: Header, outline: Outline, words: GrantWords) -> AnnexRow:
    """The matter in a row.

    Raises:
        Unreadable: when it has no name, or its modes are not clear.
    """
    cells = _Cells(row, header)
    name, numeral = cells.text("name"), cells.text("number")
    if not numeral and (numbered := _NUMBERED.fullmatch(name)):
        numeral, name = numbered.groups()
    if not _A_WORD.search(name):
        raise Unreadable("没有事项名称：请补上", cells.header_of("name"), name)
    sub_item = cells.text("sub_item")
    return AnnexRow(
        place=row.place,
        number=number(numeral),
        name=name,
        # merged over both columns the name stands in each, and there is no sub-item
        sub_item="" if sub_item == name else sub_item,
        department=departments(cells.raw("department")) or outline.department,
        modes=modes_of(row.cells, header, outline, words),
        remarks=cells.text("remarks"),
    )


class _Cells:
    """A row's cells by the roles of their columns."""

    def __init__(self, row: Row, header: Header) -> None:
        self._header = header
        self._cells = row.cells

    def raw(self, role: str) -> str:
        """The texts of all columns with a role, as they stand in the file.

        Raises:
            Unreadable: when one is the error of a formula.
        """
        texts = []
        for column in self._header.of(role):
            text = self._cells[column.index] if column.index < len(self._cells) else ""
            if is_error(text):
                raise Unreadable(FORMULA_FAILED, column.header, text)
            texts.append("" if is_nothing(text) else text)
        return "\n".join(dict.fromkeys(filter(None, texts)))

    def text(self, role: str) -> str:
        return official(self.raw(role))

    def header_of(self, role: str) -> str:
        return next((column.header for column in self._header.of(role)), "")
