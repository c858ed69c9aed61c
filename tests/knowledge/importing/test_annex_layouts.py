"""Whatever the layout, what a list of matters says is read back exactly."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import docx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from knowledge.importing.annex import AnnexReading, read_annex
from knowledge.importing.tables import read_tables
from tests.knowledge.importing.files import (
    PARKS,
    Area,
    add_table,
    write_csv,
    write_docx,
    write_xlsx,
)

MODE_WORDS = {
    "direct": ("直接赋权", "直接下放", "直 接\n赋 权"),
    "stationed": ("服务前移", "派驻", "服务前移（派驻机构审批）"),
    "direct_report": ("审批直报", "直报"),
}
PARK_WORDS = {
    "gaoxin": ("高新区", "郴州高新区", "郴州高新技术产业开发区管委会"),
    "jingkai": ("经开区", "郴州经开区", "郴州经济开发区"),
}
HEADERS = {
    "number": ("序号", "序 号", "编号"),
    "name": ("事项名称", "项目名称", "权限名称", "审批事项", "事项\n名称", "赋权事项名称"),
    "sub_item": ("子项", "子项名称", "办理项"),
    "department": ("实施部门", "原实施部门", "原实施机关", "市级部门", "责任部门（市级）"),
    "mode": ("赋权方式", "下放方式", "赋权模式", "承接方式", "赋权\n方式"),
    "parks": ("承接园区", "赋权园区", "承接单位"),
    "remarks": ("备注", "备 注"),
}
NUMBERS = ("{}", "{}.", "{}、", "（{}）", "wide")
DEPARTMENTS = (
    "市发改委",
    "市住建局（市人防办）",
    "市应急局、市消防支队",
    "市水利局",
    "市行政审批服务局",
)
LETTERS = "建设工程许可证核发备案审批危险品食水土保持规划登记（、）A0"


def words(longest: int) -> st.SearchStrategy[str]:
    """Names: Chinese, with brackets and the odd Latin letter within."""
    inner = st.text(LETTERS, max_size=longest)
    return inner.map(lambda text: f"甲{text}乙".replace("（）", ""))


@dataclass(frozen=True)
class Given:
    """A matter as it is to be read back."""

    name: str
    sub_item: str
    department: str
    modes: dict[str, str]
    remarks: str


MATTERS = st.lists(
    st.builds(
        Given,
        name=words(12),
        sub_item=st.one_of(st.just(""), words(4).map(lambda text: f"{text}类")),
        department=st.sampled_from(DEPARTMENTS),
        modes=st.dictionaries(
            st.sampled_from(sorted(PARK_WORDS)), st.sampled_from(sorted(MODE_WORDS)), min_size=1
        ),
        remarks=st.one_of(st.just(""), words(8)),
    ),
    min_size=1,
    max_size=6,
)


@dataclass(frozen=True)
class Sheet:
    """A list of matters laid out as rows."""

    rows: list[list[str]]
    merged: list[Area]
    header: int  # position of its first header


class Layout:
    """Draws how a list is laid out."""

    def __init__(self, draw: st.DrawFn) -> None:
        self._draw = draw
        self._style = draw(st.sampled_from(("cell", "columns", "parks")))
        columns = ["number", "name", "sub_item", "department", "remarks", *self._mode_columns()]
        self._columns = draw(st.permutations(columns))

    def sheet(self, matters: Sequence[Given]) -> Sheet:
        header = [self._header(column) for column in self._columns]
        rows = [self._line("郴州市赋权事项清单")] if self._draw(st.booleans()) else []
        start = len(rows)
        rows.append(header)
        merged: list[Area] = []
        for position, matter in enumerate(matters):
            if position and self._draw(st.integers(0, 3)) == 0:
                rows.append(self._between(header))
            elif position and matter.department == matters[position - 1].department:
                merged = _extend(merged, self._columns.index("department"), len(rows))
            rows.append([self._cell(column, position, matter) for column in self._columns])
        rows.extend([self._line("备注：以上事项依法承接。")] if self._draw(st.booleans()) else [])
        return Sheet(rows, merged, start)

    def _mode_columns(self) -> list[str]:
        return {"cell": ["mode"], "columns": ["gaoxin", "jingkai"], "parks": ["mode", "parks"]}[
            self._style
        ]

    def _header(self, column: str) -> str:
        return str(self._draw(st.sampled_from({**HEADERS, **PARK_WORDS}[column])))

    def _between(self, header: list[str]) -> list[str]:
        """A row between two matters that is none: the header once more, or a note."""
        return self._draw(st.sampled_from([header, self._line("注：见省目录。")]))

    def _line(self, text: str) -> list[str]:
        """A line of text, merged over the whole width or in the first cell."""
        return [text] + [""] * (len(self._columns) - 1)

    def _cell(self, column: str, position: int, matter: Given) -> str:
        if column == "number":
            return self._number(position + 1)
        if column in PARK_WORDS:
            mode = matter.modes.get(column)
            return self._one_of(MODE_WORDS[mode]) if mode else self._one_of(("", "—", "/", "×"))
        if column == "parks":
            return self._parks(matter)
        if column == "mode":
            return self._mode(matter)
        return str(getattr(matter, column))

    def _number(self, number: int) -> str:
        form = self._one_of(NUMBERS)
        if form == "wide":
            return chr(ord("０") + number)
        return form.format(number)

    def _parks(self, matter: Given) -> str:
        """The parks, where all have the same mode; else the column of modes names them."""
        if len(set(matter.modes.values())) > 1:
            return ""
        if len(matter.modes) == len(PARK_WORDS) and self._draw(st.booleans()):
            return self._one_of(("两园区", "全部园区", "各园区"))
        named = [self._one_of(PARK_WORDS[park]) for park in matter.modes]
        return self._one_of(("、", "；", "，", "\n")).join(named)

    def _mode(self, matter: Given) -> str:
        if self._style == "parks" and len(set(matter.modes.values())) == 1:
            return self._one_of(MODE_WORDS[next(iter(matter.modes.values()))])
        pairs = [
            (self._one_of(PARK_WORDS[park]), self._one_of(MODE_WORDS[mode]))
            for park, mode in matter.modes.items()
        ]
        form = self._one_of(("{0}{1}", "{0}：{1}", "{1}（{0}）"))
        return self._one_of(("，", "；", "\n")).join(form.format(*pair) for pair in pairs)

    def _one_of(self, choices: Sequence[str]) -> str:
        return self._draw(st.sampled_from(choices))


def _extend(merged: list[Area], column: int, row: int) -> list[Area]:
    """Merge a department's cell with the one above it, which may be merged itself."""
    if merged and merged[-1][2] == row - 1:
        top = merged[-1][0]
        return [*merged[:-1], (top, column, row, column)]
    return [*merged, (row - 1, column, row, column)]


