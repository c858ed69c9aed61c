"""Tables as files: CSV, as Excel opens it, and Excel's own."""

import csv
import io
import re
from collections.abc import Iterator
from typing import Any, Literal
from urllib.parse import quote

from fastapi import Response

from knowledge.sheets import SheetTable, Value, add_sheet, new_book

Kind = Literal["csv", "xlsx"]

CSV = "text/csv; charset=utf-8"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
BOM = "\ufeff"
"""Without it, Excel takes the file for one in the local encoding."""
_FORMULA = re.compile(r"[=+\-@＝＋－＠\t\r\n]")
"""What a cell may not begin with: a spreadsheet would calculate what somebody wrote (CSV
injection). Some also read the full-width forms so."""


def files(*kinds: Kind) -> dict[int | str, dict[str, Any]]:
    """OpenAPI entry for an answer that is a file."""
    media = {"csv": "text/csv", "xlsx": XLSX}
    schemas = {"csv": {"type": "string"}, "xlsx": {"type": "string", "format": "binary"}}
    return {
        200: {
            "description": "The table as a file",
            "content": {media[kind]: {"schema": schemas[kind]} for kind in kinds},
        }
    }


def as_file(table: SheetTable, kind: Kind, name: str) -> Response:
    """The table as a file to be saved.

    Args:
        name: the file's name without its ending.
    """
    content, media_type = (as_csv(table), CSV) if kind == "csv" else (as_xlsx(table), XLSX)
    disposition = f"attachment; filename=\"export.{kind}\"; filename*=UTF-8''{quote(name)}.{kind}"
    return Response(content, media_type=media_type, headers={"Content-Disposition": disposition})


def as_csv(table: SheetTable) -> bytes:
    """What the table is about, its header and its lines; texts that look like formulas defused."""
    text = io.StringIO(BOM, newline="")
    text.seek(len(BOM))
    writer = csv.writer(text)
    writer.writerows([_defused(line)] for line in table.about)
    writer.writerow(_defused(title) for title in table.header)
    writer.writerows(_cells(line) for line in table.lines)
    return text.getvalue().encode()


def as_xlsx(table: SheetTable) -> bytes:
    """The table as a workbook of one sheet."""
    book, file = new_book(), io.BytesIO()
    add_sheet(book, table)
    book.save(file)
    return file.getvalue()


def _cells(line: Any) -> Iterator[Value]:
    return (_defused(value) if isinstance(value, str) else value for value in line)


def _defused(text: str) -> str:
    return f"'{text}" if _FORMULA.match(text) else text
