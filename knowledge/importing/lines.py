"""Rows that are a line of text rather than a record: titles, notes, totals."""

import re
from collections.abc import Collection
from dataclasses import dataclass

from knowledge.importing.records import Row
from knowledge.importing.wording import official

_NOTE = re.compile(r"(?:备注|说明|注|附注|填表说明)\d*(?:[：:.、].*)?", re.DOTALL)
_NOTE_BY_COLON = re.compile(r"(?:备注|说明|注|附注|填表说明)\d*[：:.、]")
_TOTAL = re.compile(
    r"(?:合计|总计|共计|小计)[：:]?(?:共?\d+[大小子]?项)?[。.]?|共(?:计)?\d+项[。.]?"
)
_OUTLINE_NUMBER = re.compile(r"(?:（[一二三四五六七八九十百]+）|[一二三四五六七八九十百]+)[、.]?")
_COUNT = re.compile(r"（?共?\d+[大小子]?项）?")
_PAIR = 2


@dataclass(frozen=True)
class Line:
    """What a row says when it says one thing.

    Attributes:
        text: its words; a subtitle's number from a cell of its own stands before them.
        in_names: whether it stands in a column of names and nowhere else, as a record's name does.
    """

    text: str
    in_names: bool


def line_of(row: Row, names: Collection[int]) -> Line | None:
    """The line that a row is; None when it says several things.

    Args:
        row: any row.
        names: the columns in which records have their names.
    """
    texts = {index: text for index, cell in enumerate(row.cells) if (text := official(cell))}
    different = list(dict.fromkeys(texts.values()))
    if len(different) == 1:
        return Line(different[0], set(texts) <= set(names))
    counted = len(different) == _PAIR + 1 and _COUNT.fullmatch(different[-1])
    if (len(different) == _PAIR or counted) and _OUTLINE_NUMBER.fullmatch(different[0]):
        number, *rest = different
        numbering = number if number.endswith(("、", ".", "）")) else f"{number}、"
        return Line(numbering + "".join(rest), in_names=not counted)
    return None


def row_text(row: Row) -> str:
    """All that stands in a row, for a person to recognise it."""
    return " | ".join(dict.fromkeys(text for cell in row.cells if (text := official(cell))))


def is_note(row: Row) -> bool:
    """Whether a row is a note: 备注：… as its one text, or 备注 followed by it in the next cell."""
    texts = list(dict.fromkeys(text for cell in row.cells if (text := official(cell))))
    if len(texts) == 1:
        return _NOTE_BY_COLON.match(texts[0]) is not None
    return len(texts) == _PAIR and _NOTE.fullmatch(texts[0]) is not None


def is_total(row: Row) -> bool:
    """Whether a row counts the others."""
    first = next((text for cell in row.cells if (text := official(cell))), "")
    return _TOTAL.fullmatch(first) is not None


def counts_columns(row: Row) -> bool:
    """Whether a row only numbers the columns, as below some headers."""
    cells = [official(cell) for cell in row.cells]
    return len(cells) > _PAIR and cells == [str(number) for number in range(1, len(cells) + 1)]
