"""Makes the files that the importers read, in their real formats."""

import csv
import io
import shutil
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path

import docx
import openpyxl  # type: ignore[import-untyped]
from docx.document import Document

from knowledge.schema import Park, Source

Rows = Sequence[Sequence[str]]
Area = tuple[int, int, int, int]
"""A merged area: first row, first column, last row, last column, counted from 0."""

PARKS = [
    Park(
        park_id="gaoxin",
        name="郴州高新技术产业开发区",
        short_name="郴州高新区",
        name_en="High-tech Zone",
        authority="郴州高新区管委会",
        keywords=("高新区", "高新", "gaoxin"),
        source=(Source(title="decree"),),
        status="official",
    ),
    Park(
        park_id="jingkai",
        name="郴州经济开发区",
        short_name="郴州经开区",
        name_en="Economic Zone",
        authority="郴州经开区管委会",
        keywords=("经开区", "经开", "开发区", "jingkai"),
        source=(Source(title="decree"),),
        status="official",
    ),
]
BOTH = ("gaoxin", "jingkai")


def add_table(document: Document, rows: Rows, merged: Sequence[Area] = ()) -> None:
    """A table of a Word file; of a merged area only the first cell is filled."""
    table = document.add_table(len(rows), len(rows[0]))
    covered = _covered(merged)
    cells = [row.cells for row in table.rows]
    for top, left, bottom, right in merged:
        cells[top][left].merge(cells[bottom][right])
    for number, row in enumerate(rows):
        for column, text in enumerate(row):
            if (number, column) not in covered:
                cells[number][column].text = text


def write_docx(path: Path, rows: Rows, merged: Sequence[Area] = ()) -> Path:
    document = docx.Document()
    add_table(document, rows, merged)
    document.save(str(path))
    return path


def write_xlsx(path: Path, sheets: Mapping[str, Rows], merged: Sequence[Area] = ()) -> Path:
    """A workbook; merged areas are those of every sheet."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append([text or None for text in row])
        for top, left, bottom, right in merged:
            sheet.merge_cells(
                start_row=top + 1, start_column=left + 1, end_row=bottom + 1, end_column=right + 1
            )
    book.save(path)
    return path


def write_csv(path: Path, rows: Rows, encoding: str = "utf-8", delimiter: str = ",") -> Path:
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter).writerows(rows)
    path.write_bytes(text.getvalue().encode(encoding))
    return path


def with_part(path: Path, part: str, old: str, new: str) -> Path:
    """An Office file in one part of which a text is replaced by another."""
    changed = path.with_stem(f"{path.stem}-changed")
    with zipfile.ZipFile(path) as source, zipfile.ZipFile(changed, "w") as target:
        for info in source.infolist():
            data = source.read(info)
            if info.filename == part:
                assert old.encode() in data, f"{old} is not in {part}"
                data = data.replace(old.encode(), new.encode())
            target.writestr(info, data, zipfile.ZIP_DEFLATED)
    return Path(shutil.move(changed, path))


def _covered(merged: Sequence[Area]) -> set[tuple[int, int]]:
    """The cells of merged areas that are not the first of theirs."""
    return {
        (row, column)
        for top, left, bottom, right in merged
        for row in range(top, bottom + 1)
        for column in range(left, right + 1)
        if (row, column) != (top, left)
    }
