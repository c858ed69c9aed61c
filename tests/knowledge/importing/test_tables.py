"""Opening files: every kind, merged cells, tables over several pages."""

import os
import zipfile
from datetime import date, datetime
from pathlib import Path

import docx
import openpyxl  # type: ignore[import-untyped]
import pytest
from docx.oxml import parse_xml

from knowledge.importing.errors import ImportFileError
from knowledge.importing.tables import Table, read_tables
from tests.knowledge.importing.files import (
    add_table,
    with_part,
    write_csv,
    write_docx,
    write_xlsx,
)

HEADER = ["序号", "事项名称", "实施部门", "赋权方式"]
FIRST = ["1", "施工许可", "市住建局", "直接赋权"]
SECOND = ["2", "规划许可", "市住建局", "服务前移"]
W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def cells(table: Table) -> list[list[str]]:
    return [list(row.cells) for row in table.rows]


def places(table: Table) -> list[str]:
    return [row.place for row in table.rows]


def test_a_word_table_is_read_with_places(tmp_path: Path) -> None:
    (table,) = read_tables(write_docx(tmp_path / "a.docx", [HEADER, FIRST, SECOND]))
    assert table.name == "表1"
    assert cells(table) == [HEADER, FIRST, SECOND]
    assert places(table) == ["表1 第1行", "表1 第2行", "表1 第3行"]


@pytest.mark.parametrize("kind", ["docx", "xlsx"])
def test_merged_cells_hold_their_value_everywhere(tmp_path: Path, kind: str) -> None:
    rows = [
        ["清单", "", "", ""],
        HEADER,
        ["1", "甲", "市住建局", "直接赋权"],
        ["2", "乙", "", ""],
        ["3", "丙", "", "服务前移"],
    ]
    merged = [(0, 0, 0, 3), (2, 2, 4, 2), (2, 3, 3, 3)]
    path = tmp_path / f"a.{kind}"
    if kind == "docx":
        write_docx(path, rows, merged)
    else:
        write_xlsx(path, {"附件": rows}, merged)
    (table,) = read_tables(path)
    assert cells(table) == [
        ["清单"] * 4,
        HEADER,
        ["1", "甲", "市住建局", "直接赋权"],
        ["2", "乙", "市住建局", "直接赋权"],
        ["3", "丙", "市住建局", "服务前移"],
    ]


def test_a_cell_merged_over_rows_and_columns_at_once(tmp_path: Path) -> None:
    rows = [HEADER, ["1", "块", "", "x"], ["2", "", "", "y"]]
    (table,) = read_tables(write_docx(tmp_path / "a.docx", rows, [(1, 1, 2, 2)]))
    assert cells(table)[1:] == [["1", "块", "块", "x"], ["2", "块", "块", "y"]]


def test_pages_of_one_word_table_are_joined(tmp_path: Path) -> None:
    document = docx.Document()
    add_table(document, [HEADER, FIRST])
    document.add_paragraph("（续表）")
    add_table(document, [HEADER, SECOND])  # the header once more
    add_table(document, [["3", "丙", "市发改委", "直接赋权"]])  # no header of its own
    document.save(str(tmp_path / "a.docx"))
    (table,) = read_tables(tmp_path / "a.docx")
    assert places(table) == [
        *("表1 第1行", "表1 第2行", "表2 上方", "表2 第1行", "表2 第2行", "表3 第1行"),
    ]
    assert [row.heading for row in table.rows] == [False, False, True, False, False, False]


@pytest.mark.parametrize(
    ("above", "rows"),
    [
        ("", [["序号", "姓名", "电话", "备注"], ["1", "张三", "123", ""]]),
        ("", [["只有", "三", "列"]]),
        ("附件2 联系人", [["1", "张三", "123", "x"]]),
    ],
)
def test_another_table_stays_apart(tmp_path: Path, above: str, rows: list[list[str]]) -> None:
    document = docx.Document()
    add_table(document, [HEADER, FIRST])
    document.add_paragraph(above)
    add_table(document, rows)
    document.save(str(tmp_path / "a.docx"))
    first, second = read_tables(tmp_path / "a.docx")
    assert (first.name, second.name) == ("表1", "表2")


