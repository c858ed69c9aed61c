"""Reading annexes as cities write them."""

from pathlib import Path

import docx
import openpyxl  # type: ignore[import-untyped]
import pytest

from knowledge.importing.annex import AnnexReading, read_annex
from knowledge.importing.records import Row, Table
from knowledge.importing.tables import read_tables
from tests.knowledge.importing.files import BOTH, PARKS, add_table, write_docx

DIRECT = dict.fromkeys(BOTH, "direct")


def table(text: str, name: str = "表1") -> Table:
    """A table drawn with |; a cell that is only > holds what stands to the left of it."""
    rows = []
    for number, line in enumerate(text.strip().splitlines(), start=1):
        cells: list[str] = []
        for cell in line.split("|"):
            cells.append(cells[-1] if cell.strip() == ">" else cell.strip())
        rows.append(Row(tuple(cells), f"{name} 第{number}行"))
    return Table(name, tuple(rows))


def read(*texts: str) -> AnnexReading:
    return read_annex([table(text) for text in texts], PARKS)


def modes(reading: AnnexReading) -> dict[str, dict[str, str]]:
    return {row.name: dict(row.modes) for row in reading.rows}


def asides(reading: AnnexReading) -> list[tuple[str, str]]:
    return [(aside.kind, aside.text) for aside in reading.asides]


def test_a_plain_annex() -> None:
    reading = read(
        """
        序号|事项名称|子项|原实施部门|赋权方式|备注
        1|施工许可|新办|市住建局|直接赋权|限额以上
        ２|规划许可|/|市自然资源局|服务前移|—
        """
    )
    first, second = reading.rows
    assert (first.place, first.number, first.name, first.sub_item) == (
        *("表1 第2行", "1", "施工许可", "新办"),
    )
    assert (first.department, first.modes, first.remarks) == ("市住建局", DIRECT, "限额以上")
    assert (second.number, second.sub_item, second.remarks) == ("2", "", "")
    assert second.modes == dict.fromkeys(BOTH, "stationed")
    assert not reading.unread


@pytest.mark.parametrize(
    "header",
    [
        "赋权方式|原实施机关|事项名称|序号",
        "下放方式|市级部门|项目名称|序 号",
        "赋权模式|责任部门|权限\n名称|序　号",
        "承接方式|实施部门|审批事项|编号",
        "赋权方式（直接赋权、服务前移、审批直报）|原实施部门（市级）|行政许可事项名称|Ｎｏ．",
    ],
)
def test_columns_in_any_order_under_any_of_their_names(header: str) -> None:
    cells = (tuple(header.split("|")), ("审批直报", "市应急局", "危化品许可", "3"))
    rows = tuple(Row(row, f"第{number}行") for number, row in enumerate(cells, start=1))
    (row,) = read_annex([Table("表1", rows)], PARKS).rows
    assert (row.number, row.name, row.department) == ("3", "危化品许可", "市应急局")
    assert row.modes == dict.fromkeys(BOTH, "direct_report")


def test_titles_repeated_headers_notes_and_totals_are_set_aside() -> None:
    reading = read(
        """
        郴州市赋予园区行使市级有关权限事项清单|>|>
        （共2项）|>|>
        序号|事项名称|赋权方式
        1|2|3
        1|甲|直接赋权
        序号|事项名称|赋权方式
        2|乙|直接赋权
        合计|2项|
        备注：带*的为新增。|>|>
        1.另有规定的从其规定。|>|>
        说明|以上事项自公布之日起承接|>
        """
    )
    assert [row.name for row in reading.rows] == ["甲", "乙"]
    assert [kind for kind, _ in asides(reading)] == [
        *("title", "title", "header", "header", "header"),
        *("total", "note", "note", "note"),
    ]
    assert not reading.unread


def test_subtitles_give_the_department_of_the_rows_below() -> None:
    reading = read(
        """
        序号|事项名称|赋权方式
        一、市发改委（2项）|>|>
        1|甲|直接赋权
        二|市住建局（市人防办）|
        2|乙|直接赋权
        （三）市消防支队|>|>
        3|丙|直接赋权
        市水利局|>|>
        4|丁|直接赋权
        """
    )
    assert [row.department for row in reading.rows] == [
        *("市发改委", "市住建局（市人防办）", "市消防支队", "市水利局"),
    ]


