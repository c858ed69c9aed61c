"""Refuses files that would exhaust the machine, before any library opens them."""

import zipfile
from pathlib import Path

from knowledge.importing.errors import ImportFileError

MEGABYTE = 1024 * 1024
MAX_FILE = 50 * MEGABYTE
MAX_UNPACKED = 200 * MEGABYTE
MAX_PARTS = 10_000
SMALLER = "take out pictures and whatever is not the table, and save it again"


def check_size(path: Path) -> None:
    """Refuse what is no file, is empty, or is over 50 MB.

    Raises:
        ImportFileError: for each of these.
    """
    if not path.is_file():
        raise ImportFileError(path, "there is no such file", "check its name and folder")
    size = path.stat().st_size
    if size == 0:
        raise ImportFileError(path, "the file is empty", "save or download it again")
    if size > MAX_FILE:
        raise ImportFileError(path, f"the file is over {MAX_FILE // MEGABYTE} MB", SMALLER)


def check_zip(path: Path) -> None:
    """Refuse an Office file that is no intact zip, is encrypted, or unpacks to over 200 MB.

    The sizes stated in the zip may be trusted here: Python unpacks no more than is stated.

    Raises:
        ImportFileError: for each of these.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            parts = archive.infolist()
    except zipfile.BadZipFile as error:
        fix = "open it in Office or WPS, save it anew and import that file"
        raise ImportFileError(path, "the file is damaged or of another kind", fix) from error
    if any(part.flag_bits & 1 for part in parts):
        raise ImportFileError(path, "the file is encrypted", "save it without a password")
    if len(parts) > MAX_PARTS or sum(part.file_size for part in parts) > MAX_UNPACKED:
        problem = f"the file unpacks to more than {MAX_UNPACKED // MEGABYTE} MB"
        raise ImportFileError(path, problem, SMALLER)
