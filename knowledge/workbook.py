"""Writes an export as a workbook."""

from openpyxl import Workbook  # type: ignore[import-untyped]

from knowledge.export import Export
from knowledge.export_tables import tables
from knowledge.sheets import add_sheet, new_book


def as_workbook(export: Export) -> Workbook:
    """The export as a workbook of five sheets."""
    book = new_book()
    for table in tables(export):
        add_sheet(book, table)
    return book