def test_subtitles_give_mode_and_parks_and_end_at_their_equals() -> None:
    reading = read(
        """
        序号|事项名称|实施部门
        一、直接赋权事项（2项）|>|>
        （一）市发改委|>|>
        1|甲|
        （二）高新区承接事项|>|>
        2|乙|市住建局
        二、服务前移事项|>|>
        3|丙|
        """
    )
    assert modes(reading) == {
        "甲": DIRECT,
        "乙": {"gaoxin": "direct"},
        "丙": dict.fromkeys(BOTH, "stationed"),
    }
    assert [row.department for row in reading.rows] == ["市发改委", "市住建局", ""]


def test_a_title_or_sheet_that_names_one_park_holds_for_its_table() -> None:
    rows = "序号|事项名称|赋权方式\n1|甲|直接赋权"
    by_title = read_annex([table(f"郴州高新区承接权限清单|>|>\n{rows}")], PARKS)
    by_sheet = read_annex([table(f"权限清单|>|>\n{rows}", "工作表“经开区”")], PARKS)
    neither = read_annex([table(rows), table("郴州市高新技术企业清单|>|>\n" + rows)], PARKS)
    assert modes(by_title) == {"甲": {"gaoxin": "direct"}}
    assert modes(by_sheet) == {"甲": {"jingkai": "direct"}}
    assert [row.modes for row in neither.rows] == [DIRECT, DIRECT]


@pytest.mark.parametrize(
    ("parks", "expected"),
    [
        ("高新区、经开区", BOTH),
        ("郴州高新区；郴州经开区", BOTH),
        ("两园区", BOTH),
        ("全部园区", BOTH),
        ("郴州高新技术产业开发区管委会", ("gaoxin",)),
        ("郴州经济开发区", ("jingkai",)),
        ("", BOTH),
    ],
)
def test_a_column_of_parks(parks: str, expected: tuple[str, ...]) -> None:
    reading = read(f"事项名称|承接园区|赋权方式\n甲|{parks}|直接赋权")
    assert modes(reading) == {"甲": dict.fromkeys(expected, "direct")}


def test_a_column_for_each_park() -> None:
    reading = read(
        """
        序号|事项名称|承接园区|>|备注
        序号|事项名称|高新区|经开区|备注
        1|甲|直接赋权|服务前移|
        2|乙|审批直报|—|
        """
    )
    assert modes(reading) == {
        "甲": {"gaoxin": "direct", "jingkai": "stationed"},
        "乙": {"gaoxin": "direct_report"},
    }


def test_ticks_under_parks_beside_a_column_of_modes() -> None:
    reading = read(
        """
        事项名称|赋权方式|郴州高新区|郴州经开区
        甲|直接赋权|√|√
        乙|派驻|√|
        丙|直报|×|是
        丁|直接赋权||
        """
    )
    assert modes(reading) == {
        "甲": DIRECT,
        "乙": {"gaoxin": "stationed"},
        "丙": {"jingkai": "direct_report"},
    }
    assert [unread.text for unread in reading.unread] == ["丁 | 直接赋权"]


def test_a_column_for_each_mode() -> None:
    reading = read(
        """
        事项名称|赋权方式|>|>
        |直接赋权|服务前移|审批直报
        甲|√||
        乙|高新区|经开区|
        丙|√|√|
        """
    )
    assert modes(reading) == {"甲": DIRECT, "乙": {"gaoxin": "direct", "jingkai": "stationed"}}
    assert [unread.place for unread in reading.unread] == ["表1 第5行"]


def test_a_column_for_each_mode_of_each_park() -> None:
    reading = read(
        """
        事项名称|高新区|>|经开区|>
        事项名称|直接赋权|服务前移|直接赋权|服务前移
        甲|√|||√
        乙||√|—|—
        """
    )
    assert modes(reading) == {
        "甲": {"gaoxin": "direct", "jingkai": "stationed"},
        "乙": {"gaoxin": "stationed"},
    }


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        ("高新区直接赋权，经开区服务前移", ("direct", "stationed")),
        ("郴州高新区：直接赋权；郴州经开区：审批直报", ("direct", "direct_report")),
        ("直接赋权（高新区）、服务前移（经开区）", ("direct", "stationed")),
        ("高新区、经开区均直接下放", ("direct", "direct")),
        ("服务前移（派驻机构审批）", ("stationed", "stationed")),
        ("高新区直接赋权，经开区暂不承接", ("direct", None)),
        ("高新区（直接赋权）", ("direct", None)),
    ],
)
def test_modes_in_one_cell(cells: str, expected: tuple[str | None, str | None]) -> None:
    reading = read(f"事项名称|赋权方式\n甲|{cells}")
    wanted = {park: mode for park, mode in zip(BOTH, expected, strict=True) if mode}
    assert modes(reading) == {"甲": wanted}