def test_only_the_last_lines_above_a_table_are_headings(tmp_path: Path) -> None:
    document = docx.Document()
    for line in ("一、基本原则", "正文", "正文" * 100, "附件", "赋权事项清单"):
        document.add_paragraph(line)
    add_table(document, [HEADER, FIRST])
    document.save(str(tmp_path / "a.docx"))
    (table,) = read_tables(tmp_path / "a.docx")
    assert [row.cells[0] for row in table.rows if row.heading] == ["附件", "赋权事项清单"]


def test_tracked_changes_count_as_accepted(tmp_path: Path) -> None:
    path = write_docx(tmp_path / "a.docx", [HEADER, ["1", "旧名", "市住建局", "直接赋权"]])
    new = (
        "</w:r><w:del><w:r><w:delText>旧名</w:delText></w:r></w:del>"
        "<w:ins><w:r><w:t>新名</w:t></w:r></w:ins><w:r>"
    )
    with_part(path, "word/document.xml", "<w:t>旧名</w:t>", new)
    assert cells(read_tables(path)[0])[1][1] == "新名"


def test_rows_and_tables_in_content_controls_are_read(tmp_path: Path) -> None:
    path = write_docx(tmp_path / "a.docx", [HEADER, FIRST])
    with_part(path, "word/document.xml", "<w:tr>", "<w:sdt><w:sdtContent><w:tr>")
    with_part(path, "word/document.xml", "</w:tr>", "</w:tr></w:sdtContent></w:sdt>")
    assert cells(read_tables(path)[0]) == [HEADER, FIRST]


def test_a_row_that_begins_further_right_keeps_its_columns(tmp_path: Path) -> None:
    document = docx.Document()
    add_table(document, [HEADER, FIRST])
    row = document.tables[0].rows[1]._tr
    row.remove(row.tc_lst[0])
    row.insert(0, parse_xml(f'<w:trPr {W}><w:gridBefore w:val="1"/></w:trPr>'))
    document.save(str(tmp_path / "a.docx"))
    assert cells(read_tables(tmp_path / "a.docx")[0])[1] == ["", *FIRST[1:]]


def test_line_breaks_and_tabs_in_a_word_cell(tmp_path: Path) -> None:
    path = write_docx(tmp_path / "a.docx", [HEADER, ["1", "甲\n乙\t丙", "", ""]])
    assert cells(read_tables(path)[0])[1][1] == "甲\n乙 丙"


def test_every_sheet_is_a_table_with_places(tmp_path: Path) -> None:
    sheets = {"附件": [HEADER, FIRST], "空": [], "材料": [HEADER, [""] * 4, SECOND]}
    first, second = read_tables(write_xlsx(tmp_path / "a.xlsx", sheets))
    assert (first.name, second.name) == ("工作表“附件”", "工作表“材料”")
    assert places(second) == ["工作表“材料” 第1行", "工作表“材料” 第3行"]


