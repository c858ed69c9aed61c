"""A real .doc, written and read by the real LibreOffice."""

import shutil
import subprocess
from pathlib import Path

import docx
import pytest

from knowledge.importing.tables import read_tables
from tests.knowledge.importing.files import add_table

TITLE = "附件：赋权事项清单"
HEADER = ["序号", "事项名称", "实施部门", "赋权方式"]
ROWS = [
    HEADER,
    ["1", "建筑工程施工许可证核发", "市住房和城乡建设局", "直接赋权"],
    ["2", "排污许可证核发", "", "服务前移"],
]
SHARED_DEPARTMENT = (1, 2, 2, 2)
"""Top, left, bottom and right of the merged cell."""


@pytest.fixture
def old_word_file(tmp_path: Path) -> Path:
    program = shutil.which("soffice")
    if program is None:
        pytest.skip("LibreOffice is not installed")
    document = docx.Document()
    document.add_heading(TITLE)
    add_table(document, ROWS, [SHARED_DEPARTMENT])
    document.add_paragraph("注：以上事项自2027年1月1日起实施。")  # Word ends no file with a table
    written = tmp_path / "附件.docx"
    document.save(str(written))
    command = [program, "--headless", f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"]
    to_doc = ["--convert-to", "doc", "--outdir", str(tmp_path), str(written)]
    subprocess.run([*command, *to_doc], check=True, capture_output=True, timeout=120)
    written.unlink()
    return tmp_path / "附件.doc"


def test_a_real_old_word_file_keeps_its_rows_and_merged_cells(old_word_file: Path) -> None:
    assert old_word_file.read_bytes().startswith(b"\xd0\xcf\x11\xe0"), "not the old format"
    (table,) = read_tables(old_word_file)
    assert [list(row.cells) for row in table.rows] == [
        [TITLE],
        HEADER,
        ROWS[1],
        ["2", "排污许可证核发", "市住房和城乡建设局", "服务前移"],
    ]
