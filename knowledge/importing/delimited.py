"""Reads delimited text (.csv), in the encodings and with the separators in use."""

import codecs
import csv
import io
import unicodedata
from collections.abc import Iterator
from pathlib import Path

from knowledge.importing.columns import known_headers
from knowledge.importing.errors import ImportFileError
from knowledge.importing.records import Row, Table

DELIMITERS = (",", "\t", ";")
_SAMPLE = 30  # rows looked at to tell the separator
_FOREIGN = frozenset({"Cc", "Cs", "Co", "Cn"})


def read_delimited(path: Path) -> list[Table]:
    """The one table of a text file.

    Raises:
        ImportFileError: when it is not text, or its quotes do not match.
    """
    text = _decoded(path)
    delimiter = max(DELIMITERS, key=lambda candidate: _fitness(text, candidate))
    try:
        return [Table(path.name, tuple(_rows(text, delimiter)))]
    except csv.Error as error:
        fix = "请改正这一行的引号，或者另存为 .xlsx"
        raise ImportFileError(path, f"{error}起分不清单元格", fix) from error


def _decoded(path: Path) -> str:
    data = path.read_bytes()
    for encoding in _encodings(data):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if _is_text(text):
            return text
    fix = "请另存为 UTF-8 编码的 CSV，或者 .xlsx"
    raise ImportFileError(path, "文件不是 UTF-8 或 GB18030 编码的文字", fix)


def _encodings(data: bytes) -> tuple[str, ...]:
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return ("utf-16",)  # what Excel calls Unicode text
    return ("utf-8-sig", "gb18030")


def _is_text(text: str) -> bool:
    """GB18030 decodes many a binary file; what comes out then has such characters."""
    return not any(
        unicodedata.category(character) in _FOREIGN for character in set(text) - set("\t\r\n\f\v")
    )


def _lines(text: str, delimiter: str) -> Iterator[tuple[int, list[str]]]:
    """Each record with the number of the line it begins on.

    Raises:
        csv.Error: a record cannot be split; names its line.
    """
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    line = 1
    try:
        for record in reader:
            yield line, record
            line = reader.line_num + 1
    except csv.Error as error:
        raise csv.Error(f"第{line}行") from error


def _fitness(text: str, delimiter: str) -> tuple[int, int]:
    """How well a separator fits: by the headers it makes known, then by the cells it makes."""
    best = (0, 0)
    try:
        for number, (_, cells) in enumerate(_lines(text, delimiter)):
            if number == _SAMPLE:
                break
            best = max(best, (known_headers(cells), len(cells)))
    except csv.Error:
        pass  # told when the text is really read with this separator
    return best


def _rows(text: str, delimiter: str) -> Iterator[Row]:
    for line, cells in _lines(text, delimiter):
        if any(cell.strip() for cell in cells):
            yield Row(tuple(cell.strip() for cell in cells), f"第{line}行")
