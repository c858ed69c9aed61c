"""Refuses files that would exhaust the machine, before any library opens them."""

import zipfile
from pathlib import Path

from knowledge.importing.errors import ImportFileError

MEGABYTE = 1024 * 1024
MAX_FILE = 50 * MEGABYTE
MAX_UNPACKED = 200 * MEGABYTE
MAX_PARTS = 10_000
SAVE_ANEW = "请用 Office 或 WPS 打开，另存一份再导入"
SMALLER = "请删去图片等表格以外的内容，重新保存"


def check_size(path: Path) -> None:
    """Refuse what is no file, is empty, or is over 50 MB.

    Raises:
        ImportFileError: for each of these.
    """
    if not path.is_file():
        raise ImportFileError(path, "没有这个文件", "请检查文件名和文件夹")
    size = path.stat().st_size
    if size == 0:
        raise ImportFileError(path, "文件是空的", "请重新保存或下载")
    if size > MAX_FILE:
        raise ImportFileError(path, f"文件超过 {MAX_FILE // MEGABYTE} MB", SMALLER)


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
        raise ImportFileError(path, "文件损坏了，或者类型和后缀不一致", SAVE_ANEW) from error
    if any(part.flag_bits & 1 for part in parts):
        raise ImportFileError(path, "文件加了密", "请去掉密码再保存")
    if len(parts) > MAX_PARTS or sum(part.file_size for part in parts) > MAX_UNPACKED:
        problem = f"文件解压后超过 {MAX_UNPACKED // MEGABYTE} MB"
        raise ImportFileError(path, problem, SMALLER)
