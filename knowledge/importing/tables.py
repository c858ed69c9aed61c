"""Opens a file of any known kind as tables."""

from collections.abc import Callable
from pathlib import Path

from knowledge.importing.container import SAVE_ANEW, check_size, check_zip
from knowledge.importing.delimited import read_delimited
from knowledge.importing.errors import ImportFileError
from knowledge.importing.old_word import OLD_OFFICE, as_docx
from knowledge.importing.records import Row, Table
from knowledge.importing.word import read_word
from knowledge.importing.workbook import read_workbook

__all__ = ["ImportFileError", "Row", "Table", "read_tables"]

_ZIP = b"PK"


def read_tables(path: Path) -> list[Table]:
    """Every table of a file, with merged cells filled and the pages of one table joined.

    Read are .docx, .doc (with LibreOffice installed), .xlsx and .csv. Rows in which nothing stands
    are left out.

    Args:
        path: the file; its kind is told by its name's ending.

    Returns:
        at least one table with at least one row.

    Raises:
        ImportFileError: when the file cannot be read, naming it and what to do. No other exception
            leaves this function, whatever the file holds.
    """
    try:
        tables = _read(path)
    except ImportFileError as error:
        if error.file == path.name:
            raise
        raise ImportFileError(path, error.problem, error.fix) from error  # of a converted copy
    except Exception as error:  # the libraries raise all kinds for a damaged file
        raise ImportFileError(path, "文件损坏了，读不出来", SAVE_ANEW) from error
    if not any(table.rows for table in tables):
        raise ImportFileError(path, "里面没有表格", "请导入有表格的文件")
    return tables


def _read(path: Path) -> list[Table]:
    check_size(path)
    reader = _READERS.get(path.suffix.lower())
    if reader is None:
        raise ImportFileError(path, "不能读这种文件", "请另存为 .docx 或 .xlsx")
    return reader(path)


def _begins(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(len(OLD_OFFICE))


def _zipped(reader: Callable[[Path], list[Table]]) -> Callable[[Path], list[Table]]:
    """A reader for an Office file, behind the checks of its container."""

    def read(path: Path) -> list[Table]:
        if _begins(path) == OLD_OFFICE:
            problem = "文件有密码，或者其实是旧版格式"
            raise ImportFileError(path, problem, f"请去掉密码，另存为 {path.suffix}")
        check_zip(path)
        return reader(path)

    return read


def _old_word(path: Path) -> list[Table]:
    if _begins(path).startswith(_ZIP):  # a .docx that was only given another name
        return _zipped(read_word)(path)
    with as_docx(path) as converted:
        return _zipped(read_word)(converted)


_READERS: dict[str, Callable[[Path], list[Table]]] = {
    ".csv": read_delimited,
    ".doc": _old_word,
    ".docx": _zipped(read_word),
    ".xlsx": _zipped(read_workbook),
}
