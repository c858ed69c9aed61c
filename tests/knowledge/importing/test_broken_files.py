"""Files that are damaged, hostile, or of another kind: one error, with a way out."""

import contextlib
import zipfile
from pathlib import Path

import docx
import openpyxl  # type: ignore[import-untyped]
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge.importing import container
from knowledge.importing.errors import ImportFileError
from knowledge.importing.tables import read_tables
from tests.knowledge.importing.files import with_part, write_docx, write_xlsx

KINDS = ["docx", "xlsx", "doc", "csv"]
ROWS = [["序号", "事项名称"], ["1", "施工许可"]]
SHEET = "xl/worksheets/sheet1.xml"


@pytest.fixture(scope="module")
def good(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """The bytes of intact files."""
    folder = tmp_path_factory.mktemp("good")
    return {
        "docx": write_docx(folder / "a.docx", ROWS).read_bytes(),
        "xlsx": write_xlsx(folder / "a.xlsx", {"附件": ROWS}).read_bytes(),
    }


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("broken")


def refused(path: Path, words: str) -> None:
    with pytest.raises(ImportFileError, match=words) as caught:
        read_tables(path)
    assert caught.value.file == path.name
    assert caught.value.fix


def reads_or_refuses(path: Path) -> None:
    with contextlib.suppress(ImportFileError):
        assert read_tables(path)


@given(data=st.binary(max_size=300), kind=st.sampled_from(KINDS))
@settings(max_examples=150, deadline=None)
def test_random_bytes(folder: Path, data: bytes, kind: str) -> None:
    path = folder / f"random.{kind}"
    path.write_bytes(data)
    reads_or_refuses(path)


@given(data=st.data(), kind=st.sampled_from(["docx", "xlsx"]))
@settings(max_examples=60, deadline=None)
def test_truncated_files(
    folder: Path, good: dict[str, bytes], data: st.DataObject, kind: str
) -> None:
    length = data.draw(st.integers(0, len(good[kind]) - 1))
    path = folder / f"truncated.{kind}"
    path.write_bytes(good[kind][:length])
    refused(path, "损坏|空的")


@given(data=st.data(), kind=st.sampled_from(["docx", "xlsx"]))
@settings(max_examples=60, deadline=None)
def test_altered_files(
    folder: Path, good: dict[str, bytes], data: st.DataObject, kind: str
) -> None:
    content = bytearray(good[kind])
    for _ in range(data.draw(st.integers(1, 5))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    path = folder / f"altered.{kind}"
    path.write_bytes(content)
    reads_or_refuses(path)


@given(text=st.text(max_size=80), kind=st.sampled_from(["docx", "xlsx"]))
@settings(max_examples=60, deadline=None)
def test_any_xml_in_the_main_part(
    folder: Path, good: dict[str, bytes], text: str, kind: str
) -> None:
    path = folder / f"xml.{kind}"
    path.write_bytes(good[kind])
    part = "word/document.xml" if kind == "docx" else SHEET
    changed = path.with_stem("changed")
    with zipfile.ZipFile(path) as source, zipfile.ZipFile(changed, "w") as target:
        for info in source.infolist():
            inside = text.encode("utf-8", "replace") if info.filename == part else source.read(info)
            target.writestr(info, inside)
    reads_or_refuses(changed)


@pytest.mark.parametrize("kind", KINDS)
def test_empty_and_missing_files(tmp_path: Path, kind: str) -> None:
    path = tmp_path / f"a.{kind}"
    refused(path, "没有这个文件")
    path.touch()
    refused(path, "文件是空的")
    path.unlink()
    path.mkdir()
    refused(path, "没有这个文件")


def test_kinds_that_are_not_read(tmp_path: Path) -> None:
    for kind in ("xls", "pdf", "xlsm"):
        path = tmp_path / f"a.{kind}"
        path.write_bytes(b"x")
        refused(path, "不能读这种文件。请另存为 .docx 或 .xlsx")


def test_files_over_50_mb(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    with path.open("wb") as file:
        file.truncate(container.MAX_FILE + 1)
    refused(path, "超过 50 MB")


def test_files_without_a_table(tmp_path: Path) -> None:
    docx.Document().save(str(tmp_path / "a.docx"))
    openpyxl.Workbook().save(tmp_path / "a.xlsx")
    (tmp_path / "a.csv").write_text(" , \n\n", "utf-8")
    for kind in ("docx", "xlsx", "csv"):
        refused(tmp_path / f"a.{kind}", "里面没有表格")


@pytest.mark.parametrize("kind", ["docx", "xlsx"])
def test_a_file_with_a_password_or_of_the_old_kind(tmp_path: Path, kind: str) -> None:
    path = tmp_path / f"a.{kind}"
    path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600)
    refused(path, f"密码.*另存为 .{kind}")


@pytest.mark.parametrize("kind", ["docx", "xlsx"])
def test_zip_bombs(
    tmp_path: Path, good: dict[str, bytes], kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / f"a.{kind}"
    path.write_bytes(good[kind])
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("media/zeros.bin", bytes(3 * container.MEGABYTE))
    monkeypatch.setattr(container, "MAX_UNPACKED", 2 * container.MEGABYTE)
    refused(path, "解压后超过 2 MB")


def _laughs(name: str, root: str) -> str:
    entities = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 12))
    return f'<!DOCTYPE {name} [<!ENTITY l0 "ha">{entities}]><{root}'


@pytest.mark.parametrize(
    ("kind", "part", "root"),
    [("docx", "word/document.xml", "w:document"), ("xlsx", "xl/sharedStrings.xml", "sst")],
)
def test_entities_that_multiply(
    tmp_path: Path, good: dict[str, bytes], kind: str, part: str, root: str
) -> None:
    path = tmp_path / f"a.{kind}"
    path.write_bytes(good[kind])
    with_part(path, part, f"<{root}", _laughs(root, root))
    with_part(path, part, "施工许可", "&l11;")
    reads_or_refuses(path)


END = "</sheetData>"
ALL = 'ref="A1:XFD1048576"'


@pytest.mark.parametrize(
    ("end", "words"),
    [
        (f"{END}<mergeCells><mergeCell {ALL}/></mergeCells>", "单元格太多"),
        (f"{END}<hyperlinks><hyperlink {ALL}/></hyperlinks>", "单元格太多"),
        (f'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>{END}', "离表格很远"),
    ],
)
def test_sheets_that_claim_billions_of_cells(
    tmp_path: Path, good: dict[str, bytes], end: str, words: str
) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(good["xlsx"])
    refused(with_part(path, SHEET, END, end), words)


def test_a_formatted_cell_far_away_does_no_harm(tmp_path: Path, good: dict[str, bytes]) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(good["xlsx"])
    far = '<row r="1048576"><c r="XFD1048576"/></row>'
    (table,) = read_tables(with_part(path, SHEET, END, far + END))
    assert [list(row.cells) for row in table.rows] == ROWS


@pytest.mark.parametrize("value", ["100000000", "x", "-5"])
def test_word_cells_that_claim_to_span_anything(
    tmp_path: Path, good: dict[str, bytes], value: str
) -> None:
    path = tmp_path / "a.docx"
    path.write_bytes(good["docx"])
    span = f'<w:tcPr><w:gridSpan w:val="{value}"/>'
    reads_or_refuses(with_part(path, "word/document.xml", "<w:tcPr>", span))