@pytest.mark.parametrize(
    ("mode", "reason"),
    [
        ("", "没有写赋权方式"),
        ("—", "这一列写 √ 或 — 看不出意思"),
        ("委托", "“委托”不是园区，也不是赋权方式"),
        ("不直接赋权", "不是园区，也不是赋权方式"),
        ("直接赋权/服务前移", "没有写各是哪个园区"),
        ("高新区直接赋权、服务前移", "看不出哪个园区是哪种赋权方式"),
        ("高新区直接赋权，高新区服务前移", "郴州高新区有两种赋权方式"),
        ("开发区直接赋权", "“开发区直接赋权”不是园区，也不是赋权方式"),
        ("#REF!", "公式出错了"),
    ],
)
def test_a_mode_that_is_not_clear_is_told_and_not_read(mode: str, reason: str) -> None:
    reading = read(f"序号|事项名称|赋权方式\n1|甲|{mode}")
    assert not reading.rows
    (unread,) = reading.unread
    assert unread.place == "表1 第2行"
    assert reason in unread.reason
    assert (unread.header, unread.text) == (("赋权方式", mode) if mode else ("", "1 | 甲"))


@pytest.mark.parametrize(
    "rows",
    [
        "甲|直接赋权|高新区服务前移",
        "甲|直接赋权|√",
        "甲|高新区直接赋权|经开区",
        "甲||经开区",
    ],
)
def test_cells_that_contradict_each_other_are_told(rows: str) -> None:
    reading = read(f"事项名称|赋权方式|承接园区\n{rows}")
    assert not reading.rows
    assert len(reading.unread) == 1


def test_a_park_without_a_mode_is_named() -> None:
    (unread,) = read("事项名称|赋权方式|承接园区\n甲||经开区").unread
    assert unread.reason == "郴州经开区没有写赋权方式：请补上"


def test_cells_that_contradict_their_header_are_told() -> None:
    reading = read("事项名称|高新区|经开区\n甲|经开区直接赋权|直接赋权")
    assert [unread.reason for unread in reading.unread] == ["写的园区和表头不一样：请改正"]


def test_rows_without_a_name_and_lines_nobody_knows_are_told() -> None:
    reading = read(
        """
        序号|事项名称|实施部门|赋权方式
        1||市住建局|直接赋权
        2|#N/A|市住建局|直接赋权
        3|123|市住建局|直接赋权
        其他要说的话|>|>|>
        社会保障卡补办|||
        |社会保障卡补办||
        """
    )
    assert not reading.rows
    assert [unread.place for unread in reading.unread] == [
        f"表1 第{number}行" for number in range(2, 8)
    ]


def test_a_table_without_a_header_is_told_once() -> None:
    reading = read("张三|123\n李四|456", "单位|电话\n甲|1")
    assert [unread.place for unread in reading.unread] == ["表1 第1行", "表1 第1行"]


def test_columns_nobody_knows_are_told_once() -> None:
    reading = read(
        """
        事项名称|赋权方式|设定依据
        甲|直接赋权|某法
        事项名称|赋权方式|设定依据
        乙|直接赋权|某法
        """
    )
    assert asides(reading).count(("column", "设定依据")) == 1


def test_one_header_over_names_and_sub_items() -> None:
    reading = read("序号|事项名称|>|赋权方式\n1|登记|设立|直接赋权\n2|备案|>|直接赋权")
    assert [(row.name, row.sub_item) for row in reading.rows] == [("登记", "设立"), ("备案", "")]


