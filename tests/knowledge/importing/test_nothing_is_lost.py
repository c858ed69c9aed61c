"""Whatever stands in a table, each of its rows ends in the result, once."""

from collections.abc import Sequence

from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge.importing.annex import read_annex
from knowledge.importing.guide_book import read_guide_book
from knowledge.importing.records import Row, Table
from knowledge.importing.wording import official
from tests.knowledge.importing.files import PARKS

HEADER = ("序号", "事项名称", "实施部门", "赋权方式", "承接园区")
WORDS = (
    *(
        "",
        "1",
        "一",
        "（二）",
        "①",
        "施工许可",
        "市住建局",
        "市发改委（3项）",
        "直接赋权",
        "审批直报事项",
    ),
    *("高新区", "经开区", "两园区", "√", "—", "#REF!", "备注", "备注：略", "注", "合计", "共3项"),
    *("事项名称", "赋权方式", "承接园区", "高新区权限清单", "其他", "依据", "一、直接赋权事项"),
    *("材料名称", "环节", "问题", "答案", "20个工作日", "是"),
)
CELLS = st.lists(st.sampled_from(WORDS), min_size=1, max_size=5).map(tuple)
ROWS = st.lists(
    st.tuples(st.one_of(CELLS, st.text(max_size=8).map(lambda text: (text,) * 5)), st.booleans()),
    max_size=8,
)


def _table(drawn: Sequence[tuple[tuple[str, ...], bool]]) -> Table:
    rows = [Row(HEADER, "第0行")]
    rows += [
        Row(cells, f"第{number}行", hidden)
        for number, (cells, hidden) in enumerate(drawn, start=1)
        if any(cell.strip() for cell in cells)
    ]
    return Table("表1", tuple(rows))


@given(ROWS)
@settings(max_examples=300, deadline=None)
def test_rows_of_an_annex(drawn: list[tuple[tuple[str, ...], bool]]) -> None:
    table = _table(drawn)
    reading = read_annex([table], PARKS)
    lines = [aside.place for aside in reading.asides if aside.kind != "column"]
    places = [*lines, *(row.place for row in reading.rows), *(row.place for row in reading.unread)]
    assert sorted(places) == sorted(row.place for row in table.rows)
    assert all(row.name and row.modes for row in reading.rows)


@given(ROWS)
@settings(max_examples=300, deadline=None)
def test_rows_of_a_guide_book(drawn: list[tuple[tuple[str, ...], bool]]) -> None:
    table = _table(drawn)
    reading = read_guide_book([table])
    places = {aside.place for aside in reading.asides} | {cell.place for cell in reading.unread}
    for fields in reading.matters.values():
        places |= {place for value in fields.values() for place in value.places}
    # a row may name a matter and say nothing of it
    named = {
        row.place
        for row in table.rows
        if any(official(cell) in reading.matters for cell in row.cells)
    }
    assert {row.place for row in table.rows} <= places | named
