"""Turns old Word files (.doc) into .docx with LibreOffice, where that is installed."""

import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from knowledge.importing.errors import ImportFileError

PROGRAMS = ("soffice", "libreoffice")
SECONDS = 120
SAVE_ANEW = "请用 Word 或 WPS 打开，另存为 .docx 再导入"

OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
"""How .doc and .xls begin, and .docx and .xlsx with a password."""
RICH_TEXT = b"{\\rtf"
"""How a text in RTF begins, which is often named .doc."""

_NO_MACROS = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Common/Security/Scripting">
<prop oor:name="DisableMacrosExecution" oor:op="fuse"><value>true</value></prop></item>
</oor:items>
"""


@contextmanager
def as_docx(path: Path) -> Iterator[Path]:
    """A .docx with the contents of an old Word file, for as long as the context lasts.

    Args:
        path: the .doc.

    Raises:
        ImportFileError: when it is no Word file, LibreOffice is missing, or it fails.
    """
    program = next((found for name in PROGRAMS if (found := shutil.which(name))), None)
    if not path.read_bytes().startswith((OLD_OFFICE, RICH_TEXT)):
        raise ImportFileError(path, "这不是 Word 文件", "请导入原来发布的文件")
    if program is None:
        problem = "这台机器没有装 LibreOffice，读不了旧版 Word 文件"
        raise ImportFileError(path, problem, SAVE_ANEW)
    with tempfile.TemporaryDirectory(prefix="import-") as folder:
        yield _convert(program, path, Path(folder))


def _convert(program: str, path: Path, folder: Path) -> Path:
    profile = folder / "profile"
    (profile / "user").mkdir(parents=True)
    (profile / "user" / "registrymodifications.xcu").write_text(_NO_MACROS, encoding="utf-8")
    source = folder / "source.doc"  # a plain name, so that none can be taken for an option
    shutil.copyfile(path, source)
    command = [
        program,
        "--headless",
        f"-env:UserInstallation={profile.as_uri()}",
        *("--convert-to", "docx"),
        *("--outdir", str(folder)),
        str(source),
    ]
    try:
        subprocess.run(command, check=True, capture_output=True, timeout=SECONDS)
    except (OSError, subprocess.SubprocessError) as error:
        raise ImportFileError(path, "LibreOffice 转换失败", SAVE_ANEW) from error
    if not (converted := source.with_suffix(".docx")).is_file():
        raise ImportFileError(path, "LibreOffice 没有转换出结果", SAVE_ANEW)
    return converted