def test_numbers_dates_and_truths_of_a_workbook(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    moment = datetime(2021, 3, 10, 9, 30)  # noqa: DTZ001 - workbooks know no time zones
    book.active.append([1, 2.0, 2.5, True, date(2021, 3, 10), moment, 1e20])
    book.save(tmp_path / "a.xlsx")
    assert cells(read_tables(tmp_path / "a.xlsx")[0]) == [
        ["1", "2", "2.5", "TRUE", "2021-03-10", "2021-03-10 09:30:00", "1e+20"]
    ]


def test_hidden_rows_and_sheets_are_marked(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    for row in (HEADER, FIRST, SECOND):
        book.active.append(row)
    book.active.row_dimensions[2].hidden = True
    secret = book.create_sheet("选项")
    secret.append(["直接赋权"])
    secret.sheet_state = "hidden"
    book.save(tmp_path / "a.xlsx")
    shown, hidden = read_tables(tmp_path / "a.xlsx")
    assert [row.hidden for row in shown.rows] == [False, True, False]
    assert [row.hidden for row in hidden.rows] == [True]


def test_a_formula_gives_its_stored_result(tmp_path: Path) -> None:
    path = write_xlsx(tmp_path / "a.xlsx", {"附件": [HEADER, ["1", "=1+1", "", ""]]})
    sheet = "xl/worksheets/sheet1.xml"
    with pytest.raises(
        ImportFileError, match=r"a\.xlsx：单元格 B2 的公式没有保存结果。.*算好后保存"
    ):
        read_tables(path)
    with_part(path, sheet, "<v></v>" if b"<v></v>" in _part(path, sheet) else "<v/>", "<v>2</v>")
    assert cells(read_tables(path)[0])[1][1] == "2"


def _part(path: Path, name: str) -> bytes:
    with zipfile.ZipFile(path) as archive:
        return archive.read(name)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", "\t", ";"])
def test_text_in_every_encoding_and_separator(
    tmp_path: Path, encoding: str, delimiter: str
) -> None:
    tricky = ["2", "a,b;c\td", "市住建局\n市城管局", '他说"好"']
    path = write_csv(tmp_path / "a.csv", [HEADER, tricky, FIRST], encoding, delimiter)
    (table,) = read_tables(path)
    assert cells(table) == [HEADER, tricky, FIRST]
    assert places(table) == ["第1行", "第2行", "第4行"]


def test_commas_within_cells_do_not_hide_the_real_separator(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("标题,a,b,c,d,e\n序号;事项名称;备注\n1;甲,乙,丙,丁,戊,己;x\n", "utf-8")
    assert cells(read_tables(path)[0])[1:] == [
        ["序号", "事项名称", "备注"],
        ["1", "甲,乙,丙,丁,戊,己", "x"],
    ]


def test_an_unmatched_quote_is_told_rather_than_swallowing_rows(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text('序号,事项名称\n1,"甲\n2,乙\n', "utf-8")
    with pytest.raises(ImportFileError, match=r"a\.csv：第2行起分不清单元格。.*引号"):
        read_tables(path)


@pytest.fixture
def soffice(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A stand-in for LibreOffice on PATH that "converts" to a file laid beside it."""
    folder = tmp_path / "bin"
    folder.mkdir()
    program = folder / "soffice"
    program.write_text(
        '#!/bin/sh\nprintf "%s\\n" "$@" > "$(dirname "$0")/arguments"\n'
        'while [ "$1" != "--outdir" ]; do shift; done\n'
        'cp "$(dirname "$0")/result.docx" "$2/source.docx"\n'
    )
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{folder}{os.pathsep}/usr/bin{os.pathsep}/bin")
    return folder


OLD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 an old Word file"


def test_an_old_word_file_goes_through_libreoffice(tmp_path: Path, soffice: Path) -> None:
    write_docx(soffice / "result.docx", [HEADER, FIRST])
    path = tmp_path / "--附件.doc"
    path.write_bytes(OLD)
    assert cells(read_tables(path)[0]) == [HEADER, FIRST]
    arguments = (soffice / "arguments").read_text().splitlines()
    assert arguments[0] == "--headless"
    assert arguments[2:4] == ["--convert-to", "docx"]
    assert arguments[-1].endswith("/source.doc")


def test_a_failure_of_libreoffice_names_the_file_imported(tmp_path: Path, soffice: Path) -> None:
    path = tmp_path / "附件.doc"
    path.write_bytes(OLD)
    with pytest.raises(ImportFileError, match=r"附件\.doc：LibreOffice 转换失败。.*另存为 \.docx"):
        read_tables(path)
    (soffice / "result.docx").write_bytes(b"PK damaged")
    with pytest.raises(ImportFileError, match=r"^附件\.doc："):
        read_tables(path)


def test_without_libreoffice_the_way_out_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    path = tmp_path / "附件.doc"
    path.write_bytes(OLD)
    with pytest.raises(ImportFileError, match=r"附件\.doc：.*另存为 \.docx"):
        read_tables(path)


def test_a_docx_named_doc_is_read_as_what_it_is(tmp_path: Path) -> None:
    path = write_docx(tmp_path / "a.docx", [HEADER, FIRST]).rename(tmp_path / "a.doc")
    assert cells(read_tables(path)[0]) == [HEADER, FIRST]
