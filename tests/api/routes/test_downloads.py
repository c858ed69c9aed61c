"""Files that spreadsheets open as what they are: texts and numbers, never formulas."""

import csv
import io
from typing import Any

import openpyxl  # type: ignore[import-untyped]
import pytest

from api.routes.downloads import as_csv, as_file, as_xlsx
from knowledge.sheets import SheetTable

RISKY = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "＝1", "＋1", "－1", "＠1"]


def table(*values: Any) -> SheetTable:
    lines = [[value, 1, 2.5, None] for value in values]
    return SheetTable("表", ("文字", "整数", "小数", "空"), lines, about=("期间：今天", "=about()"))


def read(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def test_excel_takes_the_csv_for_utf_8() -> None:
    content = as_csv(table("甲"))
    assert content.startswith(b"\xef\xbb\xbf")
    assert content.count(b"\xef\xbb\xbf") == 1
    assert read(content)[2:] == [["文字", "整数", "小数", "空"], ["甲", "1", "2.5", ""]]


@pytest.mark.parametrize("text", RISKY)
def test_no_cell_of_a_csv_is_a_formula(text: str) -> None:
    about, defused_about, _, (cell, *_) = read(as_csv(table(text)))
    assert (about, defused_about) == (["期间：今天"], ["'=about()"])
    assert cell == f"'{text}"


def test_what_stands_inside_a_text_is_left_as_it_is() -> None:
    texts = ["a=b", '说"好"，\n再说', "1+1", "，逗号"]
    assert [line[0] for line in read(as_csv(table(*texts)))[3:]] == texts


def test_a_workbook_holds_numbers_as_numbers_and_no_formula() -> None:
    sheet = openpyxl.load_workbook(io.BytesIO(as_xlsx(table("=1+1", "-5", "甲")))).active
    lines = list(sheet.iter_rows(min_row=4))
    assert [line[0].value for line in lines] == ["=1+1", "-5", "甲"]
    assert {line[0].data_type for line in lines} == {"s"}
    assert [(line[1].value, line[2].value, line[3].value) for line in lines] == [(1, 2.5, None)] * 3
    assert (sheet["A1"].value, sheet["A2"].data_type) == ("期间：今天", "s")
    assert (sheet.auto_filter.ref, sheet.freeze_panes) == ("A3:D6", "C4")


def test_the_file_has_a_chinese_name() -> None:
    disposition = as_file(table(), "csv", "统计_1").headers["Content-Disposition"]
    assert disposition.endswith("filename*=UTF-8''%E7%BB%9F%E8%AE%A1_1.csv")
