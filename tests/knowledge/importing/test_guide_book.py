"""Reading service guides from workbooks."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pytest

from knowledge.importing.guide_book import GuideReading, read_guide_book
from knowledge.importing.records import GuideValue
from knowledge.importing.tables import read_tables
from knowledge.schema import Fact, Source
from knowledge.schema.matter import MatterFields
from tests.knowledge.importing.files import Rows, write_xlsx

MATTERS = [
    ["郴州高新区办事指南", *[""] * 11],
    [
        *("事项名称", "实施编码", "法定办结时限", "承诺时限（工作日）", "是否收费", "收费标准"),
        *("设定依据", "受理条件", "办理结果", "数量限制", "网办地址", "内部备查"),
    ],
    [
        *("施工许可证核发", "43100001", "七日", "3", "否", "/"),
        *("《建筑法》第七条", "1.已办理用地批准手续；\n2.有图纸", "施工许可证", "无"),
        *("湖南政务服务网 https://a.gov.cn/1", "x"),
    ],
    ["规划许可", *[""] * 11],
]
MATERIALS = [
    [
        *("事项名称", "序号", "材料名称", "原件/复印件", "份数", "必要性"),
        *("是否容缺", "告知承诺", "数据共享", "主审要件", "填报须知"),
    ],
    ["施工许可证核发", "1", "申请表", "原件", "1", "必要", "否", "否", "否", "是", "加盖公章"],
    [
        "",
        "2",
        "授权书",
        "原件和复印件",
        "一式两份",
        "非必要（委托办理的）",
        "是",
        "可",
        "是",
        "",
        "",
    ],
]
STEPS = [
    ["事项名称", "步骤", "办理内容", "办理时限"],
    ["施工许可证核发", "受理", "材料齐全的受理", "1个工作日"],
    ["施工许可证核发", "办结", "", ""],
]
QUESTIONS = [
    ["事项名称", "问题", "答案"],
    ["施工许可证核发", "要多久？", "三个工作日。\n节假日顺延。"],
]


def read(path: Path, sheets: Mapping[str, Rows]) -> GuideReading:
    merged = [(1, 0, 2, 0)] if set(sheets) == {"材料"} else []
    return read_guide_book(read_tables(write_xlsx(path / "a.xlsx", sheets, merged)))


def values(reading: GuideReading, matter: str = "施工许可证核发") -> dict[str, GuideValue]:
    return {field: found.value for field, found in reading.matters[matter].items()}


def test_fields_of_a_matter(tmp_path: Path) -> None:
    reading = read(tmp_path, {"事项": MATTERS})
    assert values(reading) == {
        "official_code": "43100001",
        "statutory_limit": {"text": "七日", "number": 7, "unit": "日"},
        "promised_limit": {"text": "3个工作日", "number": 3, "unit": "工作日"},
        "fee": {"text": "不收费", "charged": False},
        "basis": "《建筑法》第七条",
        "conditions": "1.已办理用地批准手续；\n2.有图纸",
        "result": "施工许可证",
        "quantity_limit": "无",
        "online_entrance": {"name": "湖南政务服务网", "url": "https://a.gov.cn/1"},
    }
    assert values(reading, "规划许可") == {}
    assert reading.matters["施工许可证核发"]["basis"].places == ("工作表“事项” 第3行",)
    assert not reading.unread
    assert [(aside.kind, aside.text) for aside in reading.asides][:2] == [
        ("title", "郴州高新区办事指南"),
        ("column", "内部备查"),
    ]


def test_materials_one_a_row(tmp_path: Path) -> None:
    reading = read(tmp_path, {"材料": MATERIALS})
    (materials,) = values(reading).values()
    assert materials == (
        {"name": "申请表", "form": "original", "copies": 1, "core": True, "note": "加盖公章"}
        | dict.fromkeys(("later", "commitment", "shared"), False),
        {"name": "授权书", "form": "original_and_copy", "copies": 2, "when": "委托办理的"}
        | dict.fromkeys(("later", "commitment", "shared"), True),
    )
    assert reading.matters["施工许可证核发"]["materials"].places == (
        *("工作表“材料” 第2行", "工作表“材料” 第3行"),
    )
    assert not reading.unread


def test_steps_and_questions(tmp_path: Path) -> None:
    reading = read(tmp_path, {"流程": STEPS, "常见问题": QUESTIONS})
    assert values(reading) == {
        "procedure": ("受理：材料齐全的受理（1个工作日）", "办结"),
        "faqs": ({"question": "要多久？", "answer": "三个工作日。\n节假日顺延。"},),
    }


def test_every_value_has_the_shape_of_the_schema(tmp_path: Path) -> None:
    materials = [MATERIALS[0], MATERIALS[1]]
    sheets = {"事项": MATTERS, "材料": materials, "流程": STEPS, "常见问题": QUESTIONS}
    found = values(read(tmp_path, sheets))
    facts = {
        field: {
            "value": value,
            "status": "guide",
            "source": [Source(title="办事指南")],
            "checked_on": date(2021, 3, 10),
        }
        for field, value in found.items()
    }
    fields = MatterFields.model_validate(facts)
    for field, value in found.items():
        fact: Fact[object] = getattr(fields, field)
        assert fact.value == value


def test_a_cell_that_cannot_be_read_does_not_take_its_row_along(tmp_path: Path) -> None:
    rows = [
        ["事项名称", "法定时限", "收费", "编码", "依据"],
        ["甲", "20", "详见目录", "见系统", "某法"],
    ]
    reading = read(tmp_path, {"事项": rows})
    assert values(reading, "甲") == {"basis": "某法"}
    assert [(cell.header, cell.text) for cell in reading.unread] == [
        *(("法定时限", "20"), ("编码", "见系统"), ("收费", "详见目录")),
    ]
    assert {cell.place for cell in reading.unread} == {"工作表“事项” 第2行"}


def test_a_material_is_kept_without_the_cell_that_is_not_clear(tmp_path: Path) -> None:
    rows = [
        ["事项名称", "材料名称", "份数", "材料形式"],
        ["甲", "申请表", "若干", "原件或复印件"],
        ["甲", "", "1", ""],
        ["", "章程", "1", ""],
        ["#REF!", "章程", "1", ""],
        ["甲", "#REF!", "1", ""],
    ]
    reading = read(tmp_path, {"申请材料": rows})
    assert values(reading, "甲") == {"materials": ({"name": "申请表"},)}
    assert [(cell.place[-3:], cell.header) for cell in reading.unread] == [
        ("第2行", "材料形式"),
        ("第2行", "份数"),
        ("第3行", "材料名称"),
        ("第4行", "事项名称"),
        ("第5行", "事项名称"),
        ("第6行", "材料名称"),
    ]


@pytest.mark.parametrize("missing", ["问题", "答案"])
def test_a_question_without_its_other_half_is_told(tmp_path: Path, missing: str) -> None:
    row = ["甲", "" if missing == "问题" else "问", "" if missing == "答案" else "答"]
    reading = read(tmp_path, {"常见问题": [QUESTIONS[0], row]})
    assert not reading.matters
    assert [cell.header for cell in reading.unread] == [missing]


def test_what_is_said_twice_differently_is_told(tmp_path: Path) -> None:
    rows = [["事项名称", "依据"], ["甲", "某法"], ["甲", "某法"], ["甲", "另一法"]]
    reading = read(tmp_path, {"事项": rows})
    assert values(reading, "甲") == {"basis": "某法"}
    (unread,) = reading.unread
    assert (unread.place, unread.header) == ("工作表“事项” 第4行", "依据")
    assert "工作表“事项” 第2行对这个事项写得不一样" in unread.reason


def test_a_value_said_differently_is_shown_as_people_read_it(tmp_path: Path) -> None:
    rows = [["事项名称", "承诺时限"], ["甲", "3个工作日"], ["甲", "5个工作日"]]
    (unread,) = read(tmp_path, {"事项": rows}).unread
    assert unread.text == "甲：5个工作日"


def test_rows_of_materials_win_over_one_cell_that_lists_them(tmp_path: Path) -> None:
    short = [["事项名称", "申请材料"], ["甲", "1.申请表\n2.章程"], ["乙", "申请表；章程"]]
    detail = [["事项名称", "材料名称", "份数"], ["甲", "申请表", "1"]]
    reading = read(tmp_path, {"事项": short, "材料": detail})
    assert values(reading, "甲") == {"materials": ({"name": "申请表", "copies": 1},)}
    assert values(reading, "乙") == {"materials": ({"name": "申请表"}, {"name": "章程"})}
    assert [(cell.place, cell.text) for cell in reading.unread] == [
        ("工作表“事项” 第2行", "甲：申请材料")
    ]


def test_a_sheet_without_a_header_is_told_once(tmp_path: Path) -> None:
    reading = read(tmp_path, {"别的": [["张三", "123"], ["李四", "456"]]})
    assert [cell.place for cell in reading.unread] == ["工作表“别的” 第1行"]


def test_the_name_of_a_sheet_decides_what_a_short_header_means(tmp_path: Path) -> None:
    rows = [["事项名称", "材料", "说明"], ["甲", "申请表", "加盖公章"]]
    assert values(read(tmp_path, {"材料": [*rows, ["甲", "章程", ""]]}), "甲") == {
        "materials": ({"name": "申请表", "note": "加盖公章"}, {"name": "章程"})
    }
    assert set(values(read(tmp_path, {"事项": rows}), "甲")) == {"materials", "remarks"}