@pytest.mark.parametrize(
    ("cell", "stored"),
    [
        ("市住建局、市城管局", "市住建局、市城管局"),
        ("市住建局,市城管局", "市住建局、市城管局"),
        ("市住建局\n市城管局", "市住建局、市城管局"),
        ("市住房和\n城乡建设局", "市住房和城乡建设局"),
        ("市发展改革委\n员会", "市发展改革委员会"),
        ("市 住 建 局", "市住建局"),
        ("市住建局（市人防办、市城建办）;市水利局", "市住建局（市人防办、市城建办）、市水利局"),
        ("市住建局、市住建局", "市住建局"),
        ("/", ""),
    ],
)
def test_departments_of_a_cell(cell: str, stored: str) -> None:
    rows = (("事项名称", "实施部门", "赋权方式"), ("甲", cell, "直接赋权"))
    (row,) = read_annex([Table("表1", tuple(Row(r, "x") for r in rows))], PARKS).rows
    assert row.department == stored


@pytest.mark.parametrize(
    ("cell", "stored"),
    [
        ("1", "1"),
        ("１", "1"),
        ("十二", "12"),
        ("（一）", "1"),
        ("1.1", "1.1"),
        ("①", "1"),
        ("3、", "3"),
    ],
)
def test_numbers_of_rows(cell: str, stored: str) -> None:
    (row,) = read(f"序号|事项名称|赋权方式\n{cell}|甲|直接赋权").rows
    assert row.number == stored


def test_a_number_before_the_name_when_there_is_no_column_for_it() -> None:
    (row,) = read("事项名称|赋权方式\n1.1、甲证|直接赋权").rows
    assert (row.number, row.name) == ("1.1", "甲证")


def test_hidden_rows_are_told() -> None:
    rows = (
        Row(("事项名称", "赋权方式"), "第1行"),
        Row(("甲", "直接赋权"), "第2行", hidden=True),
    )
    reading = read_annex([Table("工作表“附件”", rows)], PARKS)
    assert not reading.rows
    assert "隐藏" in reading.unread[0].reason


def test_a_word_annex_with_headings_between_its_tables(tmp_path: Path) -> None:
    header = ["序号", "事项名称", "赋权方式"]
    document = docx.Document()
    document.add_paragraph("郴州市人民政府办公室")
    document.add_paragraph("郴州高新区权限清单")
    document.add_paragraph("一、市发改委（1项）")
    add_table(document, [header, ["1", "甲", "直接赋权"]])
    document.add_paragraph("二、市住建局（1项）")
    add_table(document, [header, ["2", "乙", "直接赋权"]])
    document.add_paragraph("郴州经开区权限清单")
    add_table(document, [header, ["3", "丙", "直接赋权"]])
    document.save(str(tmp_path / "a.docx"))
    reading = read_annex(read_tables(tmp_path / "a.docx"), PARKS)
    assert [(row.department, dict(row.modes)) for row in reading.rows] == [
        ("市发改委", {"gaoxin": "direct"}),
        ("市住建局", {"gaoxin": "direct"}),
        ("", {"jingkai": "direct"}),
    ]


def test_a_word_annex_with_merged_cells(tmp_path: Path) -> None:
    rows = [
        ["序号", "事项名称", "原实施部门", "承接园区", ""],
        ["", "", "", "高新区", "经开区"],
        ["1", "甲", "市住建局", "直接赋权", ""],
        ["2", "乙", "", "审批直报", "—"],
    ]
    merged = [(0, 0, 1, 0), (0, 1, 1, 1), (0, 2, 1, 2), (0, 3, 0, 4), (2, 2, 3, 2), (2, 3, 2, 4)]
    path = write_docx(tmp_path / "a.docx", rows, merged)
    reading = read_annex(read_tables(path), PARKS)
    assert modes(reading) == {"甲": DIRECT, "乙": {"gaoxin": "direct_report"}}
    assert {row.department for row in reading.rows} == {"市住建局"}


def test_a_hidden_sheet_of_choices_is_told_and_not_read(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active.append(["事项名称", "赋权方式"])
    book.active.append(["甲", "直接赋权"])
    choices = book.create_sheet("选项")
    choices.append(["直接赋权"])
    choices.sheet_state = "hidden"
    book.save(tmp_path / "a.xlsx")
    reading = read_annex(read_tables(tmp_path / "a.xlsx"), PARKS)
    assert len(reading.rows) == 1
    assert [unread.place for unread in reading.unread] == ["工作表“选项” 第1行"]