@st.composite
def layouts(draw: st.DrawFn) -> tuple[list[Given], Sheet]:
    matters = draw(MATTERS)
    return matters, Layout(draw).sheet(matters)


def check(reading: AnnexReading, matters: Sequence[Given]) -> None:
    assert reading.unread == []
    assert [
        Given(row.name, row.sub_item, row.department, dict(row.modes), row.remarks)
        for row in reading.rows
    ] == list(matters)
    assert [row.number for row in reading.rows] == [
        str(number) for number in range(1, len(matters) + 1)
    ]


MANY = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("layouts")


@given(laid_out=layouts())
@MANY
def test_a_workbook(folder: Path, laid_out: tuple[list[Given], Sheet]) -> None:
    matters, sheet = laid_out
    path = write_xlsx(folder / "a.xlsx", {"附件": sheet.rows}, sheet.merged)
    check(read_annex(read_tables(path), PARKS), matters)


@given(laid_out=layouts())
@MANY
def test_a_word_file(folder: Path, laid_out: tuple[list[Given], Sheet]) -> None:
    matters, sheet = laid_out
    path = write_docx(folder / "a.docx", sheet.rows, sheet.merged)
    check(read_annex(read_tables(path), PARKS), matters)


@given(laid_out=layouts(), again=st.booleans(), data=st.data())
@MANY
def test_a_word_file_whose_table_runs_over_two_pages(
    folder: Path, laid_out: tuple[list[Given], Sheet], again: bool, data: st.DataObject
) -> None:
    matters, sheet = laid_out
    cut = data.draw(st.integers(sheet.header + 1, len(sheet.rows)))
    document = docx.Document()
    add_table(document, sheet.rows[:cut])
    rest = ([sheet.rows[sheet.header]] if again else []) + sheet.rows[cut:]
    if rest:
        add_table(document, rest)
    document.save(str(folder / "pages.docx"))
    check(read_annex(read_tables(folder / "pages.docx"), PARKS), matters)


@given(
    laid_out=layouts(),
    encoding=st.sampled_from(("utf-8", "utf-8-sig", "gb18030")),
    delimiter=st.sampled_from((",", "\t", ";")),
)
@MANY
def test_a_text_file(
    folder: Path, laid_out: tuple[list[Given], Sheet], encoding: str, delimiter: str
) -> None:
    matters, sheet = laid_out
    path = write_csv(folder / "a.csv", sheet.rows, encoding, delimiter)
    check(read_annex(read_tables(path), PARKS), matters)
